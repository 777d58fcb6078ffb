"""The form that moves a lead: only the moves allowed now, each with its own reasons."""

import streamlit as st

from dashboard import actions, declared, figures
from dashboard.messages import escaped, label, text
from dashboard.viewer import current_viewer
from dashboard.views import lead_views
from data_access.lead_rows import LeadCard, Proposal
from supervision.leads import Move

MOST_NOTE = 500


def form(card: LeadCard, *, at: str) -> None:
    """The next step of a lead; `at` tells two forms of one page apart."""
    if card.lead.proposal is not None:
        _proposed(card, card.lead.proposal, at)
        return
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


def _proposed(card: LeadCard, proposal: Proposal, at: str) -> None:
    """The decision that waits: a second person confirms or declines it, its proposer withdraws."""
    st.markdown(
        text(
            "two.proposed",
            by=escaped(proposal.by),
            at=figures.instant(proposal.at),
            state=label(proposal.to),
            reason=escaped(lead_views.move_reason(proposal.reason)),
        )
    )
    if proposal.note:
        st.text(proposal.note)
    is_own = proposal.by == current_viewer().viewer
    st.caption(text("two.own" if is_own else "two.second"))
    key = f"{at}_{card.lead.lead_id}_{card.moves}"
    with st.container(horizontal=True):
        if not is_own and st.button(text("two.confirm"), key=f"{key}_confirm", type="primary"):
            actions.move_lead(card, proposal.to, proposal.reason, "")
            st.rerun()
        if st.button(text("two.withdraw" if is_own else "two.decline"), key=f"{key}_decline"):
            actions.decline(card)
            st.rerun()


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
    takes_two = declared.takes_two(card.lead.model, move.to)
    if takes_two:
        st.caption(text("two.needed"))
    pressed = st.button(
        text("two.propose" if takes_two else "disposition.confirm", state=label(move.to)),
        key=f"{key}_go",
        type="primary",
        disabled=reason is None,
    )
    if pressed:
        actions.move_lead(card, move.to, reason, note or "")
        st.rerun()
