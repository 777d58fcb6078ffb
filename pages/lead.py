"""One lead: why it was flagged, what stands behind it, and what happens to it next."""

import streamlit as st

from dashboard import cards, declared, figures, filters, links, navigation, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import disposition, evidence_views, lead_views, network_views, run_views

scope = current_viewer()
card = cards.named(
    scope,
    filters.LEAD,
    reads.lead_card,
    title=text("lead.title"),
    none=text("lead.none"),
    then=text("lead.none_then"),
    page=navigation.LEADS,
    opens=text("lead.to_queue"),
)

lead = card.lead
before, after = reads.neighbours(scope, filters.from_url(), lead.lead_id)

cards.head(
    text("lead.title"),
    scope,
    text("lead.by_model", model=escaped(declared.model_title(lead.model)), version=lead.version),
    text("lead.at_snapshot", snapshot=lead.snapshot, as_of=figures.day(lead.as_of)),
)
with st.container(horizontal=True, horizontal_alignment="distribute"):
    st.page_link(
        navigation.LEADS,
        label=text("lead.to_queue"),
        icon=":material/arrow_back:",
        query_params=links.queue_parameters(),
    )
    with st.container(horizontal=True, width="content", gap="xsmall"):
        if st.button(text("lead.before"), key="before", disabled=before is None, shortcut="K"):
            links.open_lead(before or lead.lead_id)
        if st.button(text("lead.after"), key="after", disabled=after is None, shortcut="J"):
            links.open_lead(after or lead.lead_id)

left, right = st.columns([62, 38], gap="medium")
with left:
    st.header(escaped(lead.title), anchor=False)
    lead_views.badges(lead)
    cards.section(text("lead.reasons"), text("lead.reasons_says"))
    lead_views.reasons(lead.reasons, lead.model)
with right:
    with st.container(border=True):
        cards.section(text("lead.next"))
        disposition.form(card, at="lead")
    with st.container(border=True):
        lead_views.pairs_of(card)
member = network_views.draw(scope, lead)
evidence_views.draw(scope, lead, member)
strength, history = st.columns([38, 62], gap="medium")
with strength:
    lead_views.strength(card)
with history:
    lead_views.history(lead.history)

cards.foot(
    source=text("lead.foot_source"),
    definition=text("lead.foot_definition"),
    cannot_judge=run_views.cannot_judge(reads.run(scope, lead.run_id)),
)
