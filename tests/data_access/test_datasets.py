"""Datasets and their rows."""

from datetime import date

from data_access.datasets import dataset_rows, datasets
from data_access.intake import intake
from tests.data_access.bid_files import HEADER, SCOPE, bid, put
from tests.data_access.pool_rows import add_rows

FIGURES = """
place,line,period_from_on,period_to_on,indicator,value,unit,precision
全国,criminal,2018-01-01,2018-12-31,起诉人数,100,人,exact
全国,criminal,2019-01-01,2019-06-30,起诉人数,50,人,exact
"""


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


def test_a_dataset_of_periods_covers_them_from_their_first_day(stores):
    add_rows(stores, "published_figure", FIGURES)
    [overview] = datasets(stores, SCOPE, "published_figure")
    assert (overview.first_on, overview.last_on) == (date(2018, 1, 1), date(2019, 6, 30))


def test_a_dataset_of_events_covers_from_the_first_to_the_last(stores, folder):
    late = bid("A2", at="2026-05-28 10:00:00")
    intake(stores, SCOPE, [put(folder, "甲.csv", HEADER + bid("A1") + late)])
    [overview] = datasets(stores, SCOPE, "auction_bid")
    assert (overview.first_on, overview.last_on) == (date(2026, 5, 26), date(2026, 5, 28))
