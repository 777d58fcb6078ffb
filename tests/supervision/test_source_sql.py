from datetime import date

import pytest

from supervision.contracts import contract
from supervision.declaration import read_model
from supervision.source_sql import source_statement
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)
BIDS, INVOICES = contract("auction_bid"), contract("vat_invoice")


def statement(declared, units=("990101",)) -> str:
    return source_statement(declared, units=units, as_of=date(2026, 5, 26), snapshot=7)


def test_a_source_is_narrowed_to_snapshot_units_and_day():
    found = statement(INVOICES, units=("990102", "99'01"))
    assert "FROM lake.vat_invoice AT (VERSION => 7)" in found
    assert "unit_code IN ('99''01', '990102', '990102', '990102', '990102')" in found
    assert "issued_on <= CAST('2026-05-26' AS DATE)" in found


def test_a_column_gained_since_the_snapshot_is_empty():
    day = date(2026, 5, 26)
    stood = {"lot_code", "unit_code", "bid_at"}
    found = source_statement(BIDS, units=["990101"], as_of=day, snapshot=7, stood=stood)
    assert "(SELECT start_yuan FROM lake.auction_bid WHERE FALSE) AS start_yuan" in found
    assert "SELECT lot_code," in found


def test_a_dataset_that_did_not_exist_yet_has_no_rows():
    day = date(2026, 5, 26)
    found = source_statement(BIDS, units=["990101"], as_of=day, snapshot=7, stood=())
    assert "FROM lake.auction_bid WHERE FALSE" in found


def test_an_instant_is_compared_with_the_end_of_the_local_day():
    assert "bid_at < CAST('2026-05-27 00:00:00+08:00' AS TIMESTAMPTZ)" in statement(BIDS)


def test_a_single_unit_is_named_once():
    assert "unit_code IN ('990101') AND" in statement(INVOICES)


def test_without_units_nothing_is_read():
    assert "WHERE FALSE" in statement(INVOICES, units=())


@pytest.mark.parametrize("declared", [BIDS, INVOICES], ids=lambda declared: declared.id)
def test_a_source_names_its_columns(declared):
    assert "*" not in statement(declared)


def test_a_held_source_is_a_table_of_the_columns_that_are_read():
    made = source_statement(
        BIDS, units=["990101"], as_of=date(2026, 5, 26), snapshot=7, held={"bid_yuan", "lot_code"}
    )
    assert made.startswith("CREATE TEMPORARY TABLE source_auction_bid AS SELECT lot_code, bid_yuan")
    assert "unit_code IN" in made
