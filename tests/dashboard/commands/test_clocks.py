"""`sijian clocks`: the list, one period, and one computed with the days off of a home."""

import json

import pytest

from dashboard.command_line import run
from supervision.clocks import load_periods
from tests.conftest import copy_of

DAYS_OFF = (
    "日期,节日名称,是否上班\n2025-10-01,国庆节,否\n2025-10-02,国庆节,否\n2025-10-03,国庆节,否\n"
)


@pytest.fixture
def sijian(capsys, monkeypatch, tmp_path):
    """Runs a command with --json in an empty folder; the answer, or the refusal."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


def test_the_list_needs_no_home(sijian):
    found = sijian("clocks")
    assert [one["id"] for one in found] == list(load_periods().clocks)
    one = sijian("clocks", "invest_custody")
    assert one in found
    assert (one["length"], one["article"], one["in_force_from"]) == (
        "2 months",
        "第156条",
        "2018-10-26",
    )
    assert [version["article"] for version in one["versions"]] == ["第154条", "第156条"]
    assert [each["months"] for each in one["versions"][1]["extensions"]] == [1, 2, 2]
    assert "in_force_from" in one["versions"][1]["to_check"]


def test_one_period_is_computed(sijian):
    found = sijian(
        *("clocks", "invest_custody", "--start", "2024-12-31", "--as-of", "2025-05-01"),
        *("--extension", "higher_office", "--extension-days", "10"),
    )
    assert (found["end_on"], found["due_on"]) == ("2025-04-10", "2025-04-10")
    assert (found["days_left"], found["is_overdue"]) == (-21, True)
    early = sijian("clocks", "auction_announce", "--start", "2025-05-01", "--as-of", "2026-01-01")
    assert (early["due_on"], early["days_left"], early["is_overdue"]) == ("2025-05-31", None, None)
    before = sijian("clocks", "cc_report", "--start", "2019-05-01")
    assert (before["law"], before["end_on"], before["to_check"]) == (None, None, [])


def test_an_end_moves_by_the_days_off_of_the_home(sijian, empty_home, home, tmp_path):
    copy_of(empty_home, home)
    path = tmp_path / "节假日.csv"
    path.write_text(DAYS_OFF, encoding="utf-8")
    asked = ("clocks", "nonlit_apply", "--start", "2025-07-01")
    assert sijian(*asked, "--as-of", "2025-10-03")["is_overdue"] is None
    sijian("intake", path, "--unit", "990101", "--home", home)
    found = sijian(*asked, "--as-of", "2025-10-03", "--home", home)
    assert (found["end_on"], found["due_on"]) == ("2025-10-01", "2025-10-06")
    assert (found["days_left"], found["is_overdue"]) == (3, False)


def test_what_cannot_be_computed_is_refused(sijian, tmp_path):
    assert "nonsense" in sijian("clocks", "nonsense", status=1)["error"]
    assert (
        "hours" in sijian("clocks", "auction_bidding", "--start", "2025-05-01", status=1)["error"]
    )
    absent = ("--home", tmp_path / "absent")
    refused = sijian("clocks", "nonlit_apply", "--start", "2025-07-01", *absent, status=1)
    assert "sijian init" in refused["hint"]
    for wrong in (("--as-of", "2025-05-01"), ("--start", "2025-05-01")):
        assert "start" in sijian("clocks", *wrong, status=2)["error"]
