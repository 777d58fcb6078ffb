"""Text to exact numbers: what people put around them taken off, larger units multiplied out.

The decimal point is moved in the text, so that 12.3456 万元 is 123456.00 and nothing is rounded.
"""

from collections.abc import Callable, Mapping

import polars as pl

from data_access.masks import first_fault, no_faults, put
from supervision.contracts import Column, ColumnType

DOUBLE_DIGITS = 16
"""So many significant digits are written out of a binary fraction, hardly ever by a person."""

_FEW = 100
"""So many texts are looked at first."""

_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]*)?$"

WORDS: Mapping[str, int] = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
"""By how many places each word of Chinese numbers moves the decimal point."""

_AMOUNT = rf"^(.*?[0-9]\.?)({'|'.join(sorted(WORDS, key=len, reverse=True))})?(元|圆|块)?[整正]?$"


def decimals(digits: int, scale: int) -> Callable[..., tuple[pl.Series, pl.Series]]:
    """What reads texts as decimals of so many digits, so many of them after the point."""
    kind = pl.Decimal(digits, scale)

    def read(text: pl.Series, column: Column, shift: int = 0) -> tuple[pl.Series, pl.Series]:
        faults = no_faults(text)
        plain = _plain(digits, scale, column)
        fits = text.str.contains(plain).fill_null(value=True)
        if fits.all() and not shift:
            return text.cast(kind, strict=False), faults
        exact = _without_float_noise(_cleaned(text, fits, column, shift), fits, scale, shift)
        if column.rounded_to is not None:
            exact = _rounded(exact, column.rounded_to)
        fits = exact.str.contains(plain).fill_null(value=False)
        number = exact.str.contains(_NUMBER).fill_null(value=False)
        wide = exact.str.contains(rf"^[+-]?0*[1-9][0-9]{{{digits - scale},}}(\.|$)").fill_null(
            value=False
        )
        faults = first_fault(faults, number & wide, "out_of_range")
        faults = first_fault(faults, number & ~fits, "too_many_decimals")
        return exact.set(~fits, None).cast(kind, strict=False), faults

    return read


def plain_decimals(digits: int, scale: int) -> Callable[..., pl.Series | None]:
    """What reads texts that are all such decimals as they stand; it answers None for others."""

    def read(text: pl.Series, column: Column) -> pl.Series | None:
        if not text.str.contains(_plain(digits, scale, column)).all():
            return None
        return text.cast(pl.Decimal(digits, scale), strict=False)

    return read


def spelled_decimals(digits: int, scale: int) -> Callable[..., bool]:
    """What says whether texts are all spelled as such decimals are when they are written out."""
    spelled = rf"^(-?[1-9][0-9]{{0,{digits - scale - 1}}}|0)\.[0-9]{{{scale}}}$"

    def are_spelled(text: pl.Series, column: Column) -> bool:
        if column.rounded_to is not None and column.rounded_to < scale:
            return False
        found = (part.str.contains(spelled).all() for part in (text.head(_FEW), text))
        return all(found)

    return are_spelled


def integers(text: pl.Series, column: Column, shift: int = 0) -> tuple[pl.Series, pl.Series]:
    """The texts as whole numbers, and the fault of each that is none."""
    values, faults = decimals(18, 0)(text.str.replace(r"\.0+$", ""), column, shift)
    return values.cast(pl.Int64), faults.replace("too_many_decimals", "not_an_integer")


def moved(numbers: pl.Series, places: int) -> pl.Series:
    """Plain numbers as text with the decimal point moved right (left where negative), exactly."""
    if not places:
        return numbers
    sign = numbers.str.extract(r"^([+-]?)")
    whole = numbers.str.extract(r"^[+-]?([0-9]*)")
    part = numbers.str.extract(r"\.([0-9]*)$").fill_null("")
    if places > 0:
        padded = part + "0" * places
        whole, part = whole + padded.str.slice(0, places), padded.str.slice(places)
    else:
        padded = "0" * (1 - places) + whole
        length = (padded.str.len_bytes().cast(pl.Int64) + places).cast(pl.UInt32)
        cut = pl.select(padded.str.head(length), padded.str.tail(-places).alias("part"))
        whole, part = cut.to_series(0), cut["part"] + part
    return _bare(sign + whole.str.replace(r"^0+([0-9])", "$1") + "." + part)


def _plain(digits: int, scale: int, column: Column) -> str:
    """How numbers are written that can be read as they stand; those to be rounded cannot."""
    kept = scale if column.rounded_to is None else min(scale, column.rounded_to)
    return rf"^[+-]?[0-9]{{1,{digits - scale}}}(\.[0-9]{{0,{kept}}})?$"


