"""The filter bar, and the keys under which filters stand in the URL: short, stable, opaque codes.

The URL is the truth. Streamlit's own binding would write the label of an option, in the viewer's
language, so the codes are kept here: a widget is filled from the URL before it is drawn, and writes
back when it changes. A code that means nothing is passed over.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import figures
from dashboard.messages import escaped, label, text
from data_access.lead_filter import LeadFilter
from data_access.scope import Scope
from supervision.vocabulary import LeadState, Line

LINE: Final = "line"
MODEL: Final = "model"
STATE: Final = "state"
UNIT: Final = "unit"
EVENT_FROM: Final = "from"
EVENT_TO: Final = "to"
RUN: Final = "run"
NEW_IN: Final = "new"
LEAD: Final = "lead"
BATCH: Final = "batch"
DATASET: Final = "dataset"
LAYER: Final = "layer"
BUSINESS: Final = "business"
KIND: Final = "kind"
MATURITY: Final = "maturity"
SIDE: Final = "side"
CAUSE: Final = "cause"
PLACE: Final = "page"
JOB: Final = "job"
INDICATOR: Final = "indicator"
CHECK: Final = "check"
VERDICT: Final = "verdict"
SUPPLIER: Final = "supplier"
TAB: Final = "tab"
AGAINST: Final = "against"

LEAD_FILTERS: Final = (LINE, MODEL, STATE, UNIT, RUN, NEW_IN, EVENT_FROM, EVENT_TO)
MOST_SHOWN: Final = 128
"""Longest parameter that is looked at; ours are shorter, even that of all states."""


def parameter(key: str) -> str | None:
    """What the URL says under this key; None where it says nothing usable."""
    found = st.query_params.get(key)
    return found if found and len(found) <= MOST_SHOWN else None


def chosen(key: str, options: Sequence[str]) -> str | None:
    """The code under this key, where it is one of the options."""
    found = parameter(key)
    return found if found in options else None


def choose(key: str, value: str | None) -> None:
    """Writes a code to the URL, or takes it out; the list then starts at its first page."""
    if value is None:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value
    if key != PLACE:
        st.query_params.pop(PLACE, None)


def pick(key: str, named: str, options: Mapping[str, str]) -> str | None:
    """A list to choose one code from; empty means all."""
    widget = f"{key}_pick"
    st.session_state[widget] = chosen(key, list(options))
    return st.selectbox(
        named,
        list(options),
        index=None,
        placeholder=named,
        **_kept_in_url(key, widget, options),
    )


def pick_one(
    key: str, named: str, options: Mapping[str, str], *, default: str | None = None
) -> str:
    """A list of which one code is chosen; the default, or the first, where the URL is silent."""
    widget = f"{key}_one"
    st.session_state[widget] = chosen(key, list(options)) or default or next(iter(options))
    found: str = st.selectbox(
        named,
        list(options),
        **_kept_in_url(key, widget, options),
    )
    return found


def turn(key: str, named: str, options: Mapping[str, str]) -> str:
    """A row of options of which exactly one is chosen; the first where the URL names none."""
    widget = f"{key}_turn"
    st.session_state[widget] = chosen(key, list(options)) or next(iter(options))
    found: str | None = st.segmented_control(
        named,
        list(options),
        required=True,
        **_kept_in_url(key, widget, options),
    )
    return found or next(iter(options))


def tabs(key: str, options: Mapping[str, str]) -> tuple[str, DeltaGenerator]:
    """Tabs by code; the open one and its place: what stands in the others is never computed."""
    widget = f"{key}_tabs"
    st.session_state[widget] = options[chosen(key, list(options)) or next(iter(options))]
    codes = {label: code for code, label in options.items()}

    def opened() -> None:
        choose(key, codes[st.session_state[widget]])

    places = st.tabs(list(codes), key=widget, on_change=opened)
    return next((code, place) for code, place in zip(options, places, strict=True) if place.open)


def lead_bar(scope: Scope, models: Mapping[str, str], units: Mapping[str, str]) -> LeadFilter:
    """The filter bar of leads in one row, its active filters as removable chips below."""
    lines = {line.value: label(line) for line in Line if line in scope.lines}
    bar = st.columns(5)
    with bar[0]:
        pick(LINE, text("filter.line"), lines)
    with bar[1]:
        pick(MODEL, text("filter.model"), models)
    with bar[2]:
        pick(STATE, text("filter.state"), _states())
    with bar[3]:
        pick(UNIT, text("filter.unit"), {code: _unit(code, units) for code in units})
    with bar[4]:
        _event_days()
    found = from_url()
    chips(said(found, models, units))
    return found


def from_url() -> LeadFilter:
    """The filter of the queue as the URL has it; what is no code narrows nothing."""
    line = parameter(LINE)
    return LeadFilter(
        model=parameter(MODEL),
        line=Line(line) if line in set(Line) else None,
        states=_states_chosen(),
        unit=parameter(UNIT),
        run_id=parameter(RUN),
        new_in=parameter(NEW_IN),
        event_from=_day(EVENT_FROM),
        event_to=_day(EVENT_TO),
    )


def said(found: LeadFilter, models: Mapping[str, str], units: Mapping[str, str]) -> dict[str, str]:
    """What narrows, by key of the URL, in words."""
    words: dict[str, str | tuple[()] | None] = {
        LINE: found.line and text("filter.is_line", value=label(found.line)),
        MODEL: found.model and text("filter.is_model", value=models.get(found.model, found.model)),
        STATE: found.states and text("filter.is_state", value=_states_say(found.states)),
        UNIT: found.unit and text("filter.is_unit", value=_unit(found.unit, units)),
        RUN: found.run_id and text("filter.is_run", value=found.run_id[:8]),
        NEW_IN: found.new_in and text("changes.is_new", value=found.new_in[:8]),
        EVENT_FROM: found.event_from
        and text("filter.is_event_from", value=figures.day(found.event_from)),
        EVENT_TO: found.event_to and text("filter.is_event_to", value=figures.day(found.event_to)),
    }
    return {key: says for key, says in words.items() if says}


def joined(states: Sequence[LeadState]) -> str | None:
    """The states as one parameter of the URL; None for none."""
    return ",".join(states) or None


def sentence(words: Mapping[str, str]) -> str:
    """The filter as one sentence, the same on the screen and on the first sheet of an export."""
    return text("filter.joint").join(words.values()) or text("filter.none")


def chips(words: Mapping[str, str], *, forget: Callable[[str], None] | None = None) -> None:
    """Each active filter as a chip; a click takes it away."""
    if not words:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for key, says in words.items():
            st.button(
                escaped(says),
                key=f"{key}_chip",
                type="secondary",
                icon=":material/close:",
                icon_position="right",
                on_click=forget or _take_out,
                args=(key,),
            )
        st.button(
            text("filter.clear"),
            key="clear",
            type="tertiary",
            on_click=_clear,
            args=(tuple(words),),
        )


def _kept_in_url(key: str, widget: str, options: Mapping[str, str]) -> dict[str, Any]:
    """What every widget has that chooses among codes: their words, and the way back to the URL."""
    return {
        "key": widget,
        "format_func": lambda code: options.get(code, code),
        "label_visibility": "collapsed",
        "on_change": _write_back,
        "args": (key, widget),
    }


def _event_days() -> None:
    with st.popover(text("filter.event_days"), width="stretch"):
        for key, named in ((EVENT_FROM, text("filter.from")), (EVENT_TO, text("filter.before"))):
            widget = f"{key}_day"
            st.session_state[widget] = _day(key)
            st.date_input(
                named,
                value=None,
                key=widget,
                format="YYYY-MM-DD",
                on_change=_write_back,
                args=(key, widget),
            )


def _write_back(key: str, widget: str) -> None:
    value = st.session_state[widget]
    choose(key, None if value is None else str(value))


def _take_out(key: str) -> None:
    choose(key, None)


def _clear(keys: Sequence[str]) -> None:
    for key in keys:
        choose(key, None)


def _states() -> dict[str, str]:
    """The states to choose one from; several that the URL names stand first, as one choice."""
    several = _states_chosen()
    together = {parameter(STATE) or "": _states_say(several)} if several[1:] else {}
    return together | {state.value: label(state) for state in LeadState}


def _states_chosen() -> tuple[LeadState, ...]:
    named = (parameter(STATE) or "").split(",")
    return tuple(state for state in LeadState if state in named)


def _states_say(states: Sequence[LeadState]) -> str:
    return text("filter.also").join(label(state) for state in states)


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(parameter(key) or "")
    except ValueError:
        return None


def _unit(code: str, units: Mapping[str, str]) -> str:
    return text("filter.unit_named", code=code, name=units.get(code, ""))
