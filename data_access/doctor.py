"""Is everything in order? One finding a check; nothing is repaired and nothing is written.

A check that cannot be made does not hold and says why: what could not be looked at is not in order.
"""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data_access import tables
from data_access.errors import DataAccessError, StoreMissing
from data_access.lake_tables import loaded_batches
from data_access.maintenance import data_files
from data_access.pool import CATALOG
from data_access.scope import scoped, system_scope
from data_access.settings import Settings
from data_access.stores import CASEWORK, Stores, casework_version, newest_version, open_stores
from supervision.contracts import load_contracts
from supervision.errors import AuthorsMistake
from supervision.vocabulary import BatchState

LEAST_FREE_BYTES = 2 << 30
"""A home with less free space is about to refuse the next batch."""

AUDIT_TRIGGERS = frozenset({"audit_no_update", "audit_no_delete"})
EXTENSIONS = ("ducklake", "sqlite_scanner")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One check, whether it holds, and one sentence that says what was seen."""

    check: str
    holds: bool
    says: str


Answer = tuple[bool, str]


def doctor(home: Path, settings: Settings) -> list[Finding]:
    """What every check finds in this home, in a fixed order.

    Raises StoreMissing where no store was ever made: there is nothing to look at.
    """
    if not (home / CASEWORK).exists() and not (home / "pool" / CATALOG).exists():
        raise StoreMissing(
            f"There is no store in {home}.", hint="Run `sijian init` to create the stores."
        )
    checks: dict[str, Callable[[], Answer]] = {
        "casework_sound": lambda: _sound(home / CASEWORK, "The casework store"),
        "catalog_sound": lambda: _sound(home / "pool" / CATALOG, "The pool's catalog"),
        "pool_files": lambda: _pool_files(home),
        "file_modes": lambda: _file_modes(home),
        "free_space": lambda: _free_space(home),
        "extensions": lambda: _extensions(home),
        "declarations": _declarations,
    }
    return [*_asked(checks), *_of_opened_stores(home, settings)]


def _asked(checks: dict[str, Callable[[], Answer]]) -> Iterator[Finding]:
    for check, ask in checks.items():
        try:
            holds, says = ask()
        except DataAccessError as error:
            holds, says = False, str(error)
        except (OSError, sqlite3.DatabaseError) as error:
            holds, says = False, f"It could not be looked at: {error}."
        yield Finding(check=check, holds=holds, says=says)


def _of_opened_stores(home: Path, settings: Settings) -> Iterator[Finding]:
    try:
        stores = open_stores(home, settings)
    except DataAccessError as error:
        yield Finding(check="version", holds=False, says=str(error))
        return
    try:
        yield from _asked(
            {
                "version": lambda: _version(stores),
                "pool_readable": lambda: _pool_readable(stores),
                "batches_agree": lambda: _batches_agree(stores),
                "audit_protected": lambda: _audit_protected(stores),
            }
        )
    finally:
        stores.close()


def _sound(path: Path, name: str) -> Answer:
    if not path.exists():
        return False, f"{name} is missing; restore a backup."
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or broken:
        return False, f"{name} is damaged; restore a backup."
    return True, f"{name} is sound."


def _pool_files(home: Path) -> Answer:
    named = data_files(home)
    missing = sum(path is None for path in named.values())
    if missing:
        return False, f"{missing} of the pool's {len(named)} files are missing; restore a backup."
    return True, f"All {len(named)} files that the catalog names are there."


def _file_modes(home: Path) -> Answer:
    if not _is_open(home):
        return True, "Only the owner can open the home."
    within = [path for path in home.iterdir() if path.name != "extensions" and _is_open(path)]
    if within:
        names = ", ".join(sorted(path.name for path in within))
        return False, f"Others can open {names}; run chmod -R go= on the home."
    return True, "Only the owner can open what is in the home."


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077)


def _free_space(home: Path) -> Answer:
    free = shutil.disk_usage(home).free
    says = f"{free / 2**30:.1f} GiB are free; {LEAST_FREE_BYTES / 2**30:.0f} GiB are the least."
    return free >= LEAST_FREE_BYTES, says


def _extensions(home: Path) -> Answer:
    stand = {path.stem for path in (home / "extensions").rglob("*.duckdb_extension")}
    lacking = [name for name in EXTENSIONS if name not in stand]
    if lacking:
        return False, f"Missing under extensions/: {', '.join(lacking)}; run `sijian init`."
    return True, "The pool's engine finds its extensions without a network."


def _declarations() -> Answer:
    try:
        contracts = load_contracts()
    except AuthorsMistake as error:
        return False, f"{len(error.mistakes)} mistakes in the dataset contracts: {error}"
    return True, f"{len(contracts)} dataset contracts are without mistakes."


def _version(stores: Stores) -> Answer:
    current, newest = casework_version(stores.reader), newest_version()
    return current == newest, f"Casework stands at version {current}; this Sijian writes {newest}."


def _pool_readable(stores: Stores) -> Answer:
    return True, f"The pool is readable; its newest snapshot is {stores.pool.snapshot()}."


def _batches_agree(stores: Stores) -> Answer:
    """Casework and pool name the same batches as loaded; a claim in progress is no fault."""
    batches = tables.batches
    statement = sa.select(batches.c.batch_id).where(batches.c.state == BatchState.LOADED)
    with stores.reading() as connection:
        claimed = set(connection.execute(scoped(statement, system_scope("doctor"))).scalars().all())
    with stores.pool.reading() as connection:
        loaded = set(connection.execute(sa.select(loaded_batches.c.batch_id)).scalars())
    differing = len(claimed ^ loaded)
    if differing:
        return False, f"{differing} batches stand in one store only; any intake reconciles them."
    return True, f"Both stores name the same {len(loaded)} batches."


def _audit_protected(stores: Stores) -> Answer:
    statement = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    with stores.reading() as connection:
        found = set(connection.execute(statement).scalars())
    if not found >= AUDIT_TRIGGERS:
        return False, "The triggers that keep the audit append-only are missing."
    return True, "The audit is append-only."
