"""The form that moves a lead: only the moves allowed now, each with its own reasons."""

import streamlit as st

from dashboard import actions
from dashboard.messages import label, text
from dashboard.views import lead_views
from data_access.lead_rows import LeadCard
from supervision.leads import Move

MOST_NOTE = 500


def form(card: LeadCard, *, at: str) -> None:
    """The next step of a lead; `at` tells two forms of one page apart."""
    if not card.allowed:
        st.caption(text("disposition.none"))
        return
    moves = {str(move.to): move for move in card.allowed}
    key = f"{at}_{card.lead.lead_id}_{card.moves}"
    target = st.segmented_control(
        text("disposition.to"),
        list(moves),
        key=f"{key}_to",
        format_func=lambda state: text(f"move.{state}"),
        wrap=True,
    )
    if target is None:
        st.caption(text("disposition.choose"))
        return
    _reasoned(card, moves[target], key)


def _reasoned(card: LeadCard, move: Move, key: str) -> None:
    reason = st.selectbox(
        text("disposition.reason"),
        move.reasons,
        index=None if move.needs_reason else 0,
        key=f"{key}_{move.to}_why",
        placeholder=text("disposition.reason_placeholder"),
        format_func=lead_views.move_reason,
    )
    note = st.text_area(
        text("disposition.note"),
        key=f"{key}_note",
        max_chars=MOST_NOTE,
        height=80,
        placeholder=text("disposition.note_placeholder"),
    )
    pressed = st.button(
        text("disposition.confirm", state=label(move.to)),
        key=f"{key}_go",
        type="primary",
        disabled=reason is None,
    )
    if pressed:
        actions.move_lead(card, move.to, reason, note or "")
        st.rerun()
