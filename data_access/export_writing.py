"""Writing one review list to the home: its bytes, its cells for verifying, its manifest.

All three stand under temporary names until each is whole; a failure leaves nothing behind.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import sqlalchemy as sa

from data_access import audit
from data_access.errors import StoreUnusable, TooMany
from data_access.export_cells import Recorder
from data_access.lead_filter import LeadFilter
from data_access.listed_leads import CHUNK_ROWS, counted, listed_leads, runs_behind, spread
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.review_list import (
    MOST_SHEET_ROWS,
    Cover,
    ExportFormat,
    ListedLead,
    ReviewList,
    ReviewListWriter,
)
from supervision.review_list_cover import LOCAL, cover_sheet
from supervision.review_list_sheets import Spelling, list_sheet, reasons_sheets

FOLDER = "exports"
PROGRESS = "review_list.progress"
STALE_SECONDS = 24 * 60 * 60

Progress = Callable[[float | None, str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A list that is asked for: its number, whose leads it holds, and why it is written."""

    export_id: str
    chosen: LeadFilter
    reason: str
    unmask: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A list on the disk, not yet in the register. manifest_file is None except for a CSV."""

    asked: Asked
    format: ExportFormat
    cover: Cover
    manifest: dict[str, Any]
    content: Path
    cells: Path
    manifest_file: Path | None
    sha256: str

    def discard(self) -> None:
        """Takes the files away again."""
        for path in (self.content, self.cells, self.manifest_file):
            if path is not None:
                path.unlink(missing_ok=True)


def write_list(
    stores: Stores, scope: Scope, asked: Asked, write: ReviewListWriter, progress: Progress
) -> Written:
    """The list that is asked for, written to the home's folder of exports.

    Raises TooMany where it is longer than a list may be, StoreUnusable where the disk refuses.
    """
    folder = stores.folder(FOLDER)
    content = folder / f"{asked.export_id}.{write.format.value}"
    cells = folder / f"{asked.export_id}.cells.zip"
    parts = {path: path.with_name(f".{path.name}.part") for path in (content, cells)}
    _tidy(folder, asked.export_id)
    try:
        with stores.reading() as connection:
            rows, conditions = counted(connection, scope, asked.chosen)
            _refuse_too_many(stores, rows, write.format)
            cover = _cover(connection, stores, scope, asked, rows)
            leads = _Leads(connection, scope, asked, rows, progress)
            made = _review_list(cover, leads, conditions, write)
            _write_whole(made, write, parts[content], parts[cells])
        manifest = _manifest(cover, write)
        for path, part in parts.items():
            settle(part, path)
        beside = _manifest_file(content, manifest) if write.format is ExportFormat.CSV else None
    except OSError as error:
        _remove(*parts)
        raise StoreUnusable(
            "The list cannot be written to the home.", hint="The disk may be full."
        ) from error
    except BaseException:
        _remove(*parts)
        raise
    finally:
        _tidy(folder, asked.export_id)
    return Written(
        asked=asked,
        format=write.format,
        cover=cover,
        manifest=manifest,
        content=content,
        cells=cells,
        manifest_file=beside,
        sha256=sha256_of(content),
    )


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Leads:
    """The stream of leads, once for each sheet that needs it, telling how far it has come."""

    def __init__(
        self, connection: sa.Connection, scope: Scope, asked: Asked, rows: int, progress: Progress
    ) -> None:
        self._source = (connection, scope, asked.chosen)
        self._unmask = asked.unmask
        self._rows = rows
        self._progress = progress

    def stream(self, first: float, share: float) -> Iterator[ListedLead]:
        """The leads; `first` and `share` place this stream within the whole of the work."""
        for done, lead in enumerate(listed_leads(*self._source, unmask=self._unmask)):
            if done % CHUNK_ROWS == 0:
                self._progress(first + share * done / max(self._rows, 1), PROGRESS)
            yield lead


def _review_list(
    cover: Cover, leads: _Leads, conditions: int, write: ReviewListWriter
) -> ReviewList:
    spelling = Spelling(write.word)
    number = cover.export_id
    is_table_only = write.format is ExportFormat.CSV
    listed = list_sheet(leads.stream(0.0, 1.0 if is_table_only else 0.6), number, spelling)
    if is_table_only:
        sheets: tuple[Any, ...] = (listed,)
    else:
        reasons = reasons_sheets(leads.stream(0.6, 0.4), conditions, spelling)
        sheets = (cover_sheet(cover, spelling), listed, *reasons)
    footer = spelling.text("footer").format(
        export_id=number,
        name=cover.display_name or cover.exported_by,
        at=cover.exported_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
    )
    return ReviewList(export_id=number, title=spelling.text("title"), footer=footer, sheets=sheets)


def _write_whole(made: ReviewList, write: ReviewListWriter, content: Path, cells: Path) -> None:
    with Recorder(cells) as recorder:
        write.write(recorder.over(made), content)
        if not recorder.is_whole:
            raise StoreUnusable("The list was not written to its end.")


def _cover(
    connection: sa.Connection, stores: Stores, scope: Scope, asked: Asked, rows: int
) -> Cover:
    snapshot = stores.pool.snapshot()
    units, lines = spread(connection, scope, asked.chosen)
    return Cover(
        export_id=asked.export_id,
        exported_by=scope.viewer,
        display_name=scope.display_name or scope.viewer,
        exported_at=datetime.now(UTC),
        reason=asked.reason,
        rows=rows,
        filters=asked.chosen.facts(unmask=asked.unmask),
        units=tuple(units),
        lines=tuple(lines),
        is_unmasked=asked.unmask,
        snapshot=snapshot,
        as_of=stores.pool.snapshot_day(snapshot),
        runs=runs_behind(connection, scope, asked.chosen),
        app_version=audit.app_version(),
    )


def _manifest(cover: Cover, write: ReviewListWriter) -> dict[str, Any]:
    """What the first sheet says, as JSON: by name for programs, in words for people."""
    spelling = Spelling(write.word)
    said = [[str(cell) for cell in row] for row in cover_sheet(cover, spelling).rows]
    return {
        "export_id": cover.export_id,
        "format": write.format.value,
        "rows": cover.rows,
        "exported_by": cover.exported_by,
        "exported_at": cover.exported_at.isoformat(timespec="seconds"),
        "reason": cover.reason,
        "filters": dict(cover.filters),
        "units": list(cover.units),
        "lines": list(cover.lines),
        "is_unmasked": cover.is_unmasked,
        "snapshot": cover.snapshot,
        "as_of": cover.as_of and cover.as_of.isoformat(),
        "runs": [
            {
                "model": run.model,
                "version": run.version,
                "run_id": run.run_id,
                "snapshot": run.snapshot,
                "as_of": run.as_of.isoformat(),
                "parameters": run.parameters and dict(run.parameters),
            }
            for run in cover.runs
        ],
        "app_version": cover.app_version,
        "cover": said,
    }


def _manifest_file(content: Path, manifest: dict[str, Any]) -> Path:
    path = content.with_name(f"{content.name}.manifest.json")
    part = path.with_name(f".{path.name}.part")
    told = manifest | {"sha256": sha256_of(content)}
    part.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    settle(part, path)
    return path


def settle(part: Path, path: Path) -> None:
    """Gives a whole file its name, for its owner only, once it is on the disk."""
    part.chmod(0o600)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)


def _tidy(folder: Path, export_id: str) -> None:
    """Takes away what an export of this number left unfinished, and any other after a day."""
    for path in folder.glob(".*"):
        is_ours = path.name.startswith(f".{export_id}.")
        with suppress(FileNotFoundError):
            if is_ours or time() - path.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _refuse_too_many(stores: Stores, rows: int, kind: ExportFormat) -> None:
    most = stores.settings.export_rows
    if kind is ExportFormat.XLSX:
        most = min(most, MOST_SHEET_ROWS)
    if rows > most:
        raise TooMany(
            f"The list has {rows:,} leads; one list holds at most {most:,}.",
            hint="Narrow the filter; a list is never cut.",
        )
