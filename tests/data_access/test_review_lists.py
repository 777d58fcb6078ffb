"""Review lists: whole or refused, registered and audited, handed to their owner only."""

import csv
import json
import os
import re
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from dashboard.exports.writers import writer
from data_access import review_lists, tables
from data_access.errors import Expired, NotAllowed, NotFound, Refused, StoreUnusable, TooMany
from data_access.leads import LeadFilter, move
from data_access.scope import scoped
from supervision.errors import WordingRefused
from supervision.review_list import LIST_COLUMNS
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, audit_lines, break_audit, lead_values
from tests.data_access.list_writing import exported

FORMATS = ("xlsx", "csv")


def leftovers(stores):
    return sorted(path.name for path in stores.folder("exports").iterdir())


def list_rows(file):
    """The rows of the list, by column title."""
    if str(file).endswith(".csv"):
        with Path(file).open(encoding="utf-8-sig", newline="") as text:
            return list(csv.DictReader(text))
    rows = openpyxl.load_workbook(file)["清单"].iter_rows(values_only=True)
    titles = next(rows)
    return [dict(zip(titles, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_list_holds_every_lead_of_the_filter_in_the_order_of_the_queue(
    stores, scope, tmp_path, kind
):
    add_leads(
        stores,
        *(lead_values(number, score=number % 5) for number in range(1, 2503)),
        lead_values(9001, line="civil"),
    )
    out = tmp_path / f"list.{kind}"
    report = exported(stores, scope, kind, LeadFilter(line="criminal"), out=out)
    rows = list_rows(out)
    assert report.rows == len(rows) == 2502
    assert (report.file, report.format) == (str(out), kind)
    numbers = [int(row["线索号"]) for row in rows]
    assert numbers == sorted(numbers, key=lambda number: (-(number % 5), number))
    assert {row["导出编号"] for row in rows} == {report.export_id}


def test_the_first_sheet_says_what_the_list_is(stores, scope, tmp_path):
    add_leads(
        stores,
        lead_values(1),
        lead_values(2, state="triaged"),
        lead_values(3, state="closed"),
    )
    out = tmp_path / "list.xlsx"
    chosen = LeadFilter(line="criminal", states=("triaged", "new"))
    report = exported(stores, scope, chosen=chosen, out=out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["说明", "清单", "依据明细"]
    facts = dict(book["说明"].iter_rows(min_row=2, values_only=True))
    assert facts["导出编号"] == report.export_id
    assert facts["线索条数"] == 2
    assert facts["筛选"] == "条线：刑事检察；状态：待核查、已初筛"
    assert facts["所涉单位"] == "990101"
    assert facts["所涉条线"] == "刑事检察"
    assert facts["导出人"] == "演示用户（demo）"
    assert facts["导出理由"] == "送核查"
    assert facts["数据快照"] == stores.pool.snapshot()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+8", facts["导出时间"])
    run = facts["模型与运行"]
    for part in ("invoice_voiding 第 1 版", "run-1", "快照 3", "2026-05-26", "least_invoices = 50"):
        assert part in run
    assert "待核查" in facts["性质"]


def test_parameters_of_a_run_beyond_the_scope_are_not_told(stores, scope, tmp_path):
    add_leads(stores, lead_values(1))
    with stores.writing() as connection:
        connection.execute(tables.run_units.insert().values(run_id="run-1", unit_code="110101"))
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    facts = dict(openpyxl.load_workbook(out)["说明"].iter_rows(min_row=2, values_only=True))
    assert "least_invoices" not in facts["模型与运行"]


def test_each_reason_stands_with_its_value_and_its_limit(stores, scope, tmp_path):
    add_leads(stores, lead_values(1))
    out = tmp_path / "list.xlsx"
    exported(stores, scope, out=out)
    rows = list(openpyxl.load_workbook(out)["依据明细"].iter_rows(values_only=True))
    assert rows[1] == (1, "firm:E000001", "作废占比高于同规模企业的上限", 0.37, 0.12)
    assert list_rows(out)[0]["提示依据"] == "作废占比高于同规模企业的上限（实际 0.37，界限 0.12）"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_row_says_in_words_what_the_lead_says_in_codes(stores, scope, tmp_path, kind):
    add_leads(
        stores,
        lead_values(1, is_withdrawn=True, is_degraded=True, due_on=datetime(2026, 7, 1).date()),  # noqa: DTZ001
    )
    with stores.writing() as connection:
        connection.execute(tables.lead_batches.insert().values(lead_id="lead-1", batch_id="b2"))
        connection.execute(tables.lead_batches.insert().values(lead_id="lead-1", batch_id="b1"))
    move(stores, scope, "1", "dismissed", "lawful")
    out = tmp_path / f"list.{kind}"
    exported(stores, scope, kind, out=out)
    (row,) = list_rows(out)
    assert (row["状态"], row["最近处理"]) == ("不予办理", "核查属正常情形")
    assert (row["参考"], row["撤回"]) == ("参考", "数据已撤回")
    assert (row["条线"], row["单位"]) == ("刑事检察", "演示市甲县人民检察院")
    assert row["数据批次"] == "b1 b2"
    assert str(row["期限"]).startswith("2026-07-01")
    assert Decimal(str(row["金额（元）"])) == Decimal("1234.5")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_list_without_leads_is_a_list_too(stores, scope, tmp_path, kind):
    out = tmp_path / f"list.{kind}"
    assert exported(stores, scope, kind, out=out).rows == 0
    assert list_rows(out) == []


@pytest.mark.parametrize("kind", FORMATS)
def test_persons_are_masked_on_every_sheet_unless_unmasked(stores, scope, tmp_path, kind):
    reason = {
        "layer": "x",
        "says": "张三丰出现多次",
        "when": "n > 2",
        "actual": "张三丰",
        "limit": 2,
    }
    add_leads(
        stores, lead_values(1, subject="person:张三丰", title="张三丰（待核查）", reasons=[reason])
    )
    hidden, shown = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
    exported(stores, scope, kind, LeadFilter(subject="person:张三丰"), out=hidden)
    exported(stores, scope, kind, out=shown, unmask=True)
    assert "张三丰" not in everything(hidden)
    assert "张三丰" in everything(shown)
    assert audit_lines(stores, "exported")[1].detail["unmask"] is True
    assert "张三丰" not in str(audit_lines(stores, "exported")[0].detail)


def everything(file):
    """All text of a file and of its manifest."""
    if file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file)
        return str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    manifest = file.with_name(f"{file.name}.manifest.json")
    return file.read_text("utf-8-sig") + manifest.read_text("utf-8")


def test_only_leads_within_the_scope_are_exported(stores, scope, tmp_path):
    add_leads(
        stores, lead_values(1), lead_values(2, unit_code="110101"), lead_values(3, unit_code=None)
    )
    out = tmp_path / "list.csv"
    assert exported(stores, scope, "csv", out=out).rows == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_files_of_an_export_are_readable_by_their_owner_only(stores, scope, tmp_path, kind):
    out = tmp_path / f"list.{kind}"
    exported(stores, scope, kind, out=out)
    files = [out, *stores.folder("exports").iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert not [name for name in leftovers(stores) if name.endswith(".part")]


def test_a_csv_has_its_manifest_beside_it(stores, scope, tmp_path):
    add_leads(stores, lead_values(1))
    out = tmp_path / "list.csv"
    report = exported(stores, scope, "csv", LeadFilter(line="criminal"), out=out)
    manifest = json.loads((tmp_path / "list.csv.manifest.json").read_text("utf-8"))
    assert manifest["export_id"] == report.export_id
    assert manifest["sha256"] == report.sha256
    assert manifest["filters"] == {"line": "criminal"}
    assert manifest["runs"][0]["parameters"] == {"least_invoices": 50}
    assert ["导出编号", report.export_id] in manifest["cover"]


def test_an_export_is_registered_and_audited_with_what_was_taken(stores, scope):
    add_leads(stores, lead_values(1))
    first, second = exported(stores, scope), exported(stores, scope, "csv")
    assert first.export_id != second.export_id
    rows = review_lists.exports(stores, scope)
    assert [(row.export_no, row.format, row.is_offered) for row in rows] == [
        (2, "csv", True),
        (1, "xlsx", True),
    ]
    line = audit_lines(stores, "exported")[0]
    assert (line.username, line.object_id, line.reason) == ("demo", first.export_id, "送核查")
    assert line.detail == {
        "format": "xlsx",
        "filters": {},
        "models": ["invoice_voiding@1"],
        "rows": 1,
        "sha256": first.sha256,
        "unmask": False,
    }


def test_an_export_that_cannot_be_audited_leaves_nothing(stores, scope, tmp_path):
    break_audit(stores)
    with pytest.raises((StoreUnusable, sa.exc.IntegrityError)):
        exported(stores, scope, "csv", out=tmp_path / "list.csv")
    assert leftovers(stores) == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
    assert review_lists.exports(stores, scope) == []


@pytest.mark.parametrize("reason", ["", "  \n ", "长" * 501])
def test_an_export_without_a_usable_reason_is_refused(stores, scope, reason):
    with pytest.raises(Refused):
        exported(stores, scope, reason=reason)
    assert leftovers(stores) == []


def test_a_place_where_no_list_can_stand_is_refused(stores, scope, tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    for out in (
        tmp_path / "list.csv",
        tmp_path / "list",
        tmp_path / "folder.xlsx",
        tmp_path / "missing" / "list.xlsx",
    ):
        with pytest.raises(Refused):
            exported(stores, scope, "xlsx", out=out)
    for wrong in ("csv", "pdf"):
        with pytest.raises(Refused):
            review_lists.export(
                stores, scope, LeadFilter(), format=wrong, reason="x", write=writer("xlsx")
            )
    assert leftovers(stores) == []


def test_a_filter_outside_of_the_scope_is_refused_and_not_answered_with_an_empty_list(
    stores, scope
):
    narrow = replace(scope, lines=frozenset({Line.CIVIL}), may_unmask=False)
    with pytest.raises(NotAllowed):
        exported(stores, narrow, chosen=LeadFilter(line="criminal"))
    with pytest.raises(NotAllowed):
        exported(stores, narrow, chosen=LeadFilter(unit="110101"))
    with pytest.raises(NotAllowed):
        exported(stores, narrow, unmask=True)


def test_a_list_that_is_too_long_is_refused_as_a_whole(stores, scope):
    add_leads(stores, *(lead_values(number) for number in range(1, 5)))
    small = replace(stores, settings=replace(stores.settings, export_rows=3))
    with pytest.raises(TooMany, match="4 leads; one list holds at most 3"):
        exported(small, scope)
    assert leftovers(stores) == []
    assert exported(small, scope, chosen=LeadFilter(subject="firm:E000001")).rows == 1


def test_a_title_that_accuses_never_leaves_the_house(stores, scope):
    add_leads(stores, lead_values(1, title="该企业涉嫌虚开"))
    with pytest.raises(WordingRefused):
        exported(stores, scope)
    assert leftovers(stores) == []


def test_a_firms_own_name_may_say_anything(stores, scope):
    name = "某市违法建设处置有限公司"
    add_leads(stores, lead_values(1, subject=f"firm:{name}", title=f"{name}作废占比异常（待核查）"))
    assert exported(stores, scope).rows == 1


def test_repeating_an_export_of_one_number_answers_with_the_first(stores, scope):
    add_leads(stores, lead_values(1))
    first = exported(stores, scope, export_id="XJOB00000001")
    add_leads(stores, lead_values(2))
    again = exported(stores, scope, export_id="XJOB00000001")
    assert (again.sha256, again.rows) == (first.sha256, 1)
    assert len(audit_lines(stores, "exported")) == 1


def test_an_export_that_was_killed_can_be_repeated_and_leaves_nothing(stores, scope):
    add_leads(stores, lead_values(1))
    folder = stores.folder("exports")
    (folder / ".XJOB00000001.xlsx.part").write_bytes(b"half")
    (folder / ".XJOB00000001.cells.zip.part").write_bytes(b"half")
    (folder / ".XJOB00000001.xlsx.part.tmp").mkdir()
    (folder / ".XJOB00000001.xlsx.part.tmp" / "sheet").write_bytes(b"half")
    assert exported(stores, scope, export_id="XJOB00000001").rows == 1
    assert leftovers(stores) == ["XJOB00000001.cells.zip", "XJOB00000001.xlsx"]


def test_what_another_export_left_is_taken_away_after_a_day(stores, scope):
    folder = stores.folder("exports")
    old, running = folder / ".XOLD.xlsx.part", folder / ".XNEW.xlsx.part"
    for path in (old, running):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    exported(stores, scope)
    assert not old.exists()
    assert running.exists()


def test_progress_is_told_from_nothing_to_nearly_all(stores, scope):
    add_leads(stores, *(lead_values(number) for number in range(1, 2002)))
    told = []
    exported(stores, scope, progress=lambda share, says: told.append((share, says)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert all(0 <= share <= 1 for share in shares)
    assert {says for _, says in told} == {"review_list.progress"}


def test_a_file_is_handed_to_its_owner_three_times_and_each_is_audited(stores, scope):
    report = exported(stores, scope)
    for _ in range(3):
        found = review_lists.export_file(stores, scope, report.export_id)
    assert found.path.read_bytes()[:2] == b"PK"
    assert found.name == f"sijian-{report.export_id}.xlsx"
    with pytest.raises(Expired):
        review_lists.export_file(stores, scope, report.export_id)
    assert not review_lists.exports(stores, scope)[0].is_offered
    results = [line.result for line in audit_lines(stores, "export_fetched")]
    assert results == ["ok", "ok", "ok", "denied"]


def test_a_csv_is_handed_out_with_its_manifest_in_one_archive_made_once(stores, scope):
    report = exported(stores, scope, "csv")
    found = [review_lists.export_file(stores, scope, report.export_id) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].name == f"sijian-{report.export_id}.zip"
    assert stat.S_IMODE(found[0].path.stat().st_mode) == 0o600
    with zipfile.ZipFile(found[0].path) as archive:
        table, manifest = archive.namelist()
        assert archive.read(table) == Path(report.file).read_bytes()
        assert json.loads(archive.read(manifest))["sha256"] == report.sha256
    kept = ("cells.zip", "csv", "csv.manifest.json", "zip")
    assert leftovers(stores) == [f"{report.export_id}.{suffix}" for suffix in kept]


def test_a_list_whose_file_is_gone_is_no_download(stores, scope):
    report = exported(stores, scope)
    Path(report.file).unlink()
    with pytest.raises(StoreUnusable, match=r"^[^\n]+\.$"):
        review_lists.export_file(stores, scope, report.export_id)
    assert review_lists.exports(stores, scope)[0].downloads == 0


def test_a_file_is_offered_for_a_day(stores, scope):
    report = exported(stores, scope, "csv")
    yesterday = datetime.now(UTC) - timedelta(hours=24, seconds=1)
    with stores.writing() as connection:
        connection.execute(scoped(sa.update(tables.exports).values(exported_at=yesterday), scope))
    with pytest.raises(Expired):
        review_lists.export_file(stores, scope, report.export_id)


def test_nobody_elses_file_is_found(stores, scope):
    report = exported(stores, scope)
    other = replace(scope, viewer="li")
    with pytest.raises(NotFound):
        review_lists.export_file(stores, other, report.export_id)
    with pytest.raises(NotFound):
        review_lists.export_file(stores, scope, "X00000000000")
    assert review_lists.exports(stores, other) == []
    (line, _) = audit_lines(stores, "export_fetched")
    assert (line.username, line.object_id, line.result) == ("li", None, "denied")


def test_the_columns_have_ids_of_their_own():
    ids = [column.id for column in LIST_COLUMNS]
    assert len(ids) == len(set(ids))
    assert ids[0] == "export_id"
