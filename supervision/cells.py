"""What a cell of an exported table may hold, and how it is compared after it comes back.

Text is cleaned of what files cannot carry and, where a spreadsheet would read it as a formula,
defused by one apostrophe before it. Defusing can be undone: text that already looks defused is
defused once more. Numbers and days are never defused.
"""

import re
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from math import isfinite

Cell = str | int | float | Decimal | date | None
"""A value on its way into a file; None is an empty cell."""

LONGEST = 32_767
"""Characters of a spreadsheet's cell, counted in UTF-16 as Excel does."""

REPLACEMENT = "\ufffd"
"""Stands where a character could not be carried."""

PRECISE_DIGITS = 15
"""Significant digits that a spreadsheet's number keeps; a longer number is written as text."""


class CellKind(StrEnum):
    """What a column holds; decides how its cells are written and compared."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    WHOLE = "whole"
    MONEY = "money"
    VALUE = "value"
    DAY = "day"


LARGEST_WHOLE: int = 10**PRECISE_DIGITS - 1
NUMBERS = frozenset({CellKind.WHOLE, CellKind.MONEY})

_NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CHANGED = re.compile(f"[\r{_NOT_CARRIED.pattern[1:]}")
_LEADING = "'\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
_LEADING += "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
_RISKY = re.compile(
    f"[{_LEADING}]*[=+\\-@|\uff1d\uff0b\uff0d\uff20\uff5c\u2212\ufe62\ufe63\ufe66\ufe6b\ufffd]"
    "|'*[\t\r\n]"
)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]00:00(?::00)?)?")
_ROUNDED = Context(prec=PRECISE_DIGITS)


def cleaned(text: str, cut_note: str = "…") -> str:
    """The text as a file can carry it.

    Line ends become one line feed; control characters, lone surrogates and non-characters become
    U+FFFD; beyond the longest cell the text is cut and ends in the note.
    """
    if len(text) < LONGEST // 2 and not _CHANGED.search(text):
        return text  # nearly every cell; a list has millions of them
    plain = _NOT_CARRIED.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
    if _length(plain) <= LONGEST - 1:  # one place is left for the apostrophe
        return plain
    room = LONGEST - 1 - _length(cut_note)
    return plain.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + cut_note


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would read it as a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def undefused(text: str) -> str:
    """The text without the apostrophe that `defused` put before it; any other text as it is."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def is_precise(value: Decimal | float) -> bool:
    """Whether a spreadsheet's number keeps every digit; a float has no more than it keeps."""
    if isinstance(value, int):
        return -LARGEST_WHOLE <= value <= LARGEST_WHOLE
    if isinstance(value, float):
        return isfinite(value)
    return bool(value.is_finite() and _ROUNDED.plus(value) == value)


def canonical(kind: CellKind, value: Cell | bool, *, came_back: bool = False) -> str:
    """One spelling for all forms in which the same cell may come back; empty for an empty cell.

    value: what was meant to be written, or, with came_back, what a reader found in its place: then
    what defusing added is taken off. A cell that is not of the column's kind keeps its own
    spelling, and so differs.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = undefused(cleaned(value)) if came_back else cleaned(value)
        if kind in NUMBERS:
            return _number_in(text)
        return _day_in(text) if kind is CellKind.DAY else text
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return _day(value)
    return _number(value)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _number(value: float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    exact = _ROUNDED.create_decimal_from_float(value) if isinstance(value, float) else value
    number = Decimal(exact)
    if not number.is_finite():
        return str(number)
    spelled = format(number.normalize(Context(prec=60)), "f")
    return "0" if spelled == "-0" else spelled


def _number_in(text: str) -> str:
    if not text:
        return text
    try:
        return _number(Decimal(text.strip().replace(",", "")))
    except InvalidOperation:
        return text


def _day(value: date) -> str:
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            return value.isoformat(sep=" ")
        return value.date().isoformat()
    return value.isoformat()


def _day_in(text: str) -> str:
    found = _DAY.fullmatch(text.strip())
    if not found:
        return text
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
