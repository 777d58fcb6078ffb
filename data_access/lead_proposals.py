"""Decisions in the restricted space: one person proposes, a second one confirms or declines.

A proposal moves nothing. It lapses with the next move of its lead, so that nobody confirms what was
proposed of an earlier state.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Conflict, NotAllowed, NotFound
from data_access.lead_lookup import no_such_lead, one_lead
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.leads import TWO_PERSONS
from supervision.model_format import Model
from supervision.vocabulary import LeadState

CHUNK = 500


def takes_two(versions: Iterable[Model], to: LeadState) -> bool:
    """Whether this decision on a lead of a model needs a second person."""
    return to in TWO_PERSONS and any(one.is_restricted for one in versions)


def waiting(
    connection: sa.Connection, scope: Scope, lead_ids: Sequence[str]
) -> dict[str, sa.Row[Any]]:
    """The decisions that wait for a second person, by lead."""
    entry = tables.lead_proposals.c
    found: dict[str, sa.Row[Any]] = {}
    for start in range(0, len(lead_ids), CHUNK):
        chosen = entry.lead_id.in_(lead_ids[start : start + CHUNK])
        statement = sa.select(tables.lead_proposals).where(chosen, entry.settled_as.is_(None))
        found |= {row.lead_id: row for row in connection.execute(scoped(statement, scope))}
    return found


def confirmed(  # noqa: PLR0913 - one argument a part of the decision
    connection: sa.Connection,
    scope: Scope,
    known: sa.Row[Any],
    *,
    target: LeadState,
    code: str,
    note: str | None,
) -> sa.Row[Any] | None:
    """The proposal that this decision confirms, within the caller's transaction; None where it is
    itself the proposal, which then waits for someone else.

    Raises NotAllowed where the viewer would confirm his own, Conflict where another decision waits.
    """
    open_one = waiting(connection, scope, [known.lead_id]).get(known.lead_id)
    if open_one is None:
        _propose(connection, scope, known, target=target, code=code, note=note)
        return None
    is_same = (open_one.to_state, open_one.reason) == (target.value, code)
    if open_one.proposed_by != scope.viewer:
        if is_same:
            return open_one
        raise Conflict(
            f"{open_one.proposed_by} has proposed {open_one.to_state} ({open_one.reason}).",
            hint="Confirm it with the same state and reason, or decline it first.",
        )
    if is_same:
        raise NotAllowed(
            "A decision in the restricted space is confirmed by a second person.",
            hint="Ask someone else to whom the restricted space is open.",
        )
    settle(connection, scope, known.lead_id, "withdrawn")
    _propose(connection, scope, known, target=target, code=code, note=note)
    return None


def decline(stores: Stores, scope: Scope, lead_id: str) -> None:
    """Takes the decision that waits on a lead off it: declined, or withdrawn by who proposed it.

    Raises NotFound where there is no such lead within the scope, or no decision waits on it.
    """
    lead = tables.leads.c
    with stores.writing() as connection:
        row = connection.execute(scoped(one_lead((lead.lead_id,), lead_id), scope)).first()
        if row is None:
            raise no_such_lead()
        found = waiting(connection, scope, [row.lead_id]).get(row.lead_id)
        if found is None:
            raise NotFound("No decision waits on this lead.", hint="`sijian leads LEAD` shows it.")
        settled_as = "withdrawn" if found.proposed_by == scope.viewer else "declined"
        settle(connection, scope, row.lead_id, settled_as)
        _audit(connection, scope, found.lead_id, settled_as, found.reason, found.to_state)


def settle(connection: sa.Connection, scope: Scope, lead_id: str, settled_as: str) -> None:
    """Writes down, within the caller's transaction, what became of the decision that waits."""
    entry = tables.lead_proposals
    values = {
        "settled_as": settled_as,
        "settled_by": scope.viewer,
        "settled_at": datetime.now(UTC),
    }
    chosen = sa.update(entry).where(entry.c.lead_id == lead_id, entry.c.settled_as.is_(None))
    connection.execute(scoped(chosen.values(values), scope))


def _propose(  # noqa: PLR0913 - one argument a part of the decision
    connection: sa.Connection,
    scope: Scope,
    known: sa.Row[Any],
    *,
    target: LeadState,
    code: str,
    note: str | None,
) -> None:
    connection.execute(
        tables.lead_proposals.insert().values(
            lead_id=known.lead_id,
            moves=known.moves,
            to_state=target.value,
            reason=code,
            note=note or None,
            proposed_by=scope.viewer,
            proposed_at=datetime.now(UTC),
        )
    )
    _audit(connection, scope, known.lead_id, "proposed", code, target.value)


def _audit(  # noqa: PLR0913, PLR0917 - one argument a part of the line
    connection: sa.Connection, scope: Scope, lead_id: str, what: str, code: str, to: str
) -> None:
    audit.append(
        connection,
        scope,
        f"lead_{what}",
        object_kind="lead",
        object_id=lead_id,
        reason=code,
        detail={"to": to},
    )
