"""The form that tries a change out: against what, with which parameters; a job does the work.

The job's id stands in the URL, so that the answer outlives the session and can be come back to.
"""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from dashboard import actions, failures, figures, filters, reads
from dashboard.failures import Failure
from dashboard.messages import text
from dashboard.views import job_views, model_views, parameter_inputs, trial_views
from data_access.jobs import Job, JobKind
from data_access.model_catalogue import ModelOverview
from data_access.scope import Scope
from supervision.model_format import Model
from supervision.vocabulary import JobState

NOW, RUN, VERSION = "now", "run", "version"
KINDS = {NOW: JobKind.WHAT_IF, RUN: JobKind.BACKTEST, VERSION: JobKind.BACKTEST}
"""What a change may be held against, and the job that answers it."""

MOST_LOOKED_AT = 20
"""Jobs of the viewer among which the newest trial of a model is looked for."""


def draw(scope: Scope, model: Model, overview: ModelOverview) -> None:
    """The form, and below it what came of the viewer's last trial."""
    if not overview.runnable:
        st.info(model_views.why_not(overview), icon=":material/info:")
        return
    against = filters.turn(
        filters.AGAINST, text("trial.against"), {each: text(f"trial.{each}") for each in KINDS}
    )
    st.caption(text(f"trial.{against}_says"))
    if not model.parameters and against != VERSION:
        st.info(text("parameters.none"), icon=":material/info:")
    elif (changed := _changed(scope, model, against)) is not None:
        _go(model, against, changed)
    if (job := _job(scope, model)) is not None:
        _answer(scope, model, job)


def _changed(scope: Scope, model: Model, against: str) -> dict[str, Decimal] | None:
    """The parameters to try; None where there is nothing to hold them against."""
    if against == NOW:
        return parameter_inputs.changed(model, reads.overlay(scope, model.id).values, "try_now")
    earlier = model.version if against == VERSION else None
    run = failures.outcome(reads.judged_run, scope, model.id, earlier)
    if isinstance(run, Failure):
        st.info(text(f"trial.no_{against}"), icon=":material/info:")
        return None
    st.caption(
        text(
            "trial.beside",
            at=figures.instant(run.started_at),
            version=run.version,
            found=figures.count(run.leads_found),
        )
    )
    if against == VERSION:
        return {}
    known = {each.name: each.default for each in model.parameters}
    return parameter_inputs.changed(model, {**known, **run.parameters}, "try_run")


def _go(model: Model, against: str, changed: Mapping[str, Decimal]) -> None:
    is_ready = bool(changed) or against == VERSION
    if st.button(
        text("trial.go"),
        key=f"try_{model.id}",
        type="primary",
        icon=":material/science:",
        disabled=not is_ready,
        help=None if is_ready else text("trial.change_first"),
    ):
        job_id = actions.try_out(KINDS[against], model.id, changed)
        if job_id:
            filters.choose(filters.JOB, job_id)
        st.rerun()


def _job(scope: Scope, model: Model) -> Job | None:
    """The viewer's trial of this model: the one that the URL names, else the newest."""
    job_id = filters.parameter(filters.JOB)
    named = failures.outcome(reads.job, scope, job_id) if job_id else None
    newest = reads.jobs(scope, MOST_LOOKED_AT)
    asked = [named, *newest] if isinstance(named, Job) else newest
    return next((job for job in asked if _is_of(job, model)), None)


def _is_of(job: Job, model: Model) -> bool:
    return job.kind in KINDS.values() and job.arguments.get("model") == model.id


def _answer(scope: Scope, model: Model, job: Job) -> None:
    if not job.is_over:
        job_views.progress(job.job_id)
    elif job.state is JobState.FAILED:
        job_views.ended(job)
    else:
        trial_views.answer(scope, model, job.result, at=figures.instant(job.finished_at))
