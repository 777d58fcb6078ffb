"""Files of bank accounts and their intake, for tests of a dataset whose rows replace each other."""

from pathlib import Path

from data_access.intake import IntakeOptions, intake
from data_access.intake_report import IntakeReport
from data_access.stores import Stores
from tests.data_access.bid_files import SCOPE, put
from tests.data_access.pool_rows import standing_rows

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
    """Name and status of the accounts that stand in the pool, by number."""
    found = standing_rows(stores, "bank_account", snapshot)
    wanted = found.sort("account_no").select("account_no", "owner_name", "status")
    return {number: (name, status) for number, name, status in wanted.iter_rows()}
