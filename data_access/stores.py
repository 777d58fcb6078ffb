"""Both stores of one home, opened together: casework (SQLite) and pool (DuckLake).

Reads and writes of casework use two engines: the reader cannot write at all (`query_only`), the
writer begins every transaction IMMEDIATE, so that two writers queue instead of colliding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event

from data_access import scope as scopes
from data_access import tables
from data_access.errors import ScopeMissing, StoreMissing, StoreTooNew, StoreUnusable
from data_access.pool import Pool, ensure_tables, pool_lock
from data_access.settings import Settings

CASEWORK = "casework.sqlite"


@dataclass(frozen=True, slots=True)
class Stores:
    """The two stores of a home, and the home itself (uploads, exports and rejects live there)."""

    home: Path
    pool: Pool
    reader: sa.Engine
    writer: sa.Engine
    settings: Settings

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A casework connection that cannot write; sees one state of the store."""
        with _mapped(), self.reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A casework connection in a write transaction (BEGIN IMMEDIATE)."""
        with _mapped(), self.writer.begin() as connection:
            yield connection

    def folder(self, name: str) -> Path:
        """A folder of the home, made when missing, readable by its owner only."""
        found = self.home / name
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
        return found

    def close(self) -> None:
        """Gives up all connections."""
        self.pool.close()
        self.reader.dispose()
        self.writer.dispose()


def open_stores(home: Path, settings: Settings | None = None, *, writable: bool = False) -> Stores:
    """The stores of a home; `writable` is about the pool (casework can always be written).

    Raises StoreMissing where `sijian init` was never run, StoreTooNew where a newer version wrote
    the store, StoreUnusable where an older one did and `sijian init` must upgrade it.
    """
    path = home / CASEWORK
    if not path.exists():
        raise StoreMissing(
            f"There is no casework store in {home}.", hint="Run `sijian init` to create the stores."
        )
    settings = settings or Settings(home=home)
    stores = _engines(home, settings, writable=writable)
    try:
        _check_version(stores.reader)
    except BaseException:
        stores.close()
        raise
    return stores


def initialise(home: Path, settings: Settings | None = None) -> Stores:
    """Creates or upgrades both stores and returns them opened for writing; safe to repeat."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = settings or Settings(home=home)
    stores = _engines(home, settings, writable=True)
    try:
        _refuse_newer(stores.reader)
        _upgrade(stores.writer)
        with pool_lock(stores.home):
            ensure_tables(stores.pool)  # attaching for writing makes the lake
        with stores.writing() as connection:
            created = datetime.now(UTC).isoformat()
            statement = sa.insert(tables.facts).prefix_with("OR IGNORE")
            connection.execute(statement.values(key="created_at", value=created))
    except BaseException:
        stores.close()
        raise
    return stores


def casework_version(engine: sa.Engine) -> str | None:
    """The migration at which casework stands; None for a store without tables."""
    with _mapped(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str:
    """The migration that this version of Sijian writes."""
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    if head is None:
        raise StoreUnusable("The migrations are missing from this installation.")
    return head


def _engines(home: Path, settings: Settings, *, writable: bool) -> Stores:
    home = home.resolve()
    url = sa.URL.create("sqlite", database=str(home / CASEWORK))
    reader, writer = sa.create_engine(url), sa.create_engine(url)
    event.listen(reader, "connect", _prepare_reader)
    event.listen(writer, "connect", _prepare_writer)
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    for engine in (reader, writer):
        event.listen(engine, "before_execute", _refuse_unscoped)
    pool = Pool(home, settings, writable=writable)
    return Stores(home=home, pool=pool, reader=reader, writer=writer, settings=settings)


def _prepare(connection: Any) -> None:
    connection.isolation_level = None  # transactions are begun by our own event, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_writer(connection: Any, _record: object) -> None:
    _prepare(connection)


def _prepare_reader(connection: Any, _record: object) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only=ON")


def _refuse_unscoped(
    _connection: sa.Connection,
    statement: Any,
    _multi: object,
    _parameters: object,
    options: Any,
) -> None:
    if isinstance(statement, sa.Insert) or not isinstance(
        statement, (sa.Select, sa.CompoundSelect, sa.Update, sa.Delete)
    ):
        return
    marked = scopes.MARK in options or scopes.MARK in statement.get_execution_options()
    if not marked and scopes.every_scoped_table(statement):
        names = ", ".join(sorted(table.name for table in scopes.every_scoped_table(statement)))
        raise ScopeMissing(f"A statement on {names} was not narrowed to a viewer's scope.")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("data_access") / "migrations"))
    return config


def _upgrade(engine: sa.Engine) -> None:
    config = _alembic()
    with _mapped(), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check_version(engine: sa.Engine) -> None:
    _refuse_newer(engine)
    current, newest = casework_version(engine), newest_version()
    if current != newest:
        raise StoreUnusable(
            "The stores were made by an older version of Sijian.",
            hint="Run `sijian init` to upgrade them; make a backup first.",
        )


def _refuse_newer(engine: sa.Engine) -> None:
    current = casework_version(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if current is not None and current not in known:
        raise StoreTooNew(
            "A newer version of Sijian wrote this store.",
            hint="Install that version, or restore a backup made with this one.",
        )


@contextmanager
def _mapped() -> Iterator[None]:
    """Maps the casework engine's failures to ours, at this one place."""
    try:
        yield
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.IntegrityError):
            raise
        raise StoreUnusable(
            "The casework store cannot be read or written.",
            hint="Run `sijian doctor`; the disk may be full or the file damaged.",
        ) from error
