"""Files of rows are read back by the engine with the lake's types and every value as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import duckdb
import polars as pl
import pytest
import sqlalchemy as sa

from data_access import parquet_parts
from data_access.lake_tables import dataset_table
from data_access.parquet_parts import arrow_type, write_part
from supervision.contracts import load_contracts

COLUMNS = {
    "name": sa.column("name", sa.Text()),
    "money": sa.column("money", sa.Numeric(18, 2)),
    "number": sa.column("number", sa.Numeric(20, 6)),
    "day": sa.column("day", sa.Date()),
    "at": sa.column("at", sa.TIMESTAMP(timezone=True)),
    "said": sa.column("said", sa.Boolean()),
    "many": sa.column("many", sa.BigInteger()),
    "line": sa.column("line", sa.Integer()),
    "id": sa.column("id", sa.Uuid()),
    "unit": sa.column("unit", sa.Text()),
    "absent": sa.column("absent", sa.Date()),
}
ROWS = {
    "name": ["张三", None, "=1+1"],
    "money": [Decimal("-0.01"), Decimal("9999999999999999.99"), None],
    "number": [Decimal("0.000001"), None, Decimal("-12345678901234.5")],
    "day": [date(1900, 1, 1), None, date(2199, 12, 31)],
    "at": [datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC), None, None],
    "said": [True, None, False],
    "many": [-1, None, 2**62],
    "line": [2, 3, 4],
    "id": [bytes(range(16)), b"\xff" * 16, b"\x00" * 16],
}
TYPES = {
    "money": pl.Decimal(18, 2),
    "number": pl.Decimal(20, 6),
    "at": pl.Datetime("us", "UTC"),
    "line": pl.Int32(),
}


@pytest.mark.parametrize("group", [1, 2, 1_000])
def test_every_type_comes_back_as_the_lake_has_it(tmp_path, monkeypatch, group):
    """In rows of several pieces, and in groups that they fill or do not fill."""
    monkeypatch.setattr(parquet_parts, "GROUP_ROWS", group)
    file = tmp_path / "a.parquet"
    rows = pl.DataFrame(ROWS, schema_overrides=TYPES)
    rows = pl.concat([rows.head(1), rows.tail(2)], rechunk=False)
    kinds = {name: arrow_type(column) for name, column in COLUMNS.items()}
    write_part(rows, {"unit": "110100"}, kinds, file)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        read = connection.execute(f"SELECT * FROM '{file}'")
        described = [f"{one[0]} {one[1]}" for one in read.description]
        found = read.fetchall()
    assert described == [
        "name VARCHAR",
        "money DECIMAL(18,2)",
        "number DECIMAL(20,6)",
        "day DATE",
        "at TIMESTAMP WITH TIME ZONE",
        "said BOOLEAN",
        "many BIGINT",
        "line INTEGER",
        "id UUID",
        "unit VARCHAR",
        "absent DATE",
    ]
    expected = {**ROWS, "id": [UUID(bytes=value) for value in ROWS["id"]]}
    for place, name in enumerate(expected):
        assert [row[place] for row in found] == expected[name]
    assert [row[-2:] for row in found] == [("110100", None)] * 3


def test_every_column_of_every_dataset_can_be_written():
    for contract in load_contracts().values():
        for column in dataset_table(contract).columns:
            arrow_type(column)


def test_a_type_that_no_dataset_has_is_refused():
    with pytest.raises(TypeError, match="No way to write"):
        arrow_type(sa.column("a", sa.LargeBinary()))
