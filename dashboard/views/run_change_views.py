"""What is new since the last run: leads that came, went, and changed, each of which opens."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import cards, declared, figures, grids, links, reads
from dashboard.messages import label, text
from dashboard.views import lead_views
from data_access.lead_briefs import ChangedLead, LeadBrief
from data_access.run_reports import RunReport
from data_access.scope import Scope

ROWS_HIGH = 8


def draw(scope: Scope, run: RunReport) -> None:
    """The run beside the one before it that read the same units."""
    found = reads.changes(scope, run.run_id or "")
    if found is None:
        cards.empty(text("changes.none"), text("changes.none_then"))
        return
    cards.section(
        text("changes.title"),
        text(
            "changes.against",
            at=figures.instant(found.started_at),
            snapshot=found.snapshot,
            version=found.version,
        ),
    )
    parts: dict[str, Sequence[LeadBrief]] = {
        "new": found.new,
        "vanished": found.vanished,
        "changed": found.changed,
    }
    numbers = {name: len(leads) for name, leads in parts.items()} | {"same": found.unchanged}
    for place, (name, count) in zip(st.columns(4), numbers.items(), strict=True):
        place.metric(text(f"changes.{name}"), figures.count(count), border=True)
    for name, leads in parts.items():
        if leads:
            cards.section(text(f"changes.{name}"), text(f"changes.{name}_says"))
            _listed(run.model, name, leads)


def _listed(model: str, name: str, leads: Sequence[LeadBrief]) -> None:
    frame = pl.DataFrame([_row(model, lead) for lead in leads])
    columns = {
        "no": grids.words(text("lead.no"), 82),
        "title": grids.words(text("lead.what"), 380),
        "state": grids.words(text("lead.state"), 74),
        "facts": grids.words(text("changes.facts"), 330),
        "subject": grids.words(text("lead.subject"), 220),
        "unit": grids.words(text("lead.unit"), 82),
    }
    if name != "changed":
        del columns["facts"]
    opened = grids.opened(
        frame,
        columns,
        key=f"changes_{name}",
        alt=text(f"changes.{name}"),
        rows_high=ROWS_HIGH,
    )
    if opened is not None:
        links.open_lead(leads[opened].lead_id)


def _row(model: str, lead: LeadBrief) -> dict[str, str]:
    return {
        "no": figures.ABSENT if lead.lead_no is None else lead_views.lead_number(lead.lead_no),
        "title": lead.title,
        "state": figures.ABSENT if lead.state is None else label(lead.state),
        "facts": _facts(model, lead) if isinstance(lead, ChangedLead) else "",
        "subject": lead_views.subject(lead.subject),
        "unit": lead.unit,
    }


def _facts(model: str, lead: ChangedLead) -> str:
    """Which facts differ, each with its value then and now."""
    names, units = declared.column_titles(model), declared.column_measures(model)
    return text("head.list_joint").join(
        text(
            "changes.fact",
            fact=names.get(one.fact, one.fact),
            then=figures.measured(one.then, units.get(one.fact)),
            now=figures.measured(one.now, units.get(one.fact)),
        )
        for one in lead.facts
    )
