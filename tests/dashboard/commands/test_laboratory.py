"""Commands of the laboratory: their keys are a contract, too."""

import json
from decimal import Decimal
from importlib.resources import files

import pytest

from dashboard.command_line import run
from data_access import questions
from supervision import declaration
from supervision.declaration import model
from tests.conftest import copy_of
from tests.data_access.standing_models import forget_models, standing

BIDDING = "auction_bidding"
LEAD_KEYS = {"lead_id", "lead_no", "subject", "period", "title", "unit", "state"}
COUNT_KEYS = {
    *("rows_in", "rows_kept", "rows_dropped", "rows_excluded"),
    *("rows_cannot_judge", "rows_near_miss"),
}


@pytest.fixture(scope="module")
def home(screened_home, tmp_path_factory):
    """The screened demo world, for the tests of this module in their order."""
    return copy_of(screened_home, tmp_path_factory.mktemp("laboratory") / "home")


@pytest.fixture
def sijian(capsys, home):
    """Runs a command with --json; the answer, or the refusal."""

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--home", str(home), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


def test_what_if_says_what_would_change(sijian):
    before = sijian("runs", "--model", BIDDING)
    found = sijian("whatif", BIDDING, "--set", "window_bids=200")
    assert set(found) == {
        *("model", "version", "snapshot", "as_of", "status", "why", "seconds"),
        *("parameters_now", "parameters_then", "leads_now", "leads_then", "leads_difference"),
        *("appear", "vanish", "stay", "layers", "warnings"),
    }
    assert found["leads_now"] == before[0]["leads_found"]
    assert found["leads_difference"] == -len(found["vanish"]) < 0
    assert set(found["vanish"][0]) == LEAD_KEYS
    assert set(found["layers"][0]) == {"id", "title", "counts", "now", "then"}
    assert set(found["layers"][0]["now"]) == COUNT_KEYS
    assert sijian("runs", "--model", BIDDING) == before


def test_a_backtest_takes_a_changed_file(sijian, tmp_path):
    path = tmp_path / "changed.toml"
    own = files("supervision") / "models" / "auctions" / f"{BIDDING}.toml"
    text = own.read_text("utf-8").replace("version = 1", "version = 2", 1)
    path.write_text(text.replace("default = 10", "default = 200", 1), encoding="utf-8")
    found = sijian("backtest", BIDDING, "--file", path)
    assert set(found) == {
        *("model", "run_id", "snapshot", "as_of", "units", "version_before", "version_after"),
        *("parameters_before", "parameters_after", "status", "why", "leads_before", "leads_after"),
        *("appeared", "vanished", "unchanged", "layers", "verdicts_before", "verdicts_after"),
        *("dismissed_gone", "confirmed_lost", "warnings", "seconds"),
    }
    assert (found["version_before"], found["version_after"]) == (1, 2)
    assert found["leads_after"] == found["unchanged"] < found["leads_before"]
    assert set(found["verdicts_before"]) == {"confirmed", "dismissed", "precision"}
    fixtures = tmp_path / "changed.fixtures.toml"
    installed = own.with_name(f"{BIDDING}.fixtures.toml").read_text("utf-8")
    fixtures.write_text(installed, encoding="utf-8")
    both = ("backtest", BIDDING, "--file", path, "--fixtures", fixtures)
    path.write_text(text, encoding="utf-8")
    assert sijian(*both)["leads_after"] == found["leads_before"]
    fixtures.write_text(installed.replace("kept = 49", "kept = 48", 1), encoding="utf-8")
    refused = sijian(*both, status=1)["error"]
    assert "changed.fixtures.toml: fixtures." in refused
    assert "rows_kept is 49, 48 is expected" in refused
    path.write_bytes("案".encode("gb18030"))
    assert "UTF-8" in sijian("backtest", BIDDING, "--file", path, status=1)["error"]
    path.write_text(text.replace('"COUNT(*)"', '"read_text(1)"'), encoding="utf-8")
    assert "portable list" in sijian("backtest", BIDDING, "--file", path, status=1)["error"]


def test_precision_says_what_became_of_each_version(sijian):
    found = sijian("precision", BIDDING)
    assert set(found) == {"model", "fewest_units", "fewest_concluded", "versions"}
    (version,) = found["versions"]
    assert set(version) == {"version", "leads", "concluded", "others"}
    assert set(version["concluded"]) == {"confirmed", "dismissed", "precision"}
    assert (version["leads"] > 0, version["others"]) == (True, None)


