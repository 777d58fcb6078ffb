"""How a model pack fits, on screen (适配报告): what is lacking, what may be set, what collides."""

from collections.abc import Sequence

import streamlit as st

from dashboard import figures, grids
from dashboard.declared import column_title
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
        st.text(in_words(mistake))
    if one.run is not None:
        st.markdown(text("fit.run", status=label(one.run)))
        if one.run_why:
            st.caption(escaped(in_words(one.run_why)))
    lacking = [need for need in one.needs if not need.is_enough]
    st.caption(text("fit.needs", count=len(one.needs), lacking=len(lacking)))
    grids.still(_needs(lacking), alt=text("fit.needs_alt"))
    other = [clock for clock in one.clocks if not clock.is_same]
    if one.clocks:
        st.caption(text("fit.clocks", count=len(one.clocks), other=len(other)))
    grids.still([_clock(clock) for clock in other], alt=text("fit.clocks_alt"))
    if one.parameters:
        with st.expander(text("fit.parameters", count=len(one.parameters))):
            _parameters(one.parameters)


def _needs(lacking: Sequence[NeedFit]) -> list[dict[str, object]]:
    """One line a column; of a dataset without a row, one line for all its columns."""
    empty = {need.dataset for need in lacking if need.rows == 0}
    lines = [_empty(name, lacking) for name in sorted(empty)]
    return lines + [_need(need) for need in lacking if need.dataset not in empty]


def _empty(dataset: str, lacking: Sequence[NeedFit]) -> dict[str, object]:
    count = sum(need.dataset == dataset for need in lacking)
    return {
        text("models.dataset"): _dataset(dataset),
        text("models.column"): text("fit.columns", count=count),
        text("models.need"): figures.ABSENT,
        text("fit.stands"): text("fit.no_rows"),
        text("models.coverage"): figures.ABSENT,
    }


def _need(need: NeedFit) -> dict[str, object]:
    return {
        text("models.dataset"): _dataset(need.dataset),
        text("models.column"): _column(need),
        text("models.need"): text("models.required" if need.is_required else "models.optional"),
        text("fit.stands"): figures.share(need.filled, need.rows)
        if need.is_known
        else text("fit.unknown"),
        text("models.coverage"): figures.percent(need.least),
    }


def _dataset(name: str) -> str:
    declared = load_contracts().get(name)
    if declared is None:
        return name
    return declared.title if language() == CHINESE else declared.title_en


def _column(need: NeedFit) -> str:
    if not need.is_known:
        return need.column
    return column_title(load_contracts()[need.dataset].column(need.column))


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
