"""Screening against hand-written SQL: the same leads, the same layer counts, on a million rows.

The figure is the median of five.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.generated import fill_bids, fill_invoices
from benchmarks.measured import Measured
from benchmarks.side_by_side import side_by_side
from data_access.accounts import initialise_demo
from data_access.stores import initialise

INVOICES, FIRMS = 1_200_000, 3_000
LOTS, BIDS = 20_000, 55
AS_OF = date(2026, 12, 31)


def measure() -> Iterator[Measured]:
    """Seconds of each model, with those of the hand-written query beside it."""
    with tempfile.TemporaryDirectory() as folder:
        stores = initialise(Path(folder) / "home")
        try:
            initialise_demo(stores)
            with stores.pool.writing() as connection:
                fill_invoices(connection, rows=INVOICES, firms=FIRMS)
                fill_bids(connection, lots=LOTS, bids=BIDS)
            for model in ("invoice_voiding", "auction_bidding"):
                found = side_by_side(stores, model, as_of=AS_OF)
                found.print()
                yield Measured(name=model, figure=found.ours.clock, baseline=found.by_hand.clock)
        finally:
            stores.close()
