"""The leads before and after one in its queue, so that a queue can be worked without its list."""

import sqlalchemy as sa

from data_access import tables
from data_access.lead_filter import LeadFilter, queue_order
from data_access.scope import Scope, scoped
from data_access.stores import Stores


def neighbours(
    stores: Stores, scope: Scope, chosen: LeadFilter, lead_id: str
) -> tuple[str | None, str | None]:
    """The ids of the leads before and after this one in the order of the filter's queue.

    None at either end, and both None where the lead is not in this queue.
    """
    lead, order = tables.leads.c, queue_order()
    queue = sa.select(
        lead.lead_id,
        sa.func.lag(lead.lead_id).over(order_by=order).label("before_id"),
        sa.func.lead(lead.lead_id).over(order_by=order).label("after_id"),
    ).where(*chosen.conditions())
    placed = scoped(queue, scope).subquery()
    statement = sa.select(placed.c.before_id, placed.c.after_id).where(placed.c.lead_id == lead_id)
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).first()
    return (None, None) if found is None else (found.before_id, found.after_id)
