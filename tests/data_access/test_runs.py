from dataclasses import replace

import pytest

from data_access.errors import NotFound, Refused
from data_access.runs import last_run, model_catalogue, runs, samples, subjects
from data_access.scope import Scope
from data_access.screening import screen
from supervision.errors import UnknownName
from supervision.vocabulary import Line, RunStatus
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, VOIDING, add_rows, fixture_text


def listed(stores, scope, outcome, layer=None):
    run_id = runs(stores, scope)[0].run_id
    return [(row.subject, row.layer) for row in subjects(stores, scope, run_id, outcome, layer)]


def test_a_run_is_read_back_as_it_was_reported(own, scope):
    again = screen(own, scope, BIDDING, settings=BIDDING_SETTINGS)
    stored = runs(own, scope, again.run_id)[0]
    same = [(one.id, one.rows_in, one.rows_kept, one.conditions) for one in again.layers]
    assert [(one.id, one.rows_in, one.rows_kept, one.conditions) for one in stored.layers] == same
    assert stored.parameters == {"window_bids": 6, "least_raise_share": 0.5, "near_bids": 2}
    assert (stored.status, stored.as_of, stored.units) == (again.status, again.as_of, again.units)
    assert (stored.leads_found, stored.leads_known) == (3, 3)
    assert stored.coverage == again.coverage


def test_runs_come_newest_first_and_of_one_model_where_asked(own, scope):
    add_rows(own, "vat_invoice", fixture_text(VOIDING, "vat_invoice"), batch_id="b2")
    screen(own, scope, VOIDING)
    assert [run.model for run in runs(own, scope)] == [VOIDING, BIDDING]
    assert [run.model for run in runs(own, scope, model=BIDDING)] == [BIDDING]
    assert len(runs(own, scope, limit=1)) == 1


def test_an_unknown_run_is_not_found(screened, scope):
    with pytest.raises(NotFound):
        runs(screened, scope, "none")


def test_a_run_that_read_other_units_is_not_shown(screened, scope):
    narrow = Scope(viewer="narrow", units=frozenset({"990101"}), lines=scope.lines)
    assert runs(screened, narrow) == []
    criminal = Scope(viewer="criminal", units=scope.units, lines=frozenset({Line.CRIMINAL}))
    assert runs(screened, criminal) == []


def test_every_subject_of_an_outcome_is_listed_with_its_reason(screened, scope):
    assert listed(screened, scope, "flagged") == [
        ("lot:ALONE", "verdict"),
        ("lot:ALTERNATING", "verdict"),
        ("lot:LATER", "verdict"),
    ]
    assert listed(screened, scope, "cannot_judge") == [
        ("lot:BACKWARDS", "lots"),
        ("lot:BEGINNING_LOST", "lots"),
        ("lot:NO_WINNER", "lots"),
        ("lot:TWO_WINNERS", "lots"),
    ]
    assert listed(screened, scope, "near_miss") == [("lot:NEAR", "verdict")]
    assert listed(screened, scope, "dropped", "verdict") == [
        ("lot:GREAT_RAISES", "verdict"),
        ("lot:LIVELY", "verdict"),
        ("lot:NEAR", "verdict"),
    ]
    assert listed(screened, scope, "excluded") == []


