"""Leads a run found, written to casework: new ones, ones seen again, dismissed ones reopened.

The same lead again is one lead: it takes the newest run's facts and a sighting. A dismissed lead
stays dismissed unless its own facts changed; then it is new again, and its history says which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.run_reports import LeadCounts, RunReport, is_for_reference
from data_access.scope import scoped, system_scope
from supervision.lead_rows import FoundLead, changed_facts
from supervision.model_format import Model
from supervision.vocabulary import LeadState, MoveReason

CHUNK = 500
"""So many ids in one statement; SQLite takes 32,766 values, other stores fewer."""

SYSTEM = system_scope("screening")
"""A lead is known by its id, whoever may see it: found again, it must not be made twice."""


def write_leads(
    connection: sa.Connection,
    model: Model,
    report: RunReport,
    leads: Sequence[FoundLead],
    batches: Mapping[str, frozenset[str]],
) -> LeadCounts:
    """Writes the leads of one run within the caller's transaction; what became of them."""
    now = datetime.now(UTC)
    stored = _stored(connection, [lead.lead_id for lead in leads])
    received = _received(connection, {batch for found in batches.values() for batch in found})
    new = [lead for lead in leads if lead.lead_id not in stored]
    again = [lead for lead in leads if lead.lead_id in stored]
    reopened = [lead for lead in again if _is_reopened(lead, stored[lead.lead_id])]
    values = {
        lead.lead_id: _values(lead, model, report, _newest(batches, received, lead))
        for lead in leads
    }
    _insert_new(connection, new, values, now)
    _update_known(connection, again, values)
    _reopen(connection, model, report, [(lead, stored[lead.lead_id]) for lead in reopened], now)
    _history(connection, report, new, now)
    _replace_batches(connection, again, leads, batches)
    sightings = [_sighting(model, lead, report) for lead in leads]
    _insert(connection, tables.lead_sightings, sightings)
    return LeadCounts(
        found=len(leads),
        new=len(new),
        known=len(again) - len(reopened),
        reopened=len(reopened),
    )


def _sighting(model: Model, lead: FoundLead, report: RunReport) -> dict[str, Any]:
    return {
        "lead_id": lead.lead_id,
        "run_id": report.run_id,
        "facts_sha256": lead.facts_sha256,
        "facts": {name: lead.facts[name] for name in model.lead.facts},
    }


def _stored(connection: sa.Connection, lead_ids: Sequence[str]) -> dict[str, sa.Row[Any]]:
    leads = tables.leads.c
    columns = (leads.lead_id, leads.state, leads.facts, leads.facts_sha256)
    found: dict[str, sa.Row[Any]] = {}
    for chunk in _chunks(lead_ids):
        statement = scoped(sa.select(*columns).where(leads.lead_id.in_(chunk)), SYSTEM)
        found |= {row.lead_id: row for row in connection.execute(statement)}
    return found


def _received(connection: sa.Connection, batch_ids: Iterable[str]) -> dict[str, date]:
    batches = tables.batches.c
    found: dict[str, date] = {}
    for chunk in _chunks(sorted(batch_ids)):
        select = sa.select(batches.batch_id, batches.received_on)
        statement = scoped(select.where(batches.batch_id.in_(chunk)), SYSTEM)
        found |= {row.batch_id: row.received_on for row in connection.execute(statement)}
    return found


def _newest(
    batches: Mapping[str, frozenset[str]], received: Mapping[str, date], lead: FoundLead
) -> date | None:
    days = (received[batch] for batch in batches.get(lead.lead_id, ()) if batch in received)
    return max(days, default=None)


def _is_reopened(lead: FoundLead, stored: sa.Row[Any]) -> bool:
    changed = bool(stored.facts_sha256 != lead.facts_sha256)
    return stored.state == LeadState.DISMISSED.value and changed


