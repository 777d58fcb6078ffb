"""Rows of leads written directly, for tests that need leads and not the screening behind them."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.stores import Stores

FOUND_AT = datetime(2026, 5, 27, 1, 0, tzinfo=UTC)
REASON = {
    "layer": "share",
    "says": "作废占比高于同规模企业的上限",
    "when": "share > fence",
    "actual": 0.37,
    "limit": 0.12,
}


def run_values(run_id: str = "run-1", **changes: Any) -> dict[str, Any]:
    """The row of one finished run, with these changes."""
    return {
        "run_id": run_id,
        "model": "invoice_voiding",
        "version": 1,
        "model_sha256": "0" * 64,
        "line": "criminal",
        "snapshot": 3,
        "as_of": date(2026, 5, 26),
        "parameters": {"least_invoices": 50},
        "status": "completed",
        "coverage": {},
        "warnings": [],
        "started_at": FOUND_AT,
        "finished_at": FOUND_AT,
        "seconds": 0.1,
        "run_by": "demo",
        "leads_found": 0,
        "leads_new": 0,
        "leads_known": 0,
        "leads_reopened": 0,
    } | changes


def lead_values(number: int, **changes: Any) -> dict[str, Any]:
    """The row of one lead, with these changes."""
    subject = changes.get("subject", f"firm:E{number:06}")
    return {
        "lead_id": f"lead-{number}",
        "lead_no": number,
        "model": "invoice_voiding",
        "version": 1,
        "run_id": "run-1",
        "snapshot": 3,
        "as_of": date(2026, 5, 26),
        "subject": subject,
        "subject_kind": subject.partition(":")[0],
        "period": "2018",
        "title": "作废占比异常（待核查）",
        "score": 50,
        "score_parts": {"share": 30, "months": 20},
        "state": "new",
        "line": "criminal",
        "business": "economic_crime",
        "unit_code": "990101",
        "event_on": date(2018, 3, 1),
        "received_on": date(2026, 5, 26),
        "due_on": None,
        "amount_yuan": 1234.5,
        "confidence": "C1",
        "is_degraded": False,
        "is_withdrawn": False,
        "reasons": [REASON],
        "facts": {"share": 0.37},
        "facts_sha256": "0" * 64,
        "assignee": None,
        "found_at": FOUND_AT,
        "moved_at": FOUND_AT,
        "moves": 0,
    } | changes


def add_leads(stores: Stores, *leads: dict[str, Any]) -> None:
    """These leads, each with the entry of its finding, and the run they refer to."""
    entries = [
        {
            "lead_id": lead["lead_id"],
            "at": FOUND_AT,
            "by": "run-1",
            "from_state": None,
            "to_state": "new",
            "reason": "found",
            "note": None,
        }
        for lead in leads
    ]
    with stores.writing() as connection:
        connection.execute(tables.runs.insert().prefix_with("OR IGNORE").values(run_values()))
        connection.execute(tables.leads.insert(), list(leads))
        connection.execute(tables.lead_history.insert(), entries)


def audit_lines(stores: Stores, event: str) -> list[Any]:
    """The audit's lines of one event, oldest first."""
    statement = (
        tables.audit.select().where(tables.audit.c.event == event).order_by(tables.audit.c.seq)
    )
    with stores.reading() as connection:
        return list(connection.execute(statement).all())


def break_audit(stores: Stores) -> None:
    """From now on no line can be added to the audit."""
    with stores.writing() as connection:
        connection.execute(
            sa.text(
                "CREATE TRIGGER no_audit BEFORE INSERT ON audit"
                " BEGIN SELECT RAISE(ABORT, 'no audit'); END"
            )
        )
