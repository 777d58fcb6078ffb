"""Handing a list to its owner by the browser: for a day and three times, each counted and audited.

A CSV leaves together with its manifest, in one archive that is made when it is first fetched.
"""

import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Expired, NotFound, StoreUnusable
from data_access.export_copies import manifest_of
from data_access.export_register import entry_of
from data_access.export_writing import FOLDER, settle
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.review_list import ExportFormat

OFFERED = timedelta(hours=24)
MOST_DOWNLOADS = 3
MEDIA_TYPES: Mapping[str, str] = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFile:
    """A file to hand to its owner; the name holds no personal data."""

    path: Path
    name: str
    media_type: str


def export_file(stores: Stores, scope: Scope, export_id: str) -> ExportFile:
    """The file of one of the viewer's own lists, for the browser; counted and audited.

    Raises NotFound where the viewer wrote no such list, Expired after a day or three downloads,
    StoreUnusable where the file cannot be read from the home, or packed.
    """
    row = entry_of(stores, scope, export_id)
    path = _file(stores, row) if row is not None and is_offered(row) else None
    with stores.writing() as connection:
        is_counted = path is not None and _count(connection, scope, export_id)
        audit.append(
            connection,
            scope,
            "export_fetched",
            object_kind="export",
            object_id=None if row is None else export_id,
            result="ok" if is_counted else "denied",
        )
    if row is None:
        raise NotFound("There is no such list of yours.")
    if path is None or not is_counted:
        raise Expired(
            "This list is no longer offered.",
            hint="A list is offered for one day and three downloads; write it again.",
        )
    name, kind = f"sijian-{export_id}{path.suffix}", MEDIA_TYPES[path.suffix]
    return ExportFile(path=path, name=name, media_type=kind)


def is_offered(row: sa.Row[Any]) -> bool:
    """Whether the list of this entry can still be fetched."""
    is_fresh = row.exported_at > datetime.now(UTC) - OFFERED
    return bool(row.downloads < MOST_DOWNLOADS and is_fresh)


def _count(connection: sa.Connection, scope: Scope, export_id: str) -> bool:
    """Counts a download; False where there may be no further one."""
    entry = tables.exports.c
    counted = (
        sa.update(tables.exports)
        .where(
            entry.export_id == export_id,
            entry.downloads < MOST_DOWNLOADS,
            entry.exported_at > datetime.now(UTC) - OFFERED,
        )
        .values(downloads=entry.downloads + 1)
    )
    return connection.execute(scoped(counted, scope)).rowcount == 1


def _file(stores: Stores, row: sa.Row[Any]) -> Path:
    """What is handed out: the workbook, or the archive of the CSV."""
    content: Path = stores.folder(FOLDER) / row.content_file
    try:
        if row.format == ExportFormat.CSV.value:
            return _archive(content, row.export_id)
        content.stat()
    except OSError as error:
        raise StoreUnusable(
            f"The list {row.export_id} cannot be read from the home.",
            hint="Its file may be gone, or the disk may be full; write the list again.",
        ) from error
    return content


def _archive(content: Path, export_id: str) -> Path:
    """A CSV and its manifest in one archive; made where it does not stand yet."""
    archive = content.with_suffix(".zip")
    if archive.exists():
        return archive
    part = content.with_name(f".{archive.name}.{secrets.token_hex(4)}.part")
    part.touch(mode=0o600, exist_ok=False)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
            for file in (content, manifest_of(content)):
                made.write(file, file.name.replace(export_id, f"sijian-{export_id}", 1))
        settle(part, archive)
    finally:
        part.unlink(missing_ok=True)
    return archive
