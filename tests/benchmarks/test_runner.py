"""The runner of the benchmarks: every limit has its scenario, every figure its verdict."""

import importlib.util
import json
import subprocess
import sys
import tomllib

import pytest

from benchmarks.measured import Measured
from benchmarks.runner import FOLDER, LIMITS, judged, main

SCENARIOS = tomllib.loads(LIMITS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_with_limits_has_its_module(scenario):
    spec = importlib.util.find_spec(f"benchmarks.{scenario}")
    assert spec is not None
    assert "def measure(" in (FOLDER / f"{scenario}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_limit_is_whole(scenario):
    limits = [limit for limit in SCENARIOS[scenario].values() if isinstance(limit, dict)]
    assert SCENARIOS[scenario]["says"]
    assert limits
    for limit in limits:
        assert set(limit) == {"unit", "bounds", "limit"}
        assert limit["bounds"] in {"ratio", "figure"}


@pytest.mark.parametrize(("figure", "holds"), [(4.0, True), (6.0, False)])
def test_a_ratio_is_judged_by_its_baseline(figure, holds):
    limits = {"seconds": {"unit": "s", "bounds": "ratio", "limit": 5.0}}
    row = judged("intake", Measured(name="seconds", figure=figure, baseline=1.0), limits)
    assert row == {
        "scenario": "intake",
        "says": "seconds",
        "figure": figure,
        "unit": "s",
        "ratio": figure,
        "limit": 5.0,
        "holds": holds,
    }


def test_a_figure_is_judged_by_itself_and_still_shows_its_ratio():
    limits = {"each": {"unit": "ms", "bounds": "figure", "limit": 300}}
    row = judged("pages", Measured(name="leads", figure=200.0, baseline=50.0), limits)
    assert (row["ratio"], row["holds"]) == (4.0, True)


def test_a_figure_without_a_limit_is_not_judged():
    assert judged("pages", Measured(name="leads", figure=1.0), {})["holds"] is None


def test_an_unknown_scenario_is_wrong_usage(capsys):
    assert main(["nonsense"]) == 2
    assert "no scenario nonsense" in capsys.readouterr().err


def test_a_scenario_that_lacks_what_it_needs_is_said_and_not_judged(monkeypatch):
    monkeypatch.delenv("SIJIAN_REAL_DATA", raising=False)
    called = subprocess.run(
        [sys.executable, "-m", "benchmarks", "intake_invoices"],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert called.returncode == 0
    (row,) = json.loads(called.stdout)
    assert (row["scenario"], row["holds"], row["figure"]) == ("intake_invoices", None, None)
    assert "Traceback" not in called.stderr
