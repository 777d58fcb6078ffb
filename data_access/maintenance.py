"""Making a home, and carrying both stores together into one archive and back.

An archive is a zip of the casework store, the pool's catalog, the data files that the catalog
names, and the files that casework cites (exports, rejects), with a manifest of their sha256. It
holds no secrets, no sessions that still count, no uploads that are still to be taken in and no
extensions: those belong to a machine, not to the data. It is made under the lake's lock, so that no
batch is in one store and not in the other.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from data_access import audit, tables
from data_access.accounts import initialise_demo, is_demo
from data_access.errors import Refused, StoreMissing, StoreUnusable
from data_access.pool import CATALOG, ensure_tables, pool_lock
from data_access.scope import Scope, system_scope
from data_access.settings import Settings
from data_access.stores import CASEWORK, Stores, casework_version, initialise, open_stores

FORMAT = 1
MANIFEST = "manifest.json"
CITED_FOLDERS = ("exports", "rejects")
"""Folders of the home whose files casework cites."""

CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """Where the stores of a home stand, and the version of Sijian that made or upgraded them."""

    casework: Path
    pool: Path
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """An archive that was made: its path as given, and the sha256 of its bytes."""

    file: Path
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """The archive whose stores now stand in the home."""

    restored: Path


def create_home(home: Path, settings: Settings, *, demo: bool = False) -> Home:
    """Creates or upgrades both stores of a home; safe to repeat.

    Raises Refused where an existing home that is no demo home should become one: the demo viewer
    sees everything without a password.
    """
    stood = (home / CASEWORK).exists()
    stores = initialise(home, settings)
    try:
        if demo and stood and not is_demo(stores):
            raise Refused(
                "This home was not made as a demo home and cannot become one.",
                hint="Make the demo home in another folder with --home DIR.",
            )
        if demo:
            initialise_demo(stores)
        with pool_lock(stores.home):
            ensure_tables(stores.pool)
    finally:
        stores.close()
    return Home(casework=home / CASEWORK, pool=home / "pool", version=audit.app_version())


def backup(stores: Stores, path: Path, *, by: Scope | None = None) -> Backup:
    """Writes both stores into one new archive, readable by its owner only; audited.

    Raises Refused where the archive exists or cannot be written, StoreUnusable where the pool lacks
    a file that its catalog names.
    """
    if path.exists():
        raise Refused(
            f"{path} exists already.", hint="Name a new file; backups are never replaced."
        )
    try:
        with pool_lock(stores.home), tempfile.TemporaryDirectory(dir=path.parent) as folder:
            unfinished = Path(folder) / "archive"
            _write_archive(stores, Path(folder), unfinished)
            found = _sha256(unfinished)
            unfinished.rename(path)
    except OSError as error:
        raise Refused(
            f"The backup cannot be written to {path}.", hint=error.strerror or ""
        ) from error
    with stores.writing() as connection:
        audit.append(
            connection,
            by or system_scope("backup"),
            "backup_made",
            object_kind="backup",
            object_id=path.name,
            detail={"sha256": found},
        )
    return Backup(file=path, sha256=found)


def restore(home: Path, path: Path, settings: Settings) -> Restored:
    """Puts the stores of an archive into a home that does not exist or is empty.

    Everything is unpacked and checked beside the home first: a home is restored as a whole or not
    at all. Sessions of the archive are ended. Raises Refused where the home holds anything, or the
    archive is none, is damaged or was made by a newer version.
    """
    if home.is_symlink() or (home.exists() and (not home.is_dir() or any(home.iterdir()))):
        raise Refused(
            f"{home} is not empty; a backup is restored into an empty home only.",
            hint="Name another folder with --home DIR.",
        )
    target = home.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            unpacked = Path(folder) / "home"
            unpacked.mkdir(mode=0o700)
            _unpack(path, unpacked)
            _settle(unpacked, settings, path.name)
            unpacked.rename(target)
    except OSError as error:
        raise Refused(
            f"The backup {path} cannot be restored.", hint=error.strerror or ""
        ) from error
    return Restored(restored=path)


def data_files(home: Path) -> dict[str, Path | None]:
    """The files that the pool's catalog names, by name; None where a file is missing."""
    catalog = home / "pool" / CATALOG
    if not catalog.exists():
        raise StoreMissing(f"There is no pool in {home}.", hint="Run `sijian init`.")
    with closing(sqlite3.connect(f"{catalog.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return _named_files(connection, home / "pool" / "data")


def _named_files(connection: sqlite3.Connection, folder: Path) -> dict[str, Path | None]:
    statement = "SELECT path FROM ducklake_data_file UNION SELECT path FROM ducklake_delete_file"
    try:
        named = [PurePosixPath(path).name for (path,) in connection.execute(statement)]
    except sqlite3.DatabaseError as error:
        raise StoreUnusable(
            "The pool's catalog cannot be read.", hint="Restore a backup."
        ) from error
    stand = {path.name: path for path in folder.rglob("*.parquet")}
    return {name: stand.get(name) for name in sorted(named)}


def _write_archive(stores: Stores, folder: Path, archive: Path) -> None:
    casework, catalog = folder / CASEWORK, folder / CATALOG
    _copy_database(stores.home / CASEWORK, casework)
    _copy_database(stores.home / "pool" / CATALOG, catalog)
    with closing(sqlite3.connect(catalog)) as connection:
        named = _named_files(connection, stores.home / "pool" / "data")
    missing = [name for name, path in named.items() if path is None]
    if missing:
        raise StoreUnusable(
            f"The pool lacks {len(missing)} of the files that its catalog names.",
            hint="Run `sijian doctor`; restore an earlier backup.",
        )
    content: dict[str, Path] = {CASEWORK: casework, f"pool/{CATALOG}": catalog}
    for path in [*filter(None, named.values()), *_cited_files(stores.home)]:
        content[path.relative_to(stores.home).as_posix()] = path
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sijian": audit.app_version(),
        "casework": casework_version(stores.reader),
        "files": {name: _sha256(path) for name, path in content.items()},
    }
    opened = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as raw:
        with zipfile.ZipFile(raw, "w", compresslevel=1) as packed:
            packed.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
            for name, path in content.items():
                packing = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
                packed.write(path, name, packing)
        raw.flush()
        os.fsync(raw.fileno())


def _cited_files(home: Path) -> Iterator[Path]:
    for name in CITED_FOLDERS:
        for path in sorted((home / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def _copy_database(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file that others may be writing (the online backup)."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as from_,
        closing(sqlite3.connect(target)) as to,
    ):
        from_.backup(to)


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = json.loads(packed.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise Refused("A newer version of Sijian made this backup.")
            files: dict[str, str] = manifest["files"]
            if sorted([MANIFEST, *files]) != sorted(packed.namelist()):
                raise Refused("The backup does not hold the files that its manifest names.")
            for name, expected in files.items():
                _unpack_file(packed, name, folder, expected)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise Refused(f"{path} is no backup made by Sijian, or it is damaged.") from error


def _unpack_file(packed: zipfile.ZipFile, name: str, folder: Path, expected: str) -> None:
    parts = PurePosixPath(name).parts
    allowed = name == CASEWORK or parts[0] in {"pool", *CITED_FOLDERS}
    if not allowed or ".." in parts or stat.S_ISLNK(packed.getinfo(name).external_attr >> 16):
        raise Refused("The backup holds a file that is none of ours.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with packed.open(name) as source, target.open("xb") as written:
        shutil.copyfileobj(source, written, CHUNK)
    target.chmod(0o600)
    if _sha256(target) != expected:
        raise Refused("The backup is damaged: a file differs from its manifest.")


def _settle(home: Path, settings: Settings, name: str) -> None:
    """Ends the sessions of the archive and checks that this version can open both stores."""
    initialise(home, settings).close()
    stores = open_stores(home, settings)
    try:
        stores.pool.snapshot()
        with stores.writing() as connection:
            connection.execute(
                sa.update(tables.sessions)
                .where(tables.sessions.c.ended_at.is_(None))
                .values(ended_at=datetime.now(UTC))
            )
            audit.append(
                connection,
                system_scope("restore"),
                "backup_restored",
                object_kind="backup",
                object_id=name,
            )
    finally:
        stores.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
