"""Which leads are meant: one frozen filter for the queue, its counts, the trends and the exports.

The same filter narrows the screen and the review list, so that both always mean the same leads.
"""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement, UnaryExpression

from data_access import tables
from data_access.scope import Scope
from supervision.errors import UnknownName
from supervision.subjects import masked, parse_subject
from supervision.vocabulary import LeadState, Line, MoveReason

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadFilter:
    """Which leads are meant; hashable. A field that is None or empty narrows nothing.

    states: any of them; kept in the order of the work, each once. subject: as `kind:key`, unmasked.
    run_id: the last run that flagged them; new_in: the run that found them first.
    The days are half-open: from is in, to is not.
    Raises UnknownName where a line, a state or a subject is none.
    """

    model: str | None = None
    line: Line | None = None
    states: tuple[LeadState, ...] = ()
    unit: str | None = None
    subject: str | None = None
    assignee: str | None = None
    run_id: str | None = None
    new_in: str | None = None
    event_from: date | None = None
    event_to: date | None = None
    received_from: date | None = None
    received_to: date | None = None

    def __post_init__(self) -> None:
        if self.line is not None:
            object.__setattr__(self, "line", code_of(Line, self.line, "line"))
        states = {code_of(LeadState, state, "state") for state in self.states}
        object.__setattr__(self, "states", tuple(one for one in LeadState if one in states))
        if self.subject is not None:
            parse_subject(self.subject)

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the leads of this filter meet, as conditions on the table of leads."""
        lead = tables.leads.c
        wanted: list[ColumnElement[bool] | None] = [
            _equal(lead.model, self.model),
            _equal(lead.line, self.line),
            lead.state.in_([state.value for state in self.states]) if self.states else None,
            _equal(lead.unit_code, self.unit),
            _equal(lead.subject, self.subject),
            _equal(lead.assignee, self.assignee),
            _equal(lead.run_id, self.run_id),
            None if self.new_in is None else lead.lead_id.in_(_found_first(self.new_in)),
            None if self.event_from is None else lead.event_on >= self.event_from,
            None if self.event_to is None else lead.event_on < self.event_to,
            None if self.received_from is None else lead.received_on >= self.received_from,
            None if self.received_to is None else lead.received_on < self.received_to,
        ]
        return [condition for condition in wanted if condition is not None]

    def facts(self, *, unmask: bool = False) -> dict[str, str]:
        """What narrows, by name, as text for a cover sheet and the audit; persons masked.

        The states stand under `state`, joined by commas, as the command line takes them.
        """
        fields = asdict(self) | {"states": ",".join(self.states) or None}
        named = {
            "state" if name == "states" else name: str(value)
            for name, value in fields.items()
            if value is not None
        }
        if self.subject is not None and not unmask:
            named["subject"] = str(masked(parse_subject(self.subject)))
        return named


def require_filter(scope: Scope, chosen: LeadFilter) -> None:
    """Raises NotAllowed where the filter names a line or a unit outside of the scope.

    Such a list would be empty for want of a right, and must not look like one without leads.
    """
    if chosen.line is not None:
        scope.require_line(chosen.line)
    if chosen.unit is not None:
        scope.require_unit(chosen.unit)


def queue_order() -> tuple[UnaryExpression[object] | sa.Column[object], ...]:
    """The order of the queue (`supervision.leads.queue_key`), in SQL."""
    lead = tables.leads.c
    return (lead.due_on.asc().nulls_last(), lead.score.desc(), lead.lead_no)


def _equal(column: sa.Column[str], value: str | None) -> ColumnElement[bool] | None:
    return None if value is None else column == str(value)


def _found_first(run_id: str) -> sa.Select[tuple[str]]:
    """The ids of the leads that a run found first; narrowed with the leads that they are of."""
    seen, entry = tables.lead_sightings.c, tables.lead_history.c
    return (
        sa.select(entry.lead_id)
        .join(tables.lead_sightings, seen.lead_id == entry.lead_id)
        .where(
            seen.run_id == run_id,
            entry.by == f"run:{run_id}",
            entry.reason == MoveReason.FOUND.value,
        )
    )


def states_of(written: str) -> tuple[LeadState, ...]:
    """The states of a list such as `new,triaged`; raises UnknownName where one is none."""
    return tuple(code_of(LeadState, state.strip(), "state") for state in written.split(","))


def code_of(codes: type[Code], value: str, name: str) -> Code:
    """The code of this spelling; raises UnknownName, naming those there are."""
    try:
        return codes(value)
    except ValueError as error:
        allowed = ", ".join(code.value for code in codes)
        raise UnknownName(f"There is no {name} {value}; there are: {allowed}.") from error
