"""Datasets and their rows."""

from data_access.datasets import dataset_rows
from data_access.intake import intake
from tests.data_access.bid_files import HEADER, SCOPE, bid, put


def test_the_rows_of_one_batch_are_those_it_brought_in(stores, folder):
    one = intake(stores, SCOPE, [put(folder, "1/甲.csv", HEADER + bid("A1") + bid("A2"))])
    two = intake(stores, SCOPE, [put(folder, "2/甲.csv", HEADER + bid("A2") + bid("A3"))])
    found = {
        report.batch_id: dataset_rows(
            stores,
            SCOPE,
            "auction_bid",
            batch_id=report.batch_id,
            snapshot=report.snapshot,
            limit=10,
        )
        for report in (one, two)
    }
    assert found[one.batch_id]["bidder_code"].to_list() == ["A1", "A2"]
    assert found[two.batch_id]["bidder_code"].to_list() == ["A3"]
