"""The pool (数据池): a DuckLake reached through one locked-down in-memory DuckDB per process.

The lake is attached once per process to a named in-memory database; every pooled connection finds
it there and only says USE. After attaching, the engine can read and write nothing but the lake and
the pool's temporary folder.
"""

import fcntl
import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

import duckdb
import polars as pl
import sqlalchemy as sa
from duckdb_extensions import import_extension
from sqlalchemy import event
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateTable

from data_access.errors import Conflict, StoreMissing, StoreUnusable
from data_access.lake_tables import dataset_table, loaded_batches, system_tables
from data_access.settings import Settings
from supervision.contracts import load_contracts

ZONE = "Asia/Shanghai"
"""Days are counted in this zone; instants are stored in UTC."""

CATALOG = "catalog.sqlite"

_STORE_FAILURES = (duckdb.IOException, duckdb.FatalException)


class Pool:
    """The lake of one home; `writable` decides how it is attached.

    Safe to share between threads: each call of `reading` or `writing` has a connection of its own.
    The lake is attached at the first of these calls, not before: work on casework alone need not
    wait for it.
    """

    def __init__(self, home: Path, settings: Settings, *, writable: bool) -> None:
        self.folder = home.resolve() / "pool"
        self.writable = writable
        self._settings = settings
        self._extensions = home.resolve() / "extensions"
        if not writable and not (self.folder / CATALOG).exists():
            raise StoreMissing(
                f"There is no pool in {home}.", hint="Run `sijian init` to create the stores."
            )
        self._attach_lock = threading.Lock()
        self._anchor_lock = threading.Lock()
        self._anchor: sa.Connection | None = None
        self._engine = self._new_engine()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection whose transaction sees one state of the lake and is rolled back."""
        with _mapped(), self._attached().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction that commits as a whole or not at all."""
        if not self.writable:
            raise StoreUnusable("The pool was opened for reading only.")
        with _mapped(), self._attached().begin() as connection:
            yield connection

    @contextmanager
    def workspace(self) -> Iterator[sa.Connection]:
        """A connection for work of several transactions, each begun by the caller.

        Its temporary tables last between them and are gone with the connection at the end.
        """
        with _mapped(), self._attached().connect() as connection:
            try:
                yield connection
            finally:
                connection.invalidate()

    def snapshot(self) -> int:
        """The number of the newest snapshot."""
        with self.reading() as connection:
            return newest_snapshot(connection)

    def snapshot_day(self, snapshot: int) -> date | None:
        """The day (Asia/Shanghai) on which a snapshot was made; None where there is no such one.

        Of a demo world it is the day on which that world ends.
        """
        statement = sa.text(
            "SELECT COALESCE(TRY_CAST(commit_extra_info AS DATE), CAST(snapshot_time AS DATE))"
            " FROM ducklake_snapshots('lake') WHERE snapshot_id = :snapshot"
        )
        with self.reading() as connection:
            found: date | None = connection.execute(statement, {"snapshot": snapshot}).scalar()
        return found

    def is_empty(self) -> bool:
        """Whether no batch stands in the pool."""
        with self.reading() as connection:
            return connection.execute(sa.select(loaded_batches.c.batch_id).limit(1)).first() is None

    def close(self) -> None:
        """Gives up all connections and with them the in-memory database."""
        if self._anchor is not None:
            self._anchor.close()
            self._anchor = None
        self._engine.dispose()

    def _attached(self) -> sa.Engine:
        with self._anchor_lock:
            if self._anchor is None:
                for folder in (self.folder / "data", self.folder / "tmp", self._extensions):
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._anchor = self._engine.connect()  # keeps the in-memory database alive
                self._anchor.rollback()
        return self._engine

    def _new_engine(self) -> sa.Engine:
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        mode = "rw" if self.writable else "ro"
        engine = sa.create_engine(
            f"duckdb:///:memory:{name}{mode}",
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=8,
            connect_args={"config": self._configuration()},
        )
        event.listen(engine, "connect", self._on_connect)
        return engine

    def _configuration(self) -> dict[str, Any]:
        configuration: dict[str, Any] = {
            "extension_directory": str(self._extensions),
            "temp_directory": str(self.folder / "tmp"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": self._settings.pool_memory,
            "max_temp_directory_size": self._settings.pool_spill,
            "preserve_insertion_order": "false",
        }
        if self._settings.pool_threads:
            configuration["threads"] = self._settings.pool_threads
        return configuration

    def _on_connect(self, connection: Any, _record: object) -> None:
        with self._attach_lock:
            attached = connection.execute(
                "SELECT count(*) FROM duckdb_databases() WHERE database_name = 'lake'"
            ).fetchone()[0]
            if not attached:
                self._bootstrap(connection)
            connection.execute("USE lake")

    def _bootstrap(self, connection: Any) -> None:
        if self.writable:
            _use_write_ahead_log(self.folder / CATALOG)
        for name in ("sqlite_scanner", "ducklake"):
            import_extension(name, con=connection)
            connection.execute(f"LOAD {name}")
        connection.execute(f"SET GLOBAL TimeZone = '{ZONE}'")
        folder = str(self.folder).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}/']")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        mode = "" if self.writable else ", READ_ONLY"
        connection.execute(
            f"ATTACH 'ducklake:sqlite:{folder}/{CATALOG}' AS lake"
            # the catalog remembers a path; a home that was moved or restored is where it is now
            f" (DATA_PATH '{folder}/data', OVERRIDE_DATA_PATH true,"
            f" DATA_INLINING_ROW_LIMIT 0{mode})"
        )


