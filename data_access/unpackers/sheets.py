"""The sheets of a workbook (.xlsx, .xls, .xlsb, .ods) as text, one line a row of the sheet.

A workbook from outside can kill its reader: a sheet of 5 KB may span seventeen billion cells.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

import python_calamine

from data_access.unpackers.cell_marks import Marks
from data_access.unpackers.fields import binary_number, plain_text
from data_access.unpackers.running import NotUnpacked, Refusal, say

MOST_MERGED = 200_000
"""So many blocks of merged cells at the most; no table that people filled in has more."""

_HALF_A_MILLISECOND = timedelta(microseconds=500)


def unpack_sheets(source: Path, target: Path, kind: str, marks: Marks | None = None) -> None:
    """Writes each sheet that holds anything into the target folder and says its name.

    kind: the suffix that the workbook should have, which is what its reader goes by.
    """
    link = target / f"book.{kind}"
    link.symlink_to(source)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(link)) as book:
            for number, name in enumerate(book.sheet_names):
                sheet = _sheet(book, name)
                if sheet is None or sheet.start is None:
                    say(empty=name)
                    continue
                file, merged = target / f"{number}.csv", target / f"{number}.merged.csv"
                written = _Sheet(sheet, marks.of_sheet(name) if marks else {})
                written.write(file)
                says = {"merged": merged.name} if written.write_merged(merged) else {}
                say(table=name, file=file.name, **says)
    except python_calamine.PasswordError as error:
        raise NotUnpacked(Refusal.LOCKED) from error
    except (python_calamine.CalamineError, ValueError, UnicodeError) as error:
        raise NotUnpacked(Refusal.DAMAGED) from error


def _sheet(
    book: python_calamine.CalamineWorkbook, name: str
) -> python_calamine.CalamineSheet | None:
    """The sheet of this name; None where it is a sheet without cells, such as a chart."""
    kinds = {sheet.name: sheet.typ for sheet in book.sheets_metadata}
    if kinds.get(name) != python_calamine.SheetTypeEnum.WorkSheet:
        return None
    return book.get_sheet_by_name(name)


def _merged_downwards(
    sheet: python_calamine.CalamineSheet, left: int
) -> dict[tuple[int, int], int]:
    """The last row of each merged block of several rows, by its first row and column, from 0.

    A reader that knows no merged cells (that of .ods) says of none.
    """
    last = sheet.end[0] if sheet.end else 0
    found = {
        (top, first - left): min(bottom, last)
        for (top, first), (bottom, _) in sheet.merged_cell_ranges or ()
        if bottom > top and first >= left
    }
    if len(found) > MOST_MERGED:
        raise NotUnpacked(Refusal.BEYOND)
    return found


class _Sheet:
    """One sheet on its way into a file.

    A midnight in a column of instants comes as a day; it is written with its time, so the columns
    that hold times are found first, at the latest by writing the sheet once more.
    """

    def __init__(
        self, sheet: python_calamine.CalamineSheet, marks: dict[tuple[int, int], str]
    ) -> None:
        self._sheet = sheet
        self._marks = marks
        self._left = sheet.start[1] if sheet.start else 0
        self._timed: set[int] = set()
        self._days: set[int] = set()
        self._merged = _merged_downwards(sheet, self._left)
        self._said: dict[tuple[int, int], str] = {}

    def write_merged(self, path: Path) -> bool:
        """Writes `field, first_line, last_line, value` of the cells merged downwards, if any."""
        if not self._said:
            return False
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("field", "first_line", "last_line", "value"))
            for (row, column), value in self._said.items():
                writer.writerow((column, row + 1, self._merged[row, column] + 1, value))
        return True

    def write(self, path: Path) -> None:
        """Writes the sheet; its last line is its last row that holds anything."""
        known: set[int] | None = None
        while known is None or (self._days & (self._timed - known)):
            known = set(self._timed)
            with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
                self._write(file)

    def _write(self, file: TextIO) -> None:
        writer = csv.writer(file, lineterminator="\n")
        waiting = 0
        for cells in self._rows():
            if not any(cells):
                waiting += 1
                continue
            file.write("\n" * waiting)
            writer.writerow(cells)
            waiting = 0

    def _rows(self) -> Iterator[list[str]]:
        marked = {row for row, _ in self._marks}
        begins: dict[int, list[int]] = {}
        for top, left in self._merged:
            begins.setdefault(top, []).append(left)
        for number, row in enumerate(self._sheet.iter_rows()):
            cells = [
                value if type(value) is str and value.isprintable() else self._text(value, column)
                for column, value in enumerate(row)
            ]
            if number in marked:
                self._put_marks(number, cells)
            for column in begins.get(number, ()):
                if column < len(cells) and cells[column]:
                    self._said[number, column] = cells[column]
            yield cells

    def _put_marks(self, row: int, cells: list[str]) -> None:
        for column, cell in enumerate(cells):
            if not cell:
                cells[column] = self._marks.get((row, column + self._left), "")

    def _text(self, value: object, column: int) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, (float, int)):
            return binary_number(value)
        if isinstance(value, str):
            return plain_text(value)
        if isinstance(value, datetime):
            self._timed.add(column)
            rounded = value + _HALF_A_MILLISECOND
            parts = "milliseconds" if rounded.microsecond // 1000 else "seconds"
            return rounded.isoformat(" ", parts)
        if isinstance(value, date):
            self._days.add(column)
            return f"{value.isoformat()} 00:00:00" if column in self._timed else value.isoformat()
        if isinstance(value, time):
            return value.isoformat("seconds")
        if isinstance(value, timedelta):
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return "" if value is None else plain_text(str(value))
