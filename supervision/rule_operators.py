"""How a condition of a rule may ask: a closed list of operators, by what the column holds."""

from collections.abc import Mapping
from enum import StrEnum

from supervision.contract_format import ColumnType


class Operator(StrEnum):
    """What a condition compares a column with."""

    EQUALS = "equals"
    DIFFERS = "differs"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    FROM_DAY = "from_day"
    UNTIL_DAY = "until_day"
    BETWEEN_DAYS = "between_days"
    WITHIN_DAYS_AFTER = "within_days_after"
    MORE_DAYS_AFTER = "more_days_after"
    WITHIN_DAYS_BEFORE_RUN = "within_days_before_run"
    MORE_DAYS_BEFORE_RUN = "more_days_before_run"
    CONTAINS = "contains"
    LACKS = "lacks"
    IS_TRUE = "is_true"
    IS_FALSE = "is_false"
    IS_FILLED = "is_filled"
    IS_EMPTY = "is_empty"
    ABOVE_COLUMN = "above_column"
    BELOW_COLUMN = "below_column"


class Needs(StrEnum):
    """What a condition with an operator must be given, besides its column."""

    NOTHING = "nothing"
    NUMBER = "number"
    TWO_NUMBERS = "two_numbers"
    DAY = "day"
    TWO_DAYS = "two_days"
    DAYS = "days"
    DAYS_AND_COLUMN = "days_and_column"
    WORDS = "words"
    COLUMN = "column"


NUMBERS = frozenset({ColumnType.MONEY, ColumnType.NUMBER, ColumnType.INTEGER})
DAYS = frozenset({ColumnType.DATE, ColumnType.INSTANT})
TEXTS = frozenset({ColumnType.TEXT, ColumnType.CODE})

NEEDS: Mapping[Operator, Needs] = {
    Operator.EQUALS: Needs.WORDS,
    Operator.DIFFERS: Needs.WORDS,
    Operator.ONE_OF: Needs.WORDS,
    Operator.AT_LEAST: Needs.NUMBER,
    Operator.AT_MOST: Needs.NUMBER,
    Operator.BETWEEN: Needs.TWO_NUMBERS,
    Operator.FROM_DAY: Needs.DAY,
    Operator.UNTIL_DAY: Needs.DAY,
    Operator.BETWEEN_DAYS: Needs.TWO_DAYS,
    Operator.WITHIN_DAYS_AFTER: Needs.DAYS_AND_COLUMN,
    Operator.MORE_DAYS_AFTER: Needs.DAYS_AND_COLUMN,
    Operator.WITHIN_DAYS_BEFORE_RUN: Needs.DAYS,
    Operator.MORE_DAYS_BEFORE_RUN: Needs.DAYS,
    Operator.CONTAINS: Needs.WORDS,
    Operator.LACKS: Needs.WORDS,
    Operator.IS_TRUE: Needs.NOTHING,
    Operator.IS_FALSE: Needs.NOTHING,
    Operator.IS_FILLED: Needs.NOTHING,
    Operator.IS_EMPTY: Needs.NOTHING,
    Operator.ABOVE_COLUMN: Needs.COLUMN,
    Operator.BELOW_COLUMN: Needs.COLUMN,
}

OF_ANY = (Operator.IS_FILLED, Operator.IS_EMPTY)
COMPARING = (Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN)
OF_WORDS = (Operator.EQUALS, Operator.DIFFERS, Operator.ONE_OF)
OF_NUMBERS = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN)
OF_DAYS = (
    Operator.WITHIN_DAYS_BEFORE_RUN,
    Operator.MORE_DAYS_BEFORE_RUN,
    Operator.WITHIN_DAYS_AFTER,
    Operator.MORE_DAYS_AFTER,
    Operator.FROM_DAY,
    Operator.UNTIL_DAY,
    Operator.BETWEEN_DAYS,
)
WITH_MARGIN = frozenset({*OF_NUMBERS, *OF_DAYS, *COMPARING})
"""Operators whose value can come close to a limit."""


def operators_of(kind: ColumnType, *, is_personal: bool) -> tuple[Operator, ...]:
    """The operators that a column of this type takes, the likeliest first.

    A column that names persons is only asked whether it is filled: a rule names nobody.
    """
    if is_personal:
        return OF_ANY
    if kind in NUMBERS:
        return (*OF_NUMBERS, *COMPARING, *OF_ANY)
    if kind in DAYS:
        return (*OF_DAYS, *COMPARING, *OF_ANY)
    if kind is ColumnType.BOOLEAN:
        return (Operator.IS_TRUE, Operator.IS_FALSE, *OF_ANY)
    if kind is ColumnType.CODE:
        return (*OF_WORDS, *OF_ANY)
    return (Operator.CONTAINS, Operator.LACKS, *OF_WORDS, *OF_ANY)


def are_comparable(one: ColumnType, other: ColumnType) -> bool:
    """Whether columns of these types can be compared with each other."""
    return {one, other} <= NUMBERS or {one, other} <= DAYS
