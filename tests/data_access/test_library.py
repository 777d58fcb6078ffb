"""The library of a viewer: what applies to his unit runs everywhere a packaged model runs."""

from dataclasses import replace

import pytest

from data_access import due_models, library, model_catalogue, overlap, quality
from data_access.backtest import backtest
from data_access.due_runs import due_runs, note_due
from data_access.errors import NotFound
from data_access.leads import card, leads
from data_access.model_shelf import publish, retire, send_back
from data_access.model_versions import changed_version, kept_version
from data_access.overlays import overlay, set_overlay
from data_access.runs import question_of, runs
from data_access.screening import screen
from data_access.standing_runs import run_due
from data_access.what_if import what_if
from data_access.why import why
from supervision.declaration import load_models
from supervision.errors import UnknownName
from supervision.vocabulary import DueCause, Maturity, ModelOrigin, ModelState, Verdict
from tests.data_access.pool_rows import BIDDING, add_rows
from tests.data_access.shelf_models import RULE, publisher, rule_text, written

BIDS = """lot_code,bidder_code,bid_yuan,bid_at,status,start_yuan,times
MANY,A,500.00,2026-01-02 10:00:00+08:00,outbid,200.00,4
NEAR,A,500.00,2026-01-02 10:00:00+08:00,outbid,200.00,2
"""


def ids(stores, scope):
    return set(library.library(stores, scope)) - set(load_models())


def test_a_draft_runs_in_its_own_unit_and_its_leads_are_for_reference(stores, scope):
    add_rows(stores, "auction_bid", BIDS)
    add_rows(stores, "auction_bid", BIDS, batch_id="batch-2", unit="990102")
    written(stores, scope)
    assert ids(stores, replace(scope, own_unit="990102")) == set()
    (shown,) = model_catalogue.model_catalogue(stores, scope, RULE)
    assert (shown.origin, shown.unit, shown.state) == (
        ModelOrigin.RULE,
        "990101",
        ModelState.DRAFT,
    )
    assert (shown.maturity, shown.runnable) == (Maturity.EXPERIMENTAL, True)
    report = screen(stores, scope, RULE)
    assert (report.units, report.leads_found) == (("990101",), 1)
    assert [caution.code for caution in report.warnings] == ["draft"]
    (lead,) = leads(stores, scope)
    assert (lead.model, lead.is_degraded) == (RULE, True)
    assert why(stores, scope, RULE, "lot:MANY").verdict is Verdict.FLAGGED
    assert RULE not in {one.id for one in due_models.due_models(stores, scope)}
    publish(stores, publisher(stores), RULE)
    again = screen(stores, scope, RULE)
    assert (again.warnings, again.leads_known) == ((), 1)
    assert leads(stores, scope)[0].is_degraded is False


def test_what_is_published_applies_in_its_unit_and_below_wherever_models_are_used(stores, scope):
    add_rows(stores, "auction_bid", BIDS)
    city = replace(scope, own_unit="990100")
    written(stores, city, "U-990100-01")
    assert (ids(stores, city), ids(stores, scope)) == ({"U-990100-01"}, set())
    publish(stores, publisher(stores, units=("990100",)), "U-990100-01")
    assert ids(stores, scope) == {"U-990100-01"}
    assert ids(stores, replace(scope, own_unit=None)) == set()
    assert [one.id for one in library.models_named(stores, scope, "U-990100")] == ["U-990100-01"]
    assert "U-990100-01" in {one.id for one in due_models.due_models(stores, scope)}
    (fed,) = quality.quality(stores, scope, "auction_bid")
    assert "U-990100-01" in {one.model for one in fed.models}
    alike = overlap.overlap(stores, scope, ["U-990100-01", BIDDING])
    assert (alike[0].first, alike[0].second) == ("U-990100-01", BIDDING)
    set_overlay(stores, scope, "U-990100-01", {"least_bids": 2}, "试用")
    assert overlay(stores, scope, "U-990100-01").parameters[0].value == 2
    assert screen(stores, scope, "U-990100-01").leads_found == 2
    tried = what_if(stores, scope, "U-990100-01", {"least_bids": 3})
    assert (tried.leads_now, tried.leads_then) == (2, 1)
    retire(stores, publisher(stores, "wang.wu", units=("990100",)), "U-990100-01", "不用了")
    assert ids(stores, scope) == set()
    with pytest.raises(UnknownName, match="no supervision model U-990100-01"):
        screen(stores, scope, "U-990100-01")
    known = library.known_models(stores, scope)["U-990100-01"]
    assert (known.maturity, known.retired_because) == (Maturity.RETIRED, "不用了")


