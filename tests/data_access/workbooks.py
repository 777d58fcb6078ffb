"""Workbooks for tests: ordinary ones, and such as nobody should open.

`files/bids.xls` was made with xlwt, `files/bids.ods` from it with LibreOffice.
"""

# ruff: noqa: DTZ001 - a workbook knows no zones
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parent / "files"
BID_TITLES = ("状态", "竞买号", "价格", "时间")

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>{before}'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], *, is_1904: bool = False) -> bytes:
    """A workbook of these sheets of rows; days and times are formatted as such."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "date_1904": is_1904})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        time: book.add_format({"num_format": "hh:mm"}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif type(cell) in formats:
                    sheet.write_datetime(row, column, cell, formats[type(cell)])
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return held.getvalue()


def bids(*bidders: str) -> bytes:
    """A workbook with one bid of each of these bidders."""
    rows = [("出局", bidder, 100, datetime(2026, 5, 26, 10)) for bidder in bidders]
    return workbook({"竞买记录": [BID_TITLES, *rows]})


def written_by_hand(rows: str, *, before: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet with this XML within its sheetData."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            kind="worksheet", target="worksheets/sheet1.xml"
        ),
        "xl/worksheets/sheet1.xml": _SHEET.format(before=before, rows=rows),
        **(more or {}),
    }
    return archive(parts)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return held.getvalue()
