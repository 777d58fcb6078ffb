"""Values that meet a condition of a rule, fail it, come close, or leave it open.

For samples of a fixture: one value of a row is changed, so that a reader sees what turns the
verdict. Whether it does, the compiled rule says, not this file: conditions may depend on each
other.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from supervision.contract_format import ColumnType
from supervision.rule_draft import RuleCondition
from supervision.rule_operators import DAYS, NUMBERS, OF_ANY, Operator
from supervision.rule_rows import RuleColumn, RuleRows

Cell = str | int | Decimal | bool | date | None
"""A value of a sample row; an instant is a datetime, which is a date, too."""

Row = Mapping[str, Cell]

OTHER = "其他"
_FAR = 100
_LONG_AGO = 1000
"""Days before the run on which a made-up row begins, where no condition says."""


class Aim(StrEnum):
    """What a changed value shall do to its condition."""

    MEET = "meet"
    FAIL = "fail"
    NEAR = "near"
    LEAVE_OPEN = "leave_open"


def changed(row: Row, condition: RuleCondition, rows: RuleRows, aim: Aim, as_of: date) -> Row:
    """The row with what the condition asks of set to a value of this aim.

    The same row where no value can do it.
    """
    column = rows.column(condition.column)
    if column is None:
        return row
    if aim is Aim.LEAVE_OPEN:
        return row if condition.operator in OF_ANY else {**row, column.name: None}
    if aim is Aim.NEAR and not condition.margin and condition.operator not in _AT_LIMIT:
        return row
    row = _with_other(row, condition, rows, as_of)
    if column.type in NUMBERS and condition.operator not in OF_ANY:
        return {**row, column.name: _number(row, condition, column, aim)}
    if column.type in DAYS and condition.operator not in OF_ANY:
        return {**row, column.name: _typed(_day(row, condition, aim, as_of), column)}
    return {**row, column.name: _plain(condition, column, aim, as_of)}


def usual(column: RuleColumn, as_of: date) -> Cell:
    """A made-up value of a column, where nothing is asked of it."""
    if column.type in NUMBERS:
        return 1
    if column.type in DAYS:
        return _typed(as_of - timedelta(days=_LONG_AGO), column)
    if column.type is ColumnType.BOOLEAN:
        return False
    return column.codes[0][0] if column.codes else OTHER


def day_in(value: Cell) -> date | None:
    """The day of a cell; None where it holds none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


_AT_LIMIT = frozenset(
    {
        *(Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN),
        *(Operator.MORE_DAYS_AFTER, Operator.MORE_DAYS_BEFORE_RUN),
    }
)
"""Operators whose limit itself fails, and comes as close as can be."""


def _with_other(row: Row, condition: RuleCondition, rows: RuleRows, as_of: date) -> Row:
    other = rows.column(condition.other)
    if other is None or row.get(other.name) is not None:
        return row
    return {**row, other.name: usual(other, as_of)}


def _number(row: Row, condition: RuleCondition, column: RuleColumn, aim: Aim) -> Cell:
    operator, margin = condition.operator, condition.margin or Decimal(0)
    low, high = condition.number or Decimal(0), condition.upper or condition.number or Decimal(0)
    one = Decimal(1)
    if operator in {Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN}:
        beside = row.get(condition.other)
        limit = Decimal(str(beside)) if isinstance(beside, (int, Decimal)) else one
        sign = 1 if operator is Operator.ABOVE_COLUMN else -1
        by = {Aim.MEET: one, Aim.NEAR: Decimal(0)}.get(aim, -(margin + _FAR))
        return _whole(limit + sign * by, column)
    away = {Aim.NEAR: margin}.get(aim, margin * 2 + max(abs(high), Decimal(_FAR)))
    if operator is Operator.AT_LEAST:
        if aim is Aim.FAIL and low - margin > 0:
            return 0 if low / 2 >= low - margin else _whole(low / 2, column)
        return _whole(low if aim is Aim.MEET else low - away, column)
    if operator is Operator.AT_MOST:
        return _whole(low if aim is Aim.MEET else low + away, column)
    return _whole(low if aim is Aim.MEET else high + away, column)


def _whole(number: Decimal, column: RuleColumn) -> Cell:
    return int(number) if column.type is ColumnType.INTEGER else number


def _day(row: Row, condition: RuleCondition, aim: Aim, as_of: date) -> date:
    margin = int(condition.margin or 0)
    first = condition.day or as_of
    last = condition.last_day or first
    far = margin + _FAR
    away = timedelta(days=margin if aim is Aim.NEAR else far)
    is_met = aim is Aim.MEET
    if condition.operator is Operator.FROM_DAY:
        return first if is_met else first - away
    if condition.operator in {Operator.UNTIL_DAY, Operator.BETWEEN_DAYS}:
        return (first if is_met else last + away) if last >= first else first
    other = day_in(row.get(condition.other)) or as_of
    if condition.operator in {Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN}:
        sign = 1 if condition.operator is Operator.ABOVE_COLUMN else -1
        by = {Aim.MEET: 1, Aim.NEAR: 0}.get(aim, -far)
        return other + timedelta(days=sign * by)
    days = _days_apart(condition, aim, margin, far)
    if condition.operator in {Operator.WITHIN_DAYS_AFTER, Operator.MORE_DAYS_AFTER}:
        return other + timedelta(days=days)
    return as_of - timedelta(days=max(days, 0))


def _days_apart(condition: RuleCondition, aim: Aim, margin: int, far: int) -> int:
    """How many days lie between the two days of a term."""
    limit = int(condition.number or 0)
    within = {Operator.WITHIN_DAYS_AFTER, Operator.WITHIN_DAYS_BEFORE_RUN}
    if condition.operator in within:
        return {Aim.MEET: limit, Aim.NEAR: limit + margin}.get(aim, limit + far)
    return {Aim.MEET: limit + 1, Aim.NEAR: limit}.get(aim, limit - far)


def _typed(day: date, column: RuleColumn) -> Cell:
    """The day as the column holds it; an instant at noon, so that every zone has the same day."""
    if column.type is ColumnType.INSTANT:
        return datetime.fromisoformat(f"{day.isoformat()}T12:00:00+08:00")
    return day


def _plain(condition: RuleCondition, column: RuleColumn, aim: Aim, as_of: date) -> Cell:
    """A value of a question that is no matter of more or less; near is nothing there."""
    operator, is_met = condition.operator, aim is Aim.MEET
    if operator in OF_ANY:
        is_empty = (operator is Operator.IS_EMPTY) == is_met
        return None if is_empty else usual(column, as_of)
    if operator in {Operator.IS_TRUE, Operator.IS_FALSE}:
        return (operator is Operator.IS_TRUE) == is_met
    has_word = is_met == (operator not in {Operator.DIFFERS, Operator.LACKS})
    if has_word:
        return condition.words[0]
    others = (code for code, _ in column.codes if code not in condition.words)
    return next(others, OTHER)
