"""Values as the fields of delimited text: as people see them, one line a row."""

import re
from decimal import Decimal

LOST_PRECISION = "\ue000"
"""Stands before an integer of more than 15 digits that was kept as a binary number.

Such a number has lost its last digits; where it is an identifier, it is another one by now.
"""

_FIRST_INEXACT = 10**15
_CONTROL = re.compile("[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_WHOLE = re.compile(r"\.0*$")
_WIDEST_EXPONENT = 40


def plain_text(value: str) -> str:
    """The text on one line; what no line of text can hold becomes a space."""
    return value if value.isprintable() else _CONTROL.sub(" ", value)


def binary_number(value: float) -> str:
    """A number as a spreadsheet shows it: fifteen digits, no exponent, no `.0`."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - not a number
        return ""
    if value == int(value):
        mark = LOST_PRECISION if abs(value) >= _FIRST_INEXACT else ""
        return f"{mark}{int(value)}"
    shown = repr(value)
    if len(shown) > 16 or "e" in shown:
        shown = f"{value:.15g}"
    return written_out(shown)


def written_out(number: str) -> str:
    """The number without an exponent and without the `.0` of a whole one, else digit for digit."""
    if "e" in number or "E" in number:
        exact = Decimal(number)
        if not exact.is_finite() or abs(exact.adjusted()) > _WIDEST_EXPONENT:
            return number
        number = format(exact, "f")
    return _WHOLE.sub("", number)
