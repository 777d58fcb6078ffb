"""The command line's contract: keys, exit status, one JSON value, one sentence, never a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.command_line import COMMANDS, GROUPS, run
from data_access.maintenance import create_home
from data_access.settings import Settings
from supervision.contracts import load_contracts
from tests.conftest import copy_of

ROOT = Path(__file__).resolve().parents[2]
RUN_KEYS = {
    *("run_id", "model", "version", "snapshot", "as_of", "parameters", "status", "layers"),
    *("leads_found", "leads_new", "leads_known", "leads_reopened", "seconds"),
}
LAYER_KEYS = {
    *("id", "title", "counts", "rows_in", "rows_kept", "rows_dropped", "rows_excluded"),
    *("rows_cannot_judge", "rows_near_miss", "seconds"),
}
LEAD_KEYS = {
    *("lead_id", "lead_no", "model", "version", "run_id", "snapshot", "as_of", "subject"),
    *("title", "score", "state", "line", "unit", "event_on", "due_on", "amount_yuan"),
    *("confidence", "is_degraded", "is_withdrawn", "reasons", "history"),
}
BATCH_KEYS = {
    *("batch_id", "dataset", "unit", "supplier", "received_on", "loaded_at", "loaded_by"),
    *("files", "rows_loaded", "rows_rejected", "withdrawn_at"),
}
INTAKE_KEYS = {
    *("dataset", "batch_id", "snapshot", "rows_read", "rows_loaded", "rows_rejected"),
    *("rows_repeated", "rows_updated", "rows_set_aside", "files", "rejects_file", "seconds"),
}
WHY_KEYS = {"model", "run_id", "subject", "verdict", "reached", "stopped_at", "conditions"}

BIDS = '状态,竞买号,价格,时间\n成交,A1,"1,200.00",2026年05月26日 10:20:46\n坏,B2,x,y\n'


@pytest.fixture
def sijian(capsys, monkeypatch):
    """Runs a command with --json; the answer, or the refusal, and the exit status."""

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


@pytest.fixture
def shown(screened_stores, sijian):
    """Runs a command on the screened demo world."""
    screened_stores.pool.close()

    def call(*arguments, status=0):
        return sijian(*arguments, "--home", screened_stores.home, status=status)

    return call


@pytest.fixture(scope="module")
def settled_home(screened_home, tmp_path_factory):
    """The screened demo world for commands that are refused and change nothing of it."""
    return copy_of(screened_home, tmp_path_factory.mktemp("settled") / "home")


@pytest.fixture
def office(home):
    """A home that is no demo home, without accounts."""
    create_home(home, Settings(home=home))
    return home


def of(answer, *keys):
    return {key: answer[key] for key in keys}


def test_init_says_where_the_stores_are(sijian, home):
    made = sijian("init", "--demo", "--home", home)
    assert set(made) == {"casework", "pool", "version"}
    assert Path(made["casework"]).exists()
    assert sijian("init", "--home", home) == made


def test_datasets_answer_with_contracts(shown):
    found = shown("datasets")
    assert [one["id"] for one in found] == list(load_contracts())
    assert set(found[0]) >= {"id", "title", "owner", "columns", "key", "rows", "snapshot"}
    assert shown("datasets", found[0]["id"]) == found[0]


def test_intake_takes_a_file_and_keeps_what_it_rejects(shown, tmp_path):
    path = tmp_path / "第1号标的.csv"
    path.write_bytes(BIDS.encode("gb18030"))
    report = shown("intake", path, "--supplier", "法院", "--received-on", "2026-05-27")
    assert set(report) >= INTAKE_KEYS
    assert of(report, "rows_read", "rows_loaded", "rows_rejected") == {
        "rows_read": 2,
        "rows_loaded": 1,
        "rows_rejected": 1,
    }
    assert set(report["files"][0]) >= {"path", "sha256", "encoding", "header_row", "rows_read"}
    faults = shown("rejects", report["batch_id"])
    assert {"file", "line", "column", "value", "reason"} <= set(faults[0])
    assert {fault["line"] for fault in faults} == {3}
    batch = shown("batches", report["batch_id"])
    assert set(batch) >= BATCH_KEYS
    assert batch["received_on"] == "2026-05-27"
    assert shown("batches")[0] == batch
    again = shown("intake", path)
    assert of(again, "batch_id", "rows_loaded") == {"batch_id": None, "rows_loaded": 0}
    gone = shown("withdraw", report["batch_id"], "--reason", "发错了")
    assert gone["withdrawn_at"].endswith("Z")
    assert shown("intake", path)["rows_loaded"] == 1


def test_intake_takes_the_answer_of_a_query(shown, tmp_path, monkeypatch):
    path = tmp_path / "他库.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bid (竞买号, 价格, 时间, 状态)")
        connection.execute("INSERT INTO bid VALUES ('A1', 7, '2026-05-26 10:00:00', '成交')")
    connection.close()
    monkeypatch.setenv("OTHER_STORE", f"sqlite:///{path}")
    settings = ("--set", "lot_code=查询", "--dry-run")
    report = shown("intake", "--from", "OTHER_STORE", "--query", "SELECT * FROM bid", *settings)
    assert of(report, "dataset", "rows_read", "rows_loaded") == {
        "dataset": "auction_bid",
        "rows_read": 1,
        "rows_loaded": 1,
    }
    assert report["files"][0]["path"].startswith("sqlite/他库.db/query-")


def test_a_dry_run_of_intake_changes_nothing(shown, tmp_path):
    path = tmp_path / "第1号标的.csv"
    path.write_bytes(BIDS.encode("gb18030"))
    before = shown("batches")
    report = shown("intake", path, "--dry-run")
    assert of(report, "batch_id", "snapshot") == {"batch_id": None, "snapshot": None}
    assert shown("batches") == before


def test_models_say_what_they_require(shown):
    found = shown("models")
    wanted = {"id", "version", "title", "line", "business", "kind", "maturity", "requires"}
    assert set(found[0]) >= wanted | {"runnable", "why_not"}
    assert shown("models", "auction_bidding") in found


def test_screen_answers_with_an_array(shown):
    found = shown("screen", "auction_bidding")
    assert isinstance(found, list)
    assert set(found[0]) >= RUN_KEYS
    assert set(found[0]["layers"][0]) >= LAYER_KEYS
    report = found[0]
    assert report["leads_found"] == report["leads_known"] > 0
    assert "auction_bidding" not in [one["model"] for one in shown("screen", "--due", "--dry-run")]


def test_a_dry_run_of_screen_has_no_id_and_writes_nothing(shown):
    before = shown("runs")
    assert shown("screen", "invoice_voiding", "--dry-run")[0]["run_id"] is None
    assert shown("runs") == before


def test_parameters_and_days_are_recorded(shown):
    found = shown("screen", "auction_bidding", "--set", "window_bids=5", "--as-of", "2025-12-31")[0]
    assert found["parameters"]["window_bids"] == 5
    assert found["as_of"] == "2025-12-31"


def test_a_new_batch_makes_a_model_due(shown, tmp_path):
    path = tmp_path / "第1号标的.csv"
    path.write_bytes(BIDS.encode("gb18030"))
    shown("intake", path)
    assert "auction_bidding" in [one["model"] for one in shown("screen", "--due")]


def test_runs_answer_with_one_object_for_an_id(shown):
    found = shown("runs")
    assert set(found[0]) >= RUN_KEYS
    assert shown("runs", found[0]["run_id"])["run_id"] == found[0]["run_id"]


def test_subjects_of_a_run_are_listed(shown):
    run_id = shown("runs", "--model", "auction_bidding")[0]["run_id"]
    found = shown("runs", run_id, "--subjects", "cannot_judge", "--layer", "lots")
    assert found
    assert all(set(one) >= {"subject", "layer", "reason"} for one in found)


def test_why_follows_a_subject_or_a_lead(shown):
    lead = shown("leads", "--model", "auction_bidding", "--limit", "1")[0]
    answer = shown("why", "auction_bidding", lead["subject"])
    assert set(answer) >= WHY_KEYS
    assert answer["verdict"] == "flagged"
    assert shown("why", lead["lead_id"]) == answer
    assert shown("why", lead["lead_no"]) == answer
    absent = shown("why", "auction_bidding", "lot:没有这个标的")
    assert absent["verdict"] == "absent"


def test_leads_have_their_keys_and_filters(shown):
    found = shown("leads")
    assert all(set(lead) >= LEAD_KEYS for lead in found)
    reason = found[0]["reasons"][0]
    assert set(reason) >= {"says", "when", "actual", "limit"}
    assert set(found[0]["history"][0]) >= {"at", "by", "from", "to", "reason", "note"}
    civil = shown("leads", "--line", "civil")
    assert 0 < len(civil) < len(found)
    assert {lead["line"] for lead in civil} == {"civil"}
    assert shown("leads", "--limit", "2", "--offset", "1") == found[1:3]
    assert shown("leads", "--state", "dismissed, new") == found
    one = shown("leads", found[0]["lead_id"])
    assert one == found[0] == shown("leads", found[0]["lead_no"])


def test_a_lead_moves_with_a_reason(shown):
    lead = shown("leads", "--limit", "1")[0]
    moved = shown("lead", lead["lead_id"], "--to", "triaged", "--reason", "worth_checking")
    assert moved["state"] == "triaged"
    assert moved["history"][-1]["by"] == "demo"
    seen = shown("lead", lead["lead_id"])
    assert of(seen, "state", "proposal", "members", "links", "links_say") == {
        "state": "triaged",
        "proposal": None,
        "members": None,
        "links": None,
        "links_say": None,
    }
    assert "No decision waits" in shown("lead", lead["lead_id"], "--decline", status=1)["error"]
    refused = shown("lead", lead["lead_id"], "--to", "closed", status=1)
    assert set(refused) == {"error", "hint"}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_export_is_known_again(shown, tmp_path, suffix):
    path = tmp_path / f"list.{suffix}"
    made = shown("export", "leads", "--out", path, "--reason", "会商", "--line", "civil")
    assert set(made) >= {"export_id", "file", "format", "rows", "sha256", "seconds"}
    assert of(made, "file", "format") == {"file": str(path), "format": suffix}
    assert made["rows"] == len(shown("leads", "--line", "civil"))
    verified = shown("verify", path)
    assert verified["verdict"] == "intact"
    wanted = {"export_id", "verdict", "exported_by", "exported_at", "rows", "filters"}
    assert set(verified) >= wanted | {"differences"}


def test_a_file_that_was_never_exported_is_unknown(shown, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert shown("verify", path)["verdict"] == "unknown"


def test_trends_carry_their_parts(shown):
    found = shown("trends")
    assert {point["series"] for point in found} == {
        *("leads_by_event", "leads_by_received", "voided_share", "published", "published_part"),
    }
    share = next(point for point in found if point["series"] == "voided_share")
    assert share["value"] == pytest.approx(share["numerator"] / share["denominator"])
    assert {"as_of", "snapshot", "definition_version", "interval"} <= set(share)
    published = shown("trends", "--series", "published", "--line", "civil")
    assert {point["line"] for point in published} == {"civil"}


def test_demo_fills_a_demo_home_and_tells_the_truth(sijian, tmp_path):
    home, truth = tmp_path / "home", tmp_path / "truth.csv"
    sijian("init", "--demo", "--home", home)
    made = sijian("demo", "--scale", "0.01", "--seed", "3", "--truth", truth, "--home", home)
    assert set(made) == {"rows", "datasets", "planted"}
    lines = truth.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "model,subject,label,trap"
    assert len(lines) == made["planted"] + 1


def test_backup_restore_and_doctor(shown, sijian, tmp_path):
    saved = tmp_path / "saved.zip"
    made = shown("backup", saved)
    assert set(made) == {"file", "sha256"}
    leads = shown("leads")
    back = tmp_path / "back"
    assert sijian("restore", saved, "--home", back) == {"restored": str(saved)}
    assert sijian("leads", "--home", back) == leads
    found = sijian("doctor", "--home", back)
    assert all(set(one) == {"check", "holds", "says"} for one in found)
    assert [one for one in found if not one["holds"]] == []


def test_the_first_account_needs_no_viewer_and_the_next_one_does(sijian, office, monkeypatch):
    add = ("user", "add", "--unit", "990101", "--line", "civil", "--home", office)
    first = sijian(*add, "wang")
    assert of(first, "username", "can_sign_in") == {"username": "wang", "can_sign_in": False}
    assert "password_hash" not in first
    assert "error" in sijian(*add, "li", status=1)
    assert sijian(*add, "li", "--viewer", "wang")["username"] == "li"


def test_an_office_has_no_default_viewer(sijian, office):
    refused = sijian("leads", "--home", office, status=1)
    assert "viewer" in refused["error"]
    assert sijian("leads", "--home", office, "--viewer", "nobody", status=1)["error"]


def test_a_viewer_sees_only_his_own_line(shown):
    shown("user", "add", "wang", "--unit", "990101", "--line", "civil")
    seen = shown("leads", "--viewer", "wang")
    assert {(lead["line"], lead["unit"]) for lead in seen} == {("civil", "990101")}


REFUSED = [
    ("leads", "L999999"),
    ("leads", "--unmask", "--viewer", "nobody"),
    ("leads", "--subject", "nonsense"),
    ("batches", "nonsense"),
    ("rejects", "nonsense"),
    ("withdraw", "nonsense", "--reason", "x"),
    ("datasets", "nonsense"),
    ("models", "nonsense"),
    ("screen", "nonsense"),
    ("screen", "auction_bidding", "--set", "nonsense=1"),
    ("screen", "auction_bidding", "--set", "window_bids=many"),
    ("screen", "auction_bidding", "--set", "window_bids=-1"),
    ("screen", "auction_bidding", "--snapshot", "99999"),
    ("runs", "nonsense"),
    ("why", "auction_bidding", "firm:x"),
    ("why", "auction_bidding", "nonsense"),
    ("why", "nonsense"),
    ("lead", "L999999", "--to", "triaged"),
    ("intake", "nowhere.csv"),
    ("intake", "."),
    ("intake", "--from", "NO_SUCH_VARIABLE", "--query", "SELECT 1"),
    ("export", "leads", "--out", "nowhere/list.csv", "--reason", "x"),
    ("export", "leads", "--out", "list.csv", "--reason", " "),
    ("verify", "nowhere.csv"),
    ("restore", "nowhere.zip"),
    ("backup", "nowhere/saved.zip"),
    ("user", "add", "A B", "--unit", "990101", "--line", "civil"),
    ("bench", "nonsense"),
    ("demo", "--scale", "-1"),
    ("overlay", "auction_bidding", "--set", "window_bids=1", "--reason", "x"),
    ("backtest", "auction_bidding", "--file", "nowhere.toml"),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_cannot_be_done_is_refused_with_one_sentence(
    sijian, settled_home, tmp_path, monkeypatch, arguments
):
    monkeypatch.chdir(tmp_path)
    refused = sijian(*arguments, "--home", settled_home, status=1)
    assert set(refused) == {"error", "hint"}
    assert refused["error"].endswith((".", "?"))
    assert "\n" not in refused["error"]


WRONG = [
    ("nonsense",),
    ("leads", "--nonsense"),
    ("leads", "--state", "nonsense"),
    ("leads", "--state", "new,nonsense"),
    ("leads", "--limit", "0"),
    ("leads", "--limit", "many"),
    ("screen",),
    ("screen", "--all", "--due"),
    ("screen", "auction_bidding", "--as-of", "2026-13-40"),
    ("screen", "auction_bidding", "--as-of", "yesterday"),
    ("screen", "auction_bidding", "--set", "nonsense"),
    ("screen", "--due", "--set", "window_bids=5"),
    ("screen", "--due", "--snapshot", "3"),
    ("runs", "--subjects", "flagged"),
    ("overlay", "auction_bidding", "--set", "window_bids=6"),
    ("overlay", "auction_bidding", "--reason", "x"),
    ("overlay", "auction_bidding", "--set", "a=1", "--clear", "a", "--reason", "x"),
    ("whatif", "auction_bidding"),
    ("backtest", "auction_bidding", "--fixtures", "x.toml"),
    ("withdraw", "x"),
    ("rejects",),
    ("intake",),
    ("intake", "a.csv", "--from", "OTHER_STORE", "--query", "SELECT 1"),
    ("intake", "--from", "OTHER_STORE"),
    ("export", "leads", "--out", "list.pdf", "--reason", "x"),
    ("export",),
    ("user", "add", "x", "--unit", "1", "--line", "nonsense"),
    ("demo", "--scale", "big"),
    ("serve", "--port", "70000"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_ends_with_two(sijian, home, arguments):
    refused = sijian(*arguments, "--home", home, status=2)
    assert set(refused) == {"error", "hint"}
    assert not home.exists()


@pytest.mark.parametrize(
    "command",
    ["datasets", "batches", "models", "runs", "leads", "trends", "doctor", "demo", "screen --all"],
)
def test_a_home_without_stores_is_refused(sijian, home, command):
    refused = sijian(*command.split(), "--home", home, status=1)
    assert "sijian init" in refused["hint"]
    assert not home.exists()


def test_every_command_takes_home_viewer_and_json(capsys):
    names = [[name] for name in COMMANDS]
    names += [[group, name] for group, (_, below) in GROUPS.items() for name in below]
    for name in names:
        assert run([*name, "--help"]) == 0
        said = capsys.readouterr().out
        assert all(option in said for option in ("--home", "--viewer", "--json")), name


def test_a_home_that_is_a_file_is_refused(sijian, tmp_path):
    place = tmp_path / "file"
    place.write_text("mine", encoding="utf-8")
    assert str(place) in sijian("init", "--home", place, status=1)["error"]


def test_a_setting_that_is_no_number_is_refused(sijian, home, monkeypatch):
    monkeypatch.setenv("SIJIAN_POOL_THREADS", "many")
    assert "SIJIAN_POOL_THREADS" in sijian("init", "--home", home, status=1)["error"]


def command(*arguments):
    """The command as a process of its own, the way a night job calls it."""
    return subprocess.Popen(
        [sys.executable, "-c", "from dashboard.command_line import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_an_unforeseen_failure_has_an_incident_number_and_no_traceback(screened_stores):
    store = screened_stores.home / "casework.sqlite"
    screened_stores.close()
    broken = (
        "import dashboard.commands.leads as l, dashboard.command_line as c\n"
        "def fails(*a, **k): raise KeyError('password=secret')\n"
        "l.lead_store.leads = fails\n"
        "c.main()"
    )
    called = subprocess.run(
        [sys.executable, "-c", broken, "leads", "--json", "--home", str(store.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert called.returncode == 1
    assert "ncident" in json.loads(called.stdout)["error"]
    assert "Traceback" not in called.stderr
    assert "secret" not in called.stderr + called.stdout
    assert len(called.stderr.strip().splitlines()) == 1
    assert "KeyError" in (store.parent / "commands.log").read_text(encoding="utf-8")


def test_a_pipe_that_nobody_reads_ends_quietly(screened_stores):
    screened_stores.close()
    called = command("trends", "--json", "--home", str(screened_stores.home))
    called.stdout.close()
    assert called.wait(60) == 1
    assert called.stderr.read() == b""
    called.stderr.close()


def test_an_interrupted_command_says_so(shown, monkeypatch):
    class Waiting:
        """A standard input at which somebody presses Ctrl+C."""

        def readline(self):
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Waiting())
    add = ("user", "add", "wang", "--unit", "990101", "--line", "civil", "--password-stdin")
    assert shown(*add, status=1)["error"] == "Interrupted."


def test_what_a_command_makes_is_its_owners_alone(tmp_path):
    called = command("init", "--demo", "--home", str(tmp_path / "new"))
    called.communicate(timeout=60)
    found = [path for path in (tmp_path / "new").rglob("*") if path.stat().st_mode & 0o077]
    assert found == []


def test_a_name_that_is_not_utf8_is_refused_or_taken_but_never_breaks(screened_stores, tmp_path):
    screened_stores.close()
    path = os.fsencode(tmp_path) + b"/\xd5\xc5\xc8\xfd.csv"
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(BIDS.encode("gb18030"))
    called = command("intake", path, "--json", "--home", str(screened_stores.home))
    said, wrong = called.communicate(timeout=60)
    assert called.returncode in {0, 1}
    assert isinstance(json.loads(said.decode("utf-8")), dict)
    assert b"Traceback" not in wrong


def test_a_command_starts_without_what_only_a_screen_or_the_demo_needs():
    loaded = "import dashboard.command_line, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not {"streamlit", "plotly", "data_access.demo"} & set(done.stdout.split())
