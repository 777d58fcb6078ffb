"""The identity of a row: its content within a unit, the same in every version to come."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.row_identity import row_identities
from supervision.contracts import Column, ColumnType, contract

BID = {
    "lot_code": "甲",
    "bidder_code": "A1",
    "bid_yuan": Decimal("100.00"),
    "bid_at": datetime(2026, 5, 26, 2, tzinfo=UTC),
    "status": "won",
    "start_yuan": None,
}
SCHEMA = {
    "lot_code": pl.String,
    "bid_yuan": pl.Decimal(18, 2),
    "start_yuan": pl.Decimal(18, 2),
    "bid_at": pl.Datetime("us", "UTC"),
}


def identity(unit: str = "990101", columns=None, **changed) -> str:
    chosen = columns or contract("auction_bid").columns
    without = {column.name: None for column in chosen if column.name not in {**BID, **changed}}
    schema = {**dict.fromkeys(without, pl.String), **SCHEMA}
    frame = pl.DataFrame([{**without, **BID, **changed}], schema_overrides=schema)
    return row_identities(frame, chosen, unit).item().hex()


def test_the_identity_of_a_known_row_never_changes():
    assert identity() == "7b9eda37d590fc8c4434702da8bb88f1"


def test_any_other_value_and_any_other_unit_is_another_row():
    others = {
        identity(),
        identity("990102"),
        identity(lot_code="乙"),
        identity(bid_yuan=Decimal("100.01")),
        identity(bid_at=datetime(2026, 5, 26, 3, tzinfo=UTC)),
        identity(start_yuan=Decimal("100.00")),
        identity(lot_code=None),
    }
    assert len(others) == 7


def test_a_column_gained_later_changes_no_row_without_it():
    columns = contract("auction_bid").columns
    gained = Column(name="added_on", title="x", title_en="x", type=ColumnType.DATE)
    assert identity(columns=(gained, *columns)) == identity()
    assert identity(columns=(gained, *columns), added_on=date(2026, 1, 1)) != identity()


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.text("a|=1:，", max_size=6) | st.none()] * 2), unique=True))
def test_no_two_texts_run_into_each_other(pairs):
    columns = [
        Column(name=name, title=name, title_en=name, type=ColumnType.TEXT) for name in ("a", "b")
    ]
    frame = pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String}, orient="row")
    assert row_identities(frame, columns, "u").is_unique().all()


def test_rows_that_came_in_pieces_are_identified_as_the_same_rows():
    columns = [Column(name="a", title="a", title_en="a", type=ColumnType.TEXT)]
    piece = pl.DataFrame({"a": ["x"]})
    pieces = pl.concat([piece.clear(), piece, piece, piece.clear()], rechunk=False)
    found = row_identities(pieces, columns, "u")
    assert found.to_list() == [row_identities(piece, columns, "u").item()] * 2
