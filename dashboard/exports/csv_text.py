"""A review list as CSV: RFC 4180, UTF-8 with a byte order mark, as spreadsheets expect it.

A CSV holds one table; what the first sheet of a workbook says stands in the manifest beside it.
"""

import csv
from pathlib import Path

from dashboard.exports.cells import plain_cell, text_cell
from dashboard.exports.words import word
from supervision.review_list import ExportFormat, ReviewList


class CsvWriter:
    """Writes the list's one sheet."""

    format = ExportFormat.CSV

    def word(self, key: str) -> str:
        """The text of a message key."""
        return word(key)

    def write(self, review_list: ReviewList, path: Path) -> None:
        """Writes the sheet of leads to a new file."""
        (sheet,) = review_list.sheets
        kinds = [column.kind for column in sheet.columns]
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            path.chmod(0o600)
            table = csv.writer(file, lineterminator="\r\n")
            table.writerow(text_cell(title) for title in sheet.titles)
            for row in sheet.rows:
                table.writerow(map(plain_cell, kinds, row))
