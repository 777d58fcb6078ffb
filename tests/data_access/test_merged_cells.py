"""Cells merged downwards: what they say stands for each of their rows, except amounts."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from data_access.batches import rejects
from data_access.datasets import dataset_rows
from data_access.intake import IntakeOptions, intake
from data_access.preview import preview

HEADER = ("部门受案号", "嫌疑人编号", "涉案金额", "审结处理结果", "承办单位")


@pytest.fixture
def book(folder):
    """A workbook with a title, a header in two rows, and a case of three persons."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "审查逮捕人员")
        for column in (0, 1, 2, 4):
            sheet.merge_range(1, column, 2, column, HEADER[column])
        sheet.write(1, 3, "结果")
        sheet.write(2, 3, HEADER[3])
        sheet.merge_range(3, 0, 5, 0, "某检受〔2026〕1号")
        sheet.merge_range(3, 2, 5, 2, 3000)
        sheet.merge_range(3, 4, 7, 4, "某区院")
        for row, result in enumerate(("批捕", "不捕", "不知"), start=3):
            sheet.write(row, 1, f"0{row - 2}")
            sheet.write(row, 3, result)
        sheet.write_row(7, 0, ("某检受〔2026〕2号", "01", 10, "批捕"))
        sheet.merge_range(8, 0, 9, 4, "合计")
    path = folder / "人员.xlsx"
    path.write_bytes(held.getvalue())
    return path


def test_each_row_of_a_block_gets_what_the_block_says(stores, scope, book):
    report = intake(stores, scope, [book])
    assert report.dataset == "arrest_review"
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (4, 3, 1)
    [file] = report.files
    assert (file.header_row, file.rows_set_aside) == (3, 3 + 1 + 1)
    rows = dataset_rows(stores, scope, "arrest_review", limit=9).sort("source_line")
    one, two = "某检受〔2026〕1号", "某检受〔2026〕2号"
    said = rows.select("case_no", "suspect_no", "office_name", "source_line").rows()
    assert said == [
        (one, "01", "某区院", 4),
        (one, "02", "某区院", 5),
        (two, "01", "某区院", 8),
    ]
    # an amount is that of the whole block: it stands in its first row alone
    assert rows["amount_yuan"].to_list() == [Decimal(3000), None, Decimal(10)]


def test_a_rejected_row_of_a_block_can_be_corrected_alone(stores, scope, book, folder):
    report = intake(stores, scope, [book])
    [fault] = rejects(stores, scope, report.batch_id)
    assert (fault.line, fault.value) == (6, "不知")
    text = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    assert "某检受〔2026〕1号,03,,不知,某区院" in text


def test_the_preview_shows_the_rows_as_they_will_be_stored(stores, scope, book):
    found = preview(stores, scope, [book], IntakeOptions())
    assert found.rows["case_no"].null_count() == 0
