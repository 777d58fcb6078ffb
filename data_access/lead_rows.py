"""What a lead is to whoever reads it: its values, made from the row and masked where needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from data_access import tables
from supervision.leads import Move
from supervision.subjects import Subject, has_person, masked, masked_text, parse_subject
from supervision.vocabulary import Confidence, LeadState, Line

Value = str | int | float | bool | None
"""An actual value or a limit, as the run left it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One condition that a lead met: its sentence, its expression, its value against its limit."""

    says: str
    when: str
    actual: Value
    limit: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEntry:
    """One move: `by` is a viewer, or the run that found the lead; `from_` is None at its birth.

    proposed_by: who proposed the decision that `by` confirmed; None of any other move.
    """

    at: datetime
    by: str
    from_: LeadState | None
    to: LeadState
    reason: str | None
    note: str | None
    proposed_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A decision on a lead of the restricted space that waits for a second person."""

    to: LeadState
    reason: str
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadRow:
    """One lead in the queue; `moves` tells a later `move` what the viewer has seen."""

    lead_id: str
    lead_no: int
    model: str
    version: int
    subject: str
    title: str
    score: int
    state: LeadState
    line: Line
    unit: str
    event_on: date | None
    received_on: date | None
    due_on: date | None
    amount_yuan: Decimal | None
    confidence: Confidence
    assignee: str | None
    is_degraded: bool
    is_withdrawn: bool
    moves: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """One lead with its reasons and its history; the fields are those of the command line.

    proposal: a decision that waits for a second person; None where none does.
    """

    lead_id: str
    lead_no: int
    model: str
    version: int
    run_id: str
    snapshot: int
    as_of: date
    subject: str
    title: str
    score: int
    state: LeadState
    line: Line
    unit: str
    event_on: date | None
    due_on: date | None
    amount_yuan: Decimal | None
    confidence: Confidence
    is_degraded: bool
    is_withdrawn: bool
    reasons: tuple[Reason, ...]
    history: tuple[HistoryEntry, ...]
    proposal: Proposal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadCard:
    """One lead with what its page shows beside it.

    score_parts: the named parts whose sum is the score. facts: the last layer's row, by column.
    allowed: the moves it may make now. moves: how often it moved, for `move(seen=…)`.
    """

    lead: Lead
    business: str
    period: str
    received_on: date | None
    assignee: str | None
    found_at: datetime
    moved_at: datetime
    score_parts: dict[str, int]
    facts: dict[str, Value]
    moves: int
    allowed: tuple[Move, ...]


class Veil:
    """What one subject hides from a viewer: its persons' keys, in whatever text they stand."""

    def __init__(self, spelling: str, *, unmask: bool) -> None:
        self._subject = parse_subject(spelling)
        self._hides = not unmask and has_person(self._subject)

    @property
    def subject(self) -> Subject:
        """The subject as the viewer sees it."""
        return masked(self._subject) if self._hides else self._subject

    def over(self, value: Any) -> Any:
        """The value with hidden keys masked; anything but text is left as it is."""
        if not self._hides or not isinstance(value, str):
            return value
        return masked_text(value, self._subject)


def row_columns() -> list[sa.Column[Any]]:
    """The columns of a lead in the queue."""
    names = [name for name in LeadRow.__annotations__ if name != "unit"]
    return [tables.leads.c[name] for name in (*names, "unit_code")]


def lead_columns() -> list[sa.Column[Any]]:
    """The columns of a lead with its reasons."""
    return [tables.leads.c[name] for name in (*_plain(Lead), "reasons", "unit_code")]


def lead_row(row: sa.Row[Any], *, unmask: bool) -> LeadRow:
    """A lead in the queue, from its row."""
    veil = Veil(row.subject, unmask=unmask)
    return LeadRow(
        lead_id=row.lead_id,
        lead_no=row.lead_no,
        model=row.model,
        version=row.version,
        subject=str(veil.subject),
        title=veil.over(row.title),
        score=row.score,
        state=LeadState(row.state),
        line=Line(row.line),
        unit=row.unit_code,
        event_on=row.event_on,
        received_on=row.received_on,
        due_on=row.due_on,
        amount_yuan=row.amount_yuan,
        confidence=Confidence(row.confidence),
        assignee=row.assignee,
        is_degraded=row.is_degraded,
        is_withdrawn=row.is_withdrawn,
        moves=row.moves,
    )


def whole_lead(
    row: sa.Row[Any],
    history: Iterable[sa.Row[Any]],
    proposal: sa.Row[Any] | None = None,
    *,
    unmask: bool,
) -> Lead:
    """A lead with its reasons, its history and the decision that waits, from their rows."""
    veil = Veil(row.subject, unmask=unmask)
    plain = {name: getattr(row, name) for name in _plain(Lead) if name not in {"subject", "title"}}
    coded = {
        "state": LeadState(row.state),
        "line": Line(row.line),
        "confidence": Confidence(row.confidence),
    }
    return Lead(
        **(plain | coded),
        unit=row.unit_code,
        subject=str(veil.subject),
        title=veil.over(row.title),
        reasons=reasons(row.reasons, veil),
        history=tuple(_entry(entry, veil) for entry in history),
        proposal=None if proposal is None else _proposal(proposal, veil),
    )


def reasons(stored: list[dict[str, Any]], veil: Veil) -> tuple[Reason, ...]:
    """The conditions a lead met, from what the run stored of them."""
    return tuple(
        Reason(
            says=veil.over(reason["says"]),
            when=reason["when"],
            actual=veil.over(reason.get("actual")),
            limit=veil.over(reason.get("limit")),
        )
        for reason in stored
    )


def _entry(row: sa.Row[Any], veil: Veil) -> HistoryEntry:
    return HistoryEntry(
        at=row.at,
        by=row.by,
        from_=None if row.from_state is None else LeadState(row.from_state),
        to=LeadState(row.to_state),
        reason=row.reason,
        note=veil.over(row.note),
        proposed_by=row.proposed_by,
    )


def _proposal(row: sa.Row[Any], veil: Veil) -> Proposal:
    return Proposal(
        to=LeadState(row.to_state),
        reason=row.reason,
        note=veil.over(row.note),
        by=row.proposed_by,
        at=row.proposed_at,
    )


def _plain(values: type[Lead]) -> list[str]:
    made = {"unit", "reasons", "history", "proposal"}
    return [name for name in values.__annotations__ if name not in made]
