"""One run of a model: how the rows narrowed, layer by layer, with both sides of every layer."""

import streamlit as st

from dashboard import cards, declared, figures, filters, navigation, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import run_sides, run_views

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
run_views.figures_of(scope, run)
if run.layers:
    layer, side = run_sides.chosen_side(run)
    run_views.funnel(run, key=f"funnel_{layer.id}_{side}")
    run_sides.side_bar(run)
    cards.section(run_sides.side_title(layer, side), text("run.side_says", count=run_sides.MOST))
    run_sides.side_rows(scope, run, layer, side)
with st.expander(text("run.causes"), expanded=False):
    run_sides.causes(run)
with st.expander(text("run.parameters"), expanded=False):
    run_views.settings(run)
cards.foot(
    source=text("run.foot_source"),
    definition=text("run.foot_definition"),
    cannot_judge=run_views.cannot_judge(run),
)
