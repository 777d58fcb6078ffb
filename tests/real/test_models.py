"""Both models on the real invoices and auctions: plausible leads that a person can check."""

from datetime import date
from pathlib import Path

import pytest

from data_access.accounts import initialise_demo, scope_of
from data_access.evidence import evidence
from data_access.intake import intake
from data_access.lead_filter import LeadFilter
from data_access.leads import lead, page
from data_access.runs import subjects
from data_access.screening import screen, why
from data_access.stores import initialise
from supervision.vocabulary import RunStatus, Verdict
from supervision.wording import accusing_words

pytestmark = pytest.mark.real

AS_OF = date(2026, 6, 30)
DUEL, LIVELY = "宝安中心区N5区宏发领域花园6栋B座901", "竞买成交记录_2026.05.26"


@pytest.fixture(scope="module")
def screened(real_data: Path, tmp_path_factory):
    """Stores with the real data screened by both models, the scope, and the reports."""
    stores = initialise(tmp_path_factory.mktemp("real") / "home")
    initialise_demo(stores)
    scope = scope_of(stores, "demo")
    for name in ("vat_invoices", "auction_bids"):
        intake(stores, scope, [real_data / name])
    models = ("invoice_voiding", "auction_bidding")
    yield stores, scope, {name: screen(stores, scope, name, as_of=AS_OF) for name in models}
    stores.close()


def layers(report) -> dict[str, tuple[int, int]]:
    return {layer.id: (layer.rows_in, layer.rows_kept) for layer in report.layers}


def test_few_firm_years_stand_out_of_many(screened):
    report = screened[2]["invoice_voiding"]
    assert report.status is RunStatus.COMPLETED
    assert report.warnings == ()
    assert layers(report)["sales"] == (719_584, 329_090)
    assert layers(report)["firm_years"] == (1_059, 781)
    assert layers(report)["outliers"] == (781, 19)
    assert report.leads_found == 19


def test_every_title_awaits_verification_and_accuses_nobody(screened):
    rows = page(screened[0], screened[1], LeadFilter(), 100, 0)
    assert len(rows) == 20
    assert all("待核查" in row.title and not accusing_words(row.title) for row in rows)
    assert all(0 <= row.score <= 100 for row in rows)


def test_the_rows_behind_a_firm_year_bear_out_its_figures(screened):
    stores, scope, _ = screened
    for row in page(stores, scope, LeadFilter(model="invoice_voiding"), 100, 0):
        found = lead(stores, scope, row.lead_id)
        share = next(one for one in found.reasons if one.when == "marked_share > fence_share")
        marked = next(one for one in found.reasons if one.when.startswith("marked_count"))
        tables = {one.id: one for one in evidence(stores, scope, row.lead_id, limit=2_000)}
        rows = tables["marked_rows"].rows
        assert tables["marked_rows"].total == rows.height == marked.actual
        assert ((rows["status"] == "void") | (rows["amount_yuan"] < 0)).all()
        assert rows["file_name"].null_count() == rows["source_line"].null_count() == 0
        issued = tables["months"].rows["invoice_count"].sum()
        assert share.actual == pytest.approx(marked.actual / issued, abs=1e-6)
        assert tables["counterparties"].rows["marked_count"].sum() == marked.actual


def test_the_auction_that_two_bidders_drew_out_is_flagged(screened):
    stores, scope, reports = screened
    assert reports["auction_bidding"].leads_found == 1
    row = page(stores, scope, LeadFilter(model="auction_bidding"), 10, 0)[0]
    assert (row.subject, row.event_on) == (f"lot:{DUEL}", date(2026, 5, 26))
    found = evidence(stores, scope, row.lead_id, table="alternation")[0].rows
    assert found.height == 25
    assert found["bidder_code"].to_list() == ["Z1420", "M1653"] * 12 + ["Z1420"]
    assert found["raise_yuan"].unique().to_list() == [46_000]


def test_the_auction_with_four_bidders_is_near_but_not_flagged(screened):
    stores, scope, reports = screened
    found = why(stores, scope, "auction_bidding", f"lot:{LIVELY}")
    assert (found.verdict, found.stopped_at) == (Verdict.DROPPED, "verdict")
    check = next(one for one in found.conditions if one.when == "from_position IS NOT NULL")
    assert (check.actual, check.limit, check.near) == (7, 10, True)
    run_id = reports["auction_bidding"].run_id
    near = subjects(stores, scope, run_id, "near_miss", "verdict")
    assert [one.subject for one in near] == [f"lot:{LIVELY}"]


def test_the_same_run_again_finds_the_same_leads(screened):
    stores, scope, _ = screened
    before = [row.title for row in page(stores, scope, LeadFilter(), 100, 0)]
    again = screen(stores, scope, "invoice_voiding", as_of=AS_OF)
    assert (again.leads_new, again.leads_known, again.leads_reopened) == (0, 19, 0)
    assert [row.title for row in page(stores, scope, LeadFilter(), 100, 0)] == before
