"""Commands on records: rejects written and taken in again, what is remembered, a row's history."""

import json

import pytest

from dashboard.command_line import run
from tests.conftest import copy_of

ODD = "号码,户主证号,户名,账户状态\n"
SUPPLIED = ("--dataset", "bank_account", "--supplier", "某行")


@pytest.fixture
def sijian(capsys, empty_home, home):
    """Runs a command with --json on a home of its own; the answer, or the refusal."""
    copy_of(empty_home, home)

    def call(*arguments, status=0):
        capsys.readouterr()
        found = run([*map(str, arguments), "--home", str(home), "--json"])
        said = capsys.readouterr()
        assert found == status, said.err
        return json.loads(said.out)

    return call


def test_rejects_are_corrected_and_taken_in_by_the_remembered_mapping(sijian, tmp_path):
    path, out = tmp_path / "一.csv", tmp_path / "退回.csv"
    path.write_text(ODD + "1,x,甲,正常\n1,x,乙,怪\n", encoding="utf-8")
    mapped = ("intake", path, *SUPPLIED, "--unit", "990101", "--map", "号码=account_no")
    shown = sijian(*mapped, "--dry-run")
    assert [one["how"] for one in shown["mapping"] if one["column"] == "account_no"] == ["map"]
    assert shown["first_rows"][0]["owner_name"] == "甲"
    assert shown["first_rejects"][0]["column"] == "status"
    report = sijian(*mapped)
    assert (report["mapping"], report["first_rows"]) == ([], [])
    written = sijian("rejects", report["batch_id"], "--output", out)
    assert (written["files"], written["rows"]) == ([str(out)], 1)
    out.write_text(out.read_text(encoding="utf-8").replace("怪", "正常"), encoding="utf-8")
    again = sijian("intake", out, *SUPPLIED, "--unit", "990101")
    assert (again["rows_loaded"], again["rows_updated"]) == (1, 1)
    assert sijian("batches", again["batch_id"])["rows_updated"] == 1

    [masked, _] = sijian("rows", "bank_account", "--key", "account_no=1")
    assert masked["values"]["owner_name"] == "*"
    history = sijian("rows", "bank_account", "--key", "account_no=1", "--unmask")
    assert [(one["change"], one["values"]["owner_name"]) for one in history] == [
        ("added", "甲"),
        ("updated", "乙"),
    ]
    assert history[1]["batch_id"] == again["batch_id"]
    assert "--key" in sijian("rows", "bank_account", status=1)["hint"]

    [known] = sijian("mappings")
    assert known["mapping"] == {"号码": "account_no"}
    assert sijian("mappings", "--forget", known["mapping_id"]) == known
    assert sijian("mappings") == []
    assert "mapping" in sijian("mappings", "--forget", known["mapping_id"], status=1)["error"]


def test_a_template_is_written_once_and_never_over_a_file_that_stands(sijian, tmp_path):
    out = tmp_path / "模版.xlsx"
    written = sijian("template", "bank_account", "--output", out)
    assert (written["dataset"], written["file"], written["columns"]) == (
        "bank_account",
        str(out),
        11,
    )
    size = out.stat().st_size
    assert sijian("template", "inmate", "--output", out, status=1)["error"].endswith("already.")
    assert out.stat().st_size == size
    assert sijian("intake", out, status=1)["error"].endswith("is a data template without rows.")


BAD_INPUT = [
    (("template", "bank_acount"), 1, "There is no dataset bank_acount."),
    (("template", "inmate", "--output", "x.csv"), 2, "Invalid value: x.csv does not end"),
    (("rows", "nonsense"), 1, "There is no dataset nonsense."),
    (("rows", "inmate", "--key", "nonsense"), 2, "Invalid value: 'nonsense' is not"),
    (("rejects", "nonsense"), 1, "There is no batch nonsense."),
    (("intake", "--from", "NONSENSE", "--query", "SELECT 1"), 1, "There is no environment"),
    (("verify", "nonsense.xlsx"), 1, "There is no file nonsense.xlsx."),
]


def test_bad_input_is_answered_in_one_sentence(sijian):
    for arguments, status, says in BAD_INPUT:
        assert sijian(*arguments, status=status)["error"].startswith(says), arguments
