"""Taking data in: choose files, see what was recognised, confirm."""

import streamlit as st

from dashboard import cards, navigation, queries
from dashboard.messages import text
from dashboard.viewer import current_viewer
from dashboard.views import intake_views

scope = current_viewer()
cards.head(text("intake.title"), scope, *queries.facts())
st.page_link(navigation.POOL, label=text("batch.to_pool"), icon=":material/arrow_back:")
if scope.own_unit is None:
    cards.closed(text("intake.no_unit"), text("intake.no_unit_then"))
    st.stop()

intake_views.under_way(scope)
choose, look = st.columns([30, 70], gap="large")
with choose:
    uploaded, options = intake_views.wishes()
with look:
    upload = intake_views.kept(uploaded)
    if upload is None:
        cards.empty(text("intake.waiting"), text("intake.waiting_then"))
    else:
        intake_views.preview(scope, upload, options)

cards.foot(
    source=text("intake.foot_source"),
    definition=text("intake.foot_definition"),
    cannot_judge=text("intake.foot_cannot_judge"),
)
