"""What the models lack, read from the pool, and the request written for an agency; audited."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from data_access import audit
from data_access.errors import Refused
from data_access.lake_tables import dataset_table
from data_access.pool import newest_snapshot
from data_access.quality import today
from data_access.scope import Scope
from data_access.standing import fingerprints
from data_access.stores import Stores
from supervision.contracts import DatasetContract, contract
from supervision.data_request import (
    RequestedColumn,
    RequestFacts,
    asked_columns,
    in_order,
    lacking,
    request_sheets,
)
from supervision.declaration import load_models
from supervision.declaration import model as model_of
from supervision.model_format import Model
from supervision.review_list import ExportFormat, ReviewListWriter
from supervision.review_list_sheets import Spelling


def requested_columns(
    stores: Stores, scope: Scope, models: Sequence[str] = ()
) -> list[RequestedColumn]:
    """What the models lack within the scope's units; without names all of the viewer's lines.

    Raises UnknownName for an unknown model, NotAllowed for one of another line.
    """
    with stores.pool.reading() as connection:
        return _requested(connection, scope, _models(scope, models))


def write_request(
    stores: Stores, scope: Scope, models: Sequence[str], path: Path, write: ReviewListWriter
) -> list[RequestedColumn]:
    """What the models lack, written to a new file in the writer's format; audited.

    Raises as `requested_columns` does, and Refused where the file exists or cannot be written.
    """
    asked = _models(scope, models)
    with stores.pool.reading() as connection:
        found = _requested(connection, scope, asked)
        snapshot = newest_snapshot(connection)
    facts = RequestFacts(
        request_id=f"R{secrets.token_hex(5).upper()}",
        requested_by=scope.display_name or scope.viewer,
        made_on=today(),
        snapshot=snapshot,
        models=tuple(f"{model.title}（{model.id}）" for model in asked),
        units=tuple(sorted(scope.units)),
    )
    sheets = request_sheets(
        found, facts, Spelling(write.word), with_cover=write.format is ExportFormat.XLSX
    )
    try:
        write.write(sheets, path)
    except FileExistsError as error:
        raise Refused(f"{path} exists already.", hint="Name a new file.") from error
    except OSError as error:
        raise Refused(
            f"The list cannot be written to {path}.", hint=error.strerror or ""
        ) from error
    with stores.writing() as connection:
        audit.append(
            connection,
            scope,
            "data_request_written",
            object_kind="data_request",
            object_id=facts.request_id,
            detail={"models": [model.id for model in asked], "rows": len(found)},
        )
    return found


def _models(scope: Scope, names: Sequence[str]) -> list[Model]:
    if not names:
        return [model for model in load_models().values() if model.line in scope.lines]
    found = [model_of(name) for name in dict.fromkeys(names)]
    for model in found:
        scope.require_line(model.line)
    return found


def _requested(
    connection: sa.Connection, scope: Scope, models: Sequence[Model]
) -> list[RequestedColumn]:
    needs = [(model, need) for model in models for need in model.requires]
    asked: dict[str, set[str]] = {}
    for _, need in needs:
        asked.setdefault(need.dataset, set()).update(asked_columns(need))
    files = fingerprints(connection)
    filled = {
        dataset: _filled(connection, scope, contract(dataset), names)
        for dataset, names in asked.items()
        if dataset in files
    }
    found: list[RequestedColumn] = []
    for model, need in needs:
        counted = filled.get(need.dataset, {})
        found += lacking(model, need, contract(need.dataset), counted, counted.get(_ALL_ROWS, 0))
    return in_order(found)


_ALL_ROWS = "source_rows"
"""No contract has a column of this name."""


def _filled(
    connection: sa.Connection, scope: Scope, declared: DatasetContract, names: set[str]
) -> dict[str, int]:
    """Rows within the scope, and those with a value in each of the columns."""
    table = dataset_table(declared)
    counts = [sa.func.count(table.c[name]).label(name) for name in sorted(names)]
    statement = sa.select(sa.func.count().label(_ALL_ROWS), *counts).where(
        table.c.unit_code.in_(sorted(scope.units))
    )
    return dict(connection.execute(statement).mappings().one())
