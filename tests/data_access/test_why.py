import pytest

from data_access import run_ledgers
from data_access.errors import NotFound, Refused
from data_access.lead_filter import LeadFilter
from data_access.leads import page
from data_access.scope import Scope
from data_access.screening import screen, why, why_lead
from data_access.why import why_run
from supervision.declaration import model
from supervision.errors import UnknownName
from supervision.vocabulary import Verdict
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import BIDDING, add_rows, fixture_text


@pytest.mark.parametrize(
    ("lot", "verdict", "stopped_at"),
    [
        ("ALTERNATING", Verdict.FLAGGED, None),
        ("ALONE", Verdict.FLAGGED, None),
        ("LIVELY", Verdict.DROPPED, "verdict"),
        ("NO_WINNER", Verdict.CANNOT_JUDGE, "lots"),
        ("NOWHERE", Verdict.ABSENT, None),
    ],
)
def test_a_subject_is_followed_to_where_it_stops(screened, scope, lot, verdict, stopped_at):
    found = why(screened, scope, BIDDING, f"lot:{lot}")
    assert (found.verdict, found.stopped_at) == (verdict, stopped_at)
    assert found.subject == f"lot:{lot}"


def test_each_way_of_being_flagged_shows_its_own_reason(screened, scope):
    def held(lot: str) -> set[str]:
        answers = why(screened, scope, BIDDING, f"lot:{lot}").conditions
        return {answer.when for answer in answers if answer.layer == "verdict" and answer.outcome}

    assert held("ALTERNATING") == {"from_position IS NOT NULL"}
    assert held("ALONE") == {"bidder_count = 1"}


def test_the_value_stands_beside_its_limit_and_near_is_said(screened, scope):
    answers = why(screened, scope, BIDDING, "lot:NEAR").conditions
    alternating = next(answer for answer in answers if answer.when == "from_position IS NOT NULL")
    assert (alternating.actual, alternating.limit) == (4, 6)
    assert alternating.outcome is False
    assert alternating.near


def test_what_cannot_be_judged_has_no_outcome_but_a_value(screened, scope):
    answers = why(screened, scope, BIDDING, "lot:BEGINNING_LOST").conditions
    lost = next(answer for answer in answers if answer.outcome is None)
    assert (lost.actual, lost.limit) == (30000, 10000)


def test_the_periods_of_a_firm_are_shown_and_the_furthest_decides(stores, scope):
    add_rows(stores, "vat_invoice", fixture_text("invoice_voiding", "vat_invoice"))
    settings = {"least_invoices": 10, "least_peers": 6}
    screen(stores, scope, "invoice_voiding", settings=settings)
    found = why(stores, scope, "invoice_voiding", "firm:FLAGGED")
    assert found.verdict is Verdict.FLAGGED
    assert [(one.period, one.verdict) for one in found.periods] == [
        ("2024", Verdict.FLAGGED),
        ("2025", Verdict.CANNOT_JUDGE),
    ]


def test_the_last_run_s_own_parameters_and_snapshot_answer(screened, scope):
    add_rows(
        screened,
        "auction_bid",
        fixture_text(BIDDING, "auction_bid").replace("LIVELY", "FRESH"),
        batch_id="b2",
    )
    assert why(screened, scope, BIDDING, "lot:FRESH").verdict is Verdict.ABSENT


def test_a_lead_is_asked_by_its_id(screened, scope):
    lead_id = page(screened, scope, LeadFilter(), 10, 0)[0].lead_id
    assert why_lead(screened, scope, lead_id).verdict is Verdict.FLAGGED
    with pytest.raises(NotFound):
        why_lead(screened, scope, "none")


def test_a_lead_outside_the_scope_is_not_found(screened, scope):
    lead_id = page(screened, scope, LeadFilter(), 10, 0)[0].lead_id
    stranger = Scope(viewer="x", units=frozenset({"990202"}), lines=scope.lines)
    with pytest.raises(NotFound):
        why_lead(screened, stranger, lead_id)


@pytest.mark.parametrize("subject", ["ALONE", "firm:ALONE", "lot:", "thing:ALONE"])
def test_a_subject_that_is_misspelled_is_refused(screened, scope, subject):
    with pytest.raises(UnknownName):
        why(screened, scope, BIDDING, subject)


def test_a_model_that_never_ran_has_no_answer(screened, scope):
    with pytest.raises(NotFound, match="has not been run yet"):
        why(screened, scope, "invoice_voiding", "firm:FLAGGED")


def test_a_run_of_another_version_is_not_answered_with_this_one(screened, scope, monkeypatch):
    newer = model(BIDDING).model_copy(update={"version": 2})
    monkeypatch.setattr(run_ledgers, "versions_of", lambda *_: [newer])
    with pytest.raises(Refused, match="now of version 2"):
        why(screened, scope, BIDDING, "lot:ALONE")


def test_asking_is_audited_but_not_about_whom(screened, scope):
    run_id = run_ledgers.runs(screened, scope)[0].run_id
    answer = why_run(screened, scope, run_id, "lot:NEAR")
    assert answer.verdict is Verdict.DROPPED
    line = audit_lines(screened, "why")[-1]
    assert (line.object_id, line.detail) == (run_id, {"model": BIDDING, "verdict": "dropped"})
    narrow = Scope(viewer="x", units=frozenset({"990202"}), lines=scope.lines)
    with pytest.raises(NotFound):
        why_run(screened, narrow, run_id, "lot:NEAR")
