"""Killed at any moment, a batch is whole or absent, and the same call again completes the work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("kill_driver.py")
ROWS = 300


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What could be read after each kill, and after the same call again."""
    folder = tmp_path_factory.mktemp("kills")
    command = [sys.executable, str(DRIVER), str(folder / "home"), str(folder), "10", "12", "5"]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_partial_is_ever_read(outcome):
    assert len(outcome["intake"]) >= 22
    for entry in outcome["intake"]:
        assert entry["killed"]["rows"] in {0, ROWS}, entry
        assert entry["killed"]["claims_left"] == 0, entry
        expected = ["loaded"] if entry["killed"]["rows"] else []
        assert entry["killed"]["after"] == expected, entry
        assert entry["killed"]["before"] in (expected, []), entry


def test_kills_fell_before_and_after_the_commit(outcome):
    seen = {entry["killed"]["rows"] for entry in outcome["intake"]}
    assert seen == {0, ROWS}
    unsettled = [e for e in outcome["intake"] if e["killed"]["before"] != e["killed"]["after"]]
    assert unsettled, "no kill fell between the lake's commit and casework's"


def test_the_same_call_again_completes_the_work(outcome):
    for entry in outcome["intake"]:
        assert entry["completed"]["rows"] == ROWS, entry
        assert entry["completed"]["after"] == ["loaded"], entry


def test_a_withdrawal_is_whole_or_absent_and_can_be_repeated(outcome):
    for entry in outcome["withdrawal"]:
        is_gone = entry["killed"]["rows"] == 0
        assert entry["killed"]["rows"] in {0, ROWS}, entry
        assert entry["killed"]["after"] == (["withdrawn"] if is_gone else ["loaded"]), entry
        assert entry["completed"]["rows"] == 0, entry
        assert entry["completed"]["after"] == ["withdrawn"], entry


def test_an_update_is_whole_or_absent_and_can_be_repeated(outcome):
    seen = set()
    for entry in outcome["updates"]:
        killed, completed = entry["killed"], entry["completed"]
        is_new = killed["names"] == ["新"]
        seen.add(is_new)
        assert killed["names"] in (["新"], ["旧"]), entry
        assert (killed["rows"], completed["rows"]) == (ROWS, ROWS), entry
        assert killed["replaced"] == (ROWS if is_new else 0), entry
        assert killed["after"] == (["loaded"] if is_new else []), entry
        assert (completed["names"], completed["replaced"]) == (["新"], ROWS), entry
    assert seen == {True, False}


def test_a_withdrawn_update_is_restored_as_a_whole_or_not_at_all(outcome):
    seen = set()
    for entry in outcome["restored"]:
        killed, completed = entry["killed"], entry["completed"]
        is_back = killed["names"] == ["旧"]
        seen.add(is_back)
        assert killed["names"] in (["新"], ["旧"]), entry
        assert (killed["rows"], completed["rows"]) == (ROWS, ROWS), entry
        assert killed["replaced"] == (0 if is_back else ROWS), entry
        assert killed["after"] == (["withdrawn"] if is_back else ["loaded"]), entry
        assert (completed["names"], completed["replaced"]) == (["旧"], 0), entry
    assert seen == {True, False}
