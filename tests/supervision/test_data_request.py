"""What a model lacks, and how the request for it is laid out."""

from datetime import date

import pytest

from dashboard.exports.words import word
from supervision.contracts import contract
from supervision.data_request import (
    Need,
    RequestFacts,
    asked_columns,
    in_order,
    lacking,
    request_sheets,
)
from supervision.declaration import model
from supervision.review_list_sheets import Spelling

BIDDING = model("auction_bidding")
[BIDS] = BIDDING.requires
ALL = dict.fromkeys(asked_columns(BIDS), 10)
FACTS = RequestFacts(
    request_id="R1", requested_by="甲", made_on=date(2026, 5, 1), snapshot=3, models=(), units=()
)


def lacks(rows: int, **filled: int) -> list[tuple[str, Need]]:
    found = lacking(BIDDING, BIDS, contract("auction_bid"), ALL | filled, rows)
    return [(one.column, one.need) for one in found]


@pytest.mark.parametrize(
    ("rows", "filled", "expected"),
    [
        (10, {}, []),
        (10, {"bidder_code": 9}, [("bidder_code", Need.REQUIRED)]),
        (10, {"start_yuan": 1}, []),
        (10, {"start_yuan": 0}, [("start_yuan", Need.OPTIONAL)]),
    ],
)
def test_a_column_is_lacking_where_too_little_of_it_is_filled(rows, filled, expected):
    assert lacks(rows, **filled) == expected


def test_without_rows_all_that_a_model_asks_for_is_lacking():
    assert [name for name, _ in lacks(0, **dict.fromkeys(ALL, 0))] == list(asked_columns(BIDS))


def test_what_one_agency_is_asked_for_stands_together():
    invoices = model("invoice_voiding")
    found = [
        *lacking(BIDDING, BIDS, contract("auction_bid"), {}, 0),
        *lacking(invoices, invoices.requires[0], contract("vat_invoice"), {}, 0),
        *lacking(BIDDING, BIDS, contract("auction_bid"), {}, 0),
    ]
    owners = [one.owner for one in in_order(found)]
    assert owners == sorted(owners)


def test_each_row_says_what_stands_and_what_could_be_judged():
    found = lacking(BIDDING, BIDS, contract("auction_bid"), ALL | {"status": 4}, 10)
    made = request_sheets(found, FACTS, Spelling(word), with_cover=True)
    cover, table = made.sheets
    [row] = table.rows
    said = dict(zip(table.titles, row, strict=True))
    assert (said["是否必需"], said["现有情况"], said["最低完整率"]) == (
        "必需",
        "10 行中 4 行有值",
        "100%",
    )
    assert said["提供后可以判断"] == BIDDING.supervision_point
    assert ("需求条数", 1) in list(cover.rows)


def test_a_request_without_rows_says_that_nothing_is_lacking():
    made = request_sheets([], FACTS, Spelling(word), with_cover=True)
    assert any("没有尚缺的数据" in str(says) for _, says in made.sheets[0].rows)
    assert [
        sheet.is_table
        for sheet in request_sheets([], FACTS, Spelling(word), with_cover=False).sheets
    ] == [True]
