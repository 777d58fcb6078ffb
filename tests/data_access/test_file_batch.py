"""Files that are no text, taken in like any other: their rows, their origins, what is left out."""

import hashlib
import json
from pathlib import Path

import pytest

from data_access.batches import withdraw
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake, preview
from data_access.row_history import row_history
from tests.data_access.account_files import HEADER as ACCOUNTS
from tests.data_access.account_files import account, standing, taken
from tests.data_access.bid_files import HEADER, SCOPE, bid, put, stored
from tests.data_access.workbooks import BID_TITLES, archive, bids, workbook

AT = "2026-05-26 10:00:00"
SHEETS = {
    "说明": [["填表说明"], ["一行一次出价"]],
    "一": [["某平台"], BID_TITLES, ("出局", "A1", 1, AT), (), ("成交", "A2", 2.5, AT)],
    "空": [],
    "二": [BID_TITLES, ("成交", "A3", 3, AT), ("成交", "A4", "三", AT)],
}


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_sheets_that_fit_are_taken_in_and_the_others_are_named(stores, folder):
    path = written(folder, "标的.xlsx", workbook(SHEETS))
    report = intake(stores, SCOPE, [path])
    assert [file.path for file in report.files] == [f"{path}#一", f"{path}#二"]
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (4, 3, 1)
    assert [file.header_row for file in report.files] == [2, 1]
    assert {file.encoding for file in report.files} == {"utf-8"}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert {file.sha256 for file in report.files} == {digest}
    assert [skipped.path for skipped in report.skipped] == [f"{path}#说明"]
    assert "no header line that fits" in report.skipped[0].says
    assert report.passed_over == (f"{path}#空",)
    rows = stored(stores).sort("bidder_code")
    assert rows["bidder_code"].to_list() == ["A1", "A2", "A3"]
    assert rows["source_line"].to_list() == [3, 5, 2]
    assert rows["lot_code"].unique().to_list() == ["标的"]
    assert rows["file_sha256"][0] == rows["file_sha256"][1] == digest != rows["file_sha256"][2]
    again = intake(stores, SCOPE, [path])
    assert (again.batch_id, again.rows_repeated) == (None, 3)


def test_a_workbook_of_which_no_sheet_fits_is_refused(stores, folder):
    path = written(folder, "a.xlsx", workbook({"甲": [["x"]], "乙": [["y"]]}))
    with pytest.raises(SourceRefused, match=r"a\.xlsx#甲 has no header line that fits") as raised:
        intake(stores, SCOPE, [path])
    assert raised.value
    assert not list(stores.folder("unpacked").iterdir())


def test_an_archive_of_several_formats_is_one_batch(stores, folder):
    members = {
        "甲.csv": (HEADER + bid("A1")).encode("gb18030"),
        "内/乙.xlsx": bids("B1"),
        "丙.json": json.dumps([{"状态": "成交", "竞买号": "C1", "价格": 5, "时间": AT}]),
        "LICENSE": "MIT",
    }
    path = written(folder, "全.zip", archive(members))
    report = intake(stores, SCOPE, [path])
    assert [file.path.removeprefix(f"{path}!") for file in report.files] == [
        *("甲.csv", "内/乙.xlsx#竞买记录", "丙.json"),
    ]
    assert [file.encoding for file in report.files] == ["gb18030", "utf-8", "utf-8"]
    rows = stored(stores).sort("bidder_code")
    assert rows["lot_code"].to_list() == ["甲", "乙", "丙"]
    assert rows["file_sha256"].n_unique() == 3
    assert report.passed_over == (f"{path}!LICENSE",)
    assert intake(stores, SCOPE, [path]).batch_id is None


def test_a_bad_member_refuses_the_batch_unless_it_may_be_skipped(stores, folder):
    path = written(
        folder, "全.zip", archive({"甲.csv": HEADER + bid("A1"), "乙.xlsx": b"PK\x03\x04"})
    )
    with pytest.raises(SourceRefused, match=r"乙\.xlsx cannot be read as a workbook"):
        intake(stores, SCOPE, [path])
    report = intake(stores, SCOPE, [path], IntakeOptions(skip_bad=True))
    assert report.rows_loaded == 1
    assert [skipped.path for skipped in report.skipped] == [f"{path}!乙.xlsx"]


def test_a_preview_looks_at_the_first_sheet_that_fits(stores, folder):
    path = written(folder, "标的.xlsx", workbook(SHEETS))
    found = preview(stores, SCOPE, [path])
    assert (found.path, found.header_row, found.rows_read) == (f"{path}#一", 2, 2)
    assert found.rows["source_line"].to_list() == [3, 5]
    with pytest.raises(SourceRefused, match="cannot be read as a workbook"):
        preview(stores, SCOPE, [put(folder, "a.xlsx", "PK\x03\x04")])


def test_a_dry_run_shows_the_first_sheet_that_fits(stores, folder):
    path = written(folder, "标的.xlsx", workbook(SHEETS))
    report = intake(stores, SCOPE, [path], IntakeOptions(dry_run=True))
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (4, 3, 1)
    assert [row["bidder_code"] for row in report.first_rows] == ["A1", "A2"]
    assert {mapped.column for mapped in report.mapping} >= {"bidder_code", "lot_code"}


def test_sheets_of_one_workbook_merge_in_their_order_and_are_withdrawn_together(stores, folder):
    titles = ("账号", "户主证号", "户名", "账户状态")
    taken(stores, folder, ACCOUNTS + account("1", "旧"))
    sheets = {"一": [titles, ("1", "Z1", "中", "正常")], "二": [titles, ("1", "Z1", "新", "冻结")]}
    report = intake(stores, SCOPE, [written(folder, "账户.xlsx", workbook(sheets))])
    assert (report.rows_loaded, report.rows_updated, report.rows_repeated) == (1, 1, 1)
    [_, now] = row_history(stores, SCOPE, "bank_account", {"account_no": "1"})
    assert (now.file, now.line) == (f"{folder / '账户.xlsx'}#二", 2)
    withdraw(stores, SCOPE, report.batch_id, "x")
    assert standing(stores) == {"1": ("旧", "active")}
