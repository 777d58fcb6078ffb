"""Ways from one page to another: opaque ids and codes in the URL, never a name or an identifier."""

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from dashboard import filters, navigation
from supervision.vocabulary import LeadState, Line


def open_lead(lead_id: str) -> NoReturn:
    """Goes to one lead, keeping the filter of the queue that it was opened from."""
    st.switch_page(navigation.LEAD, query_params={**queue_parameters(), filters.LEAD: lead_id})


def open_run(run_id: str) -> NoReturn:
    """Goes to one run."""
    st.switch_page(navigation.RUN, query_params={filters.RUN: run_id})


def open_batch(batch_id: str) -> NoReturn:
    """Goes to one batch."""
    st.switch_page(navigation.BATCH, query_params={filters.BATCH: batch_id})


def open_dataset(dataset: str) -> NoReturn:
    """Goes to one dataset."""
    st.switch_page(navigation.DATASET, query_params={filters.DATASET: dataset})


def queue_parameters() -> dict[str, str]:
    """The filter of the queue as it stands in the URL."""
    return {key: value for key in filters.LEAD_FILTERS if (value := filters.parameter(key))}


def choose_side(clicked: tuple[str, ...]) -> None:
    """A click on a part of the funnel: its layer and its side."""
    layer, side = clicked
    filters.choose(filters.LAYER, layer)
    filters.choose(filters.SIDE, side)
    filters.choose(filters.CAUSE, None)


def leads_of(
    *,
    line: Line | None = None,
    states: Sequence[LeadState] = (),
    model: str | None = None,
    run_id: str | None = None,
    new_in: str | None = None,
) -> dict[str, str]:
    """The parameters under which the queue shows just these leads; without states, of any."""
    wanted = {
        filters.LINE: line,
        filters.STATE: filters.joined(states),
        filters.MODEL: model,
        filters.RUN: run_id,
        filters.NEW_IN: new_in,
    }
    return {key: str(value) for key, value in wanted.items() if value is not None}
