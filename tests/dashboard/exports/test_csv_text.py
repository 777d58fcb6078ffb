"""The CSV: RFC 4180, a byte order mark, exact numbers, defused text."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exports.csv_text import CsvWriter
from supervision.cells import CellKind, canonical
from supervision.review_list import Column, ReviewList, Sheet

KINDS = list(CellKind)
COLUMNS = tuple(Column(id=kind.value, kind=kind, width=12) for kind in KINDS)


def written(folder, *rows):
    path = folder / "list.csv"
    path.unlink(missing_ok=True)
    sheet = Sheet(name="清单", columns=COLUMNS, titles=tuple(KINDS), rows=rows)
    CsvWriter().write(ReviewList(export_id="X1", title="", footer="", sheets=(sheet,)), path)
    return path


def test_it_begins_with_a_mark_and_ends_its_lines_as_the_standard_says(tmp_path):
    content = written(tmp_path, ("a", "b", 1, Decimal("1.5"), None, None)).read_bytes()
    assert content.startswith(b"\xef\xbb\xbftext,identifier,")
    assert content.endswith(b"\r\na,b,1,1.50,,\r\n")


def test_numbers_and_days_are_exact_and_never_defused(tmp_path):
    row = ("=1", "-2", -3, Decimal("-1234567890123456.78"), -0.5, date(2018, 3, 1))
    with written(tmp_path, row).open(encoding="utf-8-sig", newline="") as text:
        (_, found) = list(csv.reader(text))
    assert found == ["'=1", "'-2", "-3", "-1234567890123456.78", "-0.5", "2018-03-01"]


def test_quotes_commas_and_line_ends_stay_inside_their_cell(tmp_path):
    with written(tmp_path, ('a,"b"\r\nc', "x")).open(encoding="utf-8-sig", newline="") as text:
        (_, found) = list(csv.reader(text))
    assert found == ['a,"b"\nc', "x"]


def test_an_existing_file_is_not_overwritten(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"here")
    sheet = Sheet(name="清单", columns=COLUMNS, titles=tuple(KINDS), rows=())
    with pytest.raises(FileExistsError):
        CsvWriter().write(
            ReviewList(export_id="X1", title="", footer="", sheets=(sheet,)), tmp_path / "list.csv"
        )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=())), min_size=1, max_size=4))
def test_any_text_is_written_and_reads_back_as_it_was_meant(tmp_path_factory, texts):
    path = written(tmp_path_factory.mktemp("any"), *((text, text) for text in texts))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))[1:]
    for text, row in zip(texts, rows, strict=True):
        for kind, cell in zip((CellKind.TEXT, CellKind.IDENTIFIER), row, strict=True):
            assert canonical(kind, text) == canonical(kind, cell, came_back=True)
