"""The layers of a rule: rows that can be judged, rows that meet it, and groups of these.

1. `known`: rows whose subject and day are there; of the others nothing can be said.
2. `rows`: the author's exclusions and conditions.
With grouping also:
3. `unjudged`: rows of which the conditions say neither yes nor no; they may yet count.
4. `groups`: the rows that meet the conditions, by subject and period.
5. `subjects`: groups that reach the least number. Where unjudged rows could still make a group
   reach it, it cannot be judged, and is never taken for clean.
"""

from dataclasses import dataclass
from decimal import Decimal

from supervision.expressions import literal_sql
from supervision.join_format import Join
from supervision.layer_format import Condition, Exclusion, Layer
from supervision.measure import Derived, Measure
from supervision.model_format import Parameter
from supervision.personal import BORN, FIRM_CODE
from supervision.rule_draft import MeasureKind, Period, RuleDraft, RuleMeasure
from supervision.rule_rows import RuleRows
from supervision.rule_sentences import neutral, says
from supervision.rule_tests import day_of, margin_sql, measure_of, rule_test, threshold
from supervision.vocabulary import Confidence, Outcome, SubjectKind

UNIT = "unit_code"

_PERIODS = {Period.DAY: "%Y-%m-%d", Period.MONTH: "%Y-%m", Period.YEAR: "%Y"}
_WHOLE = "不分时段"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleNames:
    """What the parts of a rule are called: by a prefix that nothing it is built on has."""

    prefix: str

    def of(self, part: str) -> str:
        """The name of one part."""
        return f"{self.prefix}_{part}"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleLayers:
    """The layers of a rule after those it is built on, and the thresholds that they name."""

    names: RuleNames
    layers: tuple[Layer, ...]
    parameters: tuple[Parameter, ...]


def names_for(rows: RuleRows) -> RuleNames:
    """A prefix that no layer, check or column below the rule begins with."""
    below = " ".join(layer.model_dump_json() for layer in rows.layers)
    prefix, number = "rule", 1
    while f"{prefix}_" in below:
        number += 1
        prefix = f"rule{number}"
    return RuleNames(prefix=prefix)


def rule_layers(draft: RuleDraft, rows: RuleRows) -> RuleLayers:
    """The layers of a draft without gaps."""
    names = names_for(rows)
    tests = [
        (condition, rule_test(condition, rows, names.of(str(place))))
        for place, condition in enumerate(draft.conditions, 1)
    ]
    excluding = [
        (condition, rule_test(condition, rows, names.of(f"x{place}")))
        for place, condition in enumerate(draft.exclusions, 1)
    ]
    conditions = [
        Condition(
            id=names.of(str(place)),
            says=says(condition, rows),
            when=test.when,
            actual=test.actual,
            limit=test.limit,
            margin=test.margin,
            unit=test.unit,
        )
        for place, (condition, test) in enumerate(tests, 1)
    ]
    exclusions = [
        Exclusion(id=names.of(f"x{place}"), says=says(condition, rows), when=test.when)
        for place, (condition, test) in enumerate(excluding, 1)
    ]
    judged = Layer.model_validate(
        {
            "id": names.of("rows"),
            "title": "符合条件的记录",
            "from": names.of("known"),
            "exclusions": exclusions,
            "conditions": conditions,
        }
    )
    parameters = [one for _, test in (*tests, *excluding) for one in test.parameters]
    layers = [_known(draft, rows, names), judged]
    if draft.grouping is not None:
        grouped, thresholds = _grouped(draft, rows, names, judged)
        layers += grouped
        parameters += thresholds
    return RuleLayers(names=names, layers=tuple(layers), parameters=tuple(parameters))


