"""Class-case trends of one line: its leads in time, its own series, and what was published."""

import streamlit as st

from dashboard import cards, filters, queries, reads
from dashboard.messages import label, text
from dashboard.viewer import current_viewer
from dashboard.views import trend_views
from supervision.vocabulary import Line

scope = current_viewer()
cards.head(text("trends.title"), scope, *queries.facts())
line = Line(
    filters.turn(filters.LINE, text("filter.line"), {each.value: label(each) for each in Line})
)
if line not in scope.lines:
    cards.not_allowed(line)
    st.stop()

trend_views.leads(scope, line)
if line is Line.CRIMINAL:
    trend_views.voided(scope)
trend_views.published(scope, line)

undated = reads.undated_leads(scope, line, "event")
cards.foot(
    source=text("trends.foot_source"),
    definition=text("trends.foot_definition"),
    cannot_judge=text("trends.foot_cannot_judge", count=undated),
)
