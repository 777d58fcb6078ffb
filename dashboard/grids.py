"""Tables: what a column is called and how its values are written.

Grids that carry many rows can be scrolled and opened; a table with one figure a unit or person
stands in code order and cannot be sorted, which is `still`. Cells of a grid are inert; those of a
still table would be read as Markdown and are escaped.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import figures
from dashboard.messages import escaped, text

ROW: Final = 34
"""Height of a row, in pixels."""

HEADER: Final = 34

MOST_ROWS_HIGH: Final = 14
PAGE: Final = 200
"""Rows of one page of a list, cut in SQL."""


def words(named: str, width: str | int | None = None, *, pinned: bool = False) -> Column:
    """A column of text."""
    return st.column_config.TextColumn(named, width=width, pinned=pinned)


def number(named: str, width: str | int | None = "small", decimals: int = 0) -> Column:
    """A column of numbers, thousands marked."""
    return st.column_config.NumberColumn(named, width=width, format=f"%,.{decimals}f")


def day(named: str, width: str | int | None = 114) -> Column:
    """A column of days."""
    return st.column_config.DateColumn(named, width=width, format=text("grid.day"))


def month(named: str, width: str | int | None = 90) -> Column:
    """A column of months."""
    return st.column_config.DateColumn(named, width=width, format="YYYY-MM")


def measured(named: str, values: pl.Series, width: str | int | None = None) -> Column:
    """A column of numbers with as many decimals as these values need, thousands marked."""
    return number(named, width, decimals(values))


def of_kind(named: str, values: pl.Series) -> Column:
    """A column written by the kind of its values."""
    if values.dtype == pl.Date:
        return day(named)
    if values.dtype.is_temporal():
        return instant(named)
    return measured(named, values) if values.dtype.is_numeric() else words(named)


def decimals(values: pl.Series) -> int:
    """How many decimals, four at the most, write these numbers without loss."""
    if not values.dtype.is_float():
        return 0
    known = values.drop_nulls()
    return next((place for place in range(4) if (known.round(place) == known).all()), 4)


def instant(named: str, width: str | int | None = 170) -> Column:
    """A column of instants, as the clock in Shanghai shows them."""
    return st.column_config.DatetimeColumn(
        named, width=width, format=text("grid.instant"), timezone="Asia/Shanghai"
    )


def share(named: str, width: str | int | None = "small") -> Column:
    """A column of shares, given in hundredths."""
    return st.column_config.NumberColumn(named, width=width, format="%.1f %%")


def strength(named: str) -> Column:
    """The strength of a hint, 0 to 100, as a bar with its number."""
    return st.column_config.ProgressColumn(
        named, width=104, min_value=0, max_value=100, format="%d", color="primary"
    )


def grid(
    frame: pl.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    alt: str,
    rows_high: int = MOST_ROWS_HIGH,
) -> None:
    """A grid to read; only the named columns are sent to the browser."""
    st.dataframe(
        _sent(frame, columns),
        column_config=dict(columns),
        hide_index=True,
        key=key,
        row_height=ROW,
        height=height(frame.height, rows_high),
        alt=alt,
        placeholder=figures.ABSENT,
    )


def opened(
    frame: pl.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    alt: str,
    rows_high: int = MOST_ROWS_HIGH,
) -> int | None:
    """A grid of which one row can be opened; the number of that row in the frame, or None."""
    event: Any = st.dataframe(
        _sent(frame, columns),
        column_config=dict(columns),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        row_height=ROW,
        height=height(frame.height, rows_high),
        alt=alt,
        placeholder=figures.ABSENT,
        lazy=False,
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < frame.height else None


def still(rows: Sequence[Mapping[str, object]], *, alt: str, plain: Sequence[str] = ()) -> None:
    """A small table that cannot be sorted; what is not in `plain`, our own words, is escaped."""
    if not rows:
        return
    shown = [
        {name: str(cell) if name in plain else _cell(cell) for name, cell in row.items()}
        for row in rows
    ]
    st.table(pl.DataFrame(shown), border="horizontal", hide_index=True, alt=alt)


def pairs(entries: Mapping[str, object], *, alt: str) -> None:
    """A list of names with their values."""
    st.table(
        {figures.held(name): _cell(value) for name, value in entries.items()},
        border="horizontal",
        alt=alt,
    )


def _sent(frame: pl.DataFrame, columns: Mapping[str, Column]) -> object:
    """The named columns as Arrow: of a Polars frame Streamlit makes a Pandas one first."""
    return frame.select(list(columns)).to_arrow()


def _cell(value: object) -> str:
    """A cell of a still table: inert, and with no line broken inside a day."""
    return figures.unbroken(escaped(value))


def pager(total: int, *, key: str, size: int = PAGE) -> int:
    """The place to turn pages; how many rows to pass over. Not drawn where one page holds all."""
    pages = max(1, -(-total // size))
    if pages == 1:
        return 0
    with st.container(horizontal_alignment="right"):
        found = st.pagination(pages, key=key, max_visible_pages=7)
    return (found - 1) * size


def height(rows: int, most: int) -> int:
    """Pixels for so many rows with their header, at most `most`."""
    return ROW * min(max(rows, 1), most) + HEADER + 2
