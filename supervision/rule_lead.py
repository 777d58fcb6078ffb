"""How a rule's kept row becomes a lead: subject, period, title, strength, facts and evidence."""

from decimal import Decimal

from supervision.lead_format import Behind, Evidence, LeadForm, ScorePart, Title
from supervision.rule_draft import RuleDraft
from supervision.rule_layers import RuleLayers
from supervision.rule_names import UNIT
from supervision.rule_rows import RuleRows
from supervision.vocabulary import SubjectKind

_MOST_FLAGGED = Decimal("0.2")
"""A rule that flags more of the subjects it began with is likely too wide; the run warns."""

MOST_SHOWN = 12
"""Columns that the evidence of a rule shows."""


def rule_lead(draft: RuleDraft, rows: RuleRows, made: RuleLayers) -> LeadForm:
    """The lead form of a draft without gaps."""
    of, subject = made.names.of, draft.subject_column
    is_grouped = draft.grouping is not None
    day = of("last_day") if is_grouped else of("day")
    amount = (of("amount") if is_grouped else draft.amount_column) if draft.amount_column else None
    facts = [measure.name for measure in made.layers[-2].measures] if is_grouped else []
    facts = facts or [*_judged(draft)] or [subject]
    return LeadForm(
        subject_kind=draft.subject_kind,
        subject=subject,
        period=of("period"),
        titles=(Title(text=_title(draft)),),
        score=_score(made),
        amount=amount,
        event_on=day if draft.event_column else None,
        confidence=rows.confidence,
        warn_above=_MOST_FLAGGED,
        facts=tuple(dict.fromkeys(facts)),
        behind=tuple(
            Behind.model_validate({"from": dataset, "where": _behind(draft, rows, dataset)})
            for dataset in _datasets(rows, subject)
        ),
        evidence=(_evidence(draft, rows, made),),
    )


def _title(draft: RuleDraft) -> str:
    """The rule's title, with the subject before it where that is no person."""
    title = draft.title.strip()
    is_person = draft.subject_kind is SubjectKind.PERSON
    return f"{title}，待核查" if is_person else f"{{{draft.subject_column}}}：{title}，待核查"


def _score(made: RuleLayers) -> tuple[ScorePart, ...]:
    """Half for meeting every condition, half for how far beyond its limit the first value lies."""
    last = made.layers[-1]
    beyond = next(
        (
            f"50 * ABS(({test.actual}) - ({test.limit})) / NULLIF(({test.limit}), 0)"
            for test in last.own_conditions
            if test.unit is not None and test.actual and test.limit
        ),
        "0",
    )
    return (
        ScorePart(id="met", title="符合全部条件", points="50", most=50),
        ScorePart(id="beyond", title="超出界限的幅度", points=beyond, most=50),
    )


def _evidence(draft: RuleDraft, rows: RuleRows, made: RuleLayers) -> Evidence:
    """The rows that met the conditions, with the columns that these read."""
    source, period = made.names.of("rows"), made.names.of("period")
    used = (draft.subject_column, draft.event_column, *_judged(draft), draft.amount_column)
    shown = [name for name in dict.fromkeys(used) if rows.column(name) is not None]
    order = [name for name in (draft.event_column, *shown) if name]
    return Evidence.model_validate(
        {
            "id": "rows",
            "title": "符合条件的记录",
            "from": source,
            "where": _same(UNIT, draft.subject_column, period),
            "columns": shown[:MOST_SHOWN],
            "order_by": list(dict.fromkeys(order))[:MOST_SHOWN],
        }
    )


def _judged(draft: RuleDraft) -> tuple[str, ...]:
    """The columns that the conditions and the grouping read, each once."""
    names = [name for one in draft.conditions for name in (one.column, one.other) if name]
    if draft.grouping is not None:
        names += [*draft.grouping.by, *(measure.column for measure in draft.grouping.measures)]
    return tuple(dict.fromkeys(names))


def _datasets(rows: RuleRows, subject: str) -> tuple[str, ...]:
    """The datasets whose rows carry the subject."""
    column = rows.column(subject)
    return () if column is None else column.datasets


def _behind(draft: RuleDraft, rows: RuleRows, dataset: str) -> str:
    """Which rows of a dataset a lead rests on: of its subject, and its day where it is one row."""
    event = rows.column(draft.event_column)
    is_dated = draft.grouping is None and event is not None and dataset in event.datasets
    days = (draft.event_column,) if is_dated else ()
    return _same(UNIT, draft.subject_column, *days)


def _same(*columns: str) -> str:
    return " AND ".join(f"{name} = lead.{name}" for name in columns)
