"""The one way into a file's cell, and that no other is taken."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.exports.cells import day_cell, number_cell, plain_cell, text_cell
from supervision.cells import CellKind

ROOT = Path(__file__).parents[3]
PACKAGES = ("supervision", "data_access", "dashboard", "pages")
WRITING = {"write_csv", "write_excel", "to_csv", "to_excel", "download_button", "Workbook"}
MAY_WRITE = {"dashboard/exports/xlsx.py", "dashboard/exports/data_template.py"}
"""The lists, and the templates, which hold nothing but words of a contract."""


def test_text_is_cleaned_before_it_is_judged():
    assert text_cell("\x00=1") == "'\ufffd=1"
    assert text_cell("疑点") == "疑点"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (CellKind.WHOLE, -3, -3),
        (CellKind.MONEY, Decimal("1.50"), Decimal("1.50")),
        (CellKind.VALUE, 0.1, 0.1),
        (CellKind.VALUE, "0.1", None),
        (CellKind.IDENTIFIER, 17, None),
        (CellKind.MONEY, Decimal("1234567890123456.78"), None),
        (CellKind.VALUE, float("nan"), None),
        (CellKind.VALUE, date(2018, 3, 1), None),
    ],
)
def test_a_number_is_a_number_in_a_numbers_column_only(kind, value, expected):
    assert number_cell(kind, value) == expected


def test_a_day_is_a_day_in_a_days_column_only():
    assert day_cell(CellKind.DAY, date(2018, 3, 1)) == date(2018, 3, 1)
    assert day_cell(CellKind.TEXT, date(2018, 3, 1)) is None
    assert day_cell(CellKind.DAY, "2018-03-01") is None


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (CellKind.TEXT, None, ""),
        (CellKind.MONEY, Decimal("1.5"), "1.50"),
        (CellKind.WHOLE, -3, "-3"),
        (CellKind.VALUE, 1e-7, "0.0000001"),
        (CellKind.VALUE, "-3", "'-3"),
        (CellKind.DAY, date(2018, 3, 1), "2018-03-01"),
    ],
)
def test_in_a_format_of_text_numbers_and_days_are_spelled_out(kind, value, expected):
    assert plain_cell(kind, value) == expected


def test_no_other_file_of_ours_writes_a_table_by_itself():
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in WRITING:
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == MAY_WRITE
