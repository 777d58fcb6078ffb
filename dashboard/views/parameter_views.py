"""A model's parameters: what stands for the unit, who set it when and why, and how to change it."""

from decimal import Decimal

import streamlit as st

from dashboard import actions, cards, figures, grids, reads
from dashboard.messages import escaped, label, text
from dashboard.views import parameter_inputs
from data_access.overlays import Overlay, OverlayEntry, ParameterSetting
from data_access.scope import Scope
from supervision.measure import Measure
from supervision.model_format import Model, Parameter

MOST = 50
"""Changes of the history that are shown; `sijian overlay` has them all."""


def draw(scope: Scope, model: Model) -> None:
    """The parameters in force, the form that changes one, and the changes of all units."""
    if not model.parameters:
        st.caption(text("parameters.none"))
        return
    found = reads.overlay(scope, model.id)
    _in_force(model, found)
    if found.unit is None:
        cards.closed(text("parameters.no_unit"), text("state.who_grants"))
    else:
        _form(model, found)
    _history(model, found)


def _in_force(model: Model, found: Overlay) -> None:
    """The thresholds with their tags: statute, published practice, or our own default."""
    rows = [
        {
            text("models.parameter"): declared_one.title,
            text("parameters.in_force"): _value(setting, declared_one.unit),
            text("models.default"): figures.measured(declared_one.default, declared_one.unit),
            text("models.range"): text(
                "models.range_is",
                least=figures.measured(declared_one.least, declared_one.unit),
                most=figures.measured(declared_one.most, declared_one.unit),
            ),
            text("models.tag"): label(declared_one.tag),
            text("models.source"): declared_one.source,
        }
        for declared_one, setting in zip(model.parameters, found.parameters, strict=True)
    ]
    grids.still(rows, alt=text("models.parameters_alt"))
    st.caption(text("models.tags_say"))
    own = [one for one in found.parameters if one.entry is not None]
    if own:
        cards.section(text("parameters.own"))
        known = {one.name: one for one in model.parameters}
        rows = [_entry(one.entry, known.get(one.name)) for one in own if one.entry is not None]
        grids.still(rows, alt=text("parameters.own"))


def _form(model: Model, found: Overlay) -> None:
    """One parameter at a time: each change has a reason of its own."""
    cards.section(text("parameters.change"), text("parameters.change_says"))
    by_name = {one.name: one for one in model.parameters}
    settings = {one.name: one for one in found.parameters}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name: str = st.selectbox(
            text("models.parameter"),
            list(by_name),
            key=f"parameter_{model.id}",
            format_func=lambda each: escaped(by_name[each].title),
        )
        setting = settings[name]
        key = f"value_{model.id}_{name}"
        value = parameter_inputs.field(by_name[name], found.values[name], key)
    times = len(found.history)
    reason = st.text_input(
        text("parameters.reason"), key=f"reason_{model.id}_{times}", max_chars=200
    )
    with st.container(horizontal=True):
        if st.button(text("parameters.set"), key=f"set_for_unit_{model.id}", type="primary"):
            _changed(model, name, value, reason)
        if st.button(
            text("parameters.clear"), key=f"clear_{model.id}", disabled=setting.entry is None
        ):
            _changed(model, name, None, reason)


def _changed(model: Model, name: str, value: Decimal | None, reason: str) -> None:
    if not reason.strip():
        st.warning(text("parameters.needs_reason"))
        return
    actions.set_parameter(model.id, name, value, reason)
    st.rerun()


def _history(model: Model, found: Overlay) -> None:
    cards.section(text("parameters.history"))
    if not found.history:
        st.caption(text("parameters.no_history"))
        return
    known = {one.name: one for one in model.parameters}
    rows = [
        _entry(entry, known.get(entry.parameter)) | {text("lead.unit"): entry.unit}
        for entry in found.history[:MOST]
    ]
    grids.still(rows, alt=text("parameters.history_alt"))


def _entry(entry: OverlayEntry, declared: Parameter | None) -> dict[str, str]:
    """One change; declared: None where the model has this parameter no more."""
    measure = None if declared is None else declared.unit
    return {
        text("models.parameter"): entry.parameter if declared is None else declared.title,
        text("run.value"): text("parameters.cleared")
        if entry.value is None
        else figures.measured(entry.value, measure),
        text("parameters.by"): entry.by,
        text("run.when"): figures.instant(entry.at),
        text("parameters.reason"): entry.reason,
    }


def _value(setting: ParameterSetting, measure: Measure) -> str:
    if setting.value is None:
        return text("parameters.not_allowed", value=figures.measured(setting.overlay, measure))
    return figures.measured(setting.value, measure)
