"""Is this file what was exported? Its cells are compared with those kept when it was written.

A file that is byte for byte the one written is intact without being opened. Any other is opened,
finds its export by the number in its cells, and is compared cell by cell: a workbook saved again is
intact if its cells are. A file that names no export of this home is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.export_writing import FOLDER, sha256_of
from data_access.list_comparison import Place, bounded, manifest_beside, manifest_places, places
from data_access.returned_files import ReturnedFile, refuse_path, returned_file, unpacked
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores

SEARCHED_ROWS = 50
EVERY_EXPORT = system_scope("verify")
"""Whoever holds a list may ask what it is; what it held is told within his own scope only."""


class FileVerdict(StrEnum):
    """What a file is, compared with what was exported."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """The answer; all but the verdict is None or empty for an unknown file.

    filters is None, too, where the viewer may not see what was exported.
    """

    export_id: str | None
    verdict: FileVerdict
    exported_by: str | None
    exported_at: datetime | None
    rows: int | None
    filters: Mapping[str, str] | None
    differences: tuple[Place, ...]


def verify(stores: Stores, scope: Scope, path: Path) -> Verification:
    """Whether the file is what was exported, and where it is not; audited.

    A .zip such as the browser gets is compared as the .csv in it, with its manifest. A file that is
    empty, damaged or of another kind is unknown. Raises Refused for what is no file, cannot be
    read, or is beyond the limits of what is opened.
    """
    refuse_path(path)
    with unpacked(path, stores.folder(FOLDER)) as file:
        found = _verification(scope, *_compared(stores, file))
    with stores.writing() as connection:
        audit.append(
            connection,
            scope,
            "export_verified",
            object_kind="export",
            object_id=found.export_id,
            result=found.verdict.value,
        )
    return found


def _compared(stores: Stores, path: Path) -> tuple[sa.Row[Any] | None, list[Place]]:
    """The register's entry of the file, None where it has none, and where the two differ."""
    row = _by_bytes(stores, sha256_of(path))
    if row is not None:
        return row, bounded(manifest_places(path, row))
    with returned_file(path, stores.folder(FOLDER)) as came_back:
        row = None if came_back is None else _by_number(stores, came_back, path)
        if row is None or came_back is None:
            return None, []
        archive = stores.folder(FOLDER) / row.cells_file
        return row, bounded(places(archive, row, came_back, path))


def _verification(scope: Scope, row: sa.Row[Any] | None, found: list[Place]) -> Verification:
    if row is None:
        return Verification(
            export_id=None,
            verdict=FileVerdict.UNKNOWN,
            exported_by=None,
            exported_at=None,
            rows=None,
            filters=None,
            differences=(),
        )
    may_see = _may_see(scope, row)
    told = found if may_see else [_without_exported(place) for place in found]
    return Verification(
        export_id=row.export_id,
        verdict=FileVerdict.ALTERED if found else FileVerdict.INTACT,
        exported_by=row.exported_by,
        exported_at=row.exported_at,
        rows=row.rows,
        filters=row.filters if may_see else None,
        differences=tuple(told),
    )


def _may_see(scope: Scope, row: sa.Row[Any]) -> bool:
    """Whether what was exported lies within the viewer's own scope, unmasked persons included."""
    if row.exported_by == scope.viewer:
        return True
    lines = {line.value for line in scope.lines}
    within = scope.units.issuperset(row.manifest["units"]) and lines.issuperset(
        row.manifest["lines"]
    )
    return within and (scope.may_unmask or not row.manifest["is_unmasked"])


def _without_exported(place: Place) -> Place:
    return Place(
        change=place.change,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        found=place.found,
    )


def _by_bytes(stores: Stores, sha256: str) -> sa.Row[Any] | None:
    entry = tables.exports.c
    statement = sa.select(tables.exports).where(entry.sha256 == sha256).order_by(entry.export_no)
    with stores.reading() as connection:
        return connection.execute(scoped(statement, EVERY_EXPORT)).first()


def _by_number(stores: Stores, came_back: ReturnedFile, path: Path) -> sa.Row[Any] | None:
    """The register's entry whose number stands first among the file's cells, or in its manifest."""
    numbers = list(dict.fromkeys(_candidates(came_back, path)))
    entry = tables.exports.c
    statement = sa.select(tables.exports).where(entry.export_id.in_(numbers))
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, EVERY_EXPORT)).all()
    return min(rows, key=lambda row: numbers.index(row.export_id), default=None)


def _candidates(came_back: ReturnedFile, path: Path) -> Iterator[str]:
    for sheet in came_back.sheets:
        for row in islice(sheet.rows(), SEARCHED_ROWS):
            for cell in row[:2]:
                if isinstance(cell, str) and 0 < len(cell) <= 64:
                    yield cell
    manifest = manifest_beside(path)
    if manifest is not None and isinstance(manifest.get("export_id"), str):
        yield manifest["export_id"]
