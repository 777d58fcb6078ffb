"""The units of a scope by name: what a code is called on screens and in lists."""

import sqlalchemy as sa

from data_access import tables
from data_access.scope import Scope
from data_access.stores import Stores


def unit_names(stores: Stores, scope: Scope) -> dict[str, str]:
    """Code -> name of each unit within the scope, in code order; without a row, left out."""
    unit = tables.units.c
    statement = sa.select(unit.unit_code, unit.unit_name).order_by(unit.unit_code)
    if not scope.is_whole:
        statement = statement.where(unit.unit_code.in_(sorted(scope.units)))
    with stores.reading() as connection:
        return {row.unit_code: row.unit_name for row in connection.execute(statement)}
