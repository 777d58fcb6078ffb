"""The workbook: kinds of cells, printing, and every text as text."""

import stat
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exports.xlsx import XlsxWriter
from supervision.cells import CellKind, canonical
from supervision.review_list import Column, ReviewList, Sheet

KINDS = list(CellKind)
COLUMNS = tuple(Column(id=kind.value, kind=kind, width=12) for kind in KINDS)


def review_list(*rows, footer="导出编号 X1 A&B"):
    sheet = Sheet(name="清单", columns=COLUMNS, titles=tuple(KINDS), rows=rows)
    cover = Sheet(
        name="说明", columns=COLUMNS[:2], titles=("标题", ""), rows=[("a", "b")], is_table=False
    )
    return ReviewList(export_id="X1", title="清单", footer=footer, sheets=(cover, sheet))


def written(folder, *rows):
    path = folder / "list.xlsx"
    path.unlink(missing_ok=True)
    XlsxWriter().write(review_list(*rows), path)
    return path


def row_of(*, text="文", identifier="00012", whole=3, money="1.50", value=0.5, day="2018-03-01"):
    return (text, identifier, whole, Decimal(money), value, date.fromisoformat(day))


def test_each_kind_of_cell_is_what_a_spreadsheet_expects(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, row_of()))["清单"]
    cells = {kind: sheet.cell(row=2, column=place) for place, kind in enumerate(KINDS, start=1)}
    assert (cells["identifier"].value, cells["identifier"].number_format) == ("00012", "@")
    assert (cells["whole"].value, cells["whole"].data_type) == (3, "n")
    assert (cells["money"].value, cells["money"].number_format) == (1.5, "#,##0.00")
    assert cells["day"].is_date
    assert cells["day"].number_format == "yyyy-mm-dd"
    assert cells["value"].value == 0.5


def test_a_number_that_would_lose_digits_is_written_as_text(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, row_of(money="1234567890123456.78")))["清单"]
    assert sheet["D2"].value == "1234567890123456.78"


def test_numbers_are_never_defused(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, row_of(whole=-3, money="-1.00", value=-0.5)))
    assert [sheet["清单"].cell(row=2, column=place).value for place in (3, 4, 5)] == [-3, -1, -0.5]


def test_an_empty_cell_is_empty(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, (None,) * len(KINDS), row_of()))["清单"]
    assert [cell.value for cell in sheet[2]] == [None] * len(KINDS)


def test_the_list_is_made_to_be_read_and_printed(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, row_of(), row_of()))
    sheet = book["清单"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["A"].width >= 12
    assert sheet.oddFooter.left.text == "导出编号 X1 A&&B"
    assert "&P" in sheet.oddFooter.right.text
    assert "&N" in sheet.oddFooter.right.text
    assert book["说明"].auto_filter.ref is None
    assert book["说明"].oddFooter.left.text == "导出编号 X1 A&&B"


def test_the_file_is_its_owners_only_and_leaves_no_parts(tmp_path):
    path = written(tmp_path, row_of())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_not_overwritten(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"here")
    with pytest.raises(FileExistsError):
        XlsxWriter().write(review_list(row_of()), path)


LOOKS_LIKE_MARKUP = (
    "_x0041_",
    "_x005F_x0041_",
    "_x005F_x005F_",
    "_x0041_x0042_",
    "__x0041__x000d_",
    "a_xD83D_b",
    "_x41_",
    "<r><t>x</t></r>",
    '<r></is></c><c r="C2"><f>1+1</f></c><c><is></r>',
    "<r>  &amp;\n</r>",
    "<![CDATA[x]]>",
)


def test_text_that_looks_like_the_formats_own_markup_comes_back_as_it_is(tmp_path):
    path = written(tmp_path, *(row_of(text=text, identifier=text) for text in LOOKS_LIKE_MARKUP))
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_name("清单").to_python()[1:]
    assert tuple(row[0] for row in rows) == LOOKS_LIKE_MARKUP
    assert tuple(row[1] for row in rows) == LOOKS_LIKE_MARKUP
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=())), min_size=1, max_size=4))
def test_any_text_is_written_and_reads_back_as_it_was_meant(tmp_path_factory, texts):
    path = written(tmp_path_factory.mktemp("any"), *((text, text) for text in texts))
    sheet = openpyxl.load_workbook(path)["清单"]
    for number, text in enumerate(texts, start=2):
        for place, kind in ((1, CellKind.TEXT), (2, CellKind.IDENTIFIER)):
            cell = sheet.cell(row=number, column=place)
            assert cell.data_type != "f"
            assert canonical(kind, text) == canonical(kind, cell.value, came_back=True)


def test_no_part_of_the_workbook_holds_a_formula_or_a_link(tmp_path):
    path = written(tmp_path, row_of(text="=1+1", identifier="http://example.invalid"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, content in parts.items() if b"<f>" in content]
    assert not [name for name, content in parts.items() if b"<hyperlink" in content]
