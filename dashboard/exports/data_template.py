"""A data template as a workbook: the two header lines, the explanation, and the words of codes.

Columns of identifiers and text are formatted as text, so that a spreadsheet keeps their digits;
days as days. Codes are chosen from a list.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dashboard.exports.words import word
from supervision.contracts import ColumnType, DatasetContract, Mode
from supervision.data_template import (
    CODES,
    EXPLANATIONS,
    HEADER_LINES,
    TemplateColumn,
    template_columns,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_ROW = 10_000
"""Down to here a list is offered; rows below it can be filled as well."""

HEADERS = ("title", "name", "meaning", "type", "unit", "required", "permitted", "example")
RULES = ("lines", "text", "example")
MERGING = "merge"
"""What is also said where rows of the pool are replaced."""

_FORMATS: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "@",
    ColumnType.CODE: "@",
    ColumnType.BOOLEAN: "@",
    ColumnType.MONEY: "0.00",
    ColumnType.NUMBER: "General",
    ColumnType.INTEGER: "0",
    ColumnType.DATE: "yyyy-mm-dd",
    ColumnType.INSTANT: "yyyy-mm-dd hh:mm:ss",
}
_WIDTHS = (20, 24, 44, 8, 12, 10, 32, 26)
_NARROWEST, _WIDEST = 12, 40


def file_name(declared: DatasetContract) -> str:
    """What the template's file is called."""
    return f"{word('template.file')}-{declared.title}.xlsx"


def template_workbook(declared: DatasetContract) -> bytes:
    """The empty template of a contract."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        put_template(book, declared)
    return held.getvalue()


def put_template(book: Any, declared: DatasetContract) -> Any:
    """Writes the sheets of a template into an open workbook; answers with that of the data."""
    columns = template_columns(declared)
    book.set_properties({"title": declared.title, "keywords": declared.id})
    data = book.add_worksheet(declared.title)
    lists = _put_codes(book, columns)
    rules = (*RULES, MERGING) if declared.mode is Mode.MERGE else RULES
    _put_explanations(book, columns, rules)
    kinds = {kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
    heads = [book.add_format(_HEAD | {"bold": True}), book.add_format(_HEAD | {"italic": True})]
    for place, column in enumerate(columns):
        width = min(max(len(column.machine) + 6, _NARROWEST), _WIDEST)
        data.set_column(place, place, width, kinds[column.column.type])
        for row, cell in enumerate((column.title, column.machine)):
            data.write_string(row, place, cell, heads[row])
        if column.column.name in lists:
            data.data_validation(HEADER_LINES, place, LAST_ROW, place, lists[column.column.name])
    data.freeze_panes(HEADER_LINES, 0)
    data.activate()
    return data


def _put_codes(book: Any, columns: Sequence[TemplateColumn]) -> dict[str, dict[str, str]]:
    """The words of each column that has some; answers with the list of each by column."""
    sheet = book.add_worksheet(CODES)
    sheet.set_column(0, len(columns), 18)
    found = {}
    for place, column in enumerate(one for one in columns if one.choices):
        for row, choice in enumerate((column.title, *column.choices)):
            sheet.write_string(row, place, choice)
        letters = xl_col_to_name(place, True)
        found[column.column.name] = {
            "validate": "list",
            "source": f"={CODES}!{letters}$2:{letters}${len(column.choices) + 1}",
            "error_title": column.title,
            "error_message": word("template.choose"),
        }
    if not found:
        sheet.write_string(0, 0, word("template.no_codes"))
    return found


def _put_explanations(book: Any, columns: Sequence[TemplateColumn], rules: Sequence[str]) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width, wrapped)
    plain = book.add_format({"text_wrap": False})
    for row, rule in enumerate(rules):
        sheet.write_string(row, 0, word(f"template.rule.{rule}"), plain)
    head = book.add_format(_HEAD | {"bold": True})
    for place, title in enumerate(HEADERS):
        sheet.write_string(len(rules), place, word(f"template.{title}"), head)
    for row, one in enumerate(columns, start=len(rules) + 1):
        cells = (one.title, one.column.name, one.meaning, one.type, one.unit)
        for place, cell in enumerate((*cells, one.required, one.permitted, one.example)):
            sheet.write_string(row, place, cell, wrapped)


_HEAD = {"text_wrap": True, "valign": "vcenter", "bottom": 1, "num_format": "@"}
