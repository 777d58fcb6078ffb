"""The queue of leads: what waits, in the order in which it should be taken up."""

from dataclasses import replace

import streamlit as st

from dashboard import cards, charts, declared, filters, grids, links, navigation, queries, reads
from dashboard.messages import text
from dashboard.palette import palette
from dashboard.viewer import current_viewer
from dashboard.views import lead_views

scope = current_viewer()
models = declared.model_titles(scope)
units = queries.units_of(scope)

cards.head(text("leads.title"), scope, *queries.facts())
chosen = filters.lead_bar(scope, models, units)
if chosen.line is not None and chosen.line not in scope.lines:
    cards.not_allowed(chosen.line)
    st.stop()
by_state = reads.lead_states(scope, replace(chosen, states=()))
total = sum(by_state[state] for state in chosen.states or by_state)
cards.chart(
    lead_views.states_message(by_state),
    charts.states(lead_views.states_frame(by_state), palette(), chosen.states),
    key=f"by_state_{filters.joined(chosen.states)}",
    on_click=lead_views.choose_state,
)

if not total:
    cards.empty(
        text("leads.none"),
        text("leads.none_then"),
        page=navigation.MODELS,
        opens=text("leads.to_models"),
    )
else:
    queue, beside = st.columns([64, 36], gap="medium")
    with queue:
        offset = grids.pager(total, key="leads_page")
        rows = reads.lead_page(scope, chosen, grids.PAGE, offset)
        opened = grids.opened(
            lead_views.queue_frame(rows),
            lead_views.queue_columns(),
            key="queue",
            alt=text("leads.queue_alt"),
        )
    with beside:
        if opened is None:
            cards.empty(text("leads.open_one"), text("leads.open_one_then"))
        else:
            card = reads.lead_card(scope, rows[opened].lead_id)
            if st.button(
                text("leads.open_whole"),
                key="whole",
                icon=":material/open_in_full:",
                type="primary",
                width="stretch",
            ):
                links.open_lead(card.lead.lead_id)
            lead_views.brief(card)

cards.foot(
    source=text("leads.foot_source"),
    definition=text("leads.foot_definition"),
    cannot_judge=text("leads.foot_cannot_judge"),
)
