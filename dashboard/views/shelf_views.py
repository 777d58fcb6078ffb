"""The models an office keeps itself (本院模型): what waits for whom, and packs out and in."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import actions, cards, failures, figures, grids, reads
from dashboard.messages import escaped, in_words, label, text
from dashboard.views import fit_views, model_views
from data_access.kept_models import ShelvedModel
from data_access.model_catalogue import ModelOverview
from data_access.packs import PackReport
from data_access.scope import Scope
from supervision.model_pack import PackVerdict
from supervision.vocabulary import ModelState

MOST_REASON = 500
MOST_MEGABYTES = 5
_REPORT = "pack_report"
_ACTS = {
    ModelState.DRAFT: (ModelState.PUBLISHED, ModelState.RETURNED, ModelState.RETIRED),
    ModelState.PUBLISHED: (ModelState.RETIRED,),
    ModelState.RETURNED: (ModelState.RETIRED,),
    ModelState.RETIRED: (),
}


def section(scope: Scope, overview: ModelOverview, units: Mapping[str, str]) -> None:
    """What the viewer's units keep, what may be decided, and the two ways of a pack.

    overview: the model that is open, which may be passed on; units: their names.
    """
    kept = reads.kept_models(scope)
    cards.section(text("shelf.title"), text("shelf.says", count=figures.count(len(kept))))
    if kept:
        grids.still([_row(one, units) for one in kept], alt=text("shelf.alt"))
    decide, out = st.columns(2, gap="large")
    with decide:
        _decide(scope, kept)
    with out:
        _out(overview)
    _in(scope)


def mark(overview: ModelOverview, units: Mapping[str, str]) -> None:
    """Whose model it is and whether it is a draft; nothing for a packaged one."""
    if overview.unit is not None:
        unit = units.get(overview.unit, overview.unit)
        origin, state = label(overview.origin), label(overview.state)
        st.caption(text("shelf.mark", origin=origin, unit=escaped(unit), state=state))


def _row(one: ShelvedModel, units: Mapping[str, str]) -> dict[str, object]:
    last = one.history[-1] if one.history else None
    return {
        text("shelf.model"): one.model,
        text("shelf.name"): one.title,
        text("shelf.version"): one.version,
        text("shelf.unit"): units.get(one.unit, one.unit),
        text("shelf.origin"): label(one.origin),
        text("shelf.state"): label(one.state),
        text("shelf.written"): _by(one.written_by, figures.instant(one.written_at)),
        text("shelf.decided"): figures.ABSENT
        if last is None
        else _by(last.by, figures.instant(last.at)),
        text("shelf.reason"): (last.reason if last else None) or figures.ABSENT,
    }


def _by(who: str, when: str) -> str:
    return text("shelf.by", who=who, when=when)


def _decide(scope: Scope, kept: Sequence[ShelvedModel]) -> None:
    """The form of a second person; who may not decide is told who may."""
    open_ones = [one for one in kept if one.unit in scope.units and acts(scope, one)]
    st.markdown(f"**{text('shelf.decide')}**")
    waiting = [one for one in kept if one.state is ModelState.DRAFT]
    if not open_ones:
        st.caption(text("shelf.waits" if waiting else "shelf.nothing"))
        return
    named = {f"{one.entry_id}": one for one in open_ones}
    entry = st.selectbox(
        text("shelf.which"),
        list(named),
        key="shelf_entry",
        format_func=lambda key: _named(named[key]),
    )
    one = named[entry]
    with st.expander(text("shelf.read")):
        _read(scope, one)
    act = st.segmented_control(
        text("shelf.act"),
        [state.value for state in acts(scope, one)],
        key=f"shelf_act_{entry}",
        format_func=lambda state: text(f"shelf.act_{state}"),
    )
    if act is None:
        st.caption(text("shelf.choose"))
        return
    needs_reason = act != ModelState.PUBLISHED.value
    reason = ""
    if needs_reason:
        reason = st.text_input(
            text("shelf.reason"), key=f"shelf_reason_{entry}", max_chars=MOST_REASON
        )
    if st.button(
        text(f"shelf.act_{act}"),
        key="shelf_go",
        type="primary",
        disabled=needs_reason and not reason.strip(),
    ):
        actions.decide_model(one, ModelState(act), reason)
        st.rerun()


def _read(scope: Scope, one: ShelvedModel) -> None:
    """What a second person reads before he decides: this version, whatever is in use."""
    model = reads.kept_model(scope, one)
    if model is None:
        st.caption(text("shelf.unreadable"))
        return
    model_views.point(model)
    model_views.requirements(model)
    model_views.layers(model)
    model_views.exclusions(model)
    st.caption(text("shelf.file"))
    st.code(reads.kept_text(scope, one), language="toml", height=320)


def acts(scope: Scope, one: ShelvedModel) -> list[ModelState]:
    """What the viewer may decide of a kept model; the layer below decides again."""
    is_own = one.written_by == scope.viewer
    if not scope.may_publish:
        is_open = is_own and not one.was_published and one.state is not ModelState.RETIRED
        return [ModelState.RETIRED] if is_open else []
    found = _ACTS[one.state]
    return [act for act in found if act is not ModelState.PUBLISHED or not is_own]


def _named(one: ShelvedModel) -> str:
    return text(
        "shelf.named", model=one.model, version=one.version, title=one.title, state=label(one.state)
    )


def _out(overview: ModelOverview) -> None:
    st.markdown(f"**{text('shelf.out')}**")
    if overview.state is ModelState.DRAFT:
        st.caption(text("shelf.out_draft"))
        return
    link = text("shelf.out_link", title=escaped(overview.title), version=overview.version)
    st.markdown(f"[{link}](/pack/{overview.id})")
    st.caption(text("shelf.out_says"))


def _in(scope: Scope) -> None:
    """A pack that is chosen is first shown with how it fits; it is kept after that."""
    st.markdown(f"**{text('shelf.in')}**")
    uploaded = st.file_uploader(
        text("shelf.in_file"), type=["zip"], key="pack", max_upload_size=MOST_MEGABYTES
    )
    if uploaded is None:
        st.session_state.pop(_REPORT, None)
        return
    found = _report(scope, uploaded)
    if isinstance(found, failures.Failure):
        st.warning(actions.told(found))
        st.text(in_words(found.says))
        return
    fit_views.report(found)
    new = [one for one in found.models if one.verdict is PackVerdict.NEW]
    refused = any(one.verdict is PackVerdict.REFUSED for one in found.models)
    if refused or not new:
        st.caption(text("shelf.in_refused" if refused else "shelf.in_known"))
        return
    if st.button(text("shelf.in_go", count=figures.count(len(new))), key="pack_go", type="primary"):
        actions.keep_pack(uploaded.getvalue(), uploaded.name)
        st.session_state.pop(_REPORT, None)
        st.rerun()


def _report(scope: Scope, uploaded: Any) -> PackReport | failures.Failure:
    """The fit report of what is chosen, made once: its fixtures are run for it."""
    known = st.session_state.get(_REPORT)
    if known is None or known[0] != uploaded.file_id:
        made = failures.outcome(reads.pack_report, scope, uploaded.getvalue(), uploaded.name)
        known = st.session_state[_REPORT] = (uploaded.file_id, made)
    found: PackReport | failures.Failure = known[1]
    return found
