"""Fictional identifiers with valid check digits, whole columns at a time.

Persons and firms carry area codes of the reserved range 9901xx, which no place has; plates begin
with a word that is no province, phones and accounts with digits that no operator or bank issues.
"""

import polars as pl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def resident_ids(area: pl.Expr, born_on: pl.Expr, sequence: pl.Expr) -> pl.Expr:
    """Resident ids (GB 11643) of the area, the birthday and the number among those of the day."""
    body = pl.concat_str(area, born_on.dt.strftime("%Y%m%d"), sequence.cast(pl.String).str.zfill(3))
    total = pl.sum_horizontal(
        body.str.slice(place, 1).cast(pl.Int64) * weight for place, weight in enumerate(_WEIGHTS)
    )
    return pl.concat_str(body, _character(total % 11, _CHECKS))


def credit_codes(area: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Unified social credit codes (GB 32100) of firms with these numbers of eight digits."""
    digits = number.cast(pl.String).str.zfill(8)
    total = pl.sum_horizontal(
        digits.str.slice(place, 1).cast(pl.Int64) * weight
        for place, weight in enumerate(_ORG_WEIGHTS)
    )
    body = pl.concat_str(
        pl.lit("91"), area, digits, _character((11 - total % 11) % 11, "0123456789X")
    )
    values = {sign: value for value, sign in enumerate(_CREDIT)}
    total = pl.sum_horizontal(
        body.str.slice(place, 1).replace_strict(values, return_dtype=pl.Int64) * weight
        for place, weight in enumerate(_CREDIT_WEIGHTS)
    )
    return pl.concat_str(body, _character((31 - total % 31) % 31, _CREDIT))


def numbered(pattern: str, count: int, first: int = 1, digits: int = 6) -> pl.Series:
    """`count` document numbers: the pattern with `{}` replaced by running numbers.

    Numbers of court cases, which begin with the year in brackets, are not padded.
    """
    digits = 1 if pattern.startswith("（") else digits
    before, after = pattern.split("{}")
    numbers = pl.int_range(first, first + count, eager=True).cast(pl.String).str.zfill(digits)
    return before + numbers + after


def _character(place: pl.Expr, signs: str) -> pl.Expr:
    return place.replace_strict(dict(enumerate(signs)), return_dtype=pl.String)
