"""Worlds for the references: what a fixture gives as frames, and what a home holds as frames."""

from datetime import date

import polars as pl

from data_access.fixture_runs import UNIT
from data_access.lake_tables import dataset_table
from data_access.layer_runs import rows
from data_access.stores import Stores
from supervision.contracts import ColumnType, contract
from supervision.fixtures import Fixture
from supervision.ledger import LayerLedger

READ = {
    ColumnType.MONEY: lambda text: text.cast(pl.Decimal(18, 2)),
    ColumnType.DATE: lambda text: text.str.to_date(),
    ColumnType.INSTANT: lambda text: text.str.to_datetime(time_unit="us", time_zone="UTC"),
}


def given(fixture: Fixture, dataset: str) -> pl.DataFrame:
    """The rows a fixture gives, as the pool would hold them, dated up to its as-of."""
    declared = contract(dataset)
    header, lines = fixture.rows(dataset)
    found = pl.DataFrame(lines, schema=dict.fromkeys(header, pl.String), orient="row")
    found = found.with_columns(
        READ[column.type](pl.col(column.name))
        for column in declared.columns
        if column.name in header and column.type in READ
    )
    day = pl.col(declared.dated_by)
    if found.schema[declared.dated_by] != pl.Date:
        day = day.dt.convert_time_zone("Asia/Shanghai").dt.date()
    return found.with_columns(unit_code=pl.lit(UNIT)).filter(day <= fixture.as_of)


def held(stores: Stores, dataset: str) -> pl.DataFrame:
    """The rows of a dataset that a home holds, of every unit."""
    table = dataset_table(contract(dataset))
    names = ", ".join(column.name for column in table.columns if column.name != "row_id")
    with stores.pool.reading() as connection:
        return rows(connection, f"SELECT {names} FROM lake.{dataset}")


def counted(layers: tuple[LayerLedger, ...]) -> dict[str, dict[str, int]]:
    """The counts of a run's layers, as the references name them."""
    names = ("kept", "dropped", "excluded", "cannot_judge", "near_miss")
    return {
        layer.id: {"rows_in": layer.rows_in}
        | {name: getattr(layer, f"rows_{name}") for name in names}
        for layer in layers
    }


AS_OF = date(2030, 1, 1)
