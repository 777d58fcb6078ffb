"""A condition of a rule as the expressions of a model: when it holds, its value, limit and margin.

Values become typed literals or parameters; nothing an author types is ever pasted into SQL. Each
expression answers in three ways: it is null where a column it reads is empty, except where the
question is whether the column is filled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from supervision.contract_format import ColumnType
from supervision.expressions import Value, literal_sql
from supervision.measure import Measure
from supervision.model_format import AS_OF, Parameter
from supervision.rule_draft import RuleCondition
from supervision.rule_operators import Operator
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.vocabulary import ThresholdTag

OWN_DEFAULT = "本院自设，可调"
"""Whose a threshold of a rule is."""

_MEASURES = {
    ColumnType.MONEY: Measure.YUAN,
    ColumnType.INTEGER: Measure.COUNT,
    ColumnType.NUMBER: Measure.NUMBER,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleTest:
    """The expressions of one condition; None where it has no value that is compared with a limit.

    parameters: the thresholds that the expressions name.
    """

    when: str
    actual: str | None = None
    limit: str | None = None
    margin: str | None = None
    unit: Measure | None = None
    parameters: tuple[Parameter, ...] = ()


def rule_test(condition: RuleCondition, rows: RuleRows, name: str) -> RuleTest:
    """The test that a whole condition is; its parameters are called after `name`.

    Raises KeyError where a column is none of the rows'.
    """
    columns = {column.name: column for column in rows.columns}
    column = columns[condition.column]
    operator = condition.operator
    if operator in {Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN}:
        return _of_number(condition, column, name)
    if operator in {Operator.FROM_DAY, Operator.UNTIL_DAY, Operator.BETWEEN_DAYS}:
        return _of_day(condition, column)
    if operator in {Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN}:
        return _of_columns(condition, column, columns[condition.other])
    if operator in {Operator.WITHIN_DAYS_BEFORE_RUN, Operator.MORE_DAYS_BEFORE_RUN}:
        return _of_days(condition, day_of(column), f":{AS_OF}", f"距{column.title}的天数", name)
    if operator in {Operator.WITHIN_DAYS_AFTER, Operator.MORE_DAYS_AFTER}:
        other = columns[condition.other]
        title = f"{other.title}至{column.title}的天数"
        return _of_days(condition, day_of(other), day_of(column), title, name)
    return RuleTest(when=_plain(condition, column.name))


def day_of(column: RuleColumn) -> str:
    """The day of a column of days or instants."""
    return f"CAST({column.name} AS DATE)" if column.type is ColumnType.INSTANT else column.name


def threshold(  # noqa: PLR0913 - one argument a key of the declaration
    name: str, title: str, default: Decimal, *, unit: Measure, is_whole: bool, least: int | None
) -> Parameter:
    """A threshold with its range: far enough around the default to be tuned, never below `least`.

    least None: as low as numbers go.
    """
    reach = max(abs(default) * 10, Decimal(100))
    lowest = default - reach if least is None else Decimal(least)
    return Parameter(
        name=name,
        title=title,
        type="integer" if is_whole else "number",
        unit=unit,
        default=default,
        least=min(lowest, default),
        most=default + reach,
        tag=ThresholdTag.DEFAULT,
        source=OWN_DEFAULT,
    )


def margin_sql(margin: Decimal | None) -> str | None:
    """The margin as a literal; None for none."""
    return None if margin is None else literal_sql(margin)


def measure_of(column: RuleColumn) -> Measure:
    """What a column of numbers counts."""
    return _MEASURES[column.type]


def _of_number(condition: RuleCondition, column: RuleColumn, name: str) -> RuleTest:
    found: list[Parameter] = []

    def limit(side: str, title: str, default: Decimal | None) -> str:
        found.append(
            threshold(
                f"{name}_{side}",
                f"{column.title}{title}",
                default or Decimal(0),
                unit=measure_of(column),
                is_whole=column.type is ColumnType.INTEGER and _is_whole(default),
                least=0 if default is not None and default >= 0 else None,
            )
        )
        return f":{name}_{side}"

    own = column.name
    if condition.operator is Operator.AT_LEAST:
        at = limit("least", "下限", condition.number)
        when = f"{own} >= {at}"
    elif condition.operator is Operator.AT_MOST:
        at = limit("most", "上限", condition.number)
        when = f"{own} <= {at}"
    else:
        low = limit("least", "下限", condition.number)
        high = limit("most", "上限", condition.upper)
        when = f"{own} >= {low} AND {own} <= {high}"
        at = f"CASE WHEN {own} < {low} THEN {low} ELSE {high} END"
    return RuleTest(
        when=when,
        actual=own,
        limit=at,
        margin=margin_sql(condition.margin),
        unit=measure_of(column),
        parameters=tuple(found),
    )


def _of_day(condition: RuleCondition, column: RuleColumn) -> RuleTest:
    own, first, last = day_of(column), literal_sql(condition.day), literal_sql(condition.last_day)
    if condition.operator is Operator.FROM_DAY:
        when, at = f"{own} >= {first}", first
    elif condition.operator is Operator.UNTIL_DAY:
        when, at = f"{own} <= {first}", first
    else:
        when = f"{own} >= {first} AND {own} <= {last}"
        at = f"CASE WHEN {own} < {first} THEN {first} ELSE {last} END"
    return RuleTest(when=when, actual=own, limit=at, margin=margin_sql(condition.margin))


def _of_days(condition: RuleCondition, earlier: str, later: str, title: str, name: str) -> RuleTest:
    days = f"DATE_DIFF('day', {earlier}, {later})"
    is_within = condition.operator in {
        Operator.WITHIN_DAYS_AFTER,
        Operator.WITHIN_DAYS_BEFORE_RUN,
    }
    at = f":{name}_days"
    parameter = threshold(
        f"{name}_days",
        title,
        condition.number or Decimal(0),
        unit=Measure.DAYS,
        is_whole=True,
        least=0,
    )
    return RuleTest(
        when=f"{days} >= 0 AND {days} <= {at}" if is_within else f"{days} > {at}",
        actual=days,
        limit=at,
        margin=margin_sql(condition.margin),
        unit=Measure.DAYS,
        parameters=(parameter,),
    )


def _of_columns(condition: RuleCondition, column: RuleColumn, other: RuleColumn) -> RuleTest:
    are_days = column.type in {ColumnType.DATE, ColumnType.INSTANT}
    own, beside = (day_of(one) if are_days else one.name for one in (column, other))
    sign = ">" if condition.operator is Operator.ABOVE_COLUMN else "<"
    return RuleTest(
        when=f"{own} {sign} {beside}",
        actual=own,
        limit=beside,
        margin=margin_sql(condition.margin),
        unit=None if are_days else measure_of(column),
    )


def _plain(condition: RuleCondition, own: str) -> str:
    """A question whose answer is no matter of more or less."""
    said = {
        Operator.IS_FILLED: f"{own} IS NOT NULL",
        Operator.IS_EMPTY: f"{own} IS NULL",
        Operator.IS_TRUE: own,
        Operator.IS_FALSE: f"NOT {own}",
    }
    if condition.operator in said:
        return said[condition.operator]
    words = _literals(condition.words)
    if condition.operator in {Operator.CONTAINS, Operator.LACKS}:
        # REPLACE needs no escape for % and _, which LIKE would, and Spark has it
        held = " OR ".join(f"REPLACE({own}, {word}, '') <> {own}" for word in words)
        return held if condition.operator is Operator.CONTAINS else f"NOT ({held})"
    sign = "NOT IN" if condition.operator is Operator.DIFFERS else "IN"
    return f"{own} {sign} ({', '.join(words)})"


def _literals(values: Sequence[Value]) -> list[str]:
    return [literal_sql(value) for value in values]


def _is_whole(number: Decimal | None) -> bool:
    return number is None or number == number.to_integral_value()
