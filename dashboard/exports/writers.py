"""The writer of each format of a review list."""

from collections.abc import Mapping

from dashboard.exports.csv_text import CsvWriter
from dashboard.exports.xlsx import XlsxWriter
from supervision.review_list import ExportFormat, ReviewListWriter

WRITERS: Mapping[ExportFormat, ReviewListWriter] = {
    ExportFormat.XLSX: XlsxWriter(),
    ExportFormat.CSV: CsvWriter(),
}


def writer(format_: ExportFormat | str) -> ReviewListWriter:
    """The writer of this format; raises ValueError for a word that is no format."""
    return WRITERS[ExportFormat(format_)]
