"""Leads: the queue, one lead and the counts, always within a scope.

Reading one lead leaves its line in the audit in the same transaction and does not happen when the
line cannot be written. Persons are masked here, not on the screen.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from data_access import audit, tables
from data_access.lead_filter import LeadFilter, queue_order, require_filter
from data_access.lead_lookup import (
    histories,
    masked_facts,
    masks_of,
    no_such_lead,
    one_lead,
    require_unmasking,
    snoozed_from,
)
from data_access.lead_moves import move
from data_access.lead_proposals import decline, waiting
from data_access.lead_rows import (
    Lead,
    LeadCard,
    LeadRow,
    Veil,
    lead_columns,
    lead_row,
    row_columns,
    whole_lead,
)
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.leads import allowed_moves
from supervision.vocabulary import LeadState, Line

__all__ = [
    "EVERY_LEAD",
    "Lead",
    "LeadCard",
    "LeadFilter",
    "LeadRow",
    "card",
    "count",
    "counts_by",
    "counts_by_state",
    "decline",
    "lead",
    "leads",
    "move",
    "page",
]

EVERY_LEAD = LeadFilter()


def count(stores: Stores, scope: Scope, chosen: LeadFilter = EVERY_LEAD) -> int:
    """How many leads the filter has within the scope."""
    statement = sa.select(sa.func.count()).select_from(tables.leads).where(*chosen.conditions())
    with stores.reading() as connection:
        return int(connection.execute(scoped(statement, scope)).scalar_one())


def page(  # noqa: PLR0913 - a page of a filtered list has this many parts
    stores: Stores,
    scope: Scope,
    chosen: LeadFilter,
    limit: int,
    offset: int = 0,
    *,
    unmask: bool = False,
) -> list[LeadRow]:
    """One page of the queue, in its order.

    Raises NotAllowed when it shall be unmasked and the viewer may not.
    """
    statement = _queue(row_columns(), scope, chosen, limit, offset)
    rows = _listed(stores, scope, statement, chosen, unmask=unmask)
    return [lead_row(row, unmask=unmask) for row in rows]


def leads(  # noqa: PLR0913 - the same
    stores: Stores,
    scope: Scope,
    chosen: LeadFilter = EVERY_LEAD,
    *,
    limit: int | None = None,
    offset: int = 0,
    unmask: bool = False,
) -> list[Lead]:
    """The leads of the filter in the order of the queue, with reasons and history; all by default.

    Raises NotAllowed when they shall be unmasked and the viewer may not, or when the filter names a
    line or a unit outside of the scope.
    """
    require_filter(scope, chosen)
    statement = _queue(lead_columns(), scope, chosen, limit, offset)
    rows = _listed(stores, scope, statement, chosen, unmask=unmask)
    with stores.reading() as connection:
        ids = [row.lead_id for row in rows]
        history = histories(connection, scope, ids)
        proposed = waiting(connection, scope, ids)
    return [
        whole_lead(row, history.get(row.lead_id, ()), proposed.get(row.lead_id), unmask=unmask)
        for row in rows
    ]


def lead(stores: Stores, scope: Scope, lead_id: str, *, unmask: bool = False) -> Lead:
    """One lead by its id or its number (`17`, `L000017`); the reading is audited.

    Raises NotFound where there is none within the scope, NotAllowed when it shall be unmasked and
    the viewer may not.
    """
    return card(stores, scope, lead_id, unmask=unmask).lead


def card(stores: Stores, scope: Scope, lead_id: str, *, unmask: bool = False) -> LeadCard:
    """One lead with what its page shows beside it; the reading is audited. Errors as of `lead`."""
    require_unmasking(stores, scope, unmask=unmask)
    with stores.writing() as connection:
        row = connection.execute(scoped(one_lead(tables.leads.c, lead_id), scope)).first()
        found = None if row is None else _card(connection, scope, row, unmask=unmask)
        audit.append(
            connection,
            scope,
            "lead_read",
            object_kind="lead",
            object_id=None if row is None else row.lead_id,
            result="not_found" if row is None else "ok",
            detail={"unmask": unmask},
        )
    if found is None:
        raise no_such_lead()
    return found


def counts_by_state(
    stores: Stores, scope: Scope, chosen: LeadFilter = EVERY_LEAD
) -> dict[LeadState, int]:
    """How many leads stand in each state, in the order of the workflow, zeros included."""
    lead = tables.leads.c
    statement = (
        sa.select(lead.state, sa.func.count().label("leads_count"))
        .where(*chosen.conditions())
        .group_by(lead.state)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    found = {row.state: row.leads_count for row in rows}
    return {state: found.get(state.value, 0) for state in LeadState}


def counts_by(
    stores: Stores,
    scope: Scope,
    column: Literal["line", "model", "unit"],
    chosen: LeadFilter = EVERY_LEAD,
) -> pl.DataFrame:
    """Leads by line, model or unit, and by state.

    One row per code and state that occurs; columns code, state, count; codes in their own order
    (the four lines as always, models and units by code), never by the figure.
    """
    lead = tables.leads.c
    by = lead.unit_code if column == "unit" else lead[column]
    statement = (
        sa.select(by.label("code"), lead.state, sa.func.count().label("count"))
        .where(*chosen.conditions())
        .group_by(by, lead.state)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    lines, states = list(Line), list(LeadState)
    place = lines.index if column == "line" else str
    ordered = sorted(rows, key=lambda row: (place(row.code), states.index(row.state)))
    schema = {"code": pl.String, "state": pl.String, "count": pl.Int64}
    return pl.DataFrame([tuple(row) for row in ordered], schema=schema, orient="row")


def _queue(
    columns: Iterable[Any], scope: Scope, chosen: LeadFilter, limit: int | None, offset: int
) -> sa.Select[Any]:
    """The rows of the queue; which of them a page has is found first, from the index alone."""
    found = sa.select(*columns).order_by(*queue_order())
    if limit is None and not offset:
        return found.where(*chosen.conditions())
    lead_id = tables.leads.c.lead_id
    ids = sa.select(lead_id).where(*chosen.conditions()).order_by(*queue_order())
    ids = scoped(ids.limit(-1 if limit is None else limit).offset(offset), scope)
    return found.where(lead_id.in_(ids))


def _listed(
    stores: Stores, scope: Scope, statement: sa.Select[Any], chosen: LeadFilter, *, unmask: bool
) -> Sequence[sa.Row[Any]]:
    """The rows of a list; showing persons in it is audited before any row leaves."""
    require_unmasking(stores, scope, unmask=unmask)
    if not unmask:
        with stores.reading() as connection:
            return connection.execute(scoped(statement, scope)).all()
    with stores.writing() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
        detail = {"filters": chosen.facts(), "rows": len(rows)}
        audit.append(connection, scope, "unmask", object_kind="leads", detail=detail)
    return rows


def _card(connection: sa.Connection, scope: Scope, row: sa.Row[Any], *, unmask: bool) -> LeadCard:
    history = histories(connection, scope, [row.lead_id]).get(row.lead_id, [])
    proposed = waiting(connection, scope, [row.lead_id]).get(row.lead_id)
    veil = Veil(row.subject, unmask=unmask)
    facts = row.facts if unmask else masked_facts(row.facts, masks_of(connection, row.model))
    facts = {name: veil.over(value) for name, value in facts.items()}
    return LeadCard(
        lead=whole_lead(row, history, proposed, unmask=unmask),
        business=row.business,
        period=row.period,
        received_on=row.received_on,
        assignee=row.assignee,
        found_at=row.found_at,
        moved_at=row.moved_at,
        score_parts=row.score_parts,
        facts=facts,
        moves=row.moves,
        allowed=allowed_moves(LeadState(row.state), snoozed_from(history, row.state)),
    )
