"""Standing runs: which wait for whom, which were made last, and the button that makes them now."""

import streamlit as st

from dashboard import actions, cards, declared, figures, filters, grids, navigation, reads
from dashboard.messages import escaped, in_words, label, text
from dashboard.views import job_views
from data_access.due_runs import DueRun
from data_access.scope import Scope

MOST_DONE = 5
_JOB = "due_job"


def draw(scope: Scope) -> None:
    """What waits and what was done last; nothing where no standing model ever had to read."""
    waiting, done = reads.waiting_runs(scope), reads.last_due(scope, MOST_DONE)
    if not waiting and not done:
        return
    own = [one for one in waiting if one.scope is not None]
    cards.section(text("due.title"), _says(len(waiting), len(own)))
    job_views.under_way(scope, _JOB)
    if waiting:
        grids.still(
            [_waiting(due, is_own=one in own) for one in waiting for due in one.due],
            alt=text("due.waiting"),
        )
    if own and st.button(text("due.go"), key="run_due", icon=":material/play_arrow:"):
        st.session_state[_JOB] = actions.run_due()
        st.rerun()
    if done:
        st.caption(text("due.done"))
        grids.still([_done(one) for one in done], alt=text("due.done"))
        made = [one for one in done if one.done_run_id]
        if made:
            st.page_link(
                navigation.RUN,
                label=text("due.open_last", title=escaped(declared.model_title(made[0].model))),
                icon=":material/filter_alt:",
                query_params={filters.RUN: made[0].done_run_id},
            )


def _says(waiting: int, own: int) -> str:
    """How many wait, and for whom."""
    if not waiting:
        return text("due.none_wait")
    if own < waiting:
        return text("due.some_of_others", count=waiting, others=waiting - own)
    return text("due.wait", count=waiting)


def _waiting(one: DueRun, *, is_own: bool) -> dict[str, str]:
    return _what(one) | {
        text("due.since"): figures.instant(one.since),
        text("due.by"): text("due.you") if is_own else text("due.above"),
    }


def _done(one: DueRun) -> dict[str, str]:
    came_of = text("due.made") if one.done_run_id else text("due.not_made")
    if one.why:
        came_of = text("due.with_reason", outcome=came_of, why=in_words(one.why))
    return _what(one) | {
        text("due.done_at"): figures.instant(one.done_at),
        text("due.outcome"): came_of,
    }


def _what(one: DueRun) -> dict[str, str]:
    return {
        text("due.model"): declared.model_title(one.model),
        text("due.unit"): one.unit,
        text("due.dataset"): declared.dataset_title(one.dataset),
        text("due.cause"): label(one.cause),
    }
