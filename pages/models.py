"""The supervision models: which there are, what each says, how it ran and what would change it."""

import streamlit as st

from dashboard import cards, declared, filters, navigation, queries, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import (
    effect_views,
    history_views,
    model_shelf,
    model_views,
    overlap_views,
    parameter_views,
    run_views,
    shelf_views,
    trial_form,
)
from supervision.vocabulary import Line

TABS = ("card", "runs", "parameters", "trial", "overlap", "effect")

scope = current_viewer()
catalogue, units = queries.catalogue(scope), queries.units_of(scope)

cards.head(text("models.title"), scope, *queries.facts())
chosen = model_shelf.filter_bar(catalogue)
line = chosen.get(filters.LINE)
if line and Line(line) not in scope.lines:
    cards.not_allowed(Line(line))
    st.stop()
named = filters.parameter(filters.MODEL)
if named and all(entry.id != named for entry in catalogue):
    cards.closed(text("models.closed"), text("state.outside"))
    st.stop()
listed = model_shelf.narrowed(catalogue, chosen)
if not listed:
    cards.empty(text("models.none"), text("models.none_then"))
    st.stop()

shelf, beside = st.columns([27, 73], gap="medium")
with shelf:
    cards.section(text("models.shelf"), text("models.shelf_says", count=len(listed)))
    model_id = model_shelf.shelf(listed)
    st.page_link(navigation.RULE, label=text("rule.title"), icon=":material/edit_note:")
overview = next(entry for entry in listed if entry.id == model_id)
model = declared.known_models(scope)[model_id]
last = next(iter(reads.runs(scope, model_id, 1)), None)
with beside:
    st.header(escaped(model.title), anchor=False)
    model_views.badges(model)
    shelf_views.mark(overview, units)
    tab, place = filters.tabs(filters.TAB, {code: text(f"models.tab_{code}") for code in TABS})
with place:
    match tab:
        case "card":
            model_views.card(scope, model)
        case "runs":
            history_views.draw(scope, model, overview, last)
        case "parameters":
            parameter_views.draw(scope, model)
        case "trial":
            trial_form.draw(scope, model, overview)
        case "overlap":
            overlap_views.draw(scope, model)
        case _:
            effect_views.draw(scope, model)

shelf_views.section(scope, overview, units)
cards.foot(
    source=text("models.foot_source"),
    definition=text("models.foot_definition"),
    cannot_judge=run_views.cannot_judge(last),
)
