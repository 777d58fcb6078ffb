"""The layers of a rule: rows that can be judged, rows that meet it, and groups of these.

1. `known`: rows whose subject and day are there; of the others nothing can be said.
2. `rows`: the author's exclusions and conditions.
With grouping also:
3. `unjudged`: rows of which the conditions say neither yes nor no; they may yet count.
4. `groups`: the rows that meet the conditions, by subject and period.
5. `subjects`: groups that reach the least number. Where unjudged rows could still make a group
   reach it, it cannot be judged, and is never taken for clean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from supervision.expressions import literal_sql
from supervision.layer_format import Condition, Exclusion, Layer
from supervision.measure import Derived
from supervision.model_format import Parameter
from supervision.personal import BORN, FIRM_CODE
from supervision.rule_draft import Period, RuleCondition, RuleDraft
from supervision.rule_groups import group_layers
from supervision.rule_names import RuleNames, names_for, title_of
from supervision.rule_rows import RuleRows
from supervision.rule_sentences import says
from supervision.rule_tests import day_of, rule_test
from supervision.vocabulary import Outcome, SubjectKind

_PERIODS = {Period.DAY: "%Y-%m-%d", Period.MONTH: "%Y-%m", Period.YEAR: "%Y"}
_WHOLE = "不分时段"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleLayers:
    """The layers of a rule after those it is built on, and the thresholds that they name."""

    names: RuleNames
    layers: tuple[Layer, ...]
    parameters: tuple[Parameter, ...]


def rule_layers(draft: RuleDraft, rows: RuleRows) -> RuleLayers:
    """The layers of a draft without gaps."""
    names = names_for(rows)
    conditions, thresholds = _tested(draft.conditions, rows, names, "")
    excluding, more = _tested(draft.exclusions, rows, names, "x")
    judged = Layer.model_validate(
        {
            "id": names.of("rows"),
            "title": "符合条件的记录",
            "from": names.of("known"),
            "exclusions": [
                Exclusion(id=one.id, says=one.says, when=one.when or "") for one in excluding
            ],
            "conditions": conditions,
        }
    )
    layers, parameters = [_known(draft, rows, names), judged], [*thresholds, *more]
    if draft.grouping is not None:
        grouped, least = group_layers(draft, draft.grouping, rows, names, judged)
        layers += grouped
        parameters += least
    return RuleLayers(names=names, layers=tuple(layers), parameters=tuple(parameters))


def _tested(
    conditions: Sequence[RuleCondition], rows: RuleRows, names: RuleNames, mark: str
) -> tuple[list[Condition], list[Parameter]]:
    """The author's rows as conditions, with the thresholds that they name."""
    found, parameters = [], list[Parameter]()
    for place, condition in enumerate(conditions, 1):
        name = names.of(f"{mark}{place}")
        test = rule_test(condition, rows, name)
        parameters += test.parameters
        found.append(
            Condition(
                id=name,
                says=says(condition, rows),
                when=test.when,
                actual=test.actual,
                limit=test.limit,
                margin=test.margin,
                unit=test.unit,
            )
        )
    return found, parameters


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
                        says=f"已登记{title_of(rows, name)}",
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