def test_a_later_draft_does_not_displace_what_is_published(stores, scope):
    add_rows(stores, "auction_bid", BIDS)
    second = publisher(stores)
    written(stores, scope)
    publish(stores, second, RULE)
    first = screen(stores, scope, RULE)
    written(stores, scope, RULE, 2)
    assert library.model_of(stores, scope, RULE).version == 1
    draft = kept_version(stores, scope, RULE, 2)
    held = backtest(stores, scope, RULE, changed=draft)
    assert (held.version_before, held.version_after, held.unchanged) == (1, 2, 1)
    text = rule_text(RULE, 7, ("start_yuan > 100", "start_yuan > 150"))
    assert changed_version(stores, scope, RULE, text).version == 7
    with pytest.raises(NotFound, match="no version 8"):
        kept_version(stores, scope, RULE, 8)
    publish(stores, second, RULE, 2)
    assert library.model_of(stores, scope, RULE).version == 2
    asked = question_of(stores, scope, runs(stores, scope, first.run_id)[0])
    assert asked.model.version == 1, "a run is explained with the version that ran"
    written(stores, scope, RULE, 3)
    send_back(stores, second, RULE, "再想想", 3)
    assert library.model_of(stores, scope, RULE).version == 2


def test_a_standing_model_of_the_shelf_is_due_with_the_batches_of_its_units(stores, scope):
    add_rows(stores, "auction_bid", BIDS)
    written(stores, scope, RULE, 1, ("[[basis]]", "is_standing = true\n\n[[basis]]"))

    def note(batch):
        with stores.writing() as connection:
            note_due(connection, batch, DueCause.ARRIVED)
        return [(one.model, one.batch_id) for one in due_runs(stores, scope, is_open=True)]

    assert note("batch-1") == [], "a draft waits for nothing"
    publish(stores, publisher(stores), RULE)
    assert note("batch-1") == [(RULE, "batch-1")]
    add_rows(stores, "auction_bid", BIDS, batch_id="batch-2", unit="990102")
    assert note("batch-2") == [(RULE, "batch-1")]
    (made,) = run_due(stores, scope)
    assert (made.model, made.unit, made.report.leads_found) == (RULE, "990101", 1)


def test_a_restricted_model_of_the_shelf_is_seen_by_insiders_only(stores, scope):
    add_rows(stores, "auction_bid", BIDS)
    written(stores, scope, RULE, 1, ("[[basis]]", "is_restricted = true\n\n[[basis]]"))
    screen(stores, scope, RULE)
    outsider = replace(scope, may_investigate=False)
    assert len(leads(stores, scope)) == len(runs(stores, scope)) == 1
    assert (leads(stores, outsider), runs(stores, outsider)) == ([], [])
    assert ids(stores, outsider) == set()


def test_persons_stay_masked_for_whoever_does_not_see_the_model(stores, scope):
    named = BIDS.replace("start_yuan,times", "start_yuan,bidder_name,times")
    add_rows(stores, "auction_bid", named.replace("200.00,4", "200.00,张某某,4").split("\nNEAR")[0])
    written(
        stores,
        replace(scope, own_unit="990100"),
        "U-990100-01",
        1,
        ("{ start_yuan = 0.5 }", "{ start_yuan = 0.5, bidder_name = 0.0 }"),
        (
            'as = "COUNT(*)" },',
            'as = "COUNT(*)" },\n  { name = "who", title = "姓名", as = "MAX(bidder_name)" },',
        ),
        ('facts = ["bid_count"]', 'facts = ["bid_count", "who"]'),
    )
    screen(stores, replace(scope, own_unit="990100"), "U-990100-01")
    (lead,) = leads(stores, scope)
    below = replace(scope, units=frozenset({"990101"}), may_unmask=False)
    assert library.known_model(stores, below, "U-990100-01") is None
    for viewer in (scope, below):
        assert card(stores, viewer, lead.lead_id).facts["who"] == "张**"
    assert card(stores, scope, lead.lead_id, unmask=True).facts["who"] == "张某某"


def test_what_a_later_version_cannot_read_is_left_out_and_the_others_stay(
    stores, scope, monkeypatch
):
    written(stores, scope)
    written(stores, scope, "U-990101-02")
    monkeypatch.setattr(library, "_parsed", type(library._parsed)())

    def stricter(text, file, shared):
        if file.startswith(RULE):
            raise library.UnknownName("gone")
        return library.load_models()[BIDDING].model_copy(update={"id": "U-990101-02"})

    monkeypatch.setattr(library, "sound_model", stricter)
    assert ids(stores, scope) == {"U-990101-02"}


def test_a_packaged_model_that_never_ran_and_an_unknown_one_are_told_apart(stores, scope):
    with pytest.raises(NotFound, match="has not been run yet"):
        why(stores, scope, BIDDING, "lot:MANY")
    with pytest.raises(UnknownName):
        why(stores, scope, "U-990101-77", "lot:MANY")
