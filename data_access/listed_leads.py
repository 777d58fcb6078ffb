"""The leads of a review list, streamed from one state of the store, with what the cover says.

One read transaction serves both passes (list and reasons), so that a lead moved meanwhile stands
the same way on both sheets.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.lead_filter import LeadFilter, queue_order
from data_access.lead_rows import Veil, reasons
from data_access.scope import Scope, scoped
from supervision.review_list import Condition, ListedLead, RunFacts

CHUNK_ROWS = 1000

_AS_THEY_ARE = (
    *("lead_id", "lead_no", "score", "state", "line", "business", "period"),
    *("event_on", "received_on", "due_on", "amount_yuan", "confidence", "is_degraded"),
    *("is_withdrawn", "assignee", "model", "version", "as_of", "snapshot", "run_id"),
)


def listed_leads(
    connection: sa.Connection, scope: Scope, chosen: LeadFilter, *, unmask: bool
) -> Iterator[ListedLead]:
    """The leads of the filter in the order of the queue, a thousand at a time."""
    lead = tables.leads.c
    statement = (
        sa.select(
            *(lead[name] for name in _AS_THEY_ARE),
            *(lead[name] for name in ("title", "subject", "unit_code", "reasons")),
            _unit_name(),
            _last_reason(),
            _batches(),
        )
        .where(*chosen.conditions())
        .order_by(*queue_order())
        .execution_options(yield_per=CHUNK_ROWS)
    )
    for row in connection.execute(scoped(statement, scope)):
        yield _listed(row, unmask=unmask)


def counted(connection: sa.Connection, scope: Scope, chosen: LeadFilter) -> tuple[int, int]:
    """How many leads the filter has, and how many conditions they met in all."""
    met = sa.func.coalesce(sa.func.sum(sa.func.json_array_length(tables.leads.c.reasons)), 0)
    statement = (
        sa.select(sa.func.count(), met).select_from(tables.leads).where(*chosen.conditions())
    )
    leads_count, conditions_count = connection.execute(scoped(statement, scope)).one()
    return int(leads_count), int(conditions_count)


def spread(
    connection: sa.Connection, scope: Scope, chosen: LeadFilter
) -> tuple[list[str], list[str]]:
    """The units and the lines that the leads of the filter belong to, sorted."""
    lead = tables.leads.c
    statement = sa.select(lead.unit_code, lead.line).where(*chosen.conditions()).distinct()
    rows = connection.execute(scoped(statement, scope)).all()
    return sorted({row.unit_code for row in rows}), sorted({row.line for row in rows})


def runs_behind(
    connection: sa.Connection, scope: Scope, chosen: LeadFilter
) -> tuple[RunFacts, ...]:
    """The runs that flagged the leads of the filter, by model, version and snapshot.

    Parameters are told of runs within the scope only.
    """
    lead, run = tables.leads.c, tables.runs.c
    behind = (
        sa.select(lead.model, lead.version, lead.run_id, lead.snapshot, lead.as_of)
        .where(*chosen.conditions())
        .distinct()
        .order_by(lead.model, lead.version, lead.snapshot, lead.as_of, lead.run_id)
    )
    found = connection.execute(scoped(behind, scope)).all()
    cited = sa.select(lead.run_id).where(*chosen.conditions())
    told = sa.select(run.run_id, run.parameters).where(run.run_id.in_(cited))
    parameters = {row.run_id: row.parameters for row in connection.execute(scoped(told, scope))}
    return tuple(
        RunFacts(
            model=row.model,
            version=row.version,
            run_id=row.run_id,
            snapshot=row.snapshot,
            as_of=row.as_of,
            parameters=parameters.get(row.run_id),
        )
        for row in found
    )


def _listed(row: sa.Row[Any], *, unmask: bool) -> ListedLead:
    veil = Veil(row.subject, unmask=unmask)
    met = tuple(
        Condition(
            says=reason.says,
            actual=_cell(reason.actual),
            limit=_cell(reason.limit),
        )
        for reason in reasons(row.reasons, veil)
    )
    return ListedLead(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        title=veil.over(row.title),
        subject=str(veil.subject),
        unit=row.unit_code,
        unit_name=row.unit_name,
        last_reason=row.last_reason,
        reasons=met,
        batches=tuple(sorted((row.batches or "").split())),
    )


def _cell(value: str | float | bool | None) -> str | int | float | None:
    return str(value).lower() if isinstance(value, bool) else value


def _unit_name() -> sa.Label[Any]:
    unit = tables.units.c
    name = sa.select(unit.unit_name).where(unit.unit_code == tables.leads.c.unit_code)
    return name.correlate(tables.leads).scalar_subquery().label("unit_name")


def _last_reason() -> sa.Label[Any]:
    entry = tables.lead_history.c
    last = (
        sa.select(entry.reason)
        .where(entry.lead_id == tables.leads.c.lead_id)
        .order_by(entry.entry_id.desc())
        .limit(1)
    )
    return last.correlate(tables.leads).scalar_subquery().label("last_reason")


def _batches() -> sa.Label[Any]:
    behind = tables.lead_batches.c
    joined = sa.select(sa.func.aggregate_strings(behind.batch_id, " ")).where(
        behind.lead_id == tables.leads.c.lead_id
    )
    return joined.correlate(tables.leads).scalar_subquery().label("batches")
