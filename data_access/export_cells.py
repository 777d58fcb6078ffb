"""The cells of an export as they were written, kept so that a file can be verified later.

One archive an export, one entry a sheet: first a line with the sheet's name and the kinds of its
columns, then one line a row, each cell in its one spelling (`supervision.cells.canonical`).
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Self

from supervision.cells import Cell, CellKind, canonical
from supervision.review_list import ReviewList, Sheet

Row = tuple[str, ...]
"""The cells of one row in their one spelling; empty cells at its end are left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSheet:
    """One sheet as it was written: where its rows are kept, and what its columns hold."""

    archive: Path
    entry: str
    name: str
    kinds: tuple[CellKind, ...]

    def rows(self) -> Iterator[Row]:
        """The rows from the sheet's first, the header included."""
        with zipfile.ZipFile(self.archive) as kept, kept.open(self.entry) as raw:
            lines = TextIOWrapper(raw, encoding="utf-8")
            next(lines)
            for line in lines:
                yield tuple(json.loads(line))


class Recorder:
    """Keeps each cell while a writer takes it; sheets are taken in order, each to its end."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._taken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def over(self, review_list: ReviewList) -> ReviewList:
        """The same list, whose rows are kept as they are taken."""
        self._expected = len(review_list.sheets)
        sheets = tuple(
            replace(sheet, rows=self._kept(number, sheet))
            for number, sheet in enumerate(review_list.sheets)
        )
        return replace(review_list, sheets=sheets)

    @property
    def is_whole(self) -> bool:
        """Whether every sheet was taken to its end."""
        return self._taken == self._expected

    def _kept(self, number: int, sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
        kinds = [column.kind for column in sheet.columns]
        with self._archive.open(f"{number}.jsonl", "w", force_zip64=True) as raw:
            head = {"name": sheet.name, "kinds": [kind.value for kind in kinds]}
            raw.write(_line(head))
            raw.write(_line(spelled([CellKind.TEXT] * len(kinds), sheet.titles)))
            for row in sheet.rows:
                raw.write(_line(spelled(kinds, row)))
                yield row
        self._taken += 1


def kept_sheets(archive: Path) -> list[KeptSheet]:
    """The sheets kept in an archive, in the order they were written."""
    with zipfile.ZipFile(archive) as kept:
        return [_kept_sheet(archive, kept, entry) for entry in kept.namelist()]


def spelled(kinds: Sequence[CellKind], cells: Sequence[Cell], *, came_back: bool = False) -> Row:
    """The row in its one spelling; a cell beyond the known columns is text."""
    padded = [*kinds, *[CellKind.TEXT] * (len(cells) - len(kinds))]
    row = [
        canonical(kind, cell, came_back=came_back)
        for kind, cell in zip(padded, cells, strict=False)
    ]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _kept_sheet(archive: Path, kept: zipfile.ZipFile, entry: str) -> KeptSheet:
    with kept.open(entry) as raw:
        head = json.loads(raw.readline())
    kinds = tuple(CellKind(kind) for kind in head["kinds"])
    return KeptSheet(archive=archive, entry=entry, name=head["name"], kinds=kinds)


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