def test_the_reason_is_the_sentence_of_what_failed(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    found = subjects(screened, scope, run_id, "cannot_judge")
    reasons = {row.subject: row.reason for row in found}
    assert reasons["lot:BACKWARDS"] == "时间没有倒流：较高的出价不早于较低的出价"
    assert {row.reason for row in subjects(screened, scope, run_id, "flagged")} == {None}


def test_the_list_is_what_the_run_saw_whatever_came_later(own, scope):
    run_id = runs(own, scope)[0].run_id
    text = fixture_text(BIDDING, "auction_bid").replace("ALONE", "SECOND")
    add_rows(own, "auction_bid", text, batch_id="b2")
    assert len(subjects(own, scope, run_id, "flagged")) == 3


@pytest.mark.parametrize(
    ("outcome", "layer", "error"),
    [("kept", None, Refused), ("dropped", "none", NotFound)],
)
def test_an_unknown_outcome_or_layer_is_refused(screened, scope, outcome, layer, error):
    with pytest.raises(error):
        listed(screened, scope, outcome, layer)


def test_both_sides_of_a_layer_open_into_sample_rows(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    kept = samples(screened, scope, run_id, "lots", "kept")
    cannot = samples(screened, scope, run_id, "lots", "cannot_judge")
    assert [row.subject for row in cannot] == [
        "lot:BACKWARDS",
        "lot:BEGINNING_LOST",
        "lot:NO_WINNER",
        "lot:TWO_WINNERS",
    ]
    assert kept[0].row["lot_code"] == "ALONE"
    assert kept[0].row["final_yuan"] == 1000000
    near = samples(screened, scope, run_id, "verdict", "near_miss")
    assert [row.subject for row in near] == ["lot:NEAR"]


def test_a_sample_row_says_which_check_put_it_there(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    near = samples(screened, scope, run_id, "verdict", "near_miss")[0]
    values = [(check.when, check.actual, check.limit) for check in near.checks]
    assert ("from_position IS NOT NULL", 4, 6) in values
    cannot = {row.subject: row for row in samples(screened, scope, run_id, "lots", "cannot_judge")}
    backwards = cannot["lot:BACKWARDS"].checks
    assert [check.says for check in backwards] == ["时间没有倒流：较高的出价不早于较低的出价"]
    assert samples(screened, scope, run_id, "lots", "kept")[0].checks == ()


def test_each_test_that_put_rows_on_a_side_is_in_its_sample(screened, scope):
    report = runs(screened, scope)[0]
    for layer in report.layers:
        found = samples(screened, scope, report.run_id, layer.id, "cannot_judge")
        tests = {entry.id for entry in layer.conditions if entry.null_count}
        assert {check.test for row in found for check in row.checks} >= tests


def test_reading_a_sample_is_audited_without_a_personal_value(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    before = len(audit_lines(screened, "sample_read"))
    samples(screened, scope, run_id, "verdict", "near_miss")
    samples(screened, scope, run_id, "verdict", "excluded")
    lines = audit_lines(screened, "sample_read")[before:]
    assert [(line.object_id, line.detail) for line in lines] == [
        (run_id, {"layer": "verdict", "outcome": "near_miss", "rows": 1, "unmask": False})
    ]


def test_samples_are_bounded_and_in_a_fixed_order(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    found = samples(screened, scope, run_id, "bids", "kept")
    assert len(found) == 20
    assert [row.subject for row in found] == sorted(row.subject for row in found)


def test_samples_of_a_run_outside_the_scope_are_not_shown(screened, scope):
    run_id = runs(screened, scope)[0].run_id
    narrow = Scope(viewer="narrow", units=frozenset({"990101"}), lines=scope.lines)
    assert samples(screened, narrow, run_id, "lots", "kept") == []


def test_the_last_run_is_the_newest_that_was_not_refused(screened, scope):
    report = last_run(screened, scope, BIDDING)
    assert report.status is not RunStatus.REFUSED
    with pytest.raises(NotFound, match="has not been run yet"):
        last_run(screened, scope, VOIDING)
    with pytest.raises(UnknownName):
        last_run(screened, scope, "none")


def test_the_last_run_is_that_over_the_viewer_s_own_units_where_there_is_one(own, scope):
    whole = runs(own, scope)[0].run_id
    narrow = replace(scope, units=frozenset({"990101"}))
    part = screen(own, narrow, BIDDING).run_id
    assert last_run(own, scope, BIDDING).run_id == whole
    assert last_run(own, narrow, BIDDING).run_id == part
    other = replace(scope, units=scope.units | {"990199"})
    assert last_run(own, other, BIDDING).run_id == part


def test_the_catalogue_says_which_models_can_run_and_why_others_cannot(screened, scope):
    by_id = {one.id: one for one in model_catalogue(screened, scope)}
    bidding, voiding = by_id[BIDDING], by_id["invoice_voiding"]
    assert (bidding.id, bidding.runnable, bidding.why_not) == (BIDDING, True, None)
    assert bidding.last_run is not None
    assert bidding.last_run.leads_found == 3
    assert (voiding.runnable, voiding.last_run) == (False, None)
    assert "vat_invoice has no rows" in voiding.why_not


def test_the_catalogue_shows_the_viewer_s_lines_only(screened, scope):
    civil = Scope(viewer="civil", units=scope.units, lines=frozenset({Line.CIVIL}))
    shown = model_catalogue(screened, civil)
    assert {one.line for one in shown} == {Line.CIVIL}
    assert BIDDING in {one.id for one in shown}
