"""One run of a model: how the rows narrowed, what is new in it, and why it says what it says."""

import streamlit as st

from dashboard import cards, declared, figures, filters, navigation, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import run_change_views, run_ground, run_sides, run_views, why_views

scope = current_viewer()
run = cards.named(
    scope,
    filters.RUN,
    reads.run,
    title=text("run.title"),
    none=text("run.none"),
    then=text("run.none_then"),
    page=navigation.MODELS,
    opens=text("run.to_models"),
)

cards.head(
    text("run.title"),
    scope,
    text("run.by_model", model=escaped(declared.model_title(run.model)), version=run.version),
    text("run.at_snapshot", snapshot=run.snapshot, as_of=figures.day(run.as_of)),
)
st.page_link(
    navigation.MODELS,
    label=text("run.to_model"),
    icon=":material/arrow_back:",
    query_params={filters.MODEL: run.model},
)
run_views.brief(run)
run_ground.lacking(run)
run_views.figures_of(scope, run)
names = [text(f"run_tab.{name}") for name in ("layers", "changes", "why", "ground")]
layers, changes, why, ground = st.tabs(names, key="run_tab", on_change="rerun")
if layers.open and not run.layers:
    with layers:
        cards.empty(text("run.message_refused"), text("ground.refused_then"))
elif layers.open:
    with layers:
        layer, side = run_sides.chosen_side(run)
        run_views.funnel(run, key=f"funnel_{layer.id}_{side}")
        run_sides.side_bar(run)
        run_sides.cause_bar(layer, side)
        cards.section(
            run_sides.side_title(layer, side), text("run.side_says", count=run_sides.MOST)
        )
        run_sides.side_rows(scope, run, layer, side)
        with st.expander(text("run.causes"), expanded=False):
            run_sides.causes(run)
if changes.open:
    with changes:
        run_change_views.draw(scope, run)
if why.open:
    with why:
        why_views.draw(scope, run)
if ground.open:
    with ground:
        run_ground.settings(run)
        run_ground.coverage(run)
cards.foot(
    source=text("run.foot_source"),
    definition=text("run.foot_definition"),
    cannot_judge=run_views.cannot_judge(run),
)
