"""Moving a lead: one conditional UPDATE, its history and its audit line, in one transaction.

The UPDATE names the state and the number of moves that were known, so that of two viewers who move
the same lead at once one succeeds and the other hears who it was.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data_access import audit, lead_proposals, tables
from data_access.errors import Conflict
from data_access.lead_filter import code_of
from data_access.lead_lookup import (
    histories,
    no_such_lead,
    one_lead,
    require_unmasking,
    snoozed_from,
)
from data_access.lead_rows import Lead, lead_columns, whole_lead
from data_access.library import versions_at
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.leads import settle_move
from supervision.vocabulary import LeadState

HOLDING = frozenset({LeadState.ASSIGNED, LeadState.VERIFYING})
"""States into which whoever moves a lead takes it into his own hands."""

WAITING = frozenset({LeadState.NEW, LeadState.TRIAGED, LeadState.ACCEPTED})
"""States in which nobody holds a lead."""


def move(  # noqa: PLR0913, PLR0917 - a move has this many parts
    stores: Stores,
    scope: Scope,
    lead_id: str,
    to: LeadState | str,
    reason: str | None = None,
    note: str | None = None,
    *,
    seen: int | None = None,
    unmask: bool = False,
) -> Lead:
    """The lead after its move; where a second person must confirm the decision, as it stands, with
    the proposal.

    seen: the `moves` of the lead as the viewer saw it; None means as it stands now.
    Raises MoveRefused where the workflow does not allow it, Conflict naming whoever moved the lead
    first or proposed another decision, NotAllowed where the viewer would confirm his own, NotFound
    where there is none within the scope.
    """
    require_unmasking(stores, scope, unmask=unmask)
    target = code_of(LeadState, to, "state")
    known, origin = _known(stores, scope, lead_id)
    if seen is not None and seen != known.moves:
        raise _overtaken(stores, scope, known.lead_id)
    code = settle_move(LeadState(known.state), target, reason, origin)
    with stores.writing() as connection:
        proposal, is_decided = None, True
        if lead_proposals.takes_two(versions_at(connection, scope, known.model), target):
            if not _is_still(connection, scope, known):
                raise _overtaken(stores, scope, known.lead_id)
            proposal = lead_proposals.confirmed(
                connection, scope, known, target=target, code=code, note=note
            )
            is_decided = proposal is not None
        if is_decided:
            if not _moved(connection, scope, known, target):
                raise _overtaken(stores, scope, known.lead_id)
            lead_proposals.settle(
                connection, scope, known.lead_id, "confirmed" if proposal else "lapsed"
            )
            noted = note or (proposal.note if proposal else None)
            by = proposal.proposed_by if proposal else None
            _record(connection, scope, known, target=target, code=code, note=noted, proposed_by=by)
        return _as_it_stands(connection, scope, known.lead_id, unmask=unmask)


def _as_it_stands(connection: sa.Connection, scope: Scope, lead_id: str, *, unmask: bool) -> Lead:
    row = connection.execute(scoped(one_lead(lead_columns(), lead_id), scope)).first()
    if row is None:  # pragma: no cover - the row was just seen within the scope
        raise no_such_lead()
    history = histories(connection, scope, [lead_id])[lead_id]
    proposal = lead_proposals.waiting(connection, scope, [lead_id]).get(lead_id)
    return whole_lead(row, history, proposal, unmask=unmask)


def _known(stores: Stores, scope: Scope, lead_id: str) -> tuple[sa.Row[Any], LeadState | None]:
    lead = tables.leads.c
    statement = one_lead((lead.lead_id, lead.model, lead.state, lead.moves), lead_id)
    with stores.reading() as connection:
        row = connection.execute(scoped(statement, scope)).first()
        if row is None:
            raise no_such_lead()
        history = histories(connection, scope, [row.lead_id]).get(row.lead_id, [])
    return row, snoozed_from(history, row.state)


def _is_still(connection: sa.Connection, scope: Scope, known: sa.Row[Any]) -> bool:
    """Whether the lead stands as it was known, now that nobody else can write."""
    lead = tables.leads.c
    statement = sa.select(lead.moves).where(lead.lead_id == known.lead_id)
    return bool(connection.execute(scoped(statement, scope)).scalar() == known.moves)


def _moved(connection: sa.Connection, scope: Scope, known: sa.Row[Any], target: LeadState) -> bool:
    lead = tables.leads.c
    changes: dict[str, Any] = {
        "state": target.value,
        "moves": lead.moves + 1,
        "moved_at": datetime.now(UTC),
    }
    if target in HOLDING:
        changes["assignee"] = scope.viewer
    if target in WAITING:
        changes["assignee"] = None
    statement = (
        sa.update(tables.leads)
        .where(
            lead.lead_id == known.lead_id,
            lead.state == known.state,
            lead.moves == known.moves,
        )
        .values(changes)
    )
    return connection.execute(scoped(statement, scope)).rowcount == 1


def _record(  # noqa: PLR0913 - one argument a part of the entry
    connection: sa.Connection,
    scope: Scope,
    known: sa.Row[Any],
    *,
    target: LeadState,
    code: str,
    note: str | None,
    proposed_by: str | None,
) -> None:
    connection.execute(
        tables.lead_history.insert().values(
            lead_id=known.lead_id,
            at=datetime.now(UTC),
            by=scope.viewer,
            from_state=known.state,
            to_state=target.value,
            reason=code,
            note=note or None,
            proposed_by=proposed_by,
        )
    )
    audit.append(
        connection,
        scope,
        "lead_moved",
        object_kind="lead",
        object_id=known.lead_id,
        reason=code,
        detail={"from": known.state, "to": target.value}
        | ({} if proposed_by is None else {"proposed_by": proposed_by}),
    )


def _overtaken(stores: Stores, scope: Scope, lead_id: str) -> Conflict:
    entry = tables.lead_history.c
    statement = (
        sa.select(entry.by, entry.to_state)
        .where(entry.lead_id == lead_id)
        .order_by(entry.entry_id.desc())
        .limit(1)
    )
    with stores.reading() as connection:
        last = connection.execute(scoped(statement, scope)).first()
    if last is None:
        return Conflict("The lead changed meanwhile.", hint="Look at it again.")
    return Conflict(
        f"{last.by} has moved this lead to {last.to_state} meanwhile.", hint="Look at it again."
    )
