"""Where a list that came back differs from what was exported, place by place.

Its cells are compared with those kept when it was written, sheet by sheet and row by row; a
manifest beside it is compared with the register.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access.errors import StoreUnusable
from data_access.export_cells import KeptSheet, Row, kept_sheets, spelled
from data_access.export_copies import manifest_of
from data_access.returned_files import ReturnedFile, ReturnedSheet
from supervision.row_comparison import changes

MOST_DIFFERENCES = 200


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


def places(archive: Path, row: sa.Row[Any], came_back: ReturnedFile, path: Path) -> Iterator[Place]:
    """Where the file, which came back at this path, differs from the export of this entry.

    archive: the cells kept of it. Raises StoreUnusable where they are gone.
    """
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
    yield from manifest_places(path, row)


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


def manifest_beside(path: Path) -> dict[str, Any] | None:
    """What the manifest beside a file says; empty where it cannot be read, None without one."""
    beside = manifest_of(path)
    if not beside.is_file() or beside.stat().st_size > 1024 * 1024:
        return None
    try:
        found = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def manifest_places(path: Path, row: sa.Row[Any]) -> Iterator[Place]:
    """Where the manifest beside a file says otherwise than the register; none where none stands."""
    found = manifest_beside(path)
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


def bounded(found: Iterator[Place]) -> list[Place]:
    """The first places; where there are more than are listed, the last says how many."""
    listed = list(islice(found, MOST_DIFFERENCES))
    more = sum(1 for _ in found)
    if more:
        listed.append(Place(change=Difference.MORE, found=str(more)))
    return listed
