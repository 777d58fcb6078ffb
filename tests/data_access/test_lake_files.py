from data_access.lake_files import lake_files
from data_access.pool import newest_snapshot
from tests.data_access.bid_files import bid, loaded


def files(stores):
    with stores.pool.reading() as connection:
        return lake_files(stores.pool, connection, newest_snapshot(connection))


def test_the_files_of_a_table_say_their_rows_and_change_with_them(stores, folder):
    assert "auction_bid" not in files(stores)
    loaded(stores, folder, bid("A1") + bid("A2"))
    first = files(stores)["auction_bid"]
    assert first.rows == 2
    loaded(stores, folder, bid("A3"), name="乙.csv")
    second = files(stores)["auction_bid"]
    assert second.rows == 3
    assert second.fingerprint != first.fingerprint


def test_a_snapshot_is_read_once_and_an_earlier_one_is_no_later_one(stores, folder):
    loaded(stores, folder, bid("A1"))
    before = stores.pool.snapshot()
    assert files(stores) is files(stores)
    loaded(stores, folder, bid("A2"), name="乙.csv")
    with stores.pool.reading() as connection:
        assert lake_files(stores.pool, connection, before)["auction_bid"].rows == 1
    assert files(stores)["auction_bid"].rows == 2