def _rounded(numbers: pl.Series, scale: int) -> pl.Series:
    """The numbers with so many decimals at the most, the others rounded half to even."""
    more = numbers.str.contains(rf"^[+-]?[0-9]{{1,20}}\.[0-9]{{{scale + 1},}}$").fill_null(
        value=False
    )
    if not more.any():
        return numbers
    parts = numbers.filter(more).str.extract_groups(rf"^([+-]?)([0-9]+\.[0-9]{{{scale}}})([0-9]+)$")
    sign, kept, rest = parts.struct.unnest().get_columns()
    half = rest.str.contains("^50*$")
    is_up = (half & kept.str.contains(r"[13579]\.?$")) | (~half & rest.str.contains("^[5-9]"))
    kind = pl.Decimal(38, scale)
    step = pl.Series([f"{10**-scale:.{scale}f}"], dtype=pl.String).cast(kind)
    found = kept.str.strip_chars_end(".").cast(kind)
    found = (found + step.new_from_index(0, found.len())).zip_with(is_up, found)
    return put(numbers, more, sign + found.cast(pl.String))


def _cleaned(text: pl.Series, fits: pl.Series, column: Column, shift: int) -> pl.Series:
    """The text with what people put around numbers taken off, and larger units multiplied out."""
    odd = text.filter(~fits).str.normalize("NFKC").str.strip_chars("'` ")
    odd = odd.str.replace_all("[−–]", "-").str.replace(r"^\((.+)\)$|^([0-9].*[0-9])-$", "-$1$2")
    if column.unit is not None and column.type is not ColumnType.MONEY:
        suffix = "°" if column.unit == "度" else column.unit
        odd = odd.str.strip_suffix(column.unit).str.strip_suffix(suffix).str.replace(r"\s+$", "")
    own = pl.repeat(None, odd.len(), dtype=pl.Int32, eager=True)
    if column.type is ColumnType.MONEY:
        odd, own = _without_currency(odd)
    grouped = odd.str.contains(_GROUPED)
    odd = odd.str.replace_all(",", "", literal=True).zip_with(grouped, odd)
    odd = odd.str.replace(r"^([+-]?)\.([0-9])", "${1}0.$2")
    cleaned = put(text, ~fits, _bare(odd))
    places = put(pl.repeat(shift, text.len(), dtype=pl.Int32, eager=True), ~fits, own)
    return _multiplied(cleaned, places.fill_null(shift))


def _without_currency(odd: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Amounts without 元 and 万; how far these words move the point, null where none stands."""
    bare = odd.str.replace(r"^([+-]?)\s*(¥|￥|人民币|RMB|CNY)\s*", "${1}")
    bare = bare.str.replace_all(r"\s+(元|圆|[百千十]?万|亿)", "${1}")
    word, currency = bare.str.extract(_AMOUNT, 2), bare.str.extract(_AMOUNT, 3)
    places = word.replace_strict(WORDS, default=None, return_dtype=pl.Int32)
    places = places.set(places.is_null() & currency.is_not_null(), 0)
    number = bare.str.extract(_AMOUNT, 1)
    return number.zip_with(number.is_not_null(), bare), places


def _multiplied(numbers: pl.Series, places: pl.Series) -> pl.Series:
    plain = numbers.str.contains(_NUMBER).fill_null(value=False)
    for shift in places.filter(plain).unique():
        if shift:
            where = plain & (places == shift)
            numbers = put(numbers, where, moved(numbers.filter(where), shift))
    return numbers


def _bare(numbers: pl.Series) -> pl.Series:
    """Without zeros that say nothing at the end of a fraction."""
    return numbers.str.replace(r"(\.[0-9]*?)0+$", "$1")


def _without_float_noise(text: pl.Series, fits: pl.Series, scale: int, shift: int) -> pl.Series:
    """396.00000000000006 is 396.00: decimals that only binary fractions make are taken off."""
    more = text.str.contains(rf"^[+-]?[0-9]+\.[0-9]{{{scale + 1},}}$").fill_null(value=False)
    if not shift:
        more &= ~fits
    many = more & text.str.contains(rf"\.[0-9]{{{scale + 6},}}$")
    long = many | (more & (text.str.count_matches(r"[0-9]") >= DOUBLE_DIGITS))
    if not long.any():
        return text
    number = text.filter(long).cast(pl.Float64)
    rounded = number.round(scale)
    slack = (number.abs().clip(1.0) * 1e-12).zip_with(many.filter(long), number.abs() * 1e-15)
    is_noise = (number - rounded).abs() <= slack
    exact = rounded.cast(pl.Decimal(38, scale)).cast(pl.String)
    return put(text, long, exact.zip_with(is_noise, text.filter(long)))