def _known(draft: RuleDraft, rows: RuleRows, names: RuleNames) -> Layer:
    """The rows of which something can be said, with the day and the period of each."""
    grouping = draft.grouping
    event = rows.column(draft.event_column)
    day = None if event is None else day_of(event)
    form = _PERIODS.get(Period.DAY if grouping is None else grouping.period)
    period = f"'{_WHOLE}'" if day is None or form is None else f"STRFTIME({day}, '{form}')"
    by = () if grouping is None else grouping.by
    period += "".join(f" || ' ' || CAST({name} AS VARCHAR)" for name in by)
    derived = [Derived.model_validate({"name": names.of("period"), "as": period, "title": "时段"})]
    if day is not None:
        made = {"name": names.of("day"), "as": day, "title": "事件日期"}
        derived.insert(0, Derived.model_validate(made))
    needed = dict.fromkeys((draft.subject_column, *([event.name] if event else []), *by))
    return Layer.model_validate(
        {
            "id": names.of("known"),
            "title": "可以判断的记录",
            "from": rows.relation,
            "derive": derived,
            "conditions": [
                *_are_firms(draft, rows, names),
                *(
                    Condition(
                        id=names.of(f"has_{name}"),
                        says=f"已登记{_title(rows, name)}",
                        when=f"{name} IS NOT NULL",
                        otherwise=Outcome.CANNOT_JUDGE,
                    )
                    for name in needed
                ),
            ],
        }
    )


def _are_firms(draft: RuleDraft, rows: RuleRows, names: RuleNames) -> tuple[Condition, ...]:
    """That the subject is a firm, where its column also names persons: these stay out."""
    column = rows.column(draft.subject_column)
    if draft.subject_kind is not SubjectKind.FIRM or column is None or not column.is_personal:
        return ()
    name, code, born = column.name, literal_sql(FIRM_CODE), literal_sql(BORN)
    return (
        Condition(
            id=names.of("is_firm"),
            says="对象是单位",
            when=f"REGEXP_MATCHES({name}, {code}) AND NOT REGEXP_MATCHES({name}, {born})",
        ),
    )


def _grouped(
    draft: RuleDraft, rows: RuleRows, names: RuleNames, judged: Layer
) -> tuple[list[Layer], list[Parameter]]:
    keys = (UNIT, draft.subject_column, names.of("period"))
    unjudged = Layer.model_validate(
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
    groups = Layer.model_validate(
        {
            "id": names.of("groups"),
            "title": "同一对象、同一时段的记录",
            "from": judged.id,
            "group_by": keys,
            "measures": _measures(draft, rows, names),
        }
    )
    conditions, parameters = _least(draft, rows, names)
    known = {"name": names.of("unjudged_count"), "as": "COUNT(*)", "title": "无法判断的记录数"}
    beside = Join.model_validate(
        {
            "layer": unjudged.id,
            "kind": "gather",
            "on": list(keys),
            "measures": [Derived.model_validate({**known, "unit": Measure.COUNT})],
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


def _is_unjudged(judged: Layer) -> str:
    """Whether a row is neither excluded nor judged by the conditions."""
    if not judged.own_conditions:
        return "FALSE"
    passed = " AND ".join(f"({condition.when})" for condition in judged.own_conditions)
    excluded = [f"NOT COALESCE({one.when}, FALSE)" for one in judged.exclusions]
    return " AND ".join([f"(({passed}) IS NULL)", *excluded])


def _measures(draft: RuleDraft, rows: RuleRows, names: RuleNames) -> list[Derived]:
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
    grouping = draft.grouping
    for place, measure in enumerate(() if grouping is None else grouping.measures, 1):
        column, title = measure.column, _title(rows, measure.column)
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
    draft: RuleDraft, rows: RuleRows, names: RuleNames
) -> tuple[list[Condition], list[Parameter]]:
    """The least numbers as conditions, each with its threshold."""
    grouping = draft.grouping
    if grouping is None:
        return [], []
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
    title, least = _title(rows, measure.column), measure.least or Decimal(0)
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


def _title(rows: RuleRows, name: str) -> str:
    column = rows.column(name)
    return name if column is None else neutral(column.title)


def _unit(rows: RuleRows, name: str) -> Measure:
    column = rows.column(name)
    return Measure.NUMBER if column is None else measure_of(column)
