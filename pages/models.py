"""The supervision models: which there are, what each says, and how to run it."""

import streamlit as st

from dashboard import cards, declared, filters, links, navigation, queries, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import model_views, run_views, screening_form, shelf_views
from supervision.vocabulary import Line

scope = current_viewer()
catalogue, units = queries.catalogue(scope), queries.units_of(scope)

cards.head(text("models.title"), scope, *queries.facts())
chosen = model_views.filter_bar(catalogue)
line = chosen.get(filters.LINE)
if line and Line(line) not in scope.lines:
    cards.not_allowed(Line(line))
    st.stop()
listed = model_views.narrowed(catalogue, chosen)
if not listed:
    cards.empty(text("models.none"), text("models.none_then"))
    st.stop()

shelf, beside = st.columns([27, 73], gap="medium")
with shelf:
    cards.section(text("models.shelf"), text("models.shelf_says", count=len(listed)))
    model_id = model_views.shelf(listed)
    st.page_link(navigation.RULE, label=text("rule.title"), icon=":material/edit_note:")
overview = next(entry for entry in listed if entry.id == model_id)
model = declared.known_models(scope)[model_id]
with beside:
    st.header(escaped(model.title), anchor=False)
    model_views.badges(model)
    shelf_views.mark(overview, units)
    runs = reads.runs(scope, model_id)
    last = runs[0] if runs else None
    card, run, settings = st.tabs(
        [text("models.card"), text("models.last_run"), text("models.settings")], key="model_tab"
    )
    with card:
        model_views.card(model)
    with run:
        if last is None:
            cards.empty(text("models.never_run"), model_views.why_not(overview))
        else:
            run_views.brief(last)
            run_views.funnel(last, key="last_funnel")
            with st.container(horizontal=True):
                st.page_link(
                    navigation.RUN,
                    label=text("models.open_run"),
                    icon=":material/filter_alt:",
                    query_params={filters.RUN: last.run_id},
                )
                st.page_link(
                    navigation.LEADS,
                    label=text("models.open_leads"),
                    icon=":material/inbox:",
                    query_params=links.leads_of(model=model_id),
                )
        screening_form.draw(model, overview)
        run_views.earlier(runs)
    with settings:
        model_views.parameters(model.parameters)

shelf_views.section(scope, overview, units)
cards.foot(
    source=text("models.foot_source"),
    definition=text("models.foot_definition"),
    cannot_judge=run_views.cannot_judge(last),
)
