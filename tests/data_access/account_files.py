"""Files of bank accounts and their intake, for tests of a dataset whose rows replace each other."""

from pathlib import Path

import sqlalchemy as sa

from data_access.intake import IntakeOptions, intake
from data_access.intake_report import IntakeReport
from data_access.lake_tables import rows_at
from data_access.pool import frame
from data_access.stores import Stores
from supervision.contracts import contract
from tests.data_access.bid_files import SCOPE, put

HEADER = "账号,户主证号,户名,账户状态\n"


def account(number: str, name: str = "甲", status: str = "正常") -> str:
    """The line of one account."""
    return f"{number},Z1,{name},{status}\n"


def taken(
    stores: Stores,
    folder: Path,
    text: str,
    name: str = "甲.csv",
    options: IntakeOptions | None = None,
) -> IntakeReport:
    """What became of a new file of this text."""
    return intake(stores, SCOPE, [put(folder, name, text)], options)


def standing(stores: Stores, snapshot: int | None = None) -> dict[str, tuple[str | None, str]]:
    """Name and status of the accounts that stand in the pool, by number; nothing masked."""
    with stores.pool.reading() as connection:
        source = rows_at(connection, contract("bank_account"), snapshot)
        wanted = sa.select(source.c.account_no, source.c.owner_name, source.c.status)
        within = source.c.unit_code.in_(sorted(SCOPE.units))
        found = frame(connection, wanted.where(within).order_by(source.c.account_no))
    return {number: (name, status) for number, name, status in found.iter_rows()}
