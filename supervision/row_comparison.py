"""What differs between the rows of a table as it was written and as it came back.

Both sides are streamed twice and never held: first to see whether they are equal and which rows
occur where, then to say what happened to those that differ. A row taken out or put in does not make
all rows after it differ.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

Row = tuple[str, ...]
Rows = Callable[[], Iterator[Row]]


class Change(StrEnum):
    """What happened to a place of a table."""

    CELL = "cell"
    ROW_MISSING = "row_missing"
    ROW_ADDED = "row_added"
    ROW_MOVED = "row_moved"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowChange:
    """One change: where, counted from 1 (a missing row by where it stood), and both texts.

    column is None where the whole row is meant; written and found are None for a row as a whole.
    """

    change: Change
    row: int
    column: int | None
    written: str | None
    found: str | None


def changes(written: Rows, found: Rows) -> Iterator[RowChange]:
    """The changes from what was written to what was found, in their order; none where equal."""
    first = _Side(written), _Side(found)
    if _equal(*first):
        return
    yield from _Walk(_Side(written), _Side(found), first[0].rows, first[1].rows).changes()


class _Side:
    """One side's rows with their numbers, and how often each occurs in what was taken."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows()
        self.rows: Counter[int] = Counter()
        self.number = 0

    def take(self) -> Row | None:
        row = next(self._rows, None)
        if row is not None:
            self.number += 1
            self.rows[hash(row)] += 1
        return row


def _equal(written: _Side, found: _Side) -> bool:
    same = True
    while True:
        one, other = written.take(), found.take()
        if one is None and other is None:
            return same
        same = same and one == other


class _Walk:
    """The second pass: two rows at a time, knowing which rows are still to come on either side."""

    def __init__(
        self, written: _Side, found: _Side, to_write: Counter[int], to_find: Counter[int]
    ) -> None:
        self._written, self._found = written, found
        self._to_write, self._to_find = to_write, to_find
        self._moved: Counter[int] = Counter()

    def changes(self) -> Iterator[RowChange]:
        one, other = self._next_written(), self._next_found()
        while one is not None or other is not None:
            if one == other:
                one, other = self._next_written(), self._next_found()
            elif one is None or (other is not None and self._is_put_in(one, other)):
                yield _row(Change.ROW_ADDED, self._found.number)
                other = self._next_found()
            elif other is None or _comes(self._to_write, other):
                is_moved = _comes(self._to_find, one)
                yield _row(
                    Change.ROW_MOVED if is_moved else Change.ROW_MISSING, self._written.number
                )
                if is_moved:
                    self._moved[hash(one)] += 1
                one = self._next_written()
            else:
                yield from _cells(self._found.number, one, other)
                one, other = self._next_written(), self._next_found()

    def _is_put_in(self, one: Row, other: Row) -> bool:
        return _comes(self._to_find, one) and not _comes(self._to_write, other)

    def _next_written(self) -> Row | None:
        row = self._written.take()
        if row is not None:
            self._to_write[hash(row)] -= 1
        return row

    def _next_found(self) -> Row | None:
        while True:
            row = self._found.take()
            if row is None:
                return None
            self._to_find[hash(row)] -= 1
            if not self._moved[hash(row)]:
                return row
            self._moved[hash(row)] -= 1  # its leaving was told when its place was passed


def _comes(rows: Counter[int], row: Row) -> bool:
    return rows[hash(row)] > 0


def _row(change: Change, number: int) -> RowChange:
    return RowChange(change=change, row=number, column=None, written=None, found=None)


def _cells(number: int, one: Row, other: Row) -> Iterator[RowChange]:
    for column, (written, found) in enumerate(zip_longest(one, other, fillvalue=""), start=1):
        if written != found:
            yield RowChange(
                change=Change.CELL, row=number, column=column, written=written, found=found
            )