def _values(
    lead: FoundLead, model: Model, report: RunReport, received_on: date | None
) -> dict[str, Any]:
    return {
        "model": model.id,
        "version": model.version,
        "run_id": report.run_id,
        "snapshot": report.snapshot,
        "as_of": report.as_of,
        "subject": lead.subject,
        "subject_kind": lead.subject_kind,
        "period": lead.period,
        "title": lead.title,
        "score": lead.score,
        "score_parts": {part.id: part.points for part in lead.score_parts},
        "line": model.line.value,
        "business": model.business.value,
        "unit_code": lead.unit_code,
        "event_on": lead.event_on,
        "received_on": received_on,
        "due_on": lead.due_on,
        "amount_yuan": lead.amount_yuan,
        "confidence": lead.confidence.value,
        "is_degraded": is_for_reference(report),
        "is_withdrawn": False,
        "reasons": [asdict(reason) for reason in lead.reasons],
        "facts": dict(lead.facts),
        "facts_sha256": lead.facts_sha256,
    }


def _insert_new(
    connection: sa.Connection,
    leads: Sequence[FoundLead],
    values: Mapping[str, dict[str, Any]],
    now: datetime,
) -> None:
    highest = scoped(sa.select(sa.func.max(tables.leads.c.lead_no)), SYSTEM)
    number = connection.execute(highest).scalar() or 0
    rows = [
        {
            **values[lead.lead_id],
            "lead_id": lead.lead_id,
            "lead_no": number + ordinal,
            "state": LeadState.NEW.value,
            "found_at": now,
            "moved_at": now,
            "moves": 0,
        }
        for ordinal, lead in enumerate(leads, 1)
    ]
    _insert(connection, tables.leads, rows)


def _update_known(
    connection: sa.Connection, leads: Sequence[FoundLead], values: Mapping[str, dict[str, Any]]
) -> None:
    if not leads:
        return
    names = list(values[leads[0].lead_id])
    statement = (
        tables.leads.update()
        .where(tables.leads.c.lead_id == sa.bindparam("known_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
    rows = [
        {"known_id": lead.lead_id}
        | {f"new_{name}": value for name, value in values[lead.lead_id].items()}
        for lead in leads
    ]
    connection.execute(scoped(statement, SYSTEM), rows)


def _reopen(
    connection: sa.Connection,
    model: Model,
    report: RunReport,
    reopened: Sequence[tuple[FoundLead, sa.Row[Any]]],
    now: datetime,
) -> None:
    for lead, stored in reopened:
        changed = changed_facts(model, stored.facts, lead.facts)
        says = "; ".join(f"{name}: {was} -> {now_is}" for name, (was, now_is) in changed.items())
        statement = (
            tables.leads.update()
            .where(tables.leads.c.lead_id == lead.lead_id)
            .values(state=LeadState.NEW.value, moved_at=now, moves=tables.leads.c.moves + 1)
        )
        connection.execute(scoped(statement, SYSTEM))
        entry = _entry(lead, report, now, MoveReason.FACTS_CHANGED)
        entry |= {"from_state": LeadState.DISMISSED.value, "note": says}
        _insert(connection, tables.lead_history, [entry])


def _history(
    connection: sa.Connection, report: RunReport, leads: Sequence[FoundLead], now: datetime
) -> None:
    entries = [_entry(lead, report, now, MoveReason.FOUND) for lead in leads]
    _insert(connection, tables.lead_history, entries)


def _entry(lead: FoundLead, report: RunReport, now: datetime, reason: MoveReason) -> dict[str, Any]:
    return {
        "lead_id": lead.lead_id,
        "at": now,
        "by": f"run:{report.run_id}",
        "from_state": None,
        "to_state": LeadState.NEW.value,
        "reason": reason.value,
        "note": None,
    }


def _replace_batches(
    connection: sa.Connection,
    again: Sequence[FoundLead],
    leads: Sequence[FoundLead],
    batches: Mapping[str, frozenset[str]],
) -> None:
    behind = tables.lead_batches
    for chunk in _chunks([lead.lead_id for lead in again]):
        connection.execute(scoped(behind.delete().where(behind.c.lead_id.in_(chunk)), SYSTEM))
    rows = [
        {"lead_id": lead.lead_id, "batch_id": batch}
        for lead in leads
        for batch in sorted(batches.get(lead.lead_id, ()))
    ]
    _insert(connection, behind, rows)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
