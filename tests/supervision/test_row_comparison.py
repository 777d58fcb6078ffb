"""Rows as written against rows as found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.row_comparison import Change, changes

A, B, C, D = ("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")


def compared(written, found):
    return [
        (one.change, one.row, one.column, one.written, one.found)
        for one in changes(lambda: iter(written), lambda: iter(found))
    ]


def test_equal_rows_have_no_changes():
    assert compared([A, B, C], [A, B, C]) == []
    assert compared([], []) == []


def test_a_changed_cell_is_told_with_both_texts():
    assert compared([A, B, C], [A, ("b", "9"), C]) == [(Change.CELL, 2, 2, "2", "9")]


def test_a_cell_beyond_the_written_ones_is_a_changed_cell():
    assert compared([A], [("a", "1", "x")]) == [(Change.CELL, 1, 3, "", "x")]


@pytest.mark.parametrize(
    ("found", "change", "row"),
    [
        ([B, C, D], Change.ROW_MISSING, 1),
        ([A, C, D], Change.ROW_MISSING, 2),
        ([A, B, C], Change.ROW_MISSING, 4),
        ([("x",), A, B, C, D], Change.ROW_ADDED, 1),
        ([A, B, ("x",), C, D], Change.ROW_ADDED, 3),
        ([A, B, C, D, ("x",)], Change.ROW_ADDED, 5),
        ([B, A, C, D], Change.ROW_MOVED, 1),
        ([B, C, D, A], Change.ROW_MOVED, 1),
    ],
)
def test_one_row_taken_out_put_in_or_moved_is_one_change(found, change, row):
    assert compared([A, B, C, D], found) == [(change, row, None, None, None)]


def test_a_repeated_row_that_is_taken_out_once_is_missing_once():
    assert compared([A, A, A, B], [A, A, B]) == [(Change.ROW_MISSING, 3, None, None, None)]


ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), max_size=8)


@given(ROWS, ROWS)
def test_there_are_changes_exactly_when_the_rows_differ(written, found):
    assert bool(compared(written, found)) == (written != found)


@given(ROWS)
def test_rows_in_another_order_are_only_moved(rows):
    told = {change for change, *_ in compared(rows, sorted(rows))}
    assert told <= {Change.ROW_MOVED}
