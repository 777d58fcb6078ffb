"""The commands quality and requests: what they answer, and what they refuse."""

import json

import pytest

from dashboard.command_line import run
from tests.conftest import copy_of

HEADER = "状态,竞买号,价格,时间,标的\n"


@pytest.fixture(scope="module")
def supplied(empty_home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    home = copy_of(empty_home, folder / "home")
    path = folder / "甲.csv"
    path.write_text(
        HEADER + "成交,A1,100,2026-05-26 10:00:00,L\n出局,A2,x,2026-05-26 10:00:00,L\n",
        encoding="utf-8",
    )
    arguments = ("--supplier", "甲平台", "--unit", "990101", "--received-on", "2026-06-01")
    assert run(["intake", str(path), *arguments, "--home", str(home), "--json"]) == 0
    return home


@pytest.fixture
def sijian(capsys, supplied):
    """Runs a command with --json; the answer, or the refusal."""

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--home", str(supplied), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


def test_the_quality_of_one_dataset_is_one_object(sijian):
    found = sijian("quality", "auction_bid", "--as-of", "2026-06-05")
    assert (found["rows"], found["received_on"], found["freshness"]) == (
        1,
        "2026-06-01",
        "no_rhythm",
    )
    assert (found["as_of"], found["overdue_days"], found["due_on"]) == ("2026-06-05", None, None)
    [supplier] = found["suppliers"]
    assert (supplier["supplier"], supplier["rows"]) == ("甲平台", 1)
    assert {(one["reason"], one["column"], one["faults"]) for one in found["rejects"]} == {
        ("not_a_number", "bid_yuan", 1)
    }
    checks = {one["id"]: one["verdict"] for one in found["checks"]}
    assert (checks["bid_positive"], checks["bid_not_below_start"]) == ("pass", "not_applicable")
    assert found["checks_failed"] == sum(verdict == "fail" for verdict in checks.values())
    shares = {one["column"]: one["share"] for one in found["columns"]}
    assert (shares["bid_yuan"], shares["start_yuan"]) == (1.0, 0.0)
    feeds = {one["model"]: one["can_feed"] for one in found["models"]}
    assert feeds["auction_bidding"] is True
    [batch] = found["batches"]
    assert batch["loaded_by"] == "demo"
    assert len(batch["files"][0]["sha256"]) == 64


def test_the_quality_of_all_is_an_array_of_every_dataset(sijian):
    found = sijian("quality")
    listed = {one["id"] for one in sijian("datasets")}
    assert {one["dataset"] for one in found} == listed


def test_requests_are_listed_and_written(sijian, tmp_path):
    found = sijian("requests", "invoice_voiding")
    assert {one["dataset"] for one in found} == {"vat_invoice"}
    assert {one["need"] for one in found} >= {"required"}
    out = tmp_path / "需求.csv"
    assert sijian("requests", "invoice_voiding", "--output", out) == found
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == len(found) + 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("quality", "nonsense"), 1),
        (("quality", "auction_bid", "--as-of", "yesterday"), 2),
        (("requests", "nonsense"), 1),
        (("requests", "--output", "list.doc"), 2),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(sijian, arguments, status):
    assert sijian(*arguments, status=status)["error"]
