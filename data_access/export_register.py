"""The register of exports: each list is entered with its audit line, or it does not exist."""

from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.export_writing import Written
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores

EVERY_EXPORT = system_scope("exports")
"""The scope under which the next number of the register is found."""


def enter(stores: Stores, scope: Scope, written: Written) -> None:
    """Enters a list in the register and in the audit, in one transaction."""
    entry = tables.exports.c
    cover, asked = written.cover, written.asked
    models = sorted({f"{run.model}@{run.version}" for run in cover.runs})
    with stores.writing() as connection:
        last = connection.execute(
            scoped(sa.select(sa.func.coalesce(sa.func.max(entry.export_no), 0)), EVERY_EXPORT)
        ).scalar_one()
        connection.execute(
            tables.exports.insert().values(
                export_id=cover.export_id,
                export_no=last + 1,
                exported_by=scope.viewer,
                exported_at=cover.exported_at,
                format=written.format.value,
                filters=dict(cover.filters),
                reason=cover.reason,
                manifest=written.manifest,
                rows=cover.rows,
                sha256=written.sha256,
                content_file=written.content.name,
                cells_file=written.cells.name,
                downloads=0,
            )
        )
        audit.append(
            connection,
            scope,
            "exported",
            object_kind="export",
            object_id=cover.export_id,
            reason=cover.reason,
            detail={
                "format": written.format.value,
                "filters": asked.chosen.facts(),
                "models": models,
                "rows": cover.rows,
                "sha256": written.sha256,
                "unmask": asked.unmask,
            },
        )


def entry_of(stores: Stores, scope: Scope, export_id: str) -> sa.Row[Any] | None:
    """The viewer's own entry of this number; None where there is none."""
    statement = sa.select(tables.exports).where(tables.exports.c.export_id == export_id)
    with stores.reading() as connection:
        return connection.execute(scoped(statement, scope)).first()
