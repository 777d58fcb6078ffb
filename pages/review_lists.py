"""Review lists: write one from a filter, fetch it, and verify one that came back."""

import streamlit as st

from dashboard import cards, declared, figures, filters, queries, reads
from dashboard.messages import text
from dashboard.viewer import current_viewer
from dashboard.views import list_views

scope = current_viewer()
models = declared.model_titles(scope)
units = queries.units_of(scope)

cards.head(text("review_lists.title"), scope, *queries.facts())
chosen = filters.lead_bar(scope, models, units)
total = reads.lead_count(scope, chosen)
write, verify = st.columns([3, 2], gap="large")
with write:
    cards.section(text("review_lists.new"), text("review_lists.new_says"))
    list_views.form(scope, chosen, total, filters.sentence(filters.said(chosen, models, units)))
    list_views.under_way(scope)
with verify:
    cards.section(text("review_lists.verify"), text("review_lists.verify_says"))
    uploaded = st.file_uploader(
        text("review_lists.verify_upload"),
        type=["xlsx", "csv", "zip"],
        key="verify",
        max_upload_size=50,
    )
    if uploaded is not None:
        list_views.verdict(uploaded)

rows = reads.exports(scope)
cards.section(
    text("review_lists.earlier"), text("review_lists.earlier_says", count=figures.count(len(rows)))
)
list_views.earlier(rows)

cards.foot(
    source=text("review_lists.foot_source"),
    definition=text("review_lists.foot_definition"),
    cannot_judge=text("review_lists.foot_cannot_judge"),
)
