"""How many rows of the datasets stand within a scope, and how many have a value in each column.

One statement a dataset, whatever number of models asks for it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data_access.lake_tables import dataset_table
from data_access.scope import Scope
from data_access.standing import fingerprints
from data_access.stores import Stores
from data_access.units import read_with
from supervision.contracts import contract

_ALL_ROWS = "source_rows"
"""No contract has a column of this name."""


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
    with stores.pool.reading() as connection:
        files = fingerprints(connection)
        return {
            dataset: _filled(
                connection, dataset, names, read_with(stores, contract(dataset), scope.units)
            )
            if dataset in files
            else Filled(columns={})
            for dataset, names in asked.items()
        }


def _filled(
    connection: sa.Connection, dataset: str, names: Collection[str], units: Collection[str]
) -> Filled:
    table = dataset_table(contract(dataset))
    counts = [sa.func.count(table.c[name]).label(name) for name in sorted(names)]
    statement = sa.select(sa.func.count().label(_ALL_ROWS), *counts).where(
        table.c.unit_code.in_(sorted(units))
    )
    counted = dict(connection.execute(statement).mappings().one())
    return Filled(rows=counted.pop(_ALL_ROWS), columns=counted)
