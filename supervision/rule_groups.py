"""Rows of a rule counted together: by subject and period, from a least number on.

Rows of which nothing is known are counted beside each group: where they could still make it reach
the least number, the group cannot be judged.
"""

from decimal import Decimal

from supervision.join_format import Join
from supervision.layer_format import Condition, Layer
from supervision.measure import Derived, Measure
from supervision.model_format import Parameter
from supervision.rule_draft import MeasureKind, RuleDraft, RuleGrouping, RuleMeasure
from supervision.rule_names import UNIT, RuleNames, title_of
from supervision.rule_rows import RuleRows
from supervision.rule_tests import margin_sql, measure_of, threshold
from supervision.vocabulary import Confidence


def group_layers(
    draft: RuleDraft, grouping: RuleGrouping, rows: RuleRows, names: RuleNames, judged: Layer
) -> tuple[list[Layer], list[Parameter]]:
    """The layers after the rows that meet the conditions, and the thresholds that they name."""
    keys = (UNIT, draft.subject_column, names.of("period"))
    unjudged = _unjudged(names, judged)
    groups = Layer.model_validate(
        {
            "id": names.of("groups"),
            "title": "同一对象、同一时段的记录",
            "from": judged.id,
            "group_by": keys,
            "measures": _measures(draft, grouping, rows, names),
        }
    )
    conditions, parameters = _least(grouping, rows, names)
    counted = {"name": names.of("unjudged_count"), "as": "COUNT(*)", "title": "无法判断的记录数"}
    beside = Join.model_validate(
        {
            "layer": unjudged.id,
            "kind": "gather",
            "on": list(keys),
            "measures": [Derived.model_validate({**counted, "unit": Measure.COUNT})],
            "confidence": Confidence.C1,
            "says": "同一对象、同一时段无法判断的记录",
        }
    )
    subjects = Layer.model_validate(
        {
            "id": names.of("subjects"),
            "title": "达到最少数量的对象",
            "from": groups.id,
            "joins": [beside],
            "conditions": conditions,
        }
    )
    return [unjudged, groups, subjects], parameters


def _unjudged(names: RuleNames, judged: Layer) -> Layer:
    """The rows of which the conditions say neither yes nor no."""
    return Layer.model_validate(
        {
            "id": names.of("unjudged"),
            "title": "条件无法判断的记录",
            "from": names.of("known"),
            "conditions": [
                Condition(
                    id=names.of("is_unjudged"),
                    says="条件是否成立无法判断",
                    when=_is_unjudged(judged),
                )
            ],
        }
    )


def _is_unjudged(judged: Layer) -> str:
    """Whether a row is neither excluded nor judged by the conditions."""
    if not judged.own_conditions:
        return "FALSE"
    passed = " AND ".join(f"({condition.when})" for condition in judged.own_conditions)
    excluded = [f"NOT COALESCE({one.when}, FALSE)" for one in judged.exclusions]
    return " AND ".join([f"(({passed}) IS NULL)", *excluded])


def _measures(
    draft: RuleDraft, grouping: RuleGrouping, rows: RuleRows, names: RuleNames
) -> list[Derived]:
    def made(part: str, sql: str, title: str, unit: Measure | None) -> Derived:
        return Derived.model_validate(
            {"name": names.of(part), "as": sql, "title": title, "unit": unit}
        )

    found = [made("count", "COUNT(*)", "记录数", Measure.COUNT)]
    if draft.event_column:
        found.append(made("last_day", f"MAX({names.of('day')})", "最近日期", None))
    if draft.amount_column:
        amount = _whole_sum(draft.amount_column)
        found.append(made("amount", amount, "金额合计", Measure.YUAN))
    for place, measure in enumerate(grouping.measures, 1):
        column, title = measure.column, title_of(rows, measure.column)
        if measure.kind is MeasureKind.SUM:
            unit = _unit(rows, column)
            found.append(made(f"sum{place}", _whole_sum(column), f"{title}合计", unit))
            continue
        told = f"{title}的不同取值数"
        found += [
            made(f"distinct{place}", f"COUNT(DISTINCT {column})", told, Measure.COUNT),
            made(f"empty{place}", f"COUNT(*) - COUNT({column})", f"{title}为空的记录数", None),
        ]
    return found


def _whole_sum(column: str) -> str:
    """The sum of a column; null where a value is missing, of which nobody knows how much it is."""
    return f"CASE WHEN COUNT(*) = COUNT({column}) THEN SUM({column}) END"


def _least(
    grouping: RuleGrouping, rows: RuleRows, names: RuleNames
) -> tuple[list[Condition], list[Parameter]]:
    """The least numbers as conditions, each with its threshold."""
    unjudged = names.of("unjudged_count")
    made = [
        _least_of(
            names,
            "count",
            "记录数",
            Decimal(grouping.least),
            Decimal(grouping.margin),
            more=unjudged,
        )
    ]
    for place, measure in enumerate(grouping.measures, 1):
        made.append(_least_measure(rows, names, measure, place))
    return [condition for condition, _ in made], [threshold for _, threshold in made]


def _least_measure(
    rows: RuleRows, names: RuleNames, measure: RuleMeasure, place: int
) -> tuple[Condition, Parameter]:
    title, least = title_of(rows, measure.column), measure.least or Decimal(0)
    if measure.kind is MeasureKind.DISTINCT:
        more = f"{names.of(f'empty{place}')} + {names.of('unjudged_count')}"
        return _least_of(
            names, f"distinct{place}", f"{title}的不同取值数", least, measure.margin, more=more
        )
    unit = _unit(rows, measure.column)
    part, name = f"sum{place}", names.of(f"sum{place}")
    at = names.of(f"{part}_least")
    condition = Condition(
        id=names.of(f"enough_{part}"),
        says=f"{title}合计不低于下限",
        when=f"CASE WHEN {names.of('unjudged_count')} = 0 THEN {name} >= :{at} END",
        actual=name,
        limit=f":{at}",
        margin=margin_sql(measure.margin),
        unit=unit,
    )
    is_whole = unit is Measure.COUNT and least == least.to_integral_value()
    lowest = 0 if least >= 0 else None
    told = f"{title}合计下限"
    return condition, threshold(at, told, least, unit=unit, is_whole=is_whole, least=lowest)


def _least_of(  # noqa: PLR0913 - one argument a part of the condition
    names: RuleNames,
    part: str,
    title: str,
    least: Decimal,
    margin: Decimal | None,
    *,
    more: str,
) -> tuple[Condition, Parameter]:
    """A number that rows of which nothing is known can only raise, by `more` at the most."""
    name, at = names.of(part), names.of(f"{part}_least")
    condition = Condition(
        id=names.of(f"enough_{part}"),
        says=f"{title}不少于下限",
        when=f"CASE WHEN {name} >= :{at} THEN TRUE WHEN {name} + {more} < :{at} THEN FALSE END",
        actual=name,
        limit=f":{at}",
        margin=margin_sql(margin or None),
        unit=Measure.COUNT,
    )
    return condition, threshold(
        at, f"{title}下限", least, unit=Measure.COUNT, is_whole=True, least=1
    )


def _unit(rows: RuleRows, name: str) -> Measure:
    column = rows.column(name)
    return Measure.NUMBER if column is None else measure_of(column)
