"""Rejects as a CSV for the supplier: the columns of the source, and why each row did not come in.

A row is written with its own fields, so that it can be corrected and taken in again by the same
mapping; what a file's name or a set value filled has a column of its own. Files of another header
go into a further CSV. Text that a spreadsheet would run as a formula is defused.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from data_access.recognition import Recognised, folded
from data_access.reject_records import RETURNED
from supervision.cells import defused
from supervision.contracts import DatasetContract
from supervision.rejects import reason_sentence

_UNIT_WORD = "单位"


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceForm:
    """What of a source's form its rejects need, to be read again as they were read.

    header: its cells.
    units: the lines above it that say a unit.
    values: column -> value, for columns that the file's name or a set value filled.
    """

    header: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form as JSON can say it."""
        return {
            "header": list(self.header),
            "units": list(self.units),
            "values": dict(self.values),
        }


def form_of(table: Recognised, name: str) -> SourceForm:
    """The form of a recognised table; `name` is its file's, without suffix."""
    form = table.form
    said = {}
    for source in form.sources:
        if source.index is None and source.how.value in {"set", "file_name"}:
            said[source.column] = name if source.value is None else source.value
    units = [title for title in table.titles if _UNIT_WORD in title]
    return SourceForm(header=form.header, units=tuple(units), values=said)


def form_from_json(said: Mapping[str, Any]) -> SourceForm:
    """The form that `as_json` said."""
    return SourceForm(
        header=tuple(said["header"]), units=tuple(said["units"]), values=dict(said["values"])
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
    headers: dict[tuple[str, ...], list[tuple[str, int, str]]] = {}
    for path, line, record in records.select("path", "source_line", "record").iter_rows():
        headers.setdefault(_whole_header(forms[path], contract), []).append((path, line, record))
    written = []
    for number, (header, rows) in enumerate(headers.items(), start=1):
        target = file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        written.append(target)
        with target.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerows([line] for line in forms[rows[0][0]].units)
            writer.writerow([defused(cell) for cell in header])
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


def _whole_header(form: SourceForm, contract: DatasetContract) -> tuple[str, ...]:
    own = [cell for cell in form.header if folded(cell) not in RETURNED]
    added = [contract.column(name).title for name in _added(form, contract)]
    return (*own, *added, *RETURNED)


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
    return len({_whole_header(form, contract) for form in forms})
