"""What is wrong with a contract that has the right form: mistakes within one, and between several.

Each is a place in the file and a sentence; all are found, not the first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from supervision.clock_calls import has_call
from supervision.contract_format import (
    RESERVED,
    Check,
    CheckLevel,
    Column,
    ColumnType,
    DatasetContract,
    Drawn,
    Layout,
    Mode,
    Unpivot,
)
from supervision.expressions import (
    ExpressionRefused,
    columns_of,
    has_aggregate,
    has_window,
    parameters_of,
    parse,
    tables_of,
)

_DAYS = (ColumnType.DATE, ColumnType.INSTANT)

_BELONGS = {
    "month_is": ColumnType.DATE,
    "day_order": ColumnType.DATE,
    "rounded_to": ColumnType.NUMBER,
    "identifier": ColumnType.TEXT,
}
"""What only columns of one type may say."""

Found = Iterator[tuple[str, str]]
"""Mistakes: where each stands, what it says."""


def inner_mistakes(read: DatasetContract, file: str) -> Found:
    """What is wrong within one contract; `file` is the name it was read from."""
    names = {column.name for column in read.columns}
    if file != f"{read.id}.toml":
        yield "id", f"{read.id} does not match the file's name"
    if not read.columns:
        yield "columns", "no column is declared"
    yield from _twice("columns", (column.name for column in read.columns))
    yield from _named_column_mistakes(read, names)
    for column in read.columns:
        yield from _column_mistakes(column, read)
        if column.drawn is not None:
            yield from _drawn_mistakes(column.drawn, f"columns.{column.name}.drawn")
    yield from _twice("headers", _headers(read))
    for layout in read.layouts:
        yield from _layout_mistakes(layout, read)
    for report in read.reports:
        for name, value in report.set.items():
            yield from _set_mistakes(f"reports.{report.title}", name, value, read)
    if read.unpivot is not None:
        yield from _unpivot_mistakes(read.unpivot, names)
    yield from _twice("checks", (check.id for check in read.checks))
    for check in read.checks:
        yield from _check_mistakes(check, names)


def reference_mistakes(contracts: Mapping[str, DatasetContract]) -> Iterator[tuple[str, str, str]]:
    """Columns that refer to what no contract has: dataset, place, sentence."""
    types = {
        f"{one.id}.{column.name}": column.type
        for one in contracts.values()
        for column in one.columns
    }
    for one in contracts.values():
        for column in one.columns:
            where = f"columns.{column.name}"
            if column.refers is None:
                continue
            if column.refers not in types:
                yield one.id, where, f"refers to {column.refers}, which is no column of a dataset"
            elif types[column.refers] is not column.type:
                yield one.id, where, f"refers to {column.refers}, which is of another type"


def _named_column_mistakes(read: DatasetContract, names: set[str]) -> Found:
    for name in read.key:
        if name not in names:
            yield "key", f"{name} is no column"
    if read.mode is Mode.MERGE and not read.key:
        yield "key", "a dataset that merges needs a key"
    if read.dated_from is not None and read.dated_by is None:
        yield "dated_from", "a first day needs a last one, dated_by"
    for where, day in (("dated_by", read.dated_by), ("dated_from", read.dated_from)):
        if day is None:
            continue
        if day not in names:
            yield where, f"{day} is no column"
        elif read.column(day).type not in _DAYS:
            yield where, f"{day} is no date and no instant"


def _column_mistakes(column: Column, read: DatasetContract) -> Found:
    where = f"columns.{column.name}"
    if column.name in RESERVED or column.name.startswith("source_"):
        yield where, "this name belongs to the pool"
    if (column.type is ColumnType.CODE) != bool(column.codes):
        yield where, "codes belong to the type code, and it needs them"
    for name, kind in _BELONGS.items():
        if getattr(column, name) is not None and column.type is not kind:
            yield where, f"{name} belongs to the type {kind}"
    if column.type is ColumnType.MONEY and not column.name.endswith("_yuan"):
        yield where, "a column of money ends in _yuan"
    if column.from_file_name and column.type is not ColumnType.TEXT:
        yield where, "from_file_name belongs to the type text"
    for word in (*read.missing, *column.missing):
        if word in column.codes:
            yield where, f"{word} cannot be a code and stand for no value"


def _layout_mistakes(layout: Layout, read: DatasetContract) -> Found:
    columns = {column.name: column for column in read.columns}
    where = f"layouts.{layout.title}"
    if not layout.headers:
        yield where, "a layout needs headers"
    for name in [*layout.headers.values(), *layout.set]:
        if name not in columns:
            yield where, f"{name} is no column"
    yield from _twice(where, layout.headers.values())
    for name, value in layout.set.items():
        if name in columns:
            yield from _set_mistakes(where, name, value, read)


def _set_mistakes(where: str, name: str, value: str, read: DatasetContract) -> Found:
    codes = {column.name: column.codes for column in read.columns}
    if name not in codes:
        yield where, f"{name} is no column"
    elif codes[name] and value not in codes[name].values():
        yield where, f"{value} is no code of {name}"


def _unpivot_mistakes(unpivot: Unpivot, names: set[str]) -> Found:
    for name in (unpivot.name, unpivot.value):
        if name not in names:
            yield "unpivot", f"{name} is no column"
    if unpivot.name == unpivot.value:
        yield "unpivot", "name and value are one column"
    yield from _pattern_mistakes("unpivot.headers", unpivot.headers)


def _drawn_mistakes(drawn: Drawn, where: str) -> Found:
    if bool(drawn.headers) != bool(drawn.patterns):
        yield where, "headers and patterns belong together"
    if not (drawn.patterns or drawn.titles):
        yield where, "it needs patterns, or titles"
    for pattern in (*drawn.patterns, *drawn.titles):
        yield from _pattern_mistakes(where, pattern)


def _pattern_mistakes(where: str, pattern: str) -> Found:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        yield where, f"{pattern} is no pattern: {error}"
        return
    if groups != 1:
        yield where, f"{pattern} needs one group, the part that is meant"


def _check_mistakes(check: Check, names: set[str]) -> Found:
    where = f"checks.{check.id}"
    try:
        parse(check.holds)
    except ExpressionRefused as error:
        yield where, str(error)
        return
    used = columns_of(check.holds)
    for name in used:
        if name not in names:
            yield where, f"{name} is no column"
    if parameters_of(check.holds) or tables_of(check.holds) or has_window(check.holds):
        yield where, "a check has no parameter, no table and no window"
    if has_call(parse(check.holds)):
        yield where, "a check has no statutory period"
    if (check.level is CheckLevel.DATASET) != has_aggregate(check.holds):
        yield where, "aggregates belong to the level dataset, and it needs one"
    if check.level is CheckLevel.FIELD and len(used) != 1:
        yield where, "a check of the level field names one column"


def _headers(read: DatasetContract) -> Iterator[str]:
    for column in read.columns:
        yield from {column.name, column.title, *column.headers}


def _twice(where: str, words: Iterable[str]) -> Found:
    for word, count in Counter(words).items():
        if count > 1:
            yield where, f"{word} is declared twice"
