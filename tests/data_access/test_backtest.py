from dataclasses import replace
from importlib.resources import files

import pytest

from data_access import backtest as backtests
from data_access.backtest import backtest
from data_access.errors import NotAllowed, NotFound
from data_access.lead_filter import LeadFilter
from data_access.leads import move, page
from data_access.screening import screen
from supervision.contracts import contract
from supervision.declaration import model, read_version
from supervision.errors import ModelMistakes, ParameterRefused
from supervision.vocabulary import LeadState, Line, RunStatus
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, VOIDING, add_rows, fixture_text

FOLDER = files("supervision") / "models" / "auctions"
TEXT, FIXTURES = (
    (FOLDER / f"{BIDDING}.toml").read_text("utf-8"),
    FOLDER / f"{BIDDING}.fixtures.toml",
)
CONFIRMING = (
    *((LeadState.TRIAGED, None), (LeadState.ACCEPTED, None), (LeadState.ASSIGNED, None)),
    *((LeadState.VERIFYING, None), (LeadState.DECIDED, "case_opened")),
)


def subjects(leads):
    return [lead.subject for lead in leads]


@pytest.fixture(scope="module")
def fill(scope):
    """Screened bids, of whose three leads one is dismissed and one confirmed."""

    def concluded(stores):
        add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
        screen(stores, scope, BIDDING, settings=BIDDING_SETTINGS)
        by_subject = {row.subject: row.lead_id for row in page(stores, scope, LeadFilter(), 9, 0)}
        move(stores, scope, by_subject["lot:ALTERNATING"], LeadState.DISMISSED, "lawful")
        for to, reason in CONFIRMING:
            move(stores, scope, by_subject["lot:ALONE"], to, reason)

    return concluded


def test_changed_parameters_are_held_against_the_last_run(screened, scope):
    found = backtest(screened, scope, BIDDING, settings={"window_bids": 10})
    assert found.parameters_before == {"window_bids": 6, "least_raise_share": 0.5, "near_bids": 2}
    assert found.parameters_after["near_bids"] == 2
    assert (found.leads_before, found.leads_after, found.unchanged) == (3, 2, 2)
    assert (found.appeared, subjects(found.vanished)) == ((), ["lot:ALTERNATING"])
    verdict = found.layers[-1]
    assert (verdict.now.rows_kept, verdict.then.rows_kept) == (3, 2)


def test_conclusions_say_what_would_be_spared_and_what_lost(screened, scope):
    found = backtest(screened, scope, BIDDING, settings={"window_bids": 10})
    assert [(one.subject, one.reason) for one in found.dismissed_gone] == [
        ("lot:ALTERNATING", "lawful")
    ]
    assert found.confirmed_lost == ()
    before, after = found.verdicts_before, found.verdicts_after
    assert (before.confirmed, before.dismissed, after.confirmed, after.dismissed) == (1, 1, 1, 0)
    assert (before.precision.denominator, before.precision.share) == (2, None)


def test_a_changed_version_may_have_other_layers_and_lose_a_confirmed_lead(screened, scope):
    text = TEXT.replace("version = 1", "version = 2", 1)
    text = text.replace("bidder_count = 1", "bidder_count = 77").replace('"longest"', '"most"')
    fixtures = FIXTURES.read_text("utf-8").replace('"longest"', '"most"')
    changed = read_version(BIDDING, text, fixtures)
    found = backtest(screened, scope, BIDDING, changed=changed)
    assert (found.version_before, found.version_after) == (1, 2)
    assert found.parameters_after["window_bids"] == 10
    assert subjects(found.confirmed_lost) == ["lot:ALONE"]
    assert found.verdicts_after.confirmed == 0
    sides = {one.id: (one.now is None, one.then is None) for one in found.layers}
    assert (sides["longest"], sides["most"], sides["lots"]) == (
        (False, True),
        (True, False),
        (False, False),
    )


def test_the_same_version_needs_a_run_of_an_earlier_one(own, scope, monkeypatch):
    with pytest.raises(NotFound, match="No version of auction_bidding before 1 was run"):
        backtest(own, scope, BIDDING)
    later = model(BIDDING).model_copy(update={"version": 2})
    monkeypatch.setattr(backtests, "model_of", lambda *_: later)
    found = backtest(own, scope, BIDDING)
    assert (found.version_before, found.version_after, found.leads_after) == (1, 2, 2)


def test_nothing_is_kept_but_a_line_in_the_audit(screened, scope):
    before = page(screened, scope, LeadFilter(), 9, 0)
    backtest(screened, scope, BIDDING, settings={"window_bids": 10})
    assert page(screened, scope, LeadFilter(), 9, 0) == before
    line = audit_lines(screened, "backtest")[-1]
    assert (line.object_id, line.detail["leads_after"], line.result) == (BIDDING, 2, "completed")


def test_a_version_that_lacks_data_is_refused_and_says_nothing_of_leads(screened, scope):
    given = fixture_text(BIDDING, "auction_bid").split("\n", 1)[0].split(",")
    empty = next(one.name for one in contract("auction_bid").columns if one.name not in given)
    need = model(BIDDING).requires[0]
    strict = need.model_copy(update={"required": {**need.required, empty: 0.5}})
    changed = model(BIDDING).model_copy(update={"requires": (strict,)})
    found = backtest(screened, scope, BIDDING, changed=changed)
    assert (found.status, found.leads_before) == (RunStatus.REFUSED, 3)
    assert f"auction_bid.{empty} is empty" in found.why
    assert (found.leads_after, found.unchanged, found.verdicts_after) == (None, None, None)
    assert found.vanished == found.dismissed_gone == found.layers == ()


def test_what_cannot_be_asked_is_refused(screened, scope):
    with pytest.raises(ParameterRefused):
        backtest(screened, scope, BIDDING, settings={"window_bids": 1})
    with pytest.raises(NotFound, match="has not been run yet"):
        backtest(screened, scope, VOIDING, settings={"least_invoices": 10})
    with pytest.raises(NotAllowed):
        criminal = replace(scope, lines=frozenset({Line.CRIMINAL}))
        backtest(screened, criminal, BIDDING, settings={"window_bids": 10})
    with pytest.raises(NotAllowed):
        veiled = replace(scope, may_unmask=False)
        backtest(screened, veiled, BIDDING, settings={"window_bids": 10}, unmask=True)


def test_another_model_is_no_version_of_this_one():
    with pytest.raises(ModelMistakes, match="not named after the id"):
        read_version(BIDDING, TEXT.replace(f'id = "{BIDDING}"', 'id = "another"', 1))
