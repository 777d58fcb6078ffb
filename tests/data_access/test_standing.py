"""What stands of each dataset: counted again only where its files changed."""

import sqlalchemy as sa

from data_access.batches import withdraw
from data_access.datasets import datasets
from data_access.lake_files import lake_files
from data_access.pool import newest_snapshot
from data_access.scope import scoped, system_scope
from data_access.standing import standing_within
from data_access.stores import Stores
from data_access.tables import dataset_counts
from supervision.contracts import contract
from tests.data_access.bid_files import SCOPE, bid, loaded
from tests.data_access.pool_rows import add_rows

FIGURES = """
place,line,period_from_on,period_to_on,indicator,value,unit,precision
全国,criminal,2018-01-01,2018-12-31,起诉人数,100,人,exact
"""
NOT_COUNTED = 77
"""A count that no statement on the pool could give: whoever reads it did not count."""


def rows(stores: Stores, *wanted: str) -> list[int]:
    found = {one.id: one.rows for one in datasets(stores, SCOPE)}
    return [found[dataset] for dataset in wanted]


def falsify(stores: Stores) -> None:
    """Makes every kept count wrong and leaves its fingerprint as it is."""
    changed = sa.update(dataset_counts).values(rows=NOT_COUNTED)
    with stores.writing() as connection:
        connection.execute(scoped(changed, system_scope("test")))


def test_a_batch_makes_its_own_dataset_be_counted_again_and_no_other(stores, folder):
    add_rows(stores, "published_figure", FIGURES)
    loaded(stores, folder, bid("A1") + bid("A2"))
    assert rows(stores, "auction_bid", "published_figure") == [2, 1]
    falsify(stores)
    assert rows(stores, "auction_bid", "published_figure") == [NOT_COUNTED] * 2
    loaded(stores, folder, bid("A3"), name="乙.csv")
    assert rows(stores, "auction_bid", "published_figure") == [3, NOT_COUNTED]


def test_what_was_read_is_not_read_again_as_long_as_the_files_are_the_same(stores, folder):
    loaded(stores, folder, bid("A1"))
    assert [rows(stores, "auction_bid") for _ in range(2)] == [[1], [1]]
    falsify(stores)
    assert rows(stores, "auction_bid") == [1]
    loaded(stores, folder, bid("A2"), name="乙.csv")
    assert rows(stores, "auction_bid") == [2]


def test_a_withdrawn_batch_is_no_longer_counted(stores, folder):
    one = loaded(stores, folder, bid("A1") + bid("A2"))
    loaded(stores, folder, bid("A3"), name="乙.csv")
    assert rows(stores, "auction_bid") == [3]
    withdraw(stores, SCOPE, one.batch_id or "", "送错了")
    assert rows(stores, "auction_bid") == [1]


def test_a_dataset_of_which_nothing_is_left_has_no_rows(stores, folder):
    one = loaded(stores, folder, bid("A1"))
    assert rows(stores, "auction_bid") == [1]
    withdraw(stores, SCOPE, one.batch_id or "", "送错了")
    assert rows(stores, "auction_bid") == [0]


def test_rows_of_other_units_are_not_counted_however_often_it_is_asked(stores):
    add_rows(stores, "published_figure", FIGURES)
    add_rows(stores, "published_figure", FIGURES, batch_id="batch-2", unit="990103")
    for _ in range(2):
        assert rows(stores, "published_figure") == [1]


def test_a_fingerprint_follows_the_files_of_its_own_table(stores, folder):
    loaded(stores, folder, bid("A1"))
    with stores.pool.reading() as connection:
        before = lake_files(stores.pool, connection, newest_snapshot(connection))
    add_rows(stores, "published_figure", FIGURES)
    with stores.pool.reading() as connection:
        after = lake_files(stores.pool, connection, newest_snapshot(connection))
    assert after["auction_bid"] == before["auction_bid"]
    assert "published_figure" in after
    assert "published_figure" not in before


def test_the_filled_rows_of_each_column_are_kept_and_put_together_by_unit(stores, folder):
    add_rows(stores, "published_figure", FIGURES)
    add_rows(stores, "published_figure", FIGURES, batch_id="batch-2", unit="990103")
    units = {"published_figure": {"990101", "990103"}}
    with stores.pool.reading() as connection:
        newest = newest_snapshot(connection)
        counted = standing_within(stores, connection, newest, units)["published_figure"]
        kept = standing_within(stores, connection, newest, units)["published_figure"]
        one = standing_within(stores, connection, newest, {"published_figure": {"990103"}})
    assert counted == kept
    assert (kept.rows, one["published_figure"].rows) == (2, 1)
    optional = [c.name for c in contract("published_figure").columns if not c.required]
    assert set(kept.filled) == set(optional)
    assert {kept.filled[name] for name in optional} <= {0, 2}
