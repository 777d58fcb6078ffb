"""The data template as a workbook: what it holds, and that it comes in again filled."""

import io
from datetime import date
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from dashboard.exports.data_template import put_template, template_workbook
from data_access.datasets import dataset_rows
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake
from supervision.contracts import Mode, contract, load_contracts
from supervision.data_template import template_columns


def filled(dataset: str, *rows: dict[str, object]) -> bytes:
    """A template with these rows, typed as a person would type them into its cells."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = put_template(book, contract(dataset))
        names = [column.name for column in contract(dataset).columns]
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows, start=2):
            for name, value in row.items():
                if isinstance(value, date):
                    sheet.write_datetime(number, names.index(name), value, shown)
                else:
                    sheet.write(number, names.index(name), value)
    return held.getvalue()


@pytest.mark.parametrize("dataset", list(load_contracts())[::12])
def test_the_first_sheet_has_the_two_header_lines_and_nothing_below(dataset):
    declared = contract(dataset)
    book = python_calamine.load_workbook(io.BytesIO(template_workbook(declared)))
    assert book.sheet_names == [declared.title, "代码表", "填写说明"]
    columns = template_columns(declared)
    rows = [[one.title for one in columns], [one.machine for one in columns]]
    assert book.get_sheet_by_index(0).to_python() == rows
    explained = book.get_sheet_by_name("填写说明").to_python()
    head = next(number for number, row in enumerate(explained) if row[1] == "列名")
    assert [row[1] for row in explained[head + 1 :]] == [one.name for one in declared.columns]
    says_empty_erases = any("会被清空" in row[0] for row in explained[:head])
    assert says_empty_erases is (declared.mode is Mode.MERGE)


def test_a_filled_template_is_taken_in_without_being_told_the_dataset(stores, scope, tmp_path):
    path = tmp_path / "随便什么名字.xlsx"
    row = {"case_no": "A1", "suspect_no": "01", "result": "不捕", "accepted_on": date(2026, 5, 4)}
    path.write_bytes(filled("arrest_review", row, row | {"suspect_no": "02"}))
    report = intake(stores, scope, [path])
    assert (report.dataset, report.rows_loaded, report.rows_rejected) == ("arrest_review", 2, 0)
    assert report.skipped == ()
    assert [name.rpartition("#")[2] for name in report.passed_over] == ["代码表", "填写说明"]
    rows = dataset_rows(stores, scope, "arrest_review", limit=5)
    assert rows["source_line"].to_list() == [3, 4]
    assert rows["result"].to_list() == ["not_arrested", "not_arrested"]
    assert set(rows["accepted_on"]) == {date(2026, 5, 4)}


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_empty_template_is_refused_with_one_sentence(stores, scope, tmp_path, dry_run):
    path = tmp_path / "空表.xlsx"
    path.write_bytes(template_workbook(contract("inmate")))
    with pytest.raises(SourceRefused, match=r"is a data template without rows\.$"):
        intake(stores, scope, [path], IntakeOptions(dry_run=dry_run))


def test_what_is_rejected_of_a_template_comes_back_with_both_its_lines(stores, scope, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled("arrest_review", {"case_no": "A1", "suspect_no": "1", "result": "?!"}))
    report = intake(stores, scope, [path])
    assert (report.rows_loaded, report.rows_rejected) == (0, 1)
    back = tmp_path / "改好.csv"
    text = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    back.write_text(text.replace("?!", "不捕"), encoding="utf-8")
    again = intake(stores, scope, [back])
    assert (again.dataset, again.rows_loaded, again.rows_rejected) == ("arrest_review", 1, 0)
