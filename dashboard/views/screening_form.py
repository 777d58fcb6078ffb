"""The form that runs a model: its as-of day, and its parameters as they stand for the unit."""

from datetime import date

import streamlit as st

from dashboard import actions, cards, reads
from dashboard.messages import text
from dashboard.viewer import current_viewer
from dashboard.views import job_views, model_views, parameter_inputs
from data_access.model_catalogue import ModelOverview
from supervision.model_format import Model

_JOB = "screen_job"


def draw(model: Model, overview: ModelOverview) -> None:
    """The run button with what it runs on; below it the run that is under way."""
    cards.section(text("run.start"), text("run.start_says"))
    if not overview.runnable:
        st.info(model_views.why_not(overview), icon=":material/info:")
        return
    _under_way(model)
    as_of = st.date_input(
        text("run.as_of"),
        value=None,
        key=f"as_of_{model.id}",
        format="YYYY-MM-DD",
        help=text("run.as_of_help"),
        width=220,
    )
    standing = reads.overlay(current_viewer(), model.id).values
    with st.expander(text("run.settings")):
        changed = parameter_inputs.changed(model, standing, "set")
    if st.button(
        text("run.go"), key=f"go_{model.id}", type="primary", icon=":material/play_arrow:"
    ):
        job_id = actions.run_model(model.id, as_of if isinstance(as_of, date) else None, changed)
        if job_id:
            st.session_state[_JOB] = job_id
        st.rerun()


def _under_way(model: Model) -> None:
    job_id = st.session_state.get(_JOB)
    if not job_id:
        return
    job = reads.job(current_viewer(), job_id)
    if job.arguments.get("model") != model.id:
        return
    if job.is_over:
        job_views.ended(job)
    else:
        job_views.progress(job_id)
