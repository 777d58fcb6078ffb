"""Files of auction bids and their intake, for tests of what batches bring and take away."""

from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access import tables
from data_access.datasets import dataset_rows
from data_access.intake import intake
from data_access.intake_report import IntakeReport
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.vocabulary import Line

UNIT = "990101"
SCOPE = Scope(
    viewer="demo", units=frozenset({UNIT, "990102"}), lines=frozenset(Line), own_unit=UNIT
)
HEADER = "状态,竞买号,价格,时间\n"


def bid(bidder: str, yuan: str = "100.00", at: str = "2026-05-26 10:00:00") -> str:
    """The line of one bid."""
    return f'成交,{bidder},"{yuan}",{at}\n'


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """The path of a new file with this text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def loaded(stores: Stores, folder: Path, bids: str, name: str = "甲.csv") -> IntakeReport:
    """What became of a new file of these bids."""
    return intake(stores, SCOPE, [put(folder, name, HEADER + bids)])


def stored(stores: Stores) -> pl.DataFrame:
    """The bids that stand in the pool."""
    return dataset_rows(stores, SCOPE, "auction_bid", limit=1_000_000)


def audits(stores: Stores) -> list[str]:
    """The events of the audit."""
    with stores.reading() as connection:
        return list(connection.scalars(sa.select(tables.audit.c.event)))
