"""Standing models run on what batches made due: once each, and never twice."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data_access.due_runs import due_runs, last_done, note_due
from data_access.errors import Conflict
from data_access.overlays import set_overlay
from data_access.runs import runs
from data_access.screening import screen
from data_access.standing_runs import run_due, waiting_runs
from supervision import declaration
from supervision.vocabulary import DueCause, Line, RunStatus
from tests.conftest import copy_of
from tests.data_access.pool_rows import BIDDING, UNIT, VOIDING, add_rows, fixture_text
from tests.data_access.standing_models import forget_models, standing

DRIVER = Path(__file__).with_name("standing_kill_driver.py")


@pytest.fixture(autouse=True)
def is_standing(tmp_path_factory, monkeypatch):
    """Both models are standing ones."""
    folder = tmp_path_factory.mktemp("models")
    monkeypatch.setattr(declaration, "_model_files", standing(folder, BIDDING, VOIDING))
    forget_models()
    yield
    monkeypatch.undo()
    forget_models()


@pytest.fixture
def arrived(stores):
    """Rows of one batch, which is due."""
    arrive(stores, "batch-1")
    return stores


def arrive(stores, batch_id, dataset="auction_bid", model=BIDDING, unit=UNIT):
    text = fixture_text(model, dataset).replace("ALONE", f"ALONE_{batch_id}")
    add_rows(stores, dataset, text, batch_id=batch_id, unit=unit)
    with stores.writing() as connection:
        note_due(connection, batch_id, DueCause.ARRIVED)


def made(stores, scope, **arguments):
    return [(one.model, one.unit, len(one.due)) for one in run_due(stores, scope, **arguments)]


def test_what_is_due_is_done_once_with_its_run(arrived, scope):
    assert made(arrived, scope, dry_run=True) == [(BIDDING, UNIT, 1)]
    assert runs(arrived, scope) == []
    assert made(arrived, scope) == [(BIDDING, UNIT, 1)]
    report = runs(arrived, scope)[0]
    done = due_runs(arrived, scope)[0]
    assert (done.done_run_id, done.why) == (report.run_id, None)
    assert last_done(arrived, scope, 5) == [done]
    assert done.done_at is not None
    assert report.units == (UNIT,)
    assert made(arrived, scope) == []
    assert len(runs(arrived, scope)) == 1


def test_what_waits_for_a_unit_above_is_said_to_be_of_others(stores, scope):
    arrive(stores, "batch-1", unit="990100")
    narrow = replace(scope, units=frozenset({"990100"}))
    assert [one.scope is None for one in waiting_runs(stores, narrow)] == [True]
    (own,) = waiting_runs(stores, scope)
    assert own.scope.own_unit == "990100"
    assert waiting_runs(stores, replace(scope, lines=frozenset({Line.CRIMINAL}))) == []


def test_one_run_reads_all_that_is_due_for_a_model_and_unit_in_order(arrived, scope):
    arrive(arrived, "batch-2", unit="990102")
    arrive(arrived, "batch-3", "vat_invoice", VOIDING)
    arrive(arrived, "batch-4")
    assert made(arrived, scope) == [(BIDDING, UNIT, 2), (BIDDING, "990102", 1), (VOIDING, UNIT, 1)]
    assert len({one.done_run_id for one in due_runs(arrived, scope)}) == 3


def test_a_unit_s_run_reads_the_units_below_it_with_the_unit_s_parameters(stores, scope):
    city = replace(scope, own_unit="990100")
    set_overlay(stores, city, BIDDING, {"window_bids": 6}, "试用")
    arrive(stores, "batch-1", unit="990100")
    report = next(run_due(stores, scope)).report
    assert report.units == tuple(sorted(scope.units))
    assert report.parameters["window_bids"] == 6


def test_what_a_viewer_may_not_read_as_a_whole_is_left_to_others(stores, scope):
    arrive(stores, "batch-1", unit="990100")
    part = replace(scope, units=frozenset({"990100", "990101"}))
    criminal = replace(scope, lines=frozenset({Line.CRIMINAL}))
    elsewhere = replace(scope, units=frozenset({"990102"}))
    for narrow in (part, criminal, elsewhere):
        assert made(stores, narrow) == []
    assert made(stores, scope) == [(BIDDING, "990100", 1)]


def test_a_model_refused_for_missing_data_is_done_for_the_batch_with_the_reason(arrived, scope):
    with arrived.pool.writing() as connection:
        connection.exec_driver_sql("DELETE FROM lake.auction_bid")
    one = next(run_due(arrived, scope))
    assert one.report.status is RunStatus.REFUSED
    done = due_runs(arrived, scope)[0]
    assert (done.why, done.done_run_id) == (one.why, one.report.run_id)
    assert "auction_bid has no rows" in done.why
    assert made(arrived, scope) == []


def test_a_model_that_cannot_be_asked_is_done_with_the_reason_and_no_run(arrived, scope, tmp_path):
    for path in declaration._model_files():
        text = path.read_text("utf-8").replace("is_standing = true\n", "")
        path.write_text(text, encoding="utf-8")
    forget_models()
    one = next(run_due(arrived, scope))
    assert one.report is None
    assert one.why == "auction_bidding is no standing model any more."
    done = due_runs(arrived, scope)[0]
    assert (done.why, done.done_run_id) == (one.why, None)
    assert made(arrived, scope) == []


def test_a_run_that_another_process_made_is_not_written(arrived, scope):
    due = [one.due_id for one in due_runs(arrived, scope)]
    screen(arrived, scope, BIDDING, due=due)
    with pytest.raises(Conflict):
        screen(arrived, scope, BIDDING, due=due)
    assert len(runs(arrived, scope)) == 1


def test_killed_at_any_moment_a_due_run_is_made_once(empty_home, tmp_path):
    home = copy_of(empty_home, tmp_path / "home")
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(home), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {entry["killed"] for entry in answer} == {"open", "done"}
    for entry in answer:
        assert entry["runs_killed"] == (1 if entry["killed"] == "done" else 0), entry
        assert (entry["runs"], entry["open"], entry["leads"]) == (1, 0, 2), entry
