"""Converted rows of an appending dataset while they wait: in memory, from a certain size in files.

A file has the columns of the lake's table and one more, `source_file`; one without repeats is taken
over by the lake as it stands, so that a row is written once.
"""

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.errors import StoreUnusable
from data_access.staged_tables import position
from data_access.working_folders import working_folder

FOLDER = "staged"
"""Where in the pool's folder batches wait."""

PART_BYTES = 64 * 1024 * 1024
"""So much of frames is written at once; a batch below it never becomes a file of its own."""

DICTIONARY_VALUES = 1_000
"""A column of more values in 122,880 rows is not written by dictionary: looking for one in columns
where every value is another took a quarter of the time, and saved 7 per cent of the space."""


class StagedParts:
    """The rows of one batch, each in the columns of `table`; parts can be added by any thread.

    pool: the folder of the pool, within which the engine may write.
    counts: how many rows wait, by file number.
    """

    def __init__(self, connection: sa.Connection, table: sa.Table, pool: Path) -> None:
        self.counts: Counter[int] = Counter()
        self._connection = connection
        self._table = table
        self._pool = pool
        self._lock = threading.Lock()
        self._waiting: list[pl.DataFrame] = []
        self._files: list[Path] = []
        self._taken_over: list[Path] = []
        self._folder: Path | None = None
        self._closing = ExitStack()
        place = sa.column("source_position", sa.BigInteger())
        self.rows = sa.table("staged_rows", *self._shape(), place)

    def add(self, rows: pl.DataFrame) -> None:
        """Keeps rows; writes what waits where it has become enough."""
        with self._lock:
            for number, count in rows["source_file"].value_counts().iter_rows():
                self.counts[number] += count
            self._waiting.append(rows)
            if sum(waits.estimated_size() for waits in self._waiting) < PART_BYTES:
                return
            taken, self._waiting = self._waiting, []
        self._write(taken)

    def finish(self) -> None:
        """Makes `rows` a view of everything that was added, if only one row; in a transaction."""
        if self._files and self._waiting:
            self._write(self._waiting)
            self._waiting = []
        if self._files:
            self._look_at(self._files)
            return
        driver = self._connection.connection.driver_connection
        driver.register("waiting", pl.concat(self._waiting))  # type: ignore[union-attr]
        self._view(sa.table("waiting", *self._shape()))

    def split(self, kept_back: sa.ColumnElement[bool] | None) -> bool:
        """Leaves in `rows` what cannot be taken over whole: parts with rows that are kept back.

        Answers whether there is any. kept_back: which rows do not enter; None means that all do.
        """
        if not self._files:
            return True
        mixed: list[Path] = []
        if kept_back is not None:
            named: sa.ColumnElement[str] = sa.literal_column("filename")
            found = sa.select(named).select_from(self.rows).where(kept_back).distinct()
            mixed = [Path(name) for name in self._connection.execute(found).scalars()]
        self._files = [file for file in self._files if file not in mixed]
        if mixed:
            self._look_at(mixed)
        return bool(mixed)

    def take_over(self, batch_id: str) -> None:
        """Hands the other parts to the lake, in the lake's transaction.

        The files are moved to where the table's own stand: a home is moved and saved as a whole.
        """
        folder = self._pool / "data" / "main" / self._table.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, file in enumerate(self._files):
            moved = file.rename(folder / f"{batch_id}-{number}.parquet")
            self._taken_over.append(moved)
            self._connection.execute(
                sa.text(
                    "CALL ducklake_add_data_files('lake', :dataset, :file,"
                    " ignore_extra_columns => true)"
                ),
                {"dataset": self._table.name, "file": str(moved)},
            )

    def take_back(self) -> None:
        """Removes what was handed to the lake, in a transaction that is not committed."""
        for file in self._taken_over:
            file.unlink(missing_ok=True)

    def close(self) -> None:
        """Removes the files that were not taken over."""
        self._closing.close()

    def _write(self, waiting: Sequence[pl.DataFrame]) -> None:
        with self._lock:
            file = self._place() / f"{len(self._files)}.parquet"
            self._files.append(file)
        statement = self._typed(sa.table("part", *self._shape()))
        with self._connection.engine.begin() as connection:
            driver = connection.connection.driver_connection
            driver.register("part", pl.concat(waiting))  # type: ignore[union-attr]
            connection.exec_driver_sql(
                f"COPY ({_spelled(statement, connection)}) TO '{_quoted(file)}'"
                f" (FORMAT parquet, DICTIONARY_SIZE_LIMIT {DICTIONARY_VALUES})"
            )
            driver.unregister("part")  # type: ignore[union-attr]

    def _shape(self) -> list[sa.ColumnClause[Any]]:
        own: list[sa.ColumnClause[Any]] = [sa.column(c.name, c.type) for c in self._table.columns]
        return [*own, sa.column("source_file")]

    def _place(self) -> Path:
        if self._folder is None:
            full = StoreUnusable(
                "The disk has no room for the rows of the batch.",
                hint="Make room in the home and try again.",
            )
            working = working_folder(self._pool / FOLDER, full)
            self._folder = self._closing.enter_context(working)
        return self._folder

    def _typed(self, source: sa.FromClause) -> sa.Select[tuple[object, ...]]:
        """The source's columns in the types of the lake's table."""
        return sa.select(
            *(sa.cast(source.c[c.name], c.type).label(c.name) for c in self._table.columns),
            source.c.source_file,
        )

    def _look_at(self, files: Collection[Path]) -> None:
        named = ", ".join(f"'{_quoted(file)}'" for file in files)
        source = sa.text(f"SELECT * FROM read_parquet([{named}], filename = true)")
        self._view(source.columns(*self._shape(), sa.column("filename")).subquery("parts"))

    def _view(self, source: sa.FromClause) -> None:
        extra = [source.c.filename] if "filename" in source.c else []
        typed = self._typed(source).add_columns(position(source), *extra)
        spelled = _spelled(typed, self._connection)
        self._connection.exec_driver_sql(f"CREATE OR REPLACE TEMP VIEW staged_rows AS {spelled}")


def _spelled(statement: sa.Select[tuple[object, ...]], connection: sa.Connection) -> str:
    return str(statement.compile(connection, compile_kwargs={"literal_binds": True}))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
