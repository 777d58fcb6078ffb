"""How leads are shown: the queue, one lead in brief, its reasons, its history."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import cards, declared, figures, filters, grids, queries
from dashboard.messages import escaped, has, label, text
from dashboard.palette import BADGES
from dashboard.viewer import current_viewer
from dashboard.views.overview_views import HELD
from data_access.lead_rows import HistoryEntry, Lead, LeadCard, LeadRow, Reason
from supervision.vocabulary import LeadState, Line

_RUN = "run:"
"""How a run signs the history of a lead."""

QUEUE = {
    "no": pl.String,
    "title": pl.String,
    "state": pl.String,
    "score": pl.Int64,
    "event_on": pl.Date,
    "due_on": pl.Date,
    "amount": pl.String,
    "line": pl.String,
    "unit": pl.String,
}


def lead_number(number: int) -> str:
    """A lead's number as it stands on lists: `L000017`."""
    return f"L{number:06d}"


def queue_frame(rows: Sequence[LeadRow]) -> pl.DataFrame:
    """The queue as a grid shows it, one row a lead, in its order."""
    names: dict[StrEnum, str] = {code: label(code) for code in (*LeadState, *Line)}
    shown = [
        {
            "no": lead_number(row.lead_no),
            "title": row.title,
            "state": names[row.state],
            "score": row.score,
            "event_on": row.event_on,
            "due_on": row.due_on,
            "amount": figures.money(row.amount_yuan),
            "line": names[row.line],
            "unit": row.unit,
        }
        for row in rows
    ]
    return pl.DataFrame(shown, schema=QUEUE)


def queue_columns() -> dict[str, Column]:
    """The columns of the queue with their names and widths."""
    return {
        "title": grids.words(text("lead.what"), 300),
        "state": grids.words(text("lead.state"), 74),
        "score": grids.strength(text("lead.score")),
        "no": grids.words(text("lead.no"), 82),
        "event_on": grids.day(text("lead.event_on")),
        "due_on": grids.day(text("lead.due_on")),
        "amount": grids.words(text("lead.amount"), 96),
        "line": grids.words(text("lead.line"), 92),
        "unit": grids.words(text("lead.unit"), 82),
    }


def states_frame(counts: Mapping[LeadState, int]) -> pl.DataFrame:
    """Counts by state for the chart: columns state, name, count."""
    return pl.DataFrame(
        {
            "state": [state.value for state in counts],
            "name": [label(state) for state in counts],
            "count": list(counts.values()),
        },
        schema={"state": pl.String, "name": pl.String, "count": pl.Int64},
    )


def states_message(counts: Mapping[LeadState, int]) -> str:
    """What the counts say, as the title of their chart."""
    total = sum(counts.values())
    if not total:
        return text("leads.message_none")
    return text(
        "leads.message",
        total=figures.count(total),
        new=figures.count(counts[LeadState.NEW]),
        held=figures.count(sum(counts[state] for state in HELD)),
    )


def choose_state(clicked: tuple[str, ...]) -> None:
    """A click on a bar of the states filters by it, a second one takes the filter away."""
    state = str(LeadState(clicked[0]))
    filters.choose(filters.STATE, None if filters.parameter(filters.STATE) == state else state)


def brief(card: LeadCard) -> None:
    """One lead beside the list: what it says, why, and what it is about."""
    lead = card.lead
    with st.container(border=True):
        st.markdown(f"**{escaped(lead.title)}**")
        badges(lead)
        reasons(lead.reasons, lead.model)
        grids.pairs(about(card), alt=text("lead.about_alt"))


def badges(lead: Lead) -> None:
    """What a lead is, at a glance: line, state, confidence, and what weakens it."""
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(label(lead.line), color=BADGES[lead.line])
        st.badge(label(lead.state), color="primary")
        st.badge(label(lead.confidence), color="gray")
        if lead.is_degraded:
            of_draft = declared.is_draft(lead.model, lead.version)
            says = text("lead.of_draft" if of_draft else "lead.degraded")
            st.badge(says, color="gray", icon=":material/blur_on:")
        if lead.is_withdrawn:
            st.badge(text("lead.withdrawn"), color="red", icon=":material/undo:")


def about(card: LeadCard) -> dict[str, str]:
    """What a lead is about, by name."""
    lead = card.lead
    units = queries.units_of(current_viewer())
    entries = {
        text("lead.no"): lead_number(lead.lead_no),
        text("lead.subject"): subject(lead.subject),
        text("lead.unit"): f"{lead.unit} {units.get(lead.unit, '')}".strip(),
        text("lead.period"): figures.value(card.period),
        text("lead.event_on"): figures.day(lead.event_on),
        text("lead.received_on"): figures.day(card.received_on),
        text("lead.due_on"): due(lead.due_on),
    }
    if lead.amount_yuan is not None:
        entries[text("lead.amount")] = figures.exact_money(lead.amount_yuan)
    if card.assignee:
        entries[text("lead.assignee")] = card.assignee
    return entries


def pairs_of(card: LeadCard) -> None:
    """What a lead is about, as a list."""
    grids.pairs(about(card), alt=text("lead.about_alt"))


def subject(spelling: str) -> str:
    """A subject in words: its kind, then its key."""
    kind, _, key = spelling.partition(":")
    named = f"code.subject_kind.{kind}"
    return f"{text(named)} {key}" if has(named) else spelling


def due(day: date | None) -> str:
    """The legal clock of a lead; said where none runs."""
    return text("lead.no_clock") if day is None else figures.day(day)


def reasons(found: Sequence[Reason], model: str) -> None:
    """Why the model points here: each condition with its actual value against its limit."""
    measures = declared.test_measures(model)
    grids.still(
        [
            {
                text("lead.reason"): reason.says,
                text("lead.actual"): figures.measured(reason.actual, measures.get(reason.when)),
                text("lead.limit"): figures.measured(reason.limit, measures.get(reason.when)),
            }
            for reason in found
        ],
        alt=text("lead.reasons_alt"),
    )


def strength(card: LeadCard) -> None:
    """The strength of the hint as the sum of its named parts."""
    cards.section(text("lead.strength", score=card.lead.score), text("lead.strength_says"))
    names = declared.score_titles(card.lead.model)
    grids.still(
        [
            {
                text("lead.part"): names.get(part, part),
                text("lead.points"): points,
            }
            for part, points in card.score_parts.items()
        ],
        alt=text("lead.strength_alt"),
    )


def history(entries: Sequence[HistoryEntry]) -> None:
    """Who moved a lead, when, where to and why; the newest first."""
    cards.section(text("lead.history"))
    grids.still(
        [
            {
                text("lead.at"): figures.instant(entry.at),
                text("lead.by"): moved_by(entry.by),
                text("lead.moved_to"): label(entry.to),
                text("lead.why"): move_reason(entry.reason),
                text("lead.note"): entry.note or figures.ABSENT,
            }
            for entry in reversed(entries)
        ],
        alt=text("lead.history_alt"),
    )


def moved_by(by: str) -> str:
    """Who moved a lead: a viewer by name, a run of a model by what it is."""
    return text("lead.by_run") if by.startswith(_RUN) else by


def move_reason(code: str | None) -> str:
    """The words of a reason code, of a move or of a dismissal."""
    for key in (f"code.move_reason.{code}", f"code.dismissal_reason.{code}"):
        if has(key):
            return text(key)
    return code or ""
