"""A review list as a workbook: text as text, identifiers as text, days as days, made to be printed.

Rows are written as they come and are not kept in memory (`constant_memory`); nothing in a cell is
ever a formula or a link.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import day_cell, number_cell, text_cell
from dashboard.exports.words import word
from supervision.cells import Cell, CellKind
from supervision.review_list import ExportFormat, ReviewList, Sheet

A4 = 9
PRINT_SCALE = 60
"""Percent; the columns a reader needs first then fit on a landscape A4 page."""

NUMBER_FORMATS: Mapping[CellKind, str] = {
    CellKind.TEXT: "General",
    CellKind.IDENTIFIER: "@",
    CellKind.WHOLE: "0",
    CellKind.MONEY: "#,##0.00",
    CellKind.VALUE: "General",
    CellKind.DAY: "yyyy-mm-dd",
}
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""The underscore before what a reader would take for an escaped character, `_x0041_`."""

WRAPPED = frozenset({CellKind.TEXT, CellKind.VALUE})


class XlsxWriter:
    """Writes the cover, the list and its reasons as sheets."""

    format = ExportFormat.XLSX

    def word(self, key: str) -> str:
        """The text of a message key."""
        return word(key)

    def write(self, review_list: ReviewList, path: Path) -> None:
        """Writes all sheets to a new file; its temporary parts stand beside it, not elsewhere."""
        path.touch(mode=0o600, exist_ok=False)
        with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as parts:
            options = {
                "constant_memory": True,
                "tmpdir": parts,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            }
            with xlsxwriter.Workbook(str(path), options) as book:
                _write_book(book, review_list)


class _PlainText(Worksheet):
    """A worksheet whose texts come back as they are, whatever they look like.

    XlsxWriter 3.2 takes a text from `<r>` to `</r>` for markup of its own, and writes it into the
    sheet as it stands; of two escapes that share an underscore it escapes one only.
    """

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return _ESCAPE.sub("_x005F_", data)

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:
        self._xml_inline_string(string, True, attributes)


def _write_book(book: Any, review_list: ReviewList) -> None:
    book.set_properties({"title": review_list.title, "keywords": review_list.export_id})
    formats = {
        kind: book.add_format({"num_format": shown, "valign": "top"} | _wrap(kind))
        for kind, shown in NUMBER_FORMATS.items()
    }
    header = book.add_format({"bold": True, "valign": "vcenter", "text_wrap": True})
    for sheet in review_list.sheets:
        worksheet = book.add_worksheet(sheet.name, worksheet_class=_PlainText)
        _write_sheet(worksheet, sheet, formats, header)
    for worksheet in book.worksheets():
        _prepare_printing(worksheet, review_list.footer)


def _wrap(kind: CellKind) -> dict[str, Any]:
    return {"text_wrap": True} if kind in WRAPPED else {}


def _write_sheet(
    worksheet: Any, sheet: Sheet, formats: Mapping[CellKind, Any], header: Any
) -> None:
    kinds = [column.kind for column in sheet.columns]
    shown = [formats[kind] for kind in kinds]
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width)
    for place, title in enumerate(sheet.titles):
        if title:
            worksheet.write_string(0, place, text_cell(title), header)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            if value is not None:
                _write_cell(worksheet, (last, place), kinds[place], value, shown[place])
    if sheet.is_table:
        worksheet.freeze_panes(1, 0)
        worksheet.repeat_rows(0)
        worksheet.autofilter(0, 0, last, len(kinds) - 1)


def _write_cell(
    worksheet: Any, where: tuple[int, int], kind: CellKind, value: Cell, shown: Any
) -> None:
    if isinstance(value, str):  # most cells are; a long list has millions
        if value:
            worksheet.write_string(*where, text_cell(value), shown)
        return
    number = number_cell(kind, value)
    if number is not None:
        worksheet.write_number(*where, number, shown)
        return
    day = day_cell(kind, value)
    if day is not None:
        worksheet.write_datetime(*where, day, shown)
        return
    worksheet.write_string(*where, text_cell(value), shown)


def _prepare_printing(worksheet: Any, footer: str) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.set_print_scale(PRINT_SCALE)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.set_footer(f"&L{footer.replace('&', '&&')}&R{word('review_list.pages')}")
