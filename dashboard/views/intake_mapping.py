"""Saying which column a header means, where it was not or wrongly recognised.

What is said holds for the upload at hand; once taken in, it is remembered for supplier and header.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.messages import text
from dashboard.views import pool_views
from supervision.contracts import DatasetContract

MOST_HEADER = 200
_SAID = "intake_said"


def said() -> Mapping[str, str]:
    """header -> column, as said for the upload at hand."""
    found: Mapping[str, str] = st.session_state.get(_SAID, {})
    return found


def forget() -> None:
    """Forgets what was said, for the next upload."""
    st.session_state.pop(_SAID, None)


def form(dataset: DatasetContract, headers: Sequence[str] = ()) -> None:
    """Asks for a header and its column; without known headers the header is typed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        header = _header(headers)
        column = st.selectbox(
            text("intake.column"),
            [column.name for column in dataset.columns],
            index=None,
            key="map_column",
            format_func=lambda name: pool_views.column_title(dataset, name),
        )
        pressed = st.button(
            text("intake.map_go"), key="map_go", disabled=not header or column is None
        )
        if pressed and header and column:
            kept = {name: known for name, known in said().items() if known != column}
            st.session_state[_SAID] = {**kept, header: column}
            st.rerun()
        if said() and st.button(text("intake.map_clear"), key="map_clear"):
            forget()
            st.rerun()
    st.caption(text("intake.map_says"))


def _header(headers: Sequence[str]) -> str | None:
    if headers:
        return st.selectbox(text("intake.header"), list(headers), index=None, key="map_header")
    typed = st.text_input(text("intake.header"), key="map_typed", max_chars=MOST_HEADER)
    return (typed or "").strip() or None
