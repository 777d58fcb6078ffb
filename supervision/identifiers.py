"""Numbers that name a person, a firm, a case or a thing: one spelling of each, and check digits.

A column says what it identifies; its texts are brought to one spelling, so that the same person is
the same text in every dataset. A wrong check digit changes nothing: real registers hold some. What
is masked, and what is no such number at all, stays as it was written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from supervision.contract_format import Identifier
from supervision.vocabulary import Confidence

MASKED = r"[*＊×✱●•■□◆]|[xX]{3}"
"""A text in which digits were made unreadable: `3***1234`, `330106xxxx1234`."""

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_FIRM_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRM_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LETTER_VALUES = {letter: value for value, letter in enumerate(_FIRM_LETTERS)}

_RESIDENT = r"^[0-9]{17}[0-9X]$"
_OLD_RESIDENT = r"^[0-9]{15}$"
_FIRM = rf"^[{_FIRM_LETTERS}]{{18}}$"
_EITHER = rf"{_RESIDENT}|{_FIRM}"
_OF_A_COURT = r"^[(\[〔【]([0-9]{4})[)\]〕】](\D.*?)第?0*([0-9]+)号?(之.+|-[0-9]+)?$"
_YEAR_IN_BRACKETS = r"[(\[〔【]([0-9]{4})[)\]〕】]"

_SPELLED: Mapping[Identifier, str] = {
    Identifier.RESIDENT_ID: _RESIDENT,
    Identifier.CREDIT_CODE: _FIRM,
    Identifier.CASE_NUMBER: r"^（[0-9]{4}）\p{Han}[^\s（）第]*[^0-9\s][1-9][0-9]*号$",
    Identifier.PLATE: r"^\p{Han}[A-Z][A-Z0-9]{4,6}$",
    Identifier.PHONE: r"^1[3-9][0-9]{9}$",
    Identifier.BANK_ACCOUNT: r"^[0-9]+$",
    Identifier.DOCUMENT_NUMBER: r"^[0-9A-Z]+$",
}
"""What the texts look like that are left alone at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResidentId:
    """What a resident id of 18 digits says: where it was first issued, born when, of which sex."""

    division: str
    born_on: date
    is_male: bool


def normalised(texts: pl.Series, kind: Identifier | None) -> pl.Series:
    """The texts in the one spelling of their kind; masked ones and what is none stay as they are.

    Resident ids of 15 digits become 18. A column without a kind may name persons, firms and
    things: there only what has the 18 letters of a resident id or a credit code is spelled anew.
    """
    odd = ~texts.str.contains(_SPELLED[kind] if kind else _EITHER).fill_null(value=True)
    odd &= ~texts.str.contains(MASKED).fill_null(value=False)
    if not odd.any():
        return texts
    left = texts.filter(odd)
    places = (odd.cast(pl.Int64).cum_sum() - 1).clip(0)
    return _spelled(left, kind).gather(places).zip_with(odd, texts).alias(texts.name)


def is_masked(text: str) -> bool:
    """Whether digits of the identifier were made unreadable."""
    return pl.Series([text]).str.contains(MASKED).any()


def join_confidence(text: str) -> Confidence:
    """How surely records that share this identifier speak of the same subject: masked ones C4."""
    return Confidence.C4 if is_masked(text) else Confidence.C1


def checks(texts: pl.Series, kind: Identifier) -> pl.Series:
    """Whether the check digit is right; null where the text has none or is of another form."""
    if kind is Identifier.RESIDENT_ID:
        right = _resident_checks(texts.str.slice(0, 17)) == texts.str.slice(17)
        form = _RESIDENT
    elif kind is Identifier.CREDIT_CODE:
        right = _firm_checks(texts.str.slice(0, 17)) == texts.str.slice(17)
        form = _FIRM
    else:
        return pl.repeat(None, texts.len(), dtype=pl.Boolean, eager=True)
    return right.set(~texts.str.contains(form).fill_null(value=False), None)


def is_right(text: str, kind: Identifier) -> bool | None:
    """As `checks`, of one text."""
    found: bool | None = checks(pl.Series([text], dtype=pl.String), kind).item()
    return found


def precision_lost(texts: pl.Series, kind: Identifier | None) -> pl.Series:
    """Which texts a spreadsheet made of a number: in powers of ten, or cut after 15 digits.

    A resident id cut so names a day, ends in three zeros, and its check digit is wrong; where that
    is right by chance, the id is taken for what it says.
    """
    lost = texts.str.contains(
        r"^[+-]?[0-9](\.[0-9]+)?[eE]\+[0-9]{1,3}$|^[+-]?[0-9]\.[0-9]+[eE][0-9]{1,3}$"
    )
    lost = lost.fill_null(value=False)
    if kind not in {None, Identifier.RESIDENT_ID}:
        return lost
    cut = texts.str.contains(r"^[0-9]{6}(19|20)[0-9]{7}000$").fill_null(value=False)
    if cut.any():
        born = texts.set(~cut, None).str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
        wrong = ~checks(texts, Identifier.RESIDENT_ID).fill_null(value=True)
        lost |= cut & born.is_not_null() & wrong
    return lost


