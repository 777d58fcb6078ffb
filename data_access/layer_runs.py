"""Running a model's layers on the pool: sources opened at a snapshot, each layer made and counted.

Everything happens on one connection of the pool in one transaction that is rolled back: temporary
views and tables vanish with it, and nothing of the lake is written.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa

from data_access.stores import Stores
from supervision.compiler import CompiledLayer, compile_layers
from supervision.contracts import contract
from supervision.expressions import Value
from supervision.ledger import Coverage, LayerLedger, count_statement, layer_ledger
from supervision.model_format import Model
from supervision.source_sql import coverage, coverage_statement, source_statement

Progress = Callable[[float | None, str], None]
"""Told how far something is (0 to 1, None where that cannot be told) and a message key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What exactly a run asks: this model with these parameters, of these rows."""

    model: Model
    parameters: Mapping[str, Value]
    snapshot: int
    as_of: date
    units: frozenset[str]


@contextmanager
def opened(stores: Stores, question: Question) -> Iterator[sa.Connection]:
    """A connection on which `source_<dataset>` stands for each dataset the model requires."""
    with stores.pool.reading() as connection:
        for need in question.model.requires:
            statement = source_statement(
                contract(need.dataset),
                units=question.units,
                as_of=question.as_of,
                snapshot=question.snapshot,
            )
            connection.exec_driver_sql(statement)
        yield connection


def read_coverage(connection: sa.Connection, model: Model) -> tuple[Coverage, ...]:
    """How far each column the model uses is filled."""
    found: list[Coverage] = []
    for need in model.requires:
        declared = contract(need.dataset)
        row = connection.exec_driver_sql(coverage_statement(model, declared)).mappings().one()
        found += coverage(model, declared, dict(row))
    return tuple(found)


def make_layers(
    connection: sa.Connection, question: Question, progress: Progress | None = None
) -> tuple[dict[str, CompiledLayer], tuple[LayerLedger, ...]]:
    """Makes and counts every layer in order; its tables stand as long as the connection does."""
    compiled = compile_layers(question.model, question.parameters)
    ledgers: dict[str, LayerLedger] = {}
    for ordinal, one in enumerate(compiled.values()):
        if progress is not None:
            progress(ordinal / len(compiled), "progress.screening")
        ledgers[one.layer.id] = _made(connection, question.model, one, ledgers)
    return compiled, tuple(ledgers.values())


def make_tables(connection: sa.Connection, question: Question) -> dict[str, CompiledLayer]:
    """Makes every layer without counting it, to look at its rows again."""
    compiled = compile_layers(question.model, question.parameters)
    for one in compiled.values():
        if one.create is not None:
            connection.exec_driver_sql(one.create)
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
    if compiled.create is not None:
        connection.exec_driver_sql(compiled.create)
    counted = connection.exec_driver_sql(count_statement(compiled)).mappings().one()
    return layer_ledger(
        model,
        compiled,
        dict(counted),
        driving_count=_driving_count(connection, compiled, earlier),
        seconds=round(time.perf_counter() - began, 6),
    )


def _driving_count(
    connection: sa.Connection, compiled: CompiledLayer, earlier: Mapping[str, LayerLedger]
) -> int | None:
    """The rows before a join that drops some; None where no join does, or groups are counted."""
    layer = compiled.layer
    drops = any(join.kind != "left" for join in layer.joins)
    if not drops or layer.group_by:
        return None
    if layer.source in earlier:
        return earlier[layer.source].rows_kept
    statement = f"SELECT COUNT(*) FROM source_{layer.source}"
    return int(connection.exec_driver_sql(statement).scalar_one())
