"""Converted rows of an appending dataset while they wait: in memory, from a certain size in files.

A file has the columns of the lake's table, `source_file` and `source_part`; one without repeats is
taken over by the lake as it stands, so that a row is written once.
"""

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.errors import StoreUnusable
from data_access.parquet_parts import arrow_type, write_part
from data_access.staged_tables import PART, part_of_line, position
from data_access.working_folders import working_folder

FOLDER = "staged"
"""Where in the pool's folder batches wait."""

PART_BYTES = 32 * 1024 * 1024
"""So much of frames is written at once; a batch below it never becomes a file of its own."""


class StagedParts:
    """The rows of one batch for `table`; they can be added by any thread.

    origin: what each row has in the columns that say whence it comes, but its file and line.
    pool: the folder of the pool, within which the engine may write.
    digests: what rows carry of their file, by its number.
    counts: how many rows wait, by file number.
    """

    def __init__(
        self, connection: sa.Connection, table: sa.Table, origin: Mapping[str, str], pool: Path
    ) -> None:
        self.digests: dict[int, str] = {}
        self.counts: Counter[int] = Counter()
        self._origin = origin
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
        """Keeps rows: the dataset's columns, `source_file`, `source_line`, some PART, `row_id`.

        Writes what waits where it has become enough.
        """
        filled = pl.DataFrame([one for one in rows if one.null_count() < rows.height])
        counts = rows["source_file"].value_counts()
        with self._lock:
            self.counts.update(dict(counts.iter_rows()))
            self._waiting.append(filled)
            if sum(waits.estimated_size() for waits in self._waiting) < PART_BYTES:
                return
            taken, self._waiting = self._waiting, []
        self._write(taken)

    def finish(self) -> None:
        """Makes `rows` a view of everything that was added, if only one row; in a transaction."""
        if self._files and self._waiting:
            self._write_the_rest()
        if self._files:
            self._look_at(self._files)
            return
        driver = self._connection.connection.driver_connection
        waiting = self._joined(self._waiting)
        driver.register("waiting", waiting)  # type: ignore[union-attr]
        self._view(self._typed(sa.table("waiting", *map(sa.column, waiting.columns))))

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
        rows = self._joined(waiting)
        columns = {column.name: arrow_type(column) for column in self._shape()}
        try:
            write_part(rows, self._same(rows.columns), columns, file)
        except OSError as error:
            raise _full() from error

    def _write_the_rest(self) -> None:
        """In two parts, one a thread, while the lake's catalog is read: nothing else is left to do.

        The catalog would be read by the next statement, and takes some 45 ms.
        """
        whole = pl.concat(self._waiting, how="diagonal")
        half = -(-whole.height // 2)
        with ThreadPoolExecutor(max_workers=2) as threads:
            parts = threads.map(self._write, [[part] for part in whole.iter_slices(half)])
            self._connection.execute(sa.select(self._table).limit(0))
            list(parts)
        self._waiting = []

    def _joined(self, waiting: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """One frame of these; with the digest of each row's file where they are of several."""
        whole = pl.concat(waiting, how="diagonal")
        if len(self.digests) == 1:
            return whole
        digest = pl.col("source_file").replace_strict(self.digests, return_dtype=pl.String)
        return whole.with_columns(file_sha256=digest)

    def _shape(self) -> list[sa.ColumnClause[Any]]:
        own: list[sa.ColumnClause[Any]] = [sa.column(c.name, c.type) for c in self._table.columns]
        return [*own, *(sa.column(name, sa.Integer()) for name in ("source_file", PART))]

    def _same(self, columns: Collection[str]) -> dict[str, str]:
        """What every row has in columns of its origin, where frames have these columns."""
        if "file_sha256" in columns:
            return dict(self._origin)
        return {**self._origin, "file_sha256": next(iter(self.digests.values()))}

    def _place(self) -> Path:
        if self._folder is None:
            working = working_folder(self._pool / FOLDER, _full())
            self._folder = self._closing.enter_context(working)
        return self._folder

    def _typed(self, source: sa.FromClause) -> sa.Select[tuple[object, ...]]:
        """The columns of the lake's table out of a frame's, which has none without a value."""
        said = {name: sa.literal(value) for name, value in self._same(source.c.keys()).items()}
        values: list[sa.ColumnElement[Any]] = [
            sa.cast(said.get(c.name, source.c.get(c.name, sa.null())), c.type).label(c.name)
            for c in self._table.columns
        ]
        return sa.select(*values, source.c.source_file, part_of_line(source).label(PART))

    def _look_at(self, files: Collection[Path]) -> None:
        named = ", ".join(f"'{_quoted(file)}'" for file in files)
        columns = [*self._shape(), sa.column("filename")]
        chosen = ", ".join(column.name for column in columns)
        said = f"SELECT {chosen} FROM read_parquet([{named}], filename = true)"
        source = sa.text(said.replace(":", r"\:"))  # a path is no bound parameter
        self._view(source.columns(*columns))

    def _view(self, rows: sa.Select[tuple[object, ...]] | sa.TextualSelect) -> None:
        source = rows.subquery("source")
        spelled = _spelled(sa.select(*source.c, position(source)), self._connection)
        self._connection.exec_driver_sql(f"CREATE OR REPLACE TEMP VIEW staged_rows AS {spelled}")


def _full() -> StoreUnusable:
    return StoreUnusable(
        "The disk has no room for the rows of the batch.",
        hint="Make room in the home and try again.",
    )


def _spelled(statement: sa.Select[tuple[object, ...]], connection: sa.Connection) -> str:
    return str(statement.compile(connection, compile_kwargs={"literal_binds": True}))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
