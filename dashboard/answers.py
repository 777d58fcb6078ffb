"""What a command answers: one JSON value for programs, a table or a card for people.

`as_json` is the one place where our values become JSON: dates and instants as ISO text (instants in
UTC, ending in Z), exact decimals as numbers, enums by their code, a field `from_` as `from`.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeGuard
from uuid import UUID

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

PLAIN_WIDTH = 200
"""Columns of a table that goes into a file or a pipe, where nobody can widen the window."""

LONGEST_CELL = 80
"""Longer values make a table within an answer unreadable; --json has them."""


def as_json(value: object) -> Json:
    """The value as what JSON can say; raises TypeError for what it cannot."""
    if isinstance(value, Enum):
        return as_json(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return _day_or_instant(value)
    if isinstance(value, PurePath | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: as_json(item) for name, item in fields_of(value).items()}
    return _array(value)


def fields_of(value: Any) -> dict[str, object]:
    """The fields of a dataclass by the names they have outside: `from_` is called `from`."""
    return {
        field.name.rstrip("_"): getattr(value, field.name) for field in dataclasses.fields(value)
    }


def _array(value: object) -> Json:
    if isinstance(value, pl.DataFrame):
        return [as_json(row) for row in value.iter_rows(named=True)]
    if isinstance(value, frozenset | set):
        return sorted((as_json(item) for item in value), key=str)
    if isinstance(value, Sequence):
        return [as_json(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON form")


def show(value: object, *, as_json_text: bool, columns: Sequence[str] = ()) -> None:
    """Writes the answer to standard output: JSON alone, or a table of these columns."""
    answer = as_json(value)
    if as_json_text:
        write_json(answer)
        return
    console = Console(
        width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=False
    )
    if isinstance(answer, list):
        console.print(_table(answer, columns))
        console.print(Text(f"{len(answer)} in all" if answer else "Nothing."))
    elif isinstance(answer, dict):
        inner = {name: value for name, value in answer.items() if _is_records(value)}
        console.print(_card({n: value for n, value in answer.items() if n not in inner}))
        for name, rows in inner.items():
            console.print(Text(f"\n{name}", style="bold"))
            console.print(_table(rows, _plain_columns(rows)))
    else:
        console.print(Text(str(answer)))


def write_json(answer: Json) -> None:
    """Writes one JSON value and nothing else; over several lines where a person looks on."""
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=indent) + "\n")


def _number(value: float | Decimal) -> int | float | None:
    """The number; null for what is none; whole decimals as whole numbers."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _day_or_instant(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    instant = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return instant.isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def _table(rows: Sequence[Json], columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    records = [row for row in rows if isinstance(row, dict)]
    names = list(columns) or list(records[0] if records else ())
    for name in names:
        is_number = any(isinstance(row.get(name), int | float) for row in records)
        table.add_column(Text(name), justify="right" if is_number else "left")
    for row in records:
        table.add_row(*(_cell(row.get(name)) for name in names))
    return table


def _card(record: Mapping[str, Json]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in record.items():
        table.add_row(Text(name), _cell(value))
    return table


def _is_records(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _plain_columns(rows: Sequence[Json]) -> list[str]:
    """The columns that hold one short value a row; statements and nested values are for --json."""
    records = [row for row in rows if isinstance(row, dict)]
    return [
        name
        for name in records[0]
        if not any(isinstance(row.get(name), list | dict) for row in records)
        and max(len(str(row.get(name))) for row in records) <= LONGEST_CELL
    ]


def _cell(value: Json) -> Text:
    """One value in a cell; imported text is never read as markup."""
    if value is None:
        return Text("")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, int | float):
        return Text(f"{value:,}" if abs(value) >= 10_000 else str(value))
    if isinstance(value, list):
        return Text(", ".join(str(_cell(item)) for item in value))
    if isinstance(value, dict):
        return Text(", ".join(f"{name} {_cell(item)}" for name, item in value.items()))
    return Text(value)
