"""Review lists on screen: the form that writes one, those written before, and verifying a file."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import actions, failures, figures, grids, reads
from dashboard.messages import escaped, text
from dashboard.viewer import current_viewer
from dashboard.views import job_views
from data_access.lead_filter import LeadFilter
from data_access.list_comparison import Place
from data_access.review_lists import ExportRow
from data_access.scope import Scope

FORMATS = {"xlsx": "review_lists.xlsx", "csv": "review_lists.csv"}
MOST_REASON = 500
JOB = "export_job"


def form(scope: Scope, chosen: LeadFilter, total: int, says: str) -> None:
    """The form that asks for a list: format, reason, and the right to unmask where there is one."""
    if not total:
        st.caption(text("review_lists.nothing"))
        return
    st.markdown(escaped(text("review_lists.will_hold", count=figures.count(total), filter=says)))
    kind, why = st.columns([2, 3], vertical_alignment="bottom")
    with kind:
        chosen_format = st.segmented_control(
            text("review_lists.format"),
            list(FORMATS),
            default="xlsx",
            required=True,
            key="format",
            format_func=lambda code: text(FORMATS[code]),
        )
    with why:
        reason = st.text_input(
            text("review_lists.reason"),
            key="reason",
            max_chars=MOST_REASON,
            placeholder=text("review_lists.reason_placeholder"),
        )
    unmask = scope.may_unmask and st.checkbox(
        text("review_lists.unmask"), key="unmask", help=text("review_lists.unmask_help")
    )
    if st.button(text("review_lists.go"), key="export", type="primary"):
        if not (reason or "").strip():
            actions.say(text("review_lists.needs_reason"))
        else:
            asked = actions.export(chosen, chosen_format or "xlsx", reason or "", unmask=unmask)
            st.session_state[JOB] = asked
        st.rerun()


def under_way(scope: Scope) -> None:
    """How far the list asked for in this session is."""
    job_views.under_way(scope, JOB)


def earlier(rows: Sequence[ExportRow]) -> None:
    """The viewer's own lists, newest first, each with its link while it is offered."""
    if not rows:
        st.caption(text("review_lists.no_earlier"))
        return
    table = [
        {
            text("review_lists.number"): row.export_id,
            text("review_lists.at"): figures.instant(row.exported_at),
            text("review_lists.format"): text(FORMATS[row.format.value]),
            text("review_lists.rows"): figures.count(row.rows),
            text("review_lists.reason"): escaped(row.reason),
            text("review_lists.file"): _link(row),
        }
        for row in rows
    ]
    plain = (text("review_lists.reason"), text("review_lists.file"))
    grids.still(table, alt=text("review_lists.earlier_alt"), plain=plain)


def verdict(uploaded: Any) -> None:
    """What an uploaded list is, compared with what was exported."""
    found = failures.outcome(reads.verified, current_viewer(), uploaded)
    if isinstance(found, failures.Failure):
        st.warning(actions.told(found))
        return
    st.markdown(f"**{text('review_lists.verdict')}　{text(f'verdict.{found.verdict}')}**")
    entries: dict[str, object] = {
        text("review_lists.number"): found.export_id or figures.ABSENT,
        text("review_lists.exported_by"): found.exported_by or figures.ABSENT,
        text("review_lists.at"): figures.instant(found.exported_at),
        text("review_lists.rows"): figures.count(found.rows),
    }
    grids.pairs(entries, alt=text("review_lists.verdict"))
    if found.differences:
        grids.still(
            [_difference(each) for each in found.differences],
            alt=text("review_lists.differences_alt"),
        )


def _link(row: ExportRow) -> str:
    if not row.is_offered:
        return text("review_lists.expired")
    return f"[{text('review_lists.download')}](/export/{row.export_id})"


def _difference(place: Place) -> dict[str, object]:
    where = [
        place.sheet,
        None if place.row is None else text("review_lists.in_row", row=place.row),
        place.column,
    ]
    return {
        text("review_lists.change"): text(f"difference.{place.change}"),
        text("review_lists.where"): text("head.list_joint").join(part for part in where if part),
        text("review_lists.was"): figures.ABSENT if place.exported is None else place.exported,
        text("review_lists.now_is"): figures.ABSENT if place.found is None else place.found,
    }
