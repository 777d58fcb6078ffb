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
                file = target / f"{number}.csv"
                _Sheet(sheet, marks.of_sheet(name) if marks else {}).write(file)
                say(table=name, file=file.name)
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
        for number, row in enumerate(self._sheet.iter_rows()):
            cells = [
                value if type(value) is str and value.isprintable() else self._text(value, column)
                for column, value in enumerate(row)
            ]
            if number in marked:
                self._put_marks(number, cells)
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
