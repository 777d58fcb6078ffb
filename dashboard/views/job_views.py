"""Long work on screen: how far it is, and what came of it; a fragment looks again while it runs."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import figures, grids, reads
from dashboard.messages import escaped, has, in_words, label, text
from dashboard.viewer import current_viewer
from data_access.jobs import Job, JobKind
from data_access.scope import Scope
from supervision.vocabulary import JobState, RunStatus

EVERY_SECONDS = 1
MOST_LISTED = 5


def listed(scope: Scope) -> None:
    """The viewer's newest jobs; those still running show their progress."""
    found = reads.jobs(scope, MOST_LISTED)
    for job in found:
        if not job.is_over:
            progress(job.job_id)
    over = [job for job in found if job.is_over]
    if not found:
        st.caption(text("overview.no_jobs"))
    if over:
        grids.still([_row(job) for job in over], alt=text("jobs.alt"))


@st.fragment(run_every=EVERY_SECONDS)
def progress(job_id: str) -> None:
    """How far one job is; once it is over the whole page is drawn anew."""
    job = reads.job(current_viewer(), job_id)
    if job.is_over:
        st.rerun()
    says = text("jobs.progress", kind=label(job.kind), state=label(job.state))
    if job.progress_says and has(job.progress_says):
        says = f"{says}　{text(job.progress_says)}"
    st.progress(job.progress_share or 0.0, text=says)


def under_way(scope: Scope, key: str) -> None:
    """How far the job is that this session keeps under the key, and what came of it."""
    job_id = st.session_state.get(key)
    if not job_id:
        return
    job = reads.job(scope, job_id)
    if job.is_over:
        ended(job)
    else:
        progress(job_id)


def ended(job: Job) -> None:
    """What came of a job, in one line."""
    icon = ":material/task_alt:" if job.state is JobState.DONE else ":material/report:"
    st.info(outcome(job), icon=icon)


def outcome(job: Job) -> str:
    """What came of a job, as a sentence."""
    if job.state is JobState.FAILED:
        return f"{text('jobs.failed')}　{escaped(in_words(job.error or ''))}"
    if job.kind is JobKind.DUE:
        return _stood(job.result)
    result: Mapping[str, Any] = _first(job.result)
    if job.kind is JobKind.INTAKE:
        return text(
            "jobs.done_intake",
            loaded=figures.count(result.get("rows_loaded")),
            rejected=figures.count(result.get("rows_rejected")),
            repeated=figures.count(result.get("rows_repeated")),
        )
    if job.kind is JobKind.SCREEN:
        return _screened(result)
    if job.kind is JobKind.EXPORT:
        return text("jobs.done_export", rows=figures.count(result.get("rows")))
    if job.kind in {JobKind.WHAT_IF, JobKind.BACKTEST}:
        return _tried(result)
    return text("jobs.done_withdraw")


def _tried(result: Mapping[str, Any]) -> str:
    if result.get("leads_after") is None:
        return text("jobs.done_screen_refused")
    return text(
        "jobs.done_trial",
        before=figures.count(result.get("leads_before")),
        after=figures.count(result.get("leads_after")),
    )


def _screened(result: Mapping[str, Any]) -> str:
    if result.get("status") == RunStatus.REFUSED:
        return text("jobs.done_screen_refused")
    return text(
        "jobs.done_screen",
        found=figures.count(result.get("leads_found")),
        new=figures.count(result.get("leads_new")),
    )


def _stood(result: Any) -> str:
    """How many standing runs were made, and how many could not be."""
    made = [one["report"] for one in result or () if one["report"] is not None]
    return text(
        "due.job_done",
        made=figures.count(len(made)),
        new=figures.count(sum(report["leads_new"] for report in made)),
        not_made=figures.count(len(result or ()) - len(made)),
    )


def _first(result: Any) -> Mapping[str, Any]:
    if isinstance(result, list):
        result = result[0] if result else {}
    return result if isinstance(result, Mapping) else {}


def _row(job: Job) -> dict[str, str]:
    return {
        text("jobs.kind"): label(job.kind),
        text("jobs.state"): label(job.state),
        text("jobs.finished_at"): figures.instant(job.finished_at),
        text("jobs.result"): outcome(job),
    }
