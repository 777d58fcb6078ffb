"""Rows put into the lake directly, with their batch in casework, for tests of what reads them."""

import csv
import io
from datetime import UTC, date, datetime

import polars as pl
import sqlalchemy as sa

from data_access import tables
from data_access.lake_tables import dataset_table, rows_at
from data_access.pool import frame
from data_access.stores import Stores
from supervision.contracts import contract
from supervision.declaration import load_fixtures
from supervision.expressions import literal_sql
from supervision.vocabulary import BatchState

RECEIVED_ON = date(2026, 6, 1)
UNIT = "990101"
VOIDING, BIDDING = "invoice_voiding", "auction_bidding"
BIDDING_SETTINGS = {"window_bids": 6, "near_bids": 2}
"""Parameters that suit the bidding model's fixture, whose lots have few bids."""


def standing_rows(stores: Stores, dataset: str, snapshot: int | None = None) -> pl.DataFrame:
    """The rows of a dataset as they stand in the pool, of every unit, nothing masked."""
    with stores.pool.reading() as connection:
        source = rows_at(connection, contract(dataset), snapshot)
        order = (source.c.batch_id, source.c.file_sha256, source.c.source_line)
        return frame(connection, sa.select(*source.c).order_by(*order))


def add_rows(
    stores: Stores,
    dataset: str,
    text: str,
    *,
    batch_id: str = "batch-1",
    unit: str = UNIT,
    received_on: date = RECEIVED_ON,
) -> None:
    """The rows of a CSV text, as one loaded batch of one file; `times` repeats a line."""
    _add_batch(stores, dataset, batch_id, unit, received_on)
    lines = csv.DictReader(io.StringIO(text.strip()))
    names = [name for name in lines.fieldnames or () if name != "times"]
    columns = [*names, "unit_code", "batch_id", "file_sha256", "source_line"]
    known = {column.name for column in dataset_table(contract(dataset)).columns}
    assert set(columns) <= known
    rows, line_number = [], 1
    for line in lines:
        for _ in range(int(line.get("times") or 1)):
            line_number += 1
            values = [line[name] or None for name in names]
            values += [unit, batch_id, f"sha-{batch_id}", line_number]
            rows.append(f"({', '.join(literal_sql(value) for value in values)}, uuid())")
    statement = f"INSERT INTO lake.{dataset} ({', '.join(columns)}, row_id) VALUES "
    with stores.pool.writing() as connection:
        connection.exec_driver_sql(statement + ", ".join(rows))


def fixture_text(model_id: str, dataset: str, number: int = 0) -> str:
    """The given table of one of a model's own fixtures."""
    return load_fixtures()[model_id].fixtures[number].given[dataset]


def _add_batch(stores: Stores, dataset: str, batch_id: str, unit: str, received_on: date) -> None:
    now = datetime.now(UTC)
    with stores.writing() as connection:
        connection.execute(
            tables.batches.insert().values(
                batch_id=batch_id,
                dataset=dataset,
                unit_code=unit,
                received_on=received_on,
                state=BatchState.LOADED.value,
                claimed_at=now,
                claimed_by="demo",
                loaded_at=now,
            )
        )
        connection.execute(
            tables.batch_files.insert().values(
                batch_id=batch_id,
                ordinal=0,
                path=f"{batch_id}.csv",
                sha256=f"sha-{batch_id}",
                identity=f"identity-{batch_id}",
                is_live=True,
            )
        )
