"""Running a model's layers on the pool: sources opened at a snapshot, each layer made and counted.

Everything happens on one connection of the pool in one transaction that is rolled back: temporary
views and tables vanish with it, and nothing of the lake is written.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import polars as pl
import sqlalchemy as sa

from data_access.lake_files import lake_files
from data_access.lake_tables import columns_at
from data_access.pool import newest_snapshot
from data_access.select_limits import OPTION, limited
from data_access.stores import Stores
from data_access.units import read_with
from supervision.compiler import CompiledLayer, compile_layers
from supervision.contracts import contract
from supervision.count_sql import ROW_COUNT, Counts, layer_counts, row_count
from supervision.coverage_sql import (
    coverage_asked,
    coverage_counts,
    coverage_of,
    may_be_empty,
    uncounted,
)
from supervision.expressions import Value
from supervision.layer_columns import source_columns
from supervision.layer_format import Layer
from supervision.layer_readings import times_read
from supervision.ledger import Coverage, LayerLedger, layer_ledger
from supervision.model_format import AS_OF, Model
from supervision.source_sql import source_statement
from supervision.working_days import COLUMNS, HOLIDAYS, calendar_statements

Progress = Callable[[float | None, str], None]
"""Told how far something is (0 to 1, None where that cannot be told) and a message key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What exactly a run asks: this model with these parameters, of these rows.

    is_draft: nobody but its writer has looked at the model.
    """

    model: Model
    parameters: Mapping[str, Value]
    snapshot: int
    as_of: date
    units: frozenset[str]
    is_draft: bool = False

    @property
    def values(self) -> dict[str, Value]:
        """What expressions may name: the parameters, and the day of the question."""
        return {**self.parameters, AS_OF: self.as_of}


HELD_ROWS = 50_000
HELD_READS = 3
"""Datasets of so many rows at most, read so often at least, are read once for all layers of a run.

