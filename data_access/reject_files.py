"""Rejects as a CSV for the supplier: the columns of the source, and why each row did not come in.

A row is written with its own fields, so that it can be corrected and taken in again by the same
mapping; what a file's name or a set value filled has a column of its own. Files of another header
go into a further CSV. Text that a spreadsheet would run as a formula is defused.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any

import polars as pl

from data_access.recognition import Recognised, folded
from data_access.reject_records import RETURNED
from data_access.units_of_measure import units_of_titles
from supervision.cells import defused
from supervision.contracts import DatasetContract
from supervision.rejects import reason_sentence

_Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceForm:
    """What of a source's form its rejects need, to be read again as they were read.

    header: its cells; of a header in two lines both names in one.
    lines: the two lines of such a header as they stand.
    units: the lines above it that say a unit.
    values: column -> value, for columns that the file's name or a set value filled.
    """

    header: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    units: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form as JSON can say it."""
        return {
            "header": list(self.header),
            "lines": [list(line) for line in self.lines],
            "units": list(self.units),
            "values": dict(self.values),
        }


def form_of(table: Recognised, name: str) -> SourceForm:
    """The form of a recognised table; `name` is its file's, without suffix."""
    form = table.form
    said = {}
    for source in form.sources:
        if source.index is None and source.how.value in {"set", "file_name", "title", "report"}:
            said[source.column] = name if source.value is None else source.value
    units = tuple(title for title in table.titles if units_of_titles((title,)))
    return SourceForm(header=form.header, lines=form.lines, units=units, values=said)


def form_from_json(said: Mapping[str, Any]) -> SourceForm:
    """The form that `as_json` said."""
    return SourceForm(
        header=tuple(said["header"]),
        lines=tuple(tuple(line) for line in said.get("lines", [])),
        units=tuple(said["units"]),
        values=dict(said["values"]),
    )


def write_rejects(
    file: Path,
    contract: DatasetContract,
    forms: Mapping[str, SourceForm],
    faults: pl.DataFrame,
    records: pl.DataFrame,
) -> tuple[Path, ...]:
    """Writes one line a rejected row, and returns the files: `file`, or with -2, -3 beside it.

    forms: by path. `faults` has `path, source_line, column_name, reason`, `records` has `path,
    source_line, record`, both in the order in which the rows are to stand.
    """
    reasons = _reasons(contract, faults)
    tables: dict[_Lines, list[tuple[str, int, str]]] = {}
    for path, line, record in records.select("path", "source_line", "record").iter_rows():
        tables.setdefault(_heading(forms[path], contract), []).append((path, line, record))
    written = []
    for number, (heading, rows) in enumerate(tables.items(), start=1):
        target = file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        written.append(target)
        with target.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerows([defused(cell) for cell in line] for line in heading)
            for path, line, record in rows:
                cells = _cells(forms[path], contract, record)
                cells += [
                    path,
                    str(line),
                    _text(forms[path], record),
                    reasons.get((path, line), ""),
                ]
                writer.writerow([defused(cell) for cell in cells])
    return tuple(written)


def _heading(form: SourceForm, contract: DatasetContract) -> _Lines:
    """The lines above the rows: those that say a unit, and the header with what is added to it.

    Tables of one heading are written as one: a number means the same in all of its rows.
    """
    added = [contract.column(name).title for name in _added(form, contract)]
    # what is added stands in the upper line of two, where it is no part of the group before it
    mores = [(*added, *RETURNED), ("",) * (len(added) + len(RETURNED))]
    is_own = [folded(cell) not in RETURNED for cell in form.header]
    header = [
        (*compress(line, is_own), *more)
        for line, more in zip(form.lines or (form.header,), mores, strict=False)
    ]
    return (*((line,) for line in form.units), *header)


def _added(form: SourceForm, contract: DatasetContract) -> list[str]:
    """The columns filled by no field, of which the header knows none either."""
    known = {folded(cell) for cell in form.header}
    found = []
    for name in form.values:
        column = contract.column(name)
        if not known & {folded(word) for word in (name, column.title, *column.headers)}:
            found.append(name)
    return found


def _cells(form: SourceForm, contract: DatasetContract, record: str) -> list[str]:
    fields: list[str] | str = json.loads(record)
    is_own = [folded(cell) not in RETURNED for cell in form.header]
    padded = [""] * len(is_own) if isinstance(fields, str) else fields
    own = [cell for cell, is_kept in zip(padded, is_own, strict=False) if is_kept]
    return own + [form.values[name] for name in _added(form, contract)]


def _text(form: SourceForm, record: str) -> str:
    """The text of a record without fields, also where it came back in its own column."""
    said: list[str] | str = json.loads(record)
    if isinstance(said, str):
        return said
    names = [folded(cell) for cell in form.header]
    return dict(zip(names, said, strict=False)).get(RETURNED[2], "")


def _reasons(contract: DatasetContract, faults: pl.DataFrame) -> dict[tuple[str, int], str]:
    titles = {column.name: column.title for column in contract.columns}
    said: dict[tuple[str, int], list[str]] = {}
    wanted = faults.select("path", "source_line", "column_name", "reason")
    for path, line, column, code in wanted.iter_rows():
        where = f"{titles.get(column, column)}：" if column else ""
        said.setdefault((path, line), []).append(where + reason_sentence(code))
    return {place: "；".join(reasons) for place, reasons in said.items()}


def parts_of(forms: Sequence[SourceForm], contract: DatasetContract) -> int:
    """How many CSV files the rejects of sources of these forms make."""
    return len({_heading(form, contract) for form in forms})
