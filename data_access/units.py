"""Units by name, and which stand below others."""

from collections.abc import Collection

import sqlalchemy as sa

from data_access import tables
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.contracts import DatasetContract


def unit_names(stores: Stores, scope: Scope) -> dict[str, str]:
    """Code -> name of each unit within the scope, in code order; without a row, left out."""
    unit = tables.units.c
    statement = sa.select(unit.unit_code, unit.unit_name).order_by(unit.unit_code)
    if not scope.is_whole:
        statement = statement.where(unit.unit_code.in_(sorted(scope.units)))
    with stores.reading() as connection:
        return {row.unit_code: row.unit_name for row in connection.execute(statement)}


def read_with(stores: Stores, one: DatasetContract, units: Collection[str]) -> frozenset[str]:
    """The units whose rows of a dataset hold for these: of a reference table those above, too."""
    if not one.is_reference:
        return frozenset(units)
    with stores.reading() as connection:
        return frozenset(with_units_above(connection, units))


def with_units_above(connection: sa.Connection, codes: Collection[str]) -> set[str]:
    """The codes and all codes above them; a code that the tree does not know stands for itself."""
    unit = tables.units.c
    above = sa.select(unit.parent_code).where(unit.unit_code.in_(codes)).cte(recursive=True)
    above = above.union(
        sa.select(unit.parent_code).join(above, unit.unit_code == above.c.parent_code)
    )
    known = sa.select(above.c.parent_code).where(above.c.parent_code.is_not(None))
    return {*codes, *connection.execute(known).scalars()}


def with_units_below(connection: sa.Connection, codes: Collection[str]) -> set[str]:
    """The codes and all codes below them; a code that the tree does not know stands for itself."""
    units = tables.units
    below = sa.select(units.c.unit_code).where(units.c.unit_code.in_(codes)).cte(recursive=True)
    below = below.union(
        sa.select(units.c.unit_code).join(below, units.c.parent_code == below.c.unit_code)
    )
    return {*codes, *connection.execute(sa.select(below.c.unit_code)).scalars()}
