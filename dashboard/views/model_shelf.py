"""The catalogue of models beside a card: how it is searched and narrowed, and one is chosen.

What is searched for stays out of the URL: it may be a name.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import streamlit as st

from dashboard import declared, filters
from dashboard.messages import escaped, label, text
from data_access.model_catalogue import ModelOverview
from supervision.vocabulary import Business, Kind, Line, Maturity, ModelState

FAMILY = re.compile(r"M[0-9]{2}")
SHELF = 640
"""The height of the catalogue beside a card; it scrolls in its place."""

WORDS = "find"


def filter_bar(catalogue: Sequence[ModelOverview]) -> dict[str, str]:
    """Search and filters of the catalogue; which line, business, kind, maturity is chosen."""
    businesses = {entry.business for entry in catalogue}
    kinds = {kind for entry in catalogue for kind in entry.kind}
    options: dict[str, Sequence[StrEnum]] = {
        filters.LINE: list(Line),
        filters.BUSINESS: [one for one in Business if one in businesses],
        filters.KIND: [one for one in Kind if one in kinds],
        filters.MATURITY: [one for one in Maturity if one is not Maturity.RETIRED],
    }
    search, *bars = st.columns([2, 1, 1, 1, 1])
    with search:
        st.text_input(
            text("models.find"),
            key=WORDS,
            placeholder=text("models.find_hint"),
            icon=":material/search:",
            max_chars=40,
            label_visibility="collapsed",
        )
    found: dict[str, str | None] = {}
    for bar, (key, codes) in zip(bars, options.items(), strict=True):
        with bar:
            words = {code.value: label(code) for code in codes}
            found[key] = filters.pick(key, text(f"filter.{key}"), words)
    chosen = {key: code for key, code in found.items() if code is not None}
    filters.chips(
        {
            key: f"{text(f'filter.{key}')}：{label(one)}"
            for key, code in chosen.items()
            for one in options[key]
            if one.value == code
        }
    )
    return chosen


def narrowed(catalogue: Sequence[ModelOverview], chosen: Mapping[str, str]) -> list[ModelOverview]:
    """The models that each of the chosen filters lets through, and that have every word sought."""
    values = {
        filters.LINE: lambda entry: {entry.line},
        filters.BUSINESS: lambda entry: {entry.business},
        filters.KIND: lambda entry: set(entry.kind),
        filters.MATURITY: lambda entry: {entry.maturity},
    }
    words = str(st.session_state.get(WORDS) or "").lower().split()
    return [
        entry
        for entry in catalogue
        if all(code in values[key](entry) for key, code in chosen.items())
        and all(word in _said(entry) for word in words)
    ]


def shelf(listed: Sequence[ModelOverview]) -> str:
    """The catalogue to choose from; the id of the chosen model."""
    with st.container(height=SHELF, border=False):
        return _shelf(listed)


def _shelf(listed: Sequence[ModelOverview]) -> str:
    names = {entry.id: entry.title for entry in listed}
    widget = "shelf"
    st.session_state[widget] = filters.chosen(filters.MODEL, list(names)) or listed[0].id
    lines = [f"{_numbered(entry)}{label(entry.line)}　{_standing(entry)}" for entry in listed]
    found: str = st.radio(
        text("models.shelf"),
        list(names),
        key=widget,
        format_func=lambda model_id: escaped(names[model_id]),
        captions=lines,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(widget,),
    )
    return found


def _said(entry: ModelOverview) -> str:
    """What a model is found by, in small letters: number, title, point, summary, line, business."""
    model = declared.model(entry.id)
    own = () if model is None else (model.supervision_point, model.summary)
    parts = (entry.id, entry.title, *own)
    return " ".join((*parts, label(entry.line), label(entry.business))).lower()


def _numbered(entry: ModelOverview) -> str:
    """The number of a model of the national families, as prosecutors call it; empty for others."""
    return f"{entry.id}　" if FAMILY.match(entry.id) else ""


def _chosen(widget: str) -> None:
    filters.choose(filters.MODEL, st.session_state[widget])


def _standing(entry: ModelOverview) -> str:
    if entry.state is ModelState.DRAFT:
        return label(entry.state)
    return label(entry.maturity) if entry.runnable else text("models.lacks_data")
