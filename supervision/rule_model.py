"""From a draft to the model it declares: head, what it requires, layers, lead and triage.

What an author leaves open is said as such (待核对), never guessed; thresholds carry the tag D.
"""

from decimal import Decimal

from supervision.errors import Mistake, ModelMistakes
from supervision.model_format import UNVERIFIED, Basis, Model, Requirement, Triage
from supervision.rule_draft import RuleDraft, RuleHead
from supervision.rule_gaps import RuleGap, rule_gaps
from supervision.rule_layers import rule_layers
from supervision.rule_lead import rule_lead
from supervision.rule_operators import COMPARING, OF_ANY, OF_NUMBERS, Operator
from supervision.rule_rows import RuleRows
from supervision.rule_sentences import says
from supervision.vocabulary import Kind, Maturity
from supervision.wording import accusing_words

_KEY_SHARE = Decimal("0.5")
"""Least share of rows in which subject and day are filled; below it a run is refused."""

_ASKED_SHARE = Decimal("0.5")
"""Least share of rows in which a column of a condition is filled; below it: 参考."""

_STEPS = ("调取原始数据和卷宗，核对各项条件", "核实对象身份，排除重名和登记差错")
_BENIGN = ("数据登记错误或者更新不及时",)
_DISPOSALS = ("无异常：以“正当合理”予以排除", "核实属实：依职权提出监督意见")
_DOCUMENT = "依核查结果确定"
_ORIGIN = "本院自建规则"
_UNNAMED = "未命名规则"
_NO_BASIS = "依据由本院补充，待核对"
_CLOCKS = frozenset(
    {
        *(Operator.WITHIN_DAYS_AFTER, Operator.MORE_DAYS_AFTER),
        *(Operator.WITHIN_DAYS_BEFORE_RUN, Operator.MORE_DAYS_BEFORE_RUN),
    }
)


def rule_model(draft: RuleDraft, rows: RuleRows, head: RuleHead) -> Model:
    """The model of a draft.

    Raises ModelMistakes with every gap of a draft that is not finished.
    """
    gaps = rule_gaps(draft, rows)
    if gaps:
        raise ModelMistakes([_mistake(head, gap) for gap in gaps])
    return _model(draft, rows, head)


def trial_model(draft: RuleDraft, rows: RuleRows, head: RuleHead) -> Model:
    """The model of a draft that may lack a title and sentences: to count with, never to keep."""
    silent = {
        name: tuple(one.model_copy(update={"says": ""}) for one in conditions)
        for name, conditions in (("conditions", draft.conditions), ("exclusions", draft.exclusions))
    }
    title = draft.title.strip()
    is_fit = len(title) > 1 and not accusing_words(title) and not set("{}") & set(title)
    spoken = {**silent, "title": title if is_fit else _UNNAMED, "summary": ""}
    return _model(draft.model_copy(update=spoken), rows, head)


def _model(draft: RuleDraft, rows: RuleRows, head: RuleHead) -> Model:
    made = rule_layers(draft, rows)
    title = draft.title.strip()
    return Model(
        id=head.id,
        version=head.version,
        title=title,
        supervision_point=_or(draft.supervision_point, title),
        line=draft.line,
        business=draft.business,
        kinds=_kinds(draft),
        maturity=Maturity.EXPERIMENTAL,
        origin_case=_ORIGIN,
        owner=head.owner,
        created_on=head.created_on,
        changed_on=head.changed_on,
        summary=_or(draft.summary, _summary(draft, rows)),
        is_restricted=rows.is_restricted,
        basis=(_basis(draft),),
        requires=_requires(draft, rows),
        parameters=(*rows.parameters, *made.parameters),
        layers=(*rows.layers, *made.layers),
        lead=rule_lead(draft, rows, made),
        triage=_triage(draft, rows),
    )


def _kinds(draft: RuleDraft) -> tuple[Kind, ...]:
    """How the rule decides, as its conditions show."""
    found = []
    if any(one.operator in _CLOCKS for one in draft.conditions):
        found.append(Kind.CLOCK)
    if any(one.operator in (*OF_NUMBERS, *COMPARING) for one in draft.conditions):
        found.append(Kind.QUANTITY)
    if draft.grouping is not None or not found:
        found.append(Kind.PATTERN)
    return tuple(found)


def _summary(draft: RuleDraft, rows: RuleRows) -> str:
    said = [says(condition, rows) for condition in draft.conditions]
    if draft.grouping is not None:
        said.append("同一对象同一时段达到最少数量")
    spared = [says(condition, rows) for condition in draft.exclusions]
    excluded = f"；除外：{'；'.join(spared)}" if spared else ""
    return f"{'，'.join(said)}{excluded}。待核查。"


def _basis(draft: RuleDraft) -> Basis:
    return Basis(
        law=_or(draft.law, UNVERIFIED),
        article=_or(draft.article, UNVERIFIED),
        in_force_from=UNVERIFIED,
        says=_or(draft.law_says, _NO_BASIS),
    )


def _triage(draft: RuleDraft, rows: RuleRows) -> Triage:
    spared = tuple(says(condition, rows) for condition in draft.exclusions)
    return Triage(
        steps=draft.steps or _STEPS,
        benign_causes=draft.benign_causes or (*spared, *_BENIGN),
        disposals=draft.disposals or _DISPOSALS,
        document=_or(draft.document, _DOCUMENT),
    )


def _requires(draft: RuleDraft, rows: RuleRows) -> tuple[Requirement, ...]:
    """What the rows already require, and every column that the rule reads of a dataset."""
    keys = [draft.subject_column, draft.event_column]
    asked, shown = _read(draft)
    found = []
    for need in rows.requires:
        own = {
            name
            for name in (*keys, *asked, *shown)
            if (column := rows.column(name)) is not None and need.dataset in column.datasets
        } - {*need.required, *need.optional}
        required = {name: _KEY_SHARE for name in keys if name in own}
        optional = {name: _ASKED_SHARE for name in asked if name in own and name not in required}
        optional |= {
            name: Decimal(0) for name in shown if name in own and name not in {*required, *optional}
        }
        found.append(
            Requirement(
                dataset=need.dataset,
                required={**need.required, **required},
                optional={**need.optional, **optional},
            )
        )
    return tuple(found)


def _read(draft: RuleDraft) -> tuple[list[str], list[str]]:
    """The columns that must be filled for an answer, and those that may well be empty."""
    conditions = (*draft.conditions, *draft.exclusions)
    asked = [one.column for one in draft.conditions if one.operator not in OF_ANY]
    asked += [one.other for one in draft.conditions if one.other]
    shown = [one.column for one in conditions] + [one.other for one in conditions if one.other]
    if draft.grouping is not None:
        asked += [*draft.grouping.by, *(measure.column for measure in draft.grouping.measures)]
    return asked, [*shown, *([draft.amount_column] if draft.amount_column else [])]


def _mistake(head: RuleHead, gap: RuleGap) -> Mistake:
    place = "" if gap.place is None else f".{gap.place}"
    return Mistake(file=f"{head.id}.toml", where=f"{gap.step.value}{place}", says=gap.gap.value)


def _or(said: str, otherwise: str) -> str:
    return said.strip() or otherwise
