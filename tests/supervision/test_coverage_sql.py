from supervision.contracts import contract
from supervision.coverage_sql import (
    ALL_ROWS,
    coverage,
    coverage_asked,
    coverage_counts,
    coverage_of,
    uncounted,
)
from supervision.declaration import model, read_model
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)
BIDS = contract("auction_bid")


def test_a_column_that_its_contract_requires_is_not_counted():
    asked = coverage_asked(SMALL, [BIDS])
    assert list(asked.terms) == ["auction_bid__all_rows", "auction_bid__start_yuan"]
    assert "(SELECT COUNT(*) AS auction_bid__all_rows, COUNT(start_yuan) AS" in asked.relation
    row = {"auction_bid__all_rows": 10, "auction_bid__start_yuan": 4, "other__all_rows": 7}
    found = coverage(SMALL, BIDS, coverage_counts(BIDS, row))
    assert {one.column: one.filled for one in found} == {
        "lot_code": 10,
        "bidder_code": 10,
        "bid_yuan": 10,
        "bid_at": 10,
        "start_yuan": 4,
    }
    assert [one.column for one in found if not one.is_required] == ["start_yuan"]


def test_an_optional_column_of_which_nothing_is_asked_is_left_out():
    bidding = model("auction_bidding")
    assert "start_yuan" not in coverage_asked(bidding, [BIDS]).statement


def test_what_is_known_or_counted_by_a_layer_is_not_counted_again():
    assert [one.id for one in uncounted(SMALL)] == ["auction_bid"]
    assert uncounted(SMALL, {"auction_bid"}) == []
    whole = model("M10-C")
    assert {one.id for one in uncounted(whole, {"coercive_measure"})} < {
        need.dataset for need in whole.requires
    }


def test_coverage_of_a_known_dataset_is_what_is_known():
    found = coverage_of(SMALL, {"auction_bid": {ALL_ROWS: 8, "start_yuan": 2}}, ())
    assert {(one.column, one.rows, one.filled) for one in found} >= {
        ("start_yuan", 8, 2),
        ("lot_code", 8, 8),
    }
