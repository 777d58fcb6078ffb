"""The days off that a viewer's units know, or those above them, from the dataset of holidays."""

import sqlalchemy as sa

from data_access.lake_tables import dataset_table
from data_access.scope import Scope
from data_access.stores import Stores
from data_access.units import read_with
from supervision.contracts import contract
from supervision.working_days import HOLIDAYS, WorkingDays, working_days


def days_off(stores: Stores, scope: Scope) -> WorkingDays:
    """The working days by the newest snapshot; a year of which no day was supplied is unknown."""
    declared = contract(HOLIDAYS)
    own = dataset_table(declared)
    statement = sa.select(own.c.day_on, own.c.is_workday).where(
        own.c.unit_code.in_(sorted(read_with(stores, declared, scope.units)))
    )
    with stores.pool.reading() as connection:
        return working_days((row.day_on, row.is_workday) for row in connection.execute(statement))
