"""From a row of the last layer to a lead: title, score with its parts, reasons, facts, identity."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from supervision.layer_columns import available
from supervision.layer_format import Check
from supervision.lead_sql import PERIOD, SUBJECT, checks_of_leads
from supervision.ledger import Plain, plain
from supervision.measure import Measure
from supervision.model_format import Model
from supervision.vocabulary import Confidence

_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One check a lead met: its sentence, its expression, its value against its limit.

    actual and limit are None where the check has none; unit says how to write them.
    """

    layer: str
    id: str
    says: str
    when: str
    actual: Plain
    limit: Plain
    unit: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorePoints:
    """One named part of the lead's 提示强度: its points of at most `most`."""

    id: str
    title: str
    points: int
    most: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundLead:
    """One lead as a run found it, before anyone has seen it.

    unit_code None: the model could not name a unit, so nobody sees it. facts: the whole row of the
    last layer; facts_sha256: of those columns whose change reopens a dismissed lead.
    """

    lead_id: str
    subject: str
    subject_kind: str
    period: str
    title: str
    score: int
    score_parts: tuple[ScorePoints, ...]
    unit_code: str | None
    event_on: date | None
    due_on: date | None
    amount_yuan: Decimal | None
    confidence: Confidence
    reasons: tuple[Reason, ...]
    facts: Mapping[str, Plain]
    facts_sha256: str


def found_leads(model: Model, rows: Iterable[Mapping[str, object]]) -> tuple[FoundLead, ...]:
    """The leads that the rows of `lead_sql.lead_statement` are, in their order."""
    columns = available(model)[model.layers[-1].id]
    checks = [_Told.of(layer, check) for layer, check in checks_of_leads(model)]
    confidence = _weakest(model)
    return tuple(_found_lead(model, row, columns, checks, confidence) for row in rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A check with the names of its columns: whether it held, its value, its limit."""

    held: str
    actual: str
    limit: str
    reason: Callable[..., Reason]

    @classmethod
    def of(cls, layer: str, check: Check) -> "_Told":
        unit = None if check.unit is None else check.unit.value
        return cls(
            held=f"b_{check.id}",
            actual=f"a_{check.id}",
            limit=f"l_{check.id}",
            reason=partial(
                Reason, layer=layer, id=check.id, says=check.says, when=check.when, unit=unit
            ),
        )


def _found_lead(
    model: Model,
    row: Mapping[str, object],
    columns: Iterable[str],
    checks: Iterable[_Told],
    confidence: Confidence,
) -> FoundLead:
    form = model.lead
    subject = f"{form.subject_kind.value}:{row[SUBJECT]}"
    period, unit = str(row[PERIOD]), row["lead_unit"]
    facts = {name: plain(row[name]) for name in columns if name in row}
    points = [_whole(row[f"s_{part.id}"]) for part in form.score]
    return FoundLead(
        lead_id=lead_id(model, unit, subject, period),
        subject=subject,
        subject_kind=form.subject_kind.value,
        period=period,
        title=filled(form.titles[_whole(row["title_ordinal"])].text, row),
        score=sum(points),
        score_parts=tuple(
            ScorePoints(id=part.id, title=part.title, points=given, most=part.most)
            for part, given in zip(form.score, points, strict=True)
        ),
        unit_code=None if unit is None else str(unit),
        event_on=_day(row["lead_event_on"]),
        due_on=_day(row["lead_due_on"]),
        amount_yuan=_yuan(row["lead_amount"]),
        confidence=confidence,
        reasons=_reasons(checks, row),
        facts=facts,
        facts_sha256=facts_sha256(model, facts),
    )


def lead_id(model: Model, unit: object, subject: str, period: str) -> str:
    """The identity of a lead: the same model, unit, subject and period are the same lead."""
    text = _json([model.id, unit, subject, period])
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def facts_sha256(model: Model, facts: Mapping[str, Plain]) -> str:
    """The fingerprint of the facts whose change makes a dismissed lead worth a second look."""
    own = {name: facts[name] for name in sorted(model.lead.facts)}
    return hashlib.sha256(_json(own).encode()).hexdigest()


def changed_facts(
    model: Model, before: Mapping[str, Plain], after: Mapping[str, Plain]
) -> dict[str, tuple[Plain, Plain]]:
    """The facts that differ, by column: (before, after); those of `lead.facts` only."""
    return {
        name: (before.get(name), after.get(name))
        for name in model.lead.facts
        if before.get(name) != after.get(name)
    }


def filled(template: str, row: Mapping[str, object]) -> str:
    """The template with each `{column}` or `{column:form}` replaced by the row's value."""
    first, parts = _parted(template)
    return first + "".join(written(row[column], form) + rest for column, form, rest in parts)


@lru_cache(maxsize=1024)
def _parted(template: str) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The text before the first value, then (column, form, the text after it) of each value."""
    first, *parts = template.split("{")
    found = []
    for part in parts:
        named, _, rest = part.partition("}")
        column, _, form = named.partition(":")
        found.append((column, form, rest))
    return first, tuple(found)


def written(value: object, form: str) -> str:
    """A value as a Chinese sentence shows it; a missing one is 不详.

    form: a Measure's value, or empty for the value as it is.
    """
    if value is None:
        return "不详"
    if isinstance(value, (int, float, Decimal)) and form:
        if form == Measure.SHARE:
            return f"{100 * value:.1f}%"
        if form == Measure.YUAN:
            return f"{value:,.2f}"
        if form == Measure.NUMBER:
            return f"{value:,.1f}"
        if form != Measure.YEAR:
            return f"{value:,.0f}"
    return str(plain(value))


def _reasons(checks: Iterable[_Told], row: Mapping[str, object]) -> tuple[Reason, ...]:
    """The checks that the row met, in the order of the layers."""
    return tuple(
        check.reason(actual=plain(row[check.actual]), limit=plain(row[check.limit]))
        for check in checks
        if row[check.held] is True
    )


def _weakest(model: Model) -> Confidence:
    """The lead's confidence: the declared one, or that of the weakest join on its way."""
    joins = [join.confidence for layer in model.lead_layers for join in layer.joins]
    return max((model.lead.confidence, *joins), key=lambda found: found.value)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("expected a whole number")
    return value


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _yuan(value: object) -> Decimal | None:
    return None if value is None else round(Decimal(str(value)), 2)
