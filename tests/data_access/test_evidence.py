from collections.abc import Callable

import pytest
import sqlalchemy as sa

from data_access.errors import NotFound
from data_access.evidence import evidence, evidence_columns
from data_access.lead_filter import LeadFilter
from data_access.leads import page
from data_access.pool import ensure_tables
from data_access.scope import Scope
from data_access.screening import screen
from data_access.stores import Stores
from supervision.declaration import load_models
from tests.data_access.pool_rows import BIDDING, VOIDING, add_rows, fixture_text


@pytest.fixture(scope="module")
def fill(scope: Scope) -> Callable[[Stores], None]:
    """Puts the fixtures of both models into stores and screens them."""

    def both_screened(stores: Stores) -> None:
        add_rows(stores, "vat_invoice", fixture_text(VOIDING, "vat_invoice"))
        add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"), batch_id="batch-2")
        screen(stores, scope, VOIDING, settings={"least_invoices": 10, "least_peers": 6})
        screen(stores, scope, BIDDING, settings={"window_bids": 6})

    return both_screened


def lead_id(stores: Stores, scope: Scope, subject: str) -> str:
    found = page(stores, scope, LeadFilter(subject=subject), 10, 0)
    return found[0].lead_id


def test_source_rows_say_in_which_file_and_line_they_stand(screened, scope):
    firm = lead_id(screened, scope, "firm:FLAGGED")
    rows = evidence(screened, scope, firm, table="marked_rows")[0]
    assert rows.total == 16
    assert rows.rows.columns == [
        *(column.name for column in rows.columns),
        "file_name",
        "file_sha256",
        "source_line",
        "batch_id",
    ]
    assert set(rows.rows["file_name"]) == {"batch-1.csv"}
    assert rows.rows["source_line"].n_unique() == 16
    assert set(rows.rows["status"]) == {"void", "valid"}


def test_breakdowns_say_in_which_months_and_with_whom(screened, scope):
    firm = lead_id(screened, scope, "firm:FLAGGED")
    months = evidence(screened, scope, firm, table="months")[0]
    assert months.rows.rows() == [("2024-05", 20, 16, 0.8), ("2024-06", 3, 0, 0.0)]
    buyers = evidence(screened, scope, firm, table="counterparties")[0]
    assert buyers.rows["buyer_code"].to_list() == ["K2", "K1"]


def test_columns_have_the_headings_of_contract_and_model(screened, scope):
    lot = lead_id(screened, scope, "lot:ALTERNATING")
    titles = {
        column.name: column.title
        for column in evidence(screened, scope, lot, table="alternation")[0].columns
    }
    assert titles["bidder_code"] == "竞买号"
    assert titles["raise_yuan"] == "加价"


@pytest.mark.parametrize("found", load_models().values(), ids=lambda found: found.id)
def test_every_column_of_every_evidence_table_has_a_heading(found):
    for declared in found.lead.evidence:
        for column in evidence_columns(found, declared):
            assert column.title.strip(), column.name
            assert column.title != column.name


def test_rows_of_a_layer_keep_where_they_stand(screened, scope):
    lot = lead_id(screened, scope, "lot:ALTERNATING")
    found = evidence(screened, scope, lot, table="alternation")[0]
    assert found.rows["position"].to_list() == [4, 5, 6, 7, 8, 9]
    assert set(found.rows["bidder_code"]) == {"A", "B"}
    assert set(found.rows["batch_id"]) == {"batch-2"}


def test_a_page_is_a_part_of_the_whole_in_order(screened, scope):
    lot = lead_id(screened, scope, "lot:ALTERNATING")
    whole = evidence(screened, scope, lot, table="all_bids")[0]
    part = evidence(screened, scope, lot, table="all_bids", limit=4, offset=3)[0]
    assert part.total == whole.total == 9
    assert part.rows.equals(whole.rows.slice(3, 4))


def test_evidence_is_of_the_run_s_snapshot(own, scope):
    lot = lead_id(own, scope, "lot:ALTERNATING")
    add_rows(own, "auction_bid", fixture_text(BIDDING, "auction_bid"), batch_id="batch-3")
    assert evidence(own, scope, lot, table="all_bids")[0].total == 9


def test_every_evidence_table_of_every_lead_can_be_read(screened, scope):
    for row in page(screened, scope, LeadFilter(), 10, 0):
        for found in evidence(screened, scope, row.lead_id):
            assert found.rows.height == min(found.total, 200)


def test_a_lead_alone_in_its_lot_has_no_alternation_to_show(screened, scope):
    lot = lead_id(screened, scope, "lot:ALONE")
    assert evidence(screened, scope, lot, table="alternation")[0].total == 0
    assert evidence(screened, scope, lot, table="all_bids")[0].total == 1


def test_what_is_outside_the_scope_or_not_declared_is_not_found(screened, scope):
    lot = lead_id(screened, scope, "lot:ALONE")
    stranger = Scope(viewer="x", units=frozenset({"990202"}), lines=scope.lines)
    with pytest.raises(NotFound):
        evidence(screened, stranger, lot)
    with pytest.raises(NotFound, match="no evidence nothing"):
        evidence(screened, scope, lot, table="nothing")


def test_a_run_and_its_evidence_read_a_snapshot_from_before_a_column_was_gained(own, scope):
    with own.pool.writing() as connection:
        connection.execute(sa.text("ALTER TABLE auction_bid DROP COLUMN bidder_name"))
    past = own.pool.snapshot()
    ensure_tables(own.pool)
    screen(own, scope, BIDDING, settings={"window_bids": 6}, snapshot=past)
    lot = lead_id(own, scope, "lot:ALTERNATING")
    rows = evidence(own, scope, lot, table="alternation")[0]
    assert rows.total > 0
    assert rows.rows["bidder_code"].null_count() == 0
