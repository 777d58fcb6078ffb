"""Is this file what was exported? Its cells are compared with those kept when it was written.

A file that is byte for byte the one written is intact without being opened. Any other is opened,
finds its export by the number in its cells, and is compared cell by cell: a workbook saved again is
intact if its cells are. A file that names no export of this home is unknown.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import StoreUnusable
from data_access.export_cells import KeptSheet, Row, kept_sheets, spelled
from data_access.export_copies import manifest_of
from data_access.export_writing import FOLDER, sha256_of
from data_access.returned_files import ReturnedFile, ReturnedSheet, refuse_path, returned_file
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.row_comparison import changes

MOST_DIFFERENCES = 200
SEARCHED_ROWS = 50
EVERY_EXPORT = system_scope("verify")
"""Whoever holds a list may ask what it is; what it held is told within his own scope only."""


class FileVerdict(StrEnum):
    """What a file is, compared with what was exported."""

    INTACT = "intact"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class Difference(StrEnum):
    """What kind of place differs, besides the rows and cells of `supervision.row_comparison`."""

    SHEET_MISSING = "sheet_missing"
    SHEET_ADDED = "sheet_added"
    FORMULA = "formula"
    MANIFEST = "manifest"
    MORE = "more"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One difference.

    change: a Change of rows, or a Difference. row counts from 1; column is the column's title, or
    its letter where there is none; both are None where a whole sheet is meant. exported and found
    are the two texts; exported is None, too, where the viewer may not see what was exported. `more`
    stands last where there are more differences than are listed, and found is their number.
    """

    change: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    exported: str | None = None
    found: str | None = None


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

    A file that is empty, damaged or of another kind is unknown. Raises Refused for what is no
    file, cannot be read, or is beyond the limits of what is opened.
    """
    refuse_path(path)
    row = _by_bytes(stores, sha256_of(path))
    places: list[Place] = []
    if row is not None:
        places = _bounded(_manifest_places(path, row))
    else:
        with returned_file(path, stores.folder(FOLDER)) as came_back:
            row = None if came_back is None else _by_number(stores, came_back, path)
            if row is not None and came_back is not None:
                places = _bounded(_places(stores, row, came_back, path))
    found = _verification(scope, row, places)
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


def _verification(scope: Scope, row: sa.Row[Any] | None, places: list[Place]) -> Verification:
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
    told = places if may_see else [_without_exported(place) for place in places]
    return Verification(
        export_id=row.export_id,
        verdict=FileVerdict.ALTERED if places else FileVerdict.INTACT,
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
    manifest = _manifest_beside(path)
    if manifest is not None and isinstance(manifest.get("export_id"), str):
        yield manifest["export_id"]


def _places(
    stores: Stores, row: sa.Row[Any], came_back: ReturnedFile, path: Path
) -> Iterator[Place]:
    archive = stores.folder(FOLDER) / row.cells_file
    if not archive.exists():
        raise StoreUnusable(
            "The cells of this export are no longer in the home.",
            hint="Restore the folder of exports from a backup.",
        )
    yield from (Place(change=Difference.FORMULA, sheet=part) for part in came_back.formulas)
    written = kept_sheets(archive)
    pairs, missing, added = _paired(written, came_back.sheets)
    yield from (Place(change=Difference.SHEET_MISSING, sheet=sheet.name) for sheet in missing)
    yield from (Place(change=Difference.SHEET_ADDED, sheet=sheet.name) for sheet in added)
    for kept, returned in pairs:
        yield from _sheet_places(kept, returned)
    yield from _manifest_places(path, row)


def _paired(
    written: list[KeptSheet], returned: tuple[ReturnedSheet, ...]
) -> tuple[list[tuple[KeptSheet, ReturnedSheet]], list[KeptSheet], list[ReturnedSheet]]:
    """Sheets by name; a single table that came back as a single sheet is that table."""
    if len(written) == 1 and len(returned) == 1:
        return [(written[0], returned[0])], [], []
    by_name = {sheet.name: sheet for sheet in returned}
    pairs = [(sheet, by_name[sheet.name]) for sheet in written if sheet.name in by_name]
    names = {sheet.name for sheet in written}
    missing = [sheet for sheet in written if sheet.name not in by_name]
    added = [sheet for sheet in returned if sheet.name not in names]
    return pairs, missing, added


def _sheet_places(kept: KeptSheet, returned: ReturnedSheet) -> Iterator[Place]:
    titles = next(kept.rows(), ())
    for one in changes(kept.rows, lambda: _spelled_rows(kept, returned)):
        yield Place(
            change=one.change.value,
            sheet=kept.name,
            row=one.row,
            column=None if one.column is None else _column_name(titles, one.column),
            exported=one.written,
            found=one.found,
        )


def _spelled_rows(kept: KeptSheet, returned: ReturnedSheet) -> Iterator[Row]:
    """The rows that came back in their one spelling; empty rows at the end are left out."""
    empty = 0
    text = (*(kind.TEXT for kind in kept.kinds),)
    for number, cells in enumerate(returned.rows()):
        row = spelled(kept.kinds if number else text, cells, came_back=True)
        if not row:
            empty += 1
            continue
        yield from ((),) * empty
        empty = 0
        yield row


def _column_name(titles: Row, column: int) -> str:
    if column <= len(titles) and titles[column - 1]:
        return titles[column - 1]
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _manifest_beside(path: Path) -> dict[str, Any] | None:
    beside = manifest_of(path)
    if not beside.is_file() or beside.stat().st_size > 1024 * 1024:
        return None
    try:
        found = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _manifest_places(path: Path, row: sa.Row[Any]) -> Iterator[Place]:
    """Where the manifest beside a file says otherwise than the register; none where none stands."""
    found = _manifest_beside(path)
    if found is None:
        return
    written = row.manifest | {"sha256": row.sha256}
    for name in dict.fromkeys([*written, *found]):
        if found.get(name) != written.get(name):
            yield Place(
                change=Difference.MANIFEST,
                column=name,
                exported=json.dumps(written.get(name), ensure_ascii=False),
                found=json.dumps(found.get(name), ensure_ascii=False),
            )


def _bounded(places: Iterator[Place]) -> list[Place]:
    listed = list(islice(places, MOST_DIFFERENCES))
    more = sum(1 for _ in places)
    if more:
        listed.append(Place(change=Difference.MORE, found=str(more)))
    return listed
