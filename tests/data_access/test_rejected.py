"""Rejected rows leave with the source's own columns, are corrected, and come in again."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.batches import rejects
from data_access.errors import NotFound, Refused
from data_access.intake import IntakeOptions, intake
from data_access.records import Segment, read_records
from data_access.reject_records import RETURNED, as_supplied
from data_access.rejected import reject_file, reject_files, reject_parts
from data_access.scope import Scope
from supervision.cells import defused
from tests.data_access.account_files import HEADER, account, standing, taken
from tests.data_access.bid_files import HEADER as BIDS
from tests.data_access.bid_files import SCOPE, bid, put, stored
from tests.data_access.pool_rows import standing_rows
from tests.data_access.workbooks import workbook


def lines_of(path: str | Path) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rejected_rows_come_back_corrected_by_the_same_mapping(stores, folder):
    text = "账号,户主证号,户名,状态词,开户日期,备注\n"
    text += "1,x,=甲,正常,昨天,-5\n2,y,乙,正常,2020-01-01,\n3,z\n"
    options = IntakeOptions(mapping={"状态词": "status"}, supplier="某行")
    first = taken(stores, folder, text, options=options)
    assert (first.rows_loaded, first.rows_rejected) == (1, 2)
    written = reject_files(stores, SCOPE, first.batch_id, folder / "退回.csv")
    assert (written.files, written.rows) == ((str(folder / "退回.csv"),), 2)
    found = lines_of(written.files[0])
    assert found == lines_of(first.rejects_file)
    name = str(folder / "甲.csv")
    assert found == [
        ["账号", "户主证号", "户名", "状态词", "开户日期", "备注", *RETURNED],
        ["1", "x", "'=甲", "正常", "昨天", "'-5", name, "2", "", "开户日期：不是日期"],
        ["", "", "", "", "", "", name, "4", "3,z", "字段数与表头不符"],
    ]
    corrected = Path(written.files[0]).read_text(encoding="utf-8").replace("昨天", "2020-02-02")
    again = taken(stores, folder, corrected, "改.csv", IntakeOptions(supplier="某行"))
    assert (again.rows_read, again.rows_loaded, again.rows_rejected) == (2, 1, 1)
    assert standing(stores) == {"1": ("=甲", "active"), "2": ("乙", "active")}
    assert lines_of(again.rejects_file)[1][8] == "3,z"


def test_what_the_file_name_and_set_values_filled_has_a_column_of_its_own(stores, folder):
    bad = bid("B", "一百")
    options = IntakeOptions(set_values={"start_yuan": "9"})
    report = intake(stores, SCOPE, [put(folder, "路1号.csv", BIDS + bid("A") + bad)], options)
    [header, row] = lines_of(report.rejects_file)
    assert header[4:6] == ["标的", "起拍价"]
    assert row[4:6] == ["路1号", "9"]
    text = Path(report.rejects_file).read_text(encoding="utf-8").replace("一百", "100")
    intake(stores, SCOPE, [put(folder, "退回.csv", text)])
    found = stored(stores)
    assert found["lot_code"].to_list() == ["路1号", "路1号"]
    assert [str(value) for value in found["start_yuan"]] == ["9.00", "9.00"]


def test_sources_of_different_headers_make_a_file_each(stores, folder):
    put(folder, "in/a.csv", HEADER + ",x,甲,正常\n" + account("1"))
    put(folder, "in/b.csv", "账号,户主证号\n,x\n")
    report = intake(stores, SCOPE, [folder / "in"])
    assert reject_parts(stores, SCOPE, report.batch_id) == 2
    written = reject_files(stores, SCOPE, report.batch_id, folder / "out.csv")
    assert [Path(path).name for path in written.files] == ["out.csv", "out-2.csv"]
    assert [lines_of(path)[0][:4] for path in written.files] == [
        ["账号", "户主证号", "户名", "账户状态"],
        ["账号", "户主证号", "退回文件", "退回行号"],
    ]
    second = reject_file(stores, SCOPE, report.batch_id, 2)
    assert lines_of(second) == lines_of(written.files[1])
    with pytest.raises(NotFound):
        reject_file(stores, SCOPE, report.batch_id, 3)


def test_a_line_above_the_header_that_says_a_unit_comes_with_the_rows(stores, folder):
    report = taken(stores, folder, "某行账户\n单位：元\n" + HEADER + ",x,甲,正常\n")
    assert lines_of(report.rejects_file)[0] == ["单位：元"]
    again = taken(stores, folder, Path(report.rejects_file).read_text(encoding="utf-8"), "改.csv")
    assert (again.files[0].header_row, again.rows_rejected) == (2, 1)


def test_rejects_beyond_the_scope_or_of_a_clean_batch_are_not_written(stores, folder):
    clean = taken(stores, folder, HEADER + account("1"), "1.csv")
    faulty = taken(stores, folder, HEADER + ",x,甲,正常\n", "2.csv")
    with pytest.raises(Refused, match="No row"):
        reject_files(stores, SCOPE, clean.batch_id, folder / "out.csv")
    elsewhere = Scope(viewer="x", units=frozenset({"990103"}))
    with pytest.raises(NotFound):
        reject_files(stores, elsewhere, faulty.batch_id, folder / "out.csv")
    assert not (folder / "out.csv").exists()
    assert len(rejects(stores, SCOPE, faulty.batch_id)) == 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters='\r\n",', exclude_categories=["Cs"]))))
def test_whatever_defusing_added_is_taken_off_in_a_rejects_file_only(texts):
    cells = ["甲", *(text for text in texts if text.strip() and "\x00" not in text)]
    text = "".join(f"{defused(cell)},,,,\n" for cell in cells).encode()
    segment = Segment(file=0, first_line=1, text=text)
    records = read_records([segment], ",", 5)
    fields = as_supplied(records, ("户名", *RETURNED)).rows["f0"].to_list()
    assert fields == [cell for cell in cells if defused(cell).strip(" \t\u3000\xa0")]
    assert as_supplied(records, ("户名", "a", "b", "c", "d")).rows.equals(records.rows)


def test_an_id_that_a_workbook_cut_is_rejected_until_it_is_written_anew(stores, folder):
    titles = ("旅馆编码", "住宿人身份证号", "入住时间")
    stays = [titles, ("H01", 990101199003071234, "2026-05-26 21:30:00")]
    path = folder / "住宿.xlsx"
    path.write_bytes(workbook({"说明": [["填表说明"]], "登记": stays}))
    first = intake(stores, SCOPE, [path])
    text = Path(first.rejects_file).read_text(encoding="utf-8")
    assert f"{path}#登记,2" in text
    unchanged = intake(stores, SCOPE, [put(folder, "1.csv", text)])
    assert (unchanged.rows_loaded, unchanged.rows_rejected) == (0, 1)
    [fault] = rejects(stores, SCOPE, unchanged.batch_id)
    assert (fault.code, fault.value) == ("precision_lost", "990101199003071232")
    [header, [code, _, *rest]] = lines_of(first.rejects_file)
    anew = ",".join(header) + "\n" + ",".join([code, "990101199003071235", *rest]) + "\n"
    assert intake(stores, SCOPE, [put(folder, "2.csv", anew)]).rows_loaded == 1


def test_rejects_of_a_header_in_two_lines_come_back_corrected(stores, folder):
    text = "立案,,,犯罪嫌疑人,,被害人,\n立案编号,立案日期,案由,姓名,身份证号,姓名,身份证号\n"
    text += "A9901012025010001,二月,盗窃,赵甲,990101199001010017,钱乙,990101199102020028\n"
    first = intake(stores, SCOPE, [put(folder, "立案.csv", text)])
    assert (first.rows_loaded, first.rows_rejected) == (0, 1)
    once = Path(first.rejects_file).read_text(encoding="utf-8-sig")
    assert once.splitlines()[0] == "立案,,,犯罪嫌疑人,,被害人,," + ",".join(RETURNED)
    second = intake(stores, SCOPE, [put(folder, "1.csv", once)])
    again = Path(second.rejects_file).read_text(encoding="utf-8-sig")
    assert again.splitlines()[:2] == once.splitlines()[:2]
    intake(stores, SCOPE, [put(folder, "2.csv", again.replace("二月", "2025-02-03", 1))])
    [row] = standing_rows(stores, "criminal_filing").iter_rows(named=True)
    assert (row["suspect_name"], row["victim_name"]) == ("赵甲", "钱乙")


def test_rejects_in_other_units_are_not_written_into_one_file(stores, folder):
    row = "成交,A,一百,2026-05-26 10:00:00\n"
    put(folder, "甲.csv", BIDS + row)
    put(folder, "乙.csv", "单位：万元\n" + BIDS + row)
    first = intake(stores, SCOPE, [folder])
    written = reject_files(stores, SCOPE, first.batch_id, folder / "退回.csv")
    assert len(written.files) == reject_parts(stores, SCOPE, first.batch_id) == 2
    for number, file in enumerate(written.files):
        text = Path(file).read_text(encoding="utf-8").replace("一百", "100")
        intake(stores, SCOPE, [put(folder, f"改{number}.csv", text)])
    found = {row["lot_code"]: str(row["bid_yuan"]) for row in stored(stores).to_dicts()}
    assert found == {"甲": "100.00", "乙": "1000000.00"}
