"""Drill-down exports: recognised by name and header, a person of several exports stands once."""

import pytest

from data_access.datasets import dataset_rows
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake
from data_access.preview import preview
from tests.data_access.workbooks import workbook

ARRESTED = "审查逮捕案件010101表1行4列受理合计（人）"
NOT_ARRESTED = "审查逮捕案件010101表1行5列不批准逮捕（人）"
PROSECUTED = "一审公诉案件020101表1行19列受理合计（人）"
CASES = "二审上诉案件030101表2行1列受理（件）"
AMBIGUOUS = ("部门受案号", "嫌疑人编号", "全案_受理日期", "审结处理结果", "审结处理情况")
ARREST = (*("部门受案号", "嫌疑人编号", "作案时年龄", "全案_受理日期", "全案_移送案由"),)
ARREST = (*ARREST, "审结处理结果", "全案_承办检察官", "是否为纠正漏捕的犯罪嫌疑人")
PERSON = ("某检受〔2026〕1号", "01", 33, "2026-05-04", "盗窃罪", "不批准逮捕", "张某", "否")
OTHER = ("某检受〔2026〕2号", "01", 41, "2026-05-06", "诈骗罪", "批准逮捕", "张某", "否")
PROSECUTION = (*("部门受案号", "嫌疑人编号", "移诉案由", "审结处理情况", "庭审程序"),)
PROSECUTION = (*PROSECUTION, "全案_一次退查日期", "一审宣告刑刑期（月）", "挽回经济损失（万元）")
TRIED = ("某检诉受〔2026〕1号", "01", "盗窃罪", "起诉", "速裁程序", "", "6", "1.2")


@pytest.fixture
def put(folder):
    """Writes an export of this name."""

    def write(stem: str, *rows: tuple[object, ...]):
        path = folder / f"{stem}.xlsx"
        path.write_bytes(workbook({"Sheet1": rows}))
        return path

    return write


def test_the_same_person_in_several_exports_is_one_row(stores, scope, put):
    paths = [put(ARRESTED, ARREST, PERSON, OTHER), put(NOT_ARRESTED, ARREST, PERSON)]
    report = intake(stores, scope, paths)
    assert report.dataset == "arrest_review"
    assert (report.rows_read, report.rows_loaded, report.rows_repeated) == (3, 2, 1)
    rows = dataset_rows(stores, scope, "arrest_review", limit=5)
    assert set(rows["prosecutor_name"]) == {"张*"}


def test_the_units_and_prefixes_of_a_prosecution_export_are_known(stores, scope, put):
    found = preview(stores, scope, [put(PROSECUTED, PROSECUTION, TRIED)])
    assert (found.dataset, found.rows_read) == ("prosecution_review", 1)
    row = found.rows.row(0, named=True)
    assert (row["first_sentence_months"], str(row["recovered_yuan"])) == (6, "12000.00")


def test_the_name_chooses_where_the_header_fits_two_datasets(stores, scope, put):
    row = ("某检受〔2026〕3号", "01", "2026-05-04", "批准逮捕", "起诉")
    with pytest.raises(SourceRefused, match="fits more than one dataset"):
        preview(stores, scope, [put("无名", AMBIGUOUS, row)])
    for stem, dataset in ((ARRESTED, "arrest_review"), (PROSECUTED, "prosecution_review")):
        found = preview(stores, scope, [put(stem, AMBIGUOUS, row)], IntakeOptions())
        assert (found.dataset, str(found.drill_down)) == (dataset, stem)


def test_an_export_of_cases_gets_its_kind_from_the_report(stores, scope, put):
    path = put(CASES, ("部门受案号", "全案_受理日期"), ("某检二审受〔2026〕1号", "2026-05-04"))
    found = preview(stores, scope, [path])
    assert (found.dataset, found.rows_read) == ("proc_case", 1)
    assert found.rows["case_kind"].to_list() == ["second_instance_appeal"]


def test_a_name_and_a_header_that_disagree_are_refused_unless_the_dataset_is_named(
    stores, scope, put
):
    path = put(ARRESTED, PROSECUTION, TRIED)
    with pytest.raises(
        SourceRefused, match=r"drill-down of 审查逮捕案件, but .* prosecution_review"
    ):
        preview(stores, scope, [path])
    found = preview(stores, scope, [path], IntakeOptions(dataset="prosecution_review"))
    assert (found.rows_read, found.drill_down) == (1, None)


def test_a_header_that_lacks_what_the_report_needs_is_said(stores, scope, put):
    with pytest.raises(SourceRefused, match="for arrest_review it lacks 审结处理结果"):
        preview(stores, scope, [put(ARRESTED, ARREST[:5], PERSON[:5])])


def test_a_report_that_no_contract_has_is_recognised_by_its_header(stores, scope, put):
    path = put("某某案件990101表1行1列合计（人）", ARREST, PERSON)
    found = preview(stores, scope, [path], IntakeOptions())
    assert (found.dataset, found.drill_down) == ("arrest_review", None)