@contextmanager
def pool_lock(home: Path, *, wait: bool = True) -> Iterator[None]:
    """The right to write the lake of a home, held by one process at a time.

    The kernel gives it back when the process ends, however it ends. Raises Conflict when `wait` is
    false and another process holds it.
    """
    with _lock_file(home) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Conflict("Another process is writing to the data pool.") from error
        yield


def _lock_file(home: Path) -> IO[str]:
    try:
        return (home / "lake.lock").open("w")
    except OSError as error:
        raise StoreUnusable(
            f"Nothing can be written to {home}.", hint="Check who owns the home and its disk."
        ) from error


def ensure_tables(pool: Pool) -> None:
    """Makes the lake's tables of every contract, and columns that a contract has since gained.

    Safe to repeat; writes a snapshot only where something was missing. The caller holds the lock.
    """
    wanted = [*system_tables, *(dataset_table(found) for found in load_contracts().values())]
    statement = sa.text(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE database_name = 'lake' AND schema_name = 'main'"
    )
    with pool.writing() as connection:
        present = {(table, column) for table, column in connection.execute(statement)}
        tables = {table for table, _ in present}
        for table in wanted:
            if table.name not in tables:
                connection.execute(CreateTable(table))
                continue
            for column in table.columns:
                if (table.name, column.name) not in present:
                    kind = column.type.compile(connection.dialect)
                    added = sa.text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")
                    connection.execute(added)


def _use_write_ahead_log(catalog: Path) -> None:
    """Makes the catalog an SQLite file in WAL mode, so that no reader holds up a commit.

    Measured: in the default mode a commit waited for as long as another process's read lasted.
    """
    with closing(sqlite3.connect(catalog)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def newest_snapshot(connection: sa.Connection) -> int:
    """The number of the newest snapshot that this connection's transaction sees."""
    statement = sa.text("SELECT id FROM ducklake_current_snapshot('lake')")
    return int(connection.execute(statement).scalar_one())


def frame(connection: sa.Connection, statement: sa.Executable, **values: object) -> pl.DataFrame:
    """The statement's rows as a frame, taken from DuckDB as Arrow."""
    result = connection.execute(statement, values, execution_options={"duckdb_arrow": True})
    found = pl.from_arrow(result.arrow)  # type: ignore[attr-defined]
    if isinstance(found, pl.Series):  # pragma: no cover - a table is never a series
        raise TypeError("expected a table")
    return found


@contextmanager
def _mapped() -> Iterator[None]:
    """Maps the engine's failures to ours, at this one place."""
    try:
        yield
    except (duckdb.Error, sa.exc.DBAPIError) as error:
        cause = getattr(error, "orig", error)
        # the plain class is what DuckLake raises where its catalog cannot be written
        is_ours = type(cause) is duckdb.Error or isinstance(cause, _STORE_FAILURES)
        if not is_ours and not isinstance(error, sa.exc.OperationalError):
            raise
        raise StoreUnusable(
            "The data pool cannot be read or written.",
            hint="Run `sijian doctor`; another process may hold it, the disk may be full, or the"
            " home may belong to somebody else.",
        ) from error
