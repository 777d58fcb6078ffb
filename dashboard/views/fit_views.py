"""How a model pack fits, on screen (适配报告): what is lacking, what may be set, what collides."""

from collections.abc import Sequence

import streamlit as st

from dashboard import figures, grids
from dashboard.messages import CHINESE, escaped, in_words, label, language, text
from data_access.pack_fits import ClockFit, ModelFit, NeedFit, ParameterFit
from data_access.packs import PackReport
from supervision.clocks import load_periods
from supervision.contracts import load_contracts


def report(found: PackReport) -> None:
    """Each model of the pack in its frame, the verdict first."""
    for one in found.models:
        with st.container(border=True, gap="xsmall"):
            _model(one)


def _model(one: ModelFit) -> None:
    title = text("fit.model", model=escaped(one.id), version=one.version, title=escaped(one.title))
    st.markdown(f"**{title}**")
    st.badge(label(one.verdict), color="gray")
    if one.why:
        st.text(in_words(one.why))
    for mistake in one.mistakes:
        st.text(mistake)
    if one.run is not None:
        st.markdown(text("fit.run", status=label(one.run)))
        if one.run_why:
            st.caption(escaped(in_words(one.run_why)))
    lacking = [need for need in one.needs if not need.is_enough]
    st.caption(text("fit.needs", count=len(one.needs), lacking=len(lacking)))
    grids.still([_need(need) for need in lacking], alt=text("fit.needs_alt"))
    other = [clock for clock in one.clocks if not clock.is_same]
    if one.clocks:
        st.caption(text("fit.clocks", count=len(one.clocks), other=len(other)))
    grids.still([_clock(clock) for clock in other], alt=text("fit.clocks_alt"))
    if one.parameters:
        with st.expander(text("fit.parameters", count=len(one.parameters))):
            _parameters(one.parameters)


def _need(need: NeedFit) -> dict[str, object]:
    declared = load_contracts().get(need.dataset)
    title = need.dataset
    if declared is not None:
        title = declared.title if language() == CHINESE else declared.title_en
    return {
        text("models.dataset"): title,
        text("models.column"): _column(need),
        text("models.need"): text("models.required" if need.is_required else "models.optional"),
        text("fit.stands"): figures.share(need.filled, need.rows)
        if need.is_known
        else text("fit.unknown"),
        text("models.coverage"): figures.percent(need.least),
    }


def _column(need: NeedFit) -> str:
    declared = load_contracts().get(need.dataset)
    if declared is None or not need.is_known:
        return need.column
    column = declared.column(need.column)
    return column.title if language() == CHINESE else column.title_en


def _clock(clock: ClockFit) -> dict[str, object]:
    known = load_periods().clocks.get(clock.name)
    title = clock.name
    if known is not None:
        title = known.title if language() == CHINESE else known.title_en
    return {
        text("fit.clock"): title,
        text("fit.clock_here"): clock.here or text("fit.unknown"),
        text("fit.clock_there"): clock.there or text("fit.unknown"),
    }


def _parameters(found: Sequence[ParameterFit]) -> None:
    rows = [
        {
            text("models.parameter"): one.title,
            text("models.default"): figures.measured(one.default, one.unit),
            text("models.range"): text(
                "models.range_is",
                least=figures.measured(one.least, one.unit),
                most=figures.measured(one.most, one.unit),
            ),
        }
        for one in found
    ]
    grids.still(rows, alt=text("models.parameters_alt"))
