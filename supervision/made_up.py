"""Rows of a pool with everything made up that could name anyone: what a model's file may hold.

No text of a source is kept: a text column becomes a running word, in which only the words stand
that the rule itself names. Identifiers are of the reserved range, which no place has, with right
check digits; days and amounts that are personal are made coarse.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from supervision.contract_format import ColumnType
from supervision.identifiers import credit_check, resident_check
from supervision.rule_draft import RuleCondition
from supervision.rule_operators import NUMBERS, Operator
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.rule_values import OTHER, Cell, Row
from supervision.vocabulary import SubjectKind

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ASKING = frozenset({Operator.CONTAINS, Operator.LACKS})


def made_up(
    samples: Iterable[Sequence[Row]], rows: RuleRows, conditions: Sequence[RuleCondition]
) -> list[list[Row]]:
    """The rows of each sample with their values made up; equal texts of a column stay equal."""
    seen: dict[tuple[str, str], int] = {}
    columns = {column.name: column for column in rows.columns}

    def cell(name: str, value: Cell) -> Cell:
        column = columns.get(name)
        if column is None or value is None:
            return value
        if column.type is ColumnType.TEXT:
            number = seen.setdefault((name, str(value)), len(seen) + 1)
            return _text(str(value), number, _named(conditions, name))
        return _coarse(value, column) if column.is_private else value

    return [
        [{name: cell(name, value) for name, value in row.items()} for row in sample]
        for sample in samples
    ]


def subject_key(kind: SubjectKind, number: int) -> str:
    """A made-up key of a subject: the number-th of a fixture."""
    if kind is SubjectKind.PERSON:
        first = f"990101198001{1 + number % 28:02}{number % 1000:03}"
        return first + resident_check(first)
    if kind is SubjectKind.FIRM:
        first = f"91990101{number:09}"
        return first + credit_check(first)
    return f"样例{number}"


def _named(conditions: Sequence[RuleCondition], name: str) -> list[tuple[str, bool]]:
    """The words that the rule names of a column, and whether as parts of its text."""
    return [
        (word, one.operator in _ASKING)
        for one in conditions
        if one.column == name
        for word in one.words
    ]


def _text(value: str, number: int, named: Sequence[tuple[str, bool]]) -> str:
    """A running word in place of a text; the words that the rule names are kept."""
    if any(word == value and not is_part for word, is_part in named):
        return value
    held = dict.fromkeys(word for word, is_part in named if is_part and word in value)
    stem = f"{_STEMS[number % len(_STEMS)]}某{number}"
    return f"{'、'.join(held)}{stem}" if held else f"{OTHER}{stem}"


def _coarse(value: Cell, column: RuleColumn) -> Cell:
    """A personal day or amount that names nobody: the first of its month, two digits of it."""
    if isinstance(value, datetime):
        return value.replace(day=1, hour=12, minute=0, second=0, microsecond=0)
    if isinstance(value, date):
        return value.replace(day=1)
    if column.type in NUMBERS and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        coarse = Decimal(f"{Decimal(value):.1e}")
        return int(coarse) if column.type is ColumnType.INTEGER else Decimal(f"{coarse:f}")
    return value
