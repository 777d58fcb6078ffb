"""Commands of the shelf and of packs: their keys are a contract, too."""

import json

import pytest

from dashboard.command_line import run
from data_access.stores import open_stores
from tests.conftest import copy_of
from tests.data_access.shelf_models import RULE, pack_of, publisher, renamed, rule_text
from tests.supervision.model_text import FIXTURES

KEPT_KEYS = {
    *("entry_id", "model", "version", "unit", "origin", "title", "line"),
    *("is_restricted", "sha256", "state"),
    *("written_by", "written_at", "history"),
}
FIT_KEYS = {
    *("id", "version", "title", "line", "verdict", "why", "mistakes", "needs", "parameters"),
    *("clocks", "run", "run_why"),
}


@pytest.fixture
def sijian(capsys, empty_home, tmp_path):
    """Runs a command with --json in a home with a second person; the answer, or the refusal."""
    home = copy_of(empty_home, tmp_path / "home")
    stores = open_stores(home)
    publisher(stores)
    stores.close()

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--home", str(home), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


def test_a_rule_goes_from_its_file_to_a_pack(sijian, tmp_path):
    file, fixtures, pack = tmp_path / "r.toml", tmp_path / "r.fixtures.toml", tmp_path / "p.zip"
    file.write_text(rule_text(), encoding="utf-8")
    fixtures.write_text(FIXTURES, encoding="utf-8")
    kept = sijian("shelf", "keep", file, fixtures)
    assert (set(kept), kept["state"], kept["history"]) == (KEPT_KEYS, "draft", [])
    refused = sijian("shelf", "publish", RULE, status=1)
    assert "cannot publish it" in refused["error"]
    assert "second person" in refused["hint"]
    back = sijian("shelf", "return", RULE, "--reason", "再核", "--viewer", "li.si")
    assert (back["state"], set(back["history"][0])) == ("returned", {"state", "at", "by", "reason"})
    file.write_text(rule_text(RULE, 2), encoding="utf-8")
    sijian("shelf", "keep", file, fixtures)
    assert sijian("shelf", "publish", RULE, "--viewer", "li.si")["state"] == "published"
    shown = sijian("models", RULE)
    assert (shown["origin"], shown["unit"], shown["state"]) == ("rule", "990101", "published")
    assert set(sijian("pack", "out", pack, RULE)) == {"file", "sha256", "models"}
    assert "exists already" in sijian("pack", "out", pack, RULE, status=1)["error"]
    assert sijian("shelf", "retire", RULE, "--reason", "停用")["state"] == "retired"
    assert [one["version"] for one in sijian("shelf", "list", RULE)] == [2, 1]


def test_a_pack_is_taken_in_with_its_fit_report(sijian, tmp_path):
    pack = tmp_path / "x.zip"
    pack.write_bytes(pack_of(renamed("auction_bidding", "X-bidding")))
    report = sijian("pack", "in", pack, "--dry-run")
    assert set(report) == {"sha256", "is_kept", "models"}
    assert set(report["models"][0]) == FIT_KEYS
    assert (report["is_kept"], report["models"][0]["run"]) == (False, "refused")
    assert sijian("pack", "in", pack)["is_kept"] is True
    pack.write_bytes(b"nothing")
    assert "no ZIP archive" in sijian("pack", "in", pack, status=1)["error"]
    assert "cannot be read" in sijian("pack", "in", tmp_path / "none.zip", status=1)["error"]
