"""A run of whose layers nothing but counts and leads is wanted: one statement instead of tables.

Samples and reasons are looked up in the layers' rows, for which `layer_runs` makes tables. A trial
or a backtest wants none of them, and has its answer in about half the time.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.filled_columns import filled_for
from data_access.layer_runs import (
    Question,
    SourceRead,
    columns_read,
    drops_rows,
    held_columns,
    rows,
    source_reads,
)
from data_access.pool import newest_snapshot
from data_access.select_limits import OPTION, limited
from data_access.stores import Stores
from supervision.compiler import CompiledLayer, compile_layers
from supervision.contracts import DatasetContract, contract
from supervision.count_sql import ROW_COUNT, Counts, layer_counts, row_count
from supervision.coverage_sql import coverage_asked, coverage_counts, coverage_of, uncounted
from supervision.lead_sql import lead_statement, subjects_counted
from supervision.ledger import Coverage, LayerLedger, layer_ledger
from supervision.model_format import Model
from supervision.run_sql import NamedRows, asked_at_once
from supervision.source_sql import source_rows
from supervision.working_days import CALENDAR, CALENDAR_ROWS, HOLIDAYS


class _Asked(StrEnum):
    COUNTS = "counts"
    DRIVING = "driving"
    LEFT_OUT = "left_out"
    COVERAGE = "coverage"
    SUBJECTS = "subjects"


_Key = tuple[_Asked, str]
"""What is counted, and of which layer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What one statement says of a run.

    leads: the rows of `lead_statement`, in no order. subjects: the layer with which the run began,
    and how many different subjects stand in it; None where nobody asks.
    """

    layers: tuple[LayerLedger, ...]
    coverage: tuple[Coverage, ...]
    leads: Sequence[Mapping[str, Any]]
    subjects: tuple[str, int] | None


def answers_of(stores: Stores, question: Question) -> Answers:
    """All counts and the leads of a run on the pool; raises as `answered` does."""
    with stores.pool.reading() as connection:
        connection.execution_options(**{OPTION: stores.settings.select_seconds})
        newest = newest_snapshot(connection)
        reads = source_reads(stores, connection, question, newest)
        known = filled_for(stores, connection, question, reads, newest)
        held = held_columns(stores, connection, question)
        return answered(connection, question, _sources(question.model, reads, held), known)


def answered(
    connection: sa.Connection,
    question: Question,
    sources: Mapping[str, NamedRows],
    known: Mapping[str, Mapping[str, int]],
) -> Answers:
    """As `answers_of`. sources: the relations of the datasets, as far as they do not stand already.

    known: of some datasets the rows and filled columns, see `filled_for`.
    Raises Refused where a model with a SELECT takes longer, or more memory, than that may.
    """
    model = question.model
    held = {name.removeprefix("source_") for name, one in sources.items() if one.is_kept}
    compiled = compile_layers(model, question.values, held=held, is_looked_at=False)
    counted = uncounted(model, known)
    asked = _asked(question, compiled, counted)
    relations = {**sources, **_layers(compiled)}
    wanted = lead_statement(model, compiled[model.layers[-1].id], question.values)
    statement = asked_at_once(relations, list(asked.values()), wanted)
    selects = [layer.id for layer in model.layers if layer.select is not None]
    with limited(connection, model, ", ".join(selects)) if selects else nullcontext():
        found = rows(connection, statement)
    answers, leads = _answers(asked, found)
    ledgers = _ledgers(model, compiled, answers)
    if counted:
        row = answers[_Asked.COVERAGE, ""]
        known = {**known, **{one.id: coverage_counts(one, row) for one in counted}}
    subjects = (layer for asks, layer in asked if asks is _Asked.SUBJECTS)
    return Answers(
        layers=ledgers,
        coverage=coverage_of(model, known, ledgers),
        leads=leads,
        subjects=next(
            ((layer, answers[_Asked.SUBJECTS, layer][ROW_COUNT]) for layer in subjects), None
        ),
    )


def _asked(
    question: Question,
    compiled: Mapping[str, CompiledLayer],
    counted: Sequence[DatasetContract],
) -> dict[_Key, Counts]:
    """What is counted, by what it is and the layer it is about."""
    model = question.model
    found: dict[_Key, Counts] = {}
    for name, one in compiled.items():
        found[_Asked.COUNTS, name] = layer_counts(one)
        if one.crowded is not None:
            found[_Asked.LEFT_OUT, name] = row_count(one.crowded)
        if drops_rows(one.layer) and one.layer.source not in compiled:
            found[_Asked.DRIVING, name] = row_count(f"source_{one.layer.source}")
    if counted:
        found[_Asked.COVERAGE, ""] = coverage_asked(model, counted)
    if model.lead.warn_above is not None:
        layer, subjects = subjects_counted(model, compiled, question.values)
        found[_Asked.SUBJECTS, layer] = subjects
    return found


def _sources(
    model: Model, reads: Mapping[str, SourceRead], held: Collection[str]
) -> dict[str, NamedRows]:
    columns = columns_read(model)
    found = {
        f"source_{name}": NamedRows(
            sql=source_rows(contract(name), **read, wanted=columns[name]), is_kept=name in held
        )
        for name, read in reads.items()
    }
    if HOLIDAYS in reads:
        found[CALENDAR] = NamedRows(sql=CALENDAR_ROWS, is_kept=True)
    return found


def _layers(compiled: Mapping[str, CompiledLayer]) -> dict[str, NamedRows]:
    return {
        table: NamedRows(sql=statement, is_kept=True)
        for one in compiled.values()
        for table, statement in one.tables.items()
    }


def _ledgers(
    model: Model, compiled: Mapping[str, CompiledLayer], answers: Mapping[_Key, Mapping[str, int]]
) -> tuple[LayerLedger, ...]:
    found: dict[str, LayerLedger] = {}
    for name, one in compiled.items():
        driving: int | None = None
        if drops_rows(one.layer):
            above = found.get(one.layer.source)
            driving = above.rows_kept if above else answers[_Asked.DRIVING, name][ROW_COUNT]
        left_out = answers.get((_Asked.LEFT_OUT, name))
        found[name] = layer_ledger(
            model,
            one,
            answers[_Asked.COUNTS, name],
            driving_count=driving,
            baskets_left_out=left_out[ROW_COUNT] if left_out else 0,
            seconds=None,
        )
    return tuple(found.values())


def _answers(
    asked: Mapping[_Key, Counts], found: pl.DataFrame
) -> tuple[dict[_Key, dict[str, int]], list[dict[str, Any]]]:
    """The numbers that were counted, by name, and the rows."""
    counted: dict[int, list[int]] = {}
    rows_found: list[dict[str, Any]] = []
    for part, numbers, row in found.rows():
        if part < len(asked):
            counted[part] = numbers
        else:
            rows_found.append(row)
    answers = {
        key: dict(zip(one.terms, counted[place], strict=True))
        for place, (key, one) in enumerate(asked.items())
    }
    return answers, rows_found
