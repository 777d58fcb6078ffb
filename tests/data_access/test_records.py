"""Records: true line numbers, honest widths, and quotes that cost no more than their own record."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_access.records import LONGEST_RECORD_LINES, Segment, read_records


def read(text: str, width: int = 3, *, delimiter: str = ",", is_last: bool = True):
    segment = Segment(file=7, first_line=2, text=text.encode())
    return read_records([segment], delimiter, width, is_last=is_last)


def rows(found) -> list[tuple]:
    return found.rows.sort("source_line").drop("source_file").rows()


def misfits(found) -> list[tuple]:
    return found.misfits.sort("source_line").select("source_line", "text", "reason").rows()


def test_every_record_knows_its_line_and_blank_lines_are_counted_apart():
    found = read("\na,b,c\n,,\n\u3000, ,\nd,e,f\n")
    assert rows(found) == [(3, "a", "b", "c"), (6, "d", "e", "f")]
    assert found.blanks.sort("source_line")["source_line"].to_list() == [2, 4, 5]
    assert found.rows["source_file"].unique().to_list() == [7]


def test_records_of_another_width_are_misfits_unless_what_is_too_much_is_empty():
    found = read("1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n")
    assert rows(found) == [(3, "1", "2", "3"), (5, "1", "2", "3")]
    assert misfits(found) == [
        (2, "1,2", "wrong_field_count"),
        (4, "1,2,3,4", "wrong_field_count"),
    ]


def test_quotes_within_a_line_are_read_as_a_spreadsheet_writes_them():
    found = read('成交,"3,613,817.56","say ""no"""\n"1","2"\n')
    assert rows(found) == [(2, "成交", "3,613,817.56", 'say "no"')]
    assert misfits(found) == [(3, '"1","2"', "wrong_field_count")]


def test_a_quoted_field_may_span_lines_and_lines_stay_true():
    found = read('a,"x\n\ny",c\n\n1,2,3\n')
    assert rows(found) == [(2, "a", "x\n\ny", "c"), (6, "1", "2", "3")]
    assert found.blanks["source_line"].to_list() == [5]


def test_a_quote_within_a_field_is_only_a_character():
    assert rows(read('7,8" wide,5\n9,"z" w,4\n')) == [
        (2, "7", '8" wide', "5"),
        (3, "9", "z w", "4"),
    ]


def test_a_quote_that_never_closes_costs_one_record():
    found = read('1,2,3\n"bad,2,3\n4,5,6\n7,"8",9\n')
    assert rows(found) == [(2, "1", "2", "3"), (4, "4", "5", "6"), (5, "7", "8", "9")]
    assert misfits(found) == [(3, '"bad,2,3', "unclosed_quote")]


def test_an_open_quote_does_not_swallow_a_long_file():
    lines = "1,2,3\n" * (2 * LONGEST_RECORD_LINES)
    found = read('"open,2,3\n' + lines)
    assert found.rows.height == 2 * LONGEST_RECORD_LINES
    assert found.misfits.height == 1


def test_a_record_that_is_open_at_a_blocks_end_goes_on_in_the_next():
    first = read('1,2,3\na,"x\n', is_last=False)
    assert rows(first) == [(2, "1", "2", "3")]
    assert first.rest == Segment(file=7, first_line=3, text=b'a,"x\n')
    assert first.misfits.height == 0
    joined = Segment(file=7, first_line=3, text=first.rest.text + b'y",c\n4,5,6\n')
    then = read_records([joined], ",", 3)
    assert rows(then) == [(3, "a", "x\ny", "c"), (5, "4", "5", "6")]


def test_segments_of_several_files_are_read_as_one_and_keep_their_places():
    segments = [
        Segment(file=0, first_line=2, text=b"a,b\nc,d\n"),
        Segment(file=1, first_line=5, text=b"\ne,f\n"),
    ]
    found = read_records(segments, ",", 2)
    assert found.rows.sort("source_file", "source_line").rows() == [
        (0, 2, "a", "b"),
        (0, 3, "c", "d"),
        (1, 6, "e", "f"),
    ]


def test_tabs_separate_as_well():
    assert rows(read("a\tb,c\td\n", delimiter="\t")) == [(2, "a", "b,c", "d")]


def test_no_text_at_all_holds_no_record():
    found = read("\n")
    assert found.rows.height == found.misfits.height == 0
    assert found.rows.schema["f2"] == pl.String


CELL = st.text(st.sampled_from('ab,"\n甲 \t'), max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=12))
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_whatever_a_spreadsheet_writes_is_read_back_with_its_lines(quoting, table):
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n", quoting=quoting)
    expected, line = [], 2
    for cells in table:
        if any(cell.strip() for cell in cells):
            expected.append((line, *(cell or None for cell in cells)))
        writer.writerow(cells)
        line = 2 + target.getvalue().count("\n")
    found = read(target.getvalue() or "\n")
    assert [(line, *(cell or None for cell in cells)) for line, *cells in rows(found)] == expected
    assert found.misfits.height == 0


PLAIN = st.text(st.sampled_from("ab. 甲\u3000\t"), max_size=4)


@settings(deadline=None)
@given(st.lists(st.lists(PLAIN, min_size=3, max_size=3), max_size=8))
def test_lines_of_even_width_are_read_as_any_others_are(table):
    text = "".join(",".join(cells) + "\n" for cells in table)
    uneven = read(text + "1,2,3,4\n")
    even = read(text or "\n")
    assert_frame_equal(even.rows, uneven.rows)
    assert even.misfits.height == 0
    assert misfits(uneven) == [(2 + len(table), "1,2,3,4", "wrong_field_count")]
    if table:
        assert_frame_equal(even.blanks, uneven.blanks)


def test_a_short_and_a_long_line_do_not_make_up_for_each_other():
    found = read("1,2\n1,2,3,4\n1,2,3\n")
    assert rows(found) == [(4, "1", "2", "3")]
    assert [line for line, *_ in misfits(found)] == [2, 3]