Of the lake each reading costs some 8 ms however small, a table in memory 0.5 ms; writing a table of
350,000 rows costs as much as reading it three times.
"""


@contextmanager
def opened(
    stores: Stores, question: Question, *, makes_layers: bool = False
) -> Iterator[sa.Connection]:
    """A connection on which `source_<dataset>` stands for each dataset the model requires.

    With the dataset of holidays, `working_calendar` stands too.
    makes_layers: whether all layers will be made; small datasets are then read once for all.
    """
    with stores.pool.reading() as connection:
        connection.execution_options(**{OPTION: stores.settings.select_seconds})
        held = held_columns(stores, connection, question) if makes_layers else {}
        newest = newest_snapshot(connection)
        for name, reads in source_reads(stores, connection, question, newest).items():
            statement = source_statement(contract(name), **reads, held=held.get(name))
            connection.exec_driver_sql(statement)
        for statement in calendar_statements({need.dataset for need in question.model.requires}):
            connection.exec_driver_sql(statement)
        yield connection


class SourceRead(TypedDict):
    """What of a dataset a run reads: see `source_rows`."""

    units: frozenset[str]
    as_of: date
    snapshot: int
    stood: Collection[str] | None


def source_reads(
    stores: Stores, connection: sa.Connection, question: Question, newest: int
) -> dict[str, SourceRead]:
    """What a run reads of each dataset the model requires; newest: the newest snapshot."""
    is_past = question.snapshot != newest
    return {
        need.dataset: SourceRead(
            units=read_with(stores, contract(need.dataset), question.units),
            as_of=question.as_of,
            snapshot=question.snapshot,
            stood=columns_at(connection, need.dataset, question.snapshot) if is_past else None,
        )
        for need in question.model.requires
    }


def held_columns(
    stores: Stores, connection: sa.Connection, question: Question
) -> dict[str, frozenset[str]]:
    """The columns to be held of the datasets that are worth reading once for all layers.

    Not of those that a SELECT reads: its limits were tried on rows of the lake.
    """
    files = lake_files(stores.pool, connection, question.snapshot)
    columns, reads = columns_read(question.model), times_read(question.model)
    selects = (layer.select for layer in question.model.layers if layer.select is not None)
    selected = {name for select in selects for name in select.relations}
    held: dict[str, frozenset[str]] = {}
    for need in question.model.requires:
        name = need.dataset
        is_often_read = reads[name] + bool(may_be_empty(need, contract(name))) >= HELD_READS
        is_small = name not in files or files[name].rows <= HELD_ROWS
        if is_small and is_often_read and name not in selected:
            held[name] = columns[name]
    return held


def columns_read(model: Model) -> dict[str, frozenset[str]]:
    """The columns that a run reads of each dataset the model requires, to count coverage, too."""
    columns = source_columns(model)
    counted = {need.dataset: may_be_empty(need, contract(need.dataset)) for need in model.requires}
    calendar = {HOLIDAYS: COLUMNS}
    return {
        name: frozenset((*own, *counted[name], *calendar.get(name, ())))
        for name, own in columns.items()
    }


def read_coverage(
    connection: sa.Connection,
    model: Model,
    ledgers: Sequence[LayerLedger] = (),
    known: Mapping[str, Mapping[str, int]] | None = None,
) -> tuple[Coverage, ...]:
    """How far each column the model uses is filled.

    ledgers: those of layers already made, which have counted some of the rows. known: see
    `filled_for`.
    """
    counted = dict(known or {})
    asked = uncounted(model, counted)
    if not ledgers:
        asked = [contract(n.dataset) for n in model.requires if n.dataset not in counted]
    if asked:
        # in one statement: of the lake each costs some 10 ms, all of them together hardly more
        found = counted_by(connection, coverage_asked(model, asked))
        counted |= {one.id: coverage_counts(one, found) for one in asked}
    return coverage_of(model, counted, ledgers)


def make_layers(
    connection: sa.Connection, question: Question, progress: Progress | None = None
) -> tuple[dict[str, CompiledLayer], tuple[LayerLedger, ...]]:
    """Makes and counts every layer in order; its tables stand as long as the connection does.

    Raises Refused where a SELECT takes longer, or more memory, than it may.
    """
    compiled = compile_layers(question.model, question.values)
    ledgers: dict[str, LayerLedger] = {}
    for ordinal, one in enumerate(compiled.values()):
        if progress is not None:
            progress(ordinal / len(compiled), "progress.screening")
        ledgers[one.layer.id] = _made(connection, question.model, one, ledgers)
    return compiled, tuple(ledgers.values())


def make_tables(connection: sa.Connection, question: Question) -> dict[str, CompiledLayer]:
    """Makes every layer without counting it, to look at its rows again."""
    compiled = compile_layers(question.model, question.values)
    for one in compiled.values():
        _make(connection, question.model, one)
    return compiled


def rows(connection: sa.Connection, sql: str) -> pl.DataFrame:
    """The rows of a compiled statement as a frame, taken from DuckDB as Arrow."""
    result = connection.exec_driver_sql(sql, execution_options={"duckdb_arrow": True})
    found = pl.from_arrow(result.arrow)  # type: ignore[attr-defined]
    if isinstance(found, pl.Series):  # pragma: no cover - a table is never a series
        raise TypeError("expected a table")
    return found


def _made(
    connection: sa.Connection,
    model: Model,
    compiled: CompiledLayer,
    earlier: Mapping[str, LayerLedger],
) -> LayerLedger:
    began = time.perf_counter()
    _make(connection, model, compiled)
    return layer_ledger(
        model,
        compiled,
        counted_by(connection, layer_counts(compiled)),
        driving_count=_driving_count(connection, compiled, earlier),
        baskets_left_out=_left_out(connection, compiled),
        seconds=round(time.perf_counter() - began, 6),
    )


def _make(connection: sa.Connection, model: Model, compiled: CompiledLayer) -> None:
    """Fills the layer's table, where it has one; raises Refused for a SELECT beyond its limits."""
    is_select = compiled.layer.select is not None
    with limited(connection, model, compiled.layer.id) if is_select else nullcontext():
        for table, statement in compiled.tables.items():
            connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {table} AS {statement}")


def counted_by(connection: sa.Connection, counts: Counts) -> dict[str, int]:
    """The numbers that are counted, by name."""
    return dict(connection.exec_driver_sql(counts.statement).mappings().one())


def _left_out(connection: sa.Connection, compiled: CompiledLayer) -> int:
    if compiled.crowded is None:
        return 0
    return counted_by(connection, row_count(compiled.crowded))[ROW_COUNT]


def _driving_count(
    connection: sa.Connection, compiled: CompiledLayer, earlier: Mapping[str, LayerLedger]
) -> int | None:
    """The rows before a join that drops some; None where no join does, or groups are counted."""
    layer = compiled.layer
    if not drops_rows(layer):
        return None
    if layer.source in earlier:
        return earlier[layer.source].rows_kept
    return counted_by(connection, row_count(f"source_{layer.source}"))[ROW_COUNT]


def drops_rows(layer: Layer) -> bool:
    """Whether a join of the layer drops rows, which have to be counted before it."""
    return not layer.group_by and any(join.kind == "inner" for join in layer.joins)
