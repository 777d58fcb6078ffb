"""The one way by which a cell gets into a file: cleaned, and defused where it must be.

Every writer takes its text from here; a cell that went by another way would be a formula one day.
"""

from datetime import date
from decimal import Decimal

from supervision.cells import Cell, CellKind, cleaned, defused, is_precise

Number = int | float | Decimal


def text_cell(value: object) -> str:
    """Text as it may stand in a file."""
    return defused(cleaned(str(value)))


def number_cell(kind: CellKind, value: Cell) -> Number | None:
    """The value where it is to be written as a number, which keeps all its digits.

    Numbers are never defused; what is too long for a spreadsheet's number becomes text instead.
    """
    if kind in (CellKind.TEXT, CellKind.IDENTIFIER, CellKind.DAY):
        return None
    if isinstance(value, (int, float, Decimal)) and is_precise(value):
        return value
    return None


def day_cell(kind: CellKind, value: Cell) -> date | None:
    """The day where it is to be written as one."""
    return value if kind is CellKind.DAY and isinstance(value, date) else None


def plain_cell(kind: CellKind, value: Cell) -> str:
    """The value in a format that knows text only: days as ISO, money with two decimals."""
    if value is None:
        return ""
    if kind is CellKind.MONEY and isinstance(value, (int, float, Decimal)):
        return f"{Decimal(str(value)):.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)):
        return format(Decimal(str(value)), "f")
    return text_cell(value)