def test_overlap_answers_pair_by_pair(sijian):
    (found,) = sijian("overlap", BIDDING, "invoice_voiding")
    assert set(found) == {"first", "second", "subjects", "conditions"}
    assert set(found["subjects"]) == {"first", "second", "both", "share_of_smaller"}
    assert sijian("overlap", BIDDING) == []
    shared = {(one["first"], one["second"]) for one in sijian("overlap")}
    assert shared == {(first, second) for first, second in shared if first < second}


def test_a_unit_s_parameter_stands_until_it_is_cleared(sijian):
    set_so = ("overlay", BIDDING, "--set", "window_bids=200", "--reason", "试用")
    found = sijian(*set_so)
    assert set(found) == {"model", "version", "unit", "parameters", "history"}
    assert (found["unit"], found["parameters"][0]["value"]) == ("990101", 200)
    entry = {"entry_id", "model", "version", "unit", "parameter", "value", "at", "by", "reason"}
    assert set(found["history"][0]) == entry
    assert sijian("overlay", BIDDING) == found
    report = sijian("screen", BIDDING)[0]
    assert report["parameters"]["window_bids"] == 200
    since = sijian("runs", report["run_id"])["since_last"]
    keys = {"run_id", "version", "snapshot", "started_at", "new", "vanished", "changed"}
    assert set(since) == keys | {"unchanged"}
    assert since["vanished"]
    assert since["new"] == since["changed"] == []
    cleared = sijian("overlay", BIDDING, "--clear", "window_bids", "--reason", "试用结束")
    assert cleared["parameters"][0]["value"] == cleared["parameters"][0]["default"] == 10
    assert sijian("screen", BIDDING, "--dry-run")[0]["parameters"]["window_bids"] == 10


@pytest.fixture
def few_models(tmp_path, monkeypatch):
    """A library of two models, as long as a test lasts."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(declaration, "_model_files", standing(folder))
    forget_models()
    yield
    monkeypatch.undo()
    forget_models()


@pytest.mark.usefixtures("few_models")
def test_a_model_that_cannot_be_asked_does_not_hold_up_the_others(sijian, monkeypatch):
    declared = model(BIDDING)
    sijian("overlay", BIDDING, "--set", "window_bids=4", "--reason", "试用")
    least = declared.parameters[0].model_copy(update={"least": Decimal(6)})
    later = declared.model_copy(update={"parameters": (least, *declared.parameters[1:])})
    monkeypatch.setattr(
        questions, "model_of", lambda *found: later if found[-1] == BIDDING else model(found[-1])
    )
    ran = {one["model"] for one in sijian("screen", "--all", "--dry-run")}
    assert "invoice_voiding" in ran
    assert BIDDING not in ran
    refused = sijian("screen", BIDDING, "--dry-run", status=1)
    assert "--clear window_bids" in refused["hint"]
    monkeypatch.setattr(questions, "model_of", lambda *found: model(found[-1]))
    sijian("overlay", BIDDING, "--clear", "window_bids", "--reason", "试用结束")


def test_a_person_reads_the_warnings_beside_the_table(home, capsys, monkeypatch):
    declared = model(BIDDING)
    lead = declared.lead.model_copy(update={"warn_above": Decimal(0)})
    strict = declared.model_copy(update={"lead": lead})
    monkeypatch.setattr(questions, "model_of", lambda *_: strict)
    assert run(["screen", BIDDING, "--dry-run", "--home", str(home)]) == 0
    said = capsys.readouterr()
    assert "are flagged, above the warning line of 0.0%" in said.err
    assert "flagged" not in said.out
    assert run(["overlay", BIDDING, "--home", str(home)]) == 0
    assert "window_bids" in capsys.readouterr().out


def test_what_a_batch_made_due_is_run_once(sijian, tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(declaration, "_model_files", standing(folder, BIDDING))
    forget_models()
    try:
        sijian("screen", "--due")
        assert sijian("screen", "--due") == []
        path = tmp_path / "第1号标的.csv"
        path.write_text("状态,竞买号,价格,时间\n成交,A1,7,2026-05-26 10:20:46\n", encoding="utf-8")
        sijian("intake", path)
        rehearsed = sijian("screen", "--due", "--dry-run")
        made = sijian("screen", "--due", "--as-of", "2026-06-01")
        standing_runs = [one for one in made if one["units"] == ["990101"]]
        assert [one["model"] for one in standing_runs] == [BIDDING]
        assert {one["run_id"] for one in rehearsed} == {None}
        assert standing_runs[0]["as_of"] == "2026-06-01"
        assert sijian("screen", "--due") == []
    finally:
        monkeypatch.undo()
        forget_models()
