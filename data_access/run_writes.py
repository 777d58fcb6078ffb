"""Writing what a run leaves to casework: run, ledger, samples, units, leads, in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.due_runs import close_due, open_due
from data_access.lead_upserts import write_leads
from data_access.run_reports import Found, LeadCounts, RunReport
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.expressions import pretty
from supervision.ledger import LayerLedger, plain
from supervision.model_format import Model


def write_run(  # noqa: PLR0913 - one argument a part of what is written
    stores: Stores,
    scope: Scope,
    model: Model,
    report: RunReport,
    found: Found,
    *,
    due: Sequence[int] = (),
) -> LeadCounts:
    """Writes the run and its leads with an audit line; what became of the leads.

    One transaction, begun IMMEDIATE: two runs of the same model write one after the other.
    due: the due runs that are done with it. Raises Conflict where another process did one of them.
    """
    assert report.run_id is not None  # noqa: S101 - a dry run is never written
    with stores.writing() as connection:
        open_due(connection, due)
        connection.execute(tables.runs.insert().values(**_run_values(model, report)))
        _insert(connection, tables.run_units, _unit_rows(report))
        _insert(connection, tables.run_layers, _layer_rows(report))
        _insert(connection, tables.run_samples, _sample_rows(report.run_id, found))
        counts = write_leads(connection, model, report, found.leads, found.batches)
        _write_counts(connection, report.run_id, counts)
        close_due(connection, due, run_id=report.run_id, why=report.why)
        audit.append(
            connection,
            scope,
            "screen",
            object_kind="run",
            object_id=report.run_id,
            result=report.status.value,
            detail={
                "model": report.model,
                "version": report.version,
                "snapshot": report.snapshot,
                "leads_found": counts.found,
                "leads_new": counts.new,
                "leads_reopened": counts.reopened,
            },
        )
    return counts


def _run_values(model: Model, report: RunReport) -> dict[str, Any]:
    return {
        "run_id": report.run_id,
        "model": report.model,
        "version": report.version,
        "model_sha256": model.sha256,
        "line": report.line.value,
        "snapshot": report.snapshot,
        "as_of": report.as_of,
        "parameters": {name: plain(value) for name, value in report.parameters.items()},
        "status": report.status.value,
        "why": report.why,
        "coverage": [asdict(one) for one in report.coverage],
        "warnings": [asdict(one) for one in report.warnings],
        "started_at": report.started_at,
        "finished_at": datetime.now(UTC),
        "seconds": report.seconds,
        "run_by": report.run_by,
        **_count_values(LeadCounts()),
    }


def _count_values(counts: LeadCounts) -> dict[str, int]:
    return {f"leads_{name}": value for name, value in asdict(counts).items()}


def _write_counts(connection: sa.Connection, run_id: str, counts: LeadCounts) -> None:
    statement = tables.runs.update().where(tables.runs.c.run_id == run_id)
    values = statement.values(**_count_values(counts))
    connection.execute(scoped(values, system_scope("screening")))


def _unit_rows(report: RunReport) -> list[dict[str, Any]]:
    return [{"run_id": report.run_id, "unit_code": unit} for unit in report.units]


def _layer_rows(report: RunReport) -> list[dict[str, Any]]:
    return [
        {"run_id": report.run_id, "ordinal": ordinal, **_layer_values(layer)}
        for ordinal, layer in enumerate(report.layers)
    ]


def _layer_values(layer: LayerLedger) -> dict[str, Any]:
    values = asdict(layer)
    values["layer"] = values.pop("id")
    values["sql"] = pretty(layer.sql)
    return values


def _sample_rows(run_id: str, found: Found) -> list[dict[str, Any]]:
    return [{"run_id": run_id, **asdict(sample)} for sample in found.samples]


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