def resident(text: str) -> ResidentId | None:
    """What the 18 digits of a resident id say; None where they name no day or are none."""
    if len(text) != 18 or not text[:17].isdecimal():
        return None
    try:
        born_on = datetime.strptime(text[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant
    except ValueError:
        return None
    return ResidentId(division=text[:6], born_on=born_on, is_male=int(text[16]) % 2 == 1)


def resident_check(first: str) -> str:
    """The check digit after the first 17 digits of a resident id."""
    return str(_resident_checks(pl.Series([first])).item())


def credit_check(first: str) -> str:
    """The check letter after the first 17 letters of a unified social credit code."""
    return str(_firm_checks(pl.Series([first])).item())


def _spelled(texts: pl.Series, kind: Identifier | None) -> pl.Series:
    """Texts of no usual form, brought to it where their letters allow it."""
    plain = texts.str.normalize("NFKC").str.strip_chars("'`\"\u200b\ufeff ")
    plain = plain.str.replace(r"^([0-9]{1,15})\.0$", "${1}")  # as a data frame writes a number
    found = (_READERS[kind] if kind else _either)(plain).str.normalize("NFC")
    return found.zip_with(found.is_not_null(), texts)


def _resident(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s\-\x{2013}\x{2014}]", "").str.to_uppercase()
    bare = bare.set(~bare.str.contains(r"^[0-9A-Z()]{5,24}$").fill_null(value=False), None)
    old = bare.str.contains(_OLD_RESIDENT).fill_null(value=False)
    if not old.any():
        return bare
    longer = bare.str.slice(0, 6) + "19" + bare.str.slice(6)
    born = longer.set(~old, None).str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    # 996 to 999 were kept for those who turned a hundred: their century cannot be told
    told = old & born.is_not_null() & ~bare.str.contains(r"99[6-9]$").fill_null(value=False)
    whole = longer.set(~told, None)
    return (whole + _resident_checks(whole)).zip_with(told, bare)


def _firm(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s\-]", "").str.to_uppercase()
    return bare.set(~bare.str.contains(r"^[0-9A-Z]{8,20}$").fill_null(value=False), None)


def _either(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s\-]", "").str.to_uppercase()
    return bare.set(~bare.str.contains(_EITHER).fill_null(value=False), None)


def _case_number(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"\s", "").str.to_uppercase()
    court = bare.str.contains(_OF_A_COURT).fill_null(value=False)
    spelled = bare.str.replace(_OF_A_COURT, "（${1}）${2}${3}号${4}")
    return spelled.zip_with(court, bare.str.replace_all(_YEAR_IN_BRACKETS, "〔${1}〕"))


def _plate(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s·•・.\-_]", "").str.to_uppercase()
    is_plate = bare.str.contains(r"^(\p{Han}[A-Z]|WJ\p{Han}?)[A-Z0-9]{4,6}\p{Han}?$")
    return bare.set(~is_plate.fill_null(value=False), None)


def _phone(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s()\-\x{2013}\x{2014}]", "")
    bare = bare.str.replace(r"^(\+|00)?86(1[3-9][0-9]{9}|0[0-9]{9,11})$", "${2}")
    return bare.set(
        ~bare.str.contains(r"^1[3-9][0-9]{9}$|^0[0-9]{9,11}$").fill_null(value=False), None
    )


def _account(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"[\s\-]", "")
    return bare.set(~bare.str.contains(r"^[0-9]{6,32}$").fill_null(value=False), None)


def _document(texts: pl.Series) -> pl.Series:
    bare = texts.str.replace_all(r"\s", "")
    return bare.str.replace_all(_YEAR_IN_BRACKETS, "〔${1}〕")


_READERS: Mapping[Identifier, Callable[[pl.Series], pl.Series]] = {
    Identifier.RESIDENT_ID: _resident,
    Identifier.CREDIT_CODE: _firm,
    Identifier.CASE_NUMBER: _case_number,
    Identifier.PLATE: _plate,
    Identifier.PHONE: _phone,
    Identifier.BANK_ACCOUNT: _account,
    Identifier.DOCUMENT_NUMBER: _document,
}


def _resident_checks(firsts: pl.Series) -> pl.Series:
    total = pl.repeat(0, firsts.len(), dtype=pl.Int32, eager=True)
    for place, weight in enumerate(_RESIDENT_WEIGHTS):
        total += firsts.str.slice(place, 1).cast(pl.Int32, strict=False) * weight
    letters = dict(enumerate(_RESIDENT_CHECKS))
    return (total % 11).replace_strict(letters, default=None, return_dtype=pl.String)


def _firm_checks(firsts: pl.Series) -> pl.Series:
    total = pl.repeat(0, firsts.len(), dtype=pl.Int32, eager=True)
    for place, weight in enumerate(_FIRM_WEIGHTS):
        letter = firsts.str.slice(place, 1)
        values = letter.replace_strict(_LETTER_VALUES, default=None, return_dtype=pl.Int32)
        total += values * weight
    letters = dict(enumerate(_FIRM_LETTERS))
    return ((31 - total % 31) % 31).replace_strict(letters, default=None, return_dtype=pl.String)
