"""The data template (数据要素模版) of a contract: two header lines that stay, and what goes below.

Row 1 has the Chinese headers, row 2 the machine name of each column with its type and whether it
is required; data begin in row 3. Row 2 alone says which dataset it is, so that a template which
another program saved again is still known.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from supervision.contract_format import Column, ColumnType, DatasetContract, Identifier

HEADER_LINES = 2
EXPLANATIONS, CODES = "填写说明", "代码表"
"""The sheets beside that of the data; they hold no data."""

REQUIRED_WORDS = ("必填", "选填")
"""What a column of row 2 says last, required or not."""

YES_OR_NO = ("是", "否")

_TYPES: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "文本",
    ColumnType.MONEY: "金额",
    ColumnType.NUMBER: "数字",
    ColumnType.INTEGER: "整数",
    ColumnType.DATE: "日期",
    ColumnType.INSTANT: "时间",
    ColumnType.CODE: "代码",
    ColumnType.BOOLEAN: "是否",
}
_MACHINE = re.compile(rf"([a-z][a-z0-9_]*)\(.+,({'|'.join(REQUIRED_WORDS)})\)")
_IDENTIFIED: Mapping[Identifier, str] = {
    Identifier.RESIDENT_ID: "990101199003070015",
    Identifier.CREDIT_CODE: "91990101MA0000000U",
    Identifier.CASE_NUMBER: "（2026）某0101民初1号",
    Identifier.PLATE: "某A12345",
    Identifier.PHONE: "13000000000",
    Identifier.BANK_ACCOUNT: "6200000000000000",
    Identifier.DOCUMENT_NUMBER: "A0001",
}
_NUMBERED: Mapping[str, str] = {"年": "2026", "度": "30.274085"}
_TYPED: Mapping[ColumnType, str] = {
    ColumnType.TEXT: "某某",
    ColumnType.MONEY: "1200.50",
    ColumnType.NUMBER: "12.5",
    ColumnType.INTEGER: "12",
    ColumnType.DATE: "2026-05-26",
    ColumnType.INSTANT: "2026-05-26 10:20:46",
    ColumnType.BOOLEAN: YES_OR_NO[0],
}
_PERMITTED: Mapping[ColumnType, str] = {
    ColumnType.MONEY: "数字，至多两位小数",
    ColumnType.NUMBER: "数字，至多六位小数",
    ColumnType.INTEGER: "整数",
    ColumnType.DATE: "年-月-日",
    ColumnType.INSTANT: "年-月-日 时:分:秒",
    ColumnType.BOOLEAN: "、".join(YES_OR_NO),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateColumn:
    """One column of a template.

    title, machine: its cells in rows 1 and 2.
    choices: the words that may be chosen; empty where none are given.
    meaning, type, unit, required, permitted, example: what the explanation says of it.
    """

    column: Column
    title: str
    machine: str
    choices: tuple[str, ...]
    meaning: str
    type: str
    unit: str
    required: str
    permitted: str
    example: str


def template_columns(declared: DatasetContract) -> tuple[TemplateColumn, ...]:
    """The template of a contract, one entry a column, in the contract's order."""
    return tuple(_column(column) for column in declared.columns)


def machine_name(cell: str) -> str | None:
    """The column that a cell of row 2 names; None for a cell that is no such cell."""
    found = _MACHINE.fullmatch("".join(unicodedata.normalize("NFKC", cell).split()))
    return found[1] if found else None


def _column(column: Column) -> TemplateColumn:
    required = REQUIRED_WORDS[0 if column.required else 1]
    unit = f"，单位：{column.unit}" if column.unit else ""
    return TemplateColumn(
        column=column,
        title=column.title,
        machine=f"{column.name}（{_TYPES[column.type]}{unit}，{required}）",
        choices=_choices(column),
        meaning=column.note or column.title,
        type=_TYPES[column.type],
        unit=column.unit or "",
        required=required,
        permitted=_permitted(column),
        example=_example(column),
    )


def _choices(column: Column) -> tuple[str, ...]:
    """The first of the words for each code, or yes and no."""
    if column.type is ColumnType.BOOLEAN:
        return YES_OR_NO
    first: dict[str, str] = {}
    for word, code in column.codes.items():
        first.setdefault(code, word)
    return tuple(first.values())


def _permitted(column: Column) -> str:
    if column.type is ColumnType.CODE:
        return f"见“{CODES}”，从下拉列表中选择"
    if column.month_is is not None:
        return "年-月-日，或只写年-月"
    return _PERMITTED.get(column.type, "")


def _example(column: Column) -> str:
    if column.type is ColumnType.CODE:
        return _choices(column)[0]
    if column.identifier is not None:
        return _IDENTIFIED[column.identifier]
    if column.mask == "person_name":
        return "张某"
    if column.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
        return _NUMBERED.get(column.unit or "", _TYPED[column.type])
    return _TYPED[column.type]
