"""How many rows of the datasets stand within a scope, and how many have a value in each column."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data_access.layer_runs import Question, SourceRead, source_reads
from data_access.pool import newest_snapshot
from data_access.scope import Scope
from data_access.standing import Standing, standing_within
from data_access.stores import Stores
from data_access.units import read_with
from supervision.contracts import contract
from supervision.coverage_sql import ALL_ROWS


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """The rows of a dataset, and of some of its columns those that have a value."""

    rows: int = 0
    columns: Mapping[str, int]


def filled_columns(
    stores: Stores, scope: Scope, asked: Mapping[str, Collection[str]]
) -> dict[str, Filled]:
    """What stands of these columns, by dataset; a dataset without any file has no rows.

    Of a reference table what units above the scope have taken in stands, too.
    """
    units = {name: read_with(stores, contract(name), scope.units) for name in asked}
    with stores.pool.reading() as connection:
        found = standing_within(stores, connection, newest_snapshot(connection), units)
    return {name: _filled(found.get(name, Standing()), columns) for name, columns in asked.items()}


def filled_for(
    stores: Stores,
    connection: sa.Connection,
    question: Question,
    reads: Mapping[str, SourceRead],
    newest: int,
) -> dict[str, Mapping[str, int]]:
    """What is known of the rows a run reads without counting them, as `coverage_of` takes it.

    reads: what the run reads. newest: the newest snapshot; nothing is known of an earlier one, nor
    of datasets with rows after the day of the question, which the run leaves out.
    """
    if question.snapshot != newest:
        return {}
    units = {name: read["units"] for name, read in reads.items()}
    found = standing_within(stores, connection, newest, units)
    stands = {name: found.get(name, Standing()) for name in reads}
    return {
        name: {ALL_ROWS: one.rows, **one.filled}
        for name, one in stands.items()
        if contract(name).dated_by is None or one.last_on is None or one.last_on <= question.as_of
    }


def known_coverage(
    stores: Stores, connection: sa.Connection, question: Question
) -> dict[str, Mapping[str, int]]:
    """As `filled_for`, for a question whose reads are not at hand."""
    newest = newest_snapshot(connection)
    reads = source_reads(stores, connection, question, newest)
    return filled_for(stores, connection, question, reads, newest)


def _filled(stands: Standing, columns: Collection[str]) -> Filled:
    """A column that its contract requires has a value in every row."""
    return Filled(
        rows=stands.rows, columns={name: stands.filled.get(name, stands.rows) for name in columns}
    )
