"""What is kept, and for whom."""

import pytest
import streamlit as st

from dashboard import queries, serving
from data_access.scope import Scope
from supervision.vocabulary import Line

WIDE = Scope(viewer="wide", units=frozenset({"990101", "990102"}), lines=frozenset(Line))


@pytest.fixture
def served(screened_stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(screened_stores.home))
    st.cache_data.clear()
    yield screened_stores
    serving.close()
    st.cache_data.clear()


def test_an_empty_pool_has_no_day(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    st.cache_data.clear()
    assert queries.snapshot()[1] is None
    serving.close()
    st.cache_data.clear()


@pytest.mark.parametrize(
    "other",
    [
        Scope(viewer="wide", units=WIDE.units, lines=WIDE.lines, own_unit="990101"),
        Scope(viewer="wide", units=frozenset({"990101"}), lines=WIDE.lines),
        Scope(viewer="wide", units=WIDE.units, lines=frozenset({Line.CIVIL})),
        Scope(viewer="wide", units=WIDE.units, lines=WIDE.lines, may_unmask=True),
    ],
)
def test_scopes_that_see_differently_never_share_an_answer(other):
    assert queries.scope_key(other) != queries.scope_key(WIDE)


def test_two_viewers_of_one_scope_share_an_answer():
    again = Scope(
        viewer="other",
        units=frozenset({"990102", "990101"}),
        lines=frozenset(reversed(list(Line))),
        session_id="other",
        address="127.0.0.1",
    )
    assert queries.scope_key(again) == queries.scope_key(WIDE)


def test_a_viewer_never_gets_what_was_kept_for_another(served):
    one = Scope(viewer="one", units=frozenset({"990101"}), lines=frozenset(Line))
    all_rows = {each.id: each.rows for each in queries.datasets(WIDE)}
    own_rows = {each.id: each.rows for each in queries.datasets(one)}
    assert 0 < own_rows["vat_invoice"] < all_rows["vat_invoice"]
