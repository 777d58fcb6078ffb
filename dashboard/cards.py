"""The parts that every page is made of, in the order in which a page shows them.

Title, caption line, filter bar, key figures, one chart, its table, foot. Text that came from a file
or a declaration is escaped before Streamlit could read it as Markdown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import plotly.graph_objects as go
import streamlit as st

from dashboard import chart_style, failures, figures, filters, queries
from dashboard.failures import Failure
from dashboard.messages import escaped, has, label, text
from dashboard.palette import BADGES
from data_access.scope import Scope
from supervision.vocabulary import Line

T = TypeVar("T")

SEPARATOR = "　·　"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFigure:
    """One figure above a page: its value as read, what it means, and where its rows are.

    opens: what its way is called; None where there is nothing to open. page: None means this one.
    """

    label: str
    value: str
    explains: str | None = None
    opens: str | None = None
    page: Path | None = None
    parameters: dict[str, str] = field(default_factory=dict)


def head(title: str, scope: Scope, *facts: str) -> None:
    """The title and the one caption line: whose scope, and the facts all figures rest on."""
    st.title(title, anchor=False)
    said = [_scope_says(scope), *facts]
    st.caption(SEPARATOR.join(said), wrap=True)


def named(  # noqa: PLR0913 - what stands where there is nothing is part of the page
    scope: Scope,
    key: str,
    read: Callable[[Scope, str], T],
    *,
    title: str,
    none: str,
    then: str,
    page: Path,
    opens: str,
) -> T:
    """What the URL names under the key, read; else the page says why and ends there."""
    code = filters.parameter(key)
    if code is None:
        head(title, scope, *queries.facts())
        empty(none, then, page=page, opens=opens)
        st.stop()
    found = failures.outcome(read, scope, code)
    if isinstance(found, Failure):
        head(title, scope, *queries.facts())
        failed(found, page=page, opens=opens)
        st.stop()
    return found


def key_figures(entries: Sequence[KeyFigure]) -> None:
    """At most five figures of equal width, each with a way to its rows."""
    for column, entry in zip(st.columns(len(entries)), entries, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.metric(entry.label, entry.value, help=entry.explains)
            _way(entry)


def chart(
    title: str,
    figure: go.Figure,
    *,
    key: str,
    on_click: Callable[[tuple[str, ...]], None] | None = None,
) -> None:
    """A figure under the sentence that it shows; the sentence is its accessible name as well.

    on_click: takes the custom data of the part that was clicked, before the page is drawn anew.
    """
    st.subheader(escaped(title), anchor=False)

    def clicked() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points and on_click:
            on_click(tuple(str(value) for value in points[0]["customdata"]))

    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=clicked if on_click else "ignore",
        selection_mode="points",
        config=chart_style.DRAWN,
        alt=title,
    )


def section(title: str, says: str | None = None) -> None:
    """A heading inside a page, with one line below it where the heading needs it."""
    st.subheader(title, anchor=False)
    if says:
        st.caption(says)


def foot(*, source: str, definition: str, cannot_judge: str | None = None) -> None:
    """Where the figures come from, what they mean, and what could not be judged."""
    said = [
        text("foot.source", says=source),
        text("foot.definition", says=definition),
        text("foot.cannot_judge", says=cannot_judge or text("foot.nothing_to_say")),
    ]
    st.space("small")
    st.caption("  \n".join(said))


def empty(says: str, then: str, *, page: Path | None = None, opens: str | None = None) -> None:
    """An empty place that says why it is empty and what to do next."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.markdown(f"**{says}**", width="content")
        st.caption(then, width="content", text_alignment="center")
        if page and opens:
            st.page_link(page, label=opens, icon=":material/arrow_forward:")
        st.space("small")


def closed(says: str, then: str) -> None:
    """A place that this viewer may not enter: why, and who can open it."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.markdown(f":material/lock: **{says}**", width="content")
        st.caption(then, width="content", text_alignment="center")
        st.space("small")


def not_allowed(line: Line) -> None:
    """Why a line stays closed to this viewer, and who can open it."""
    closed(text("state.line_closed", line=label(line)), text("state.who_grants"))


def failed(failure: Failure, *, page: Path, opens: str) -> None:
    """What could not be shown, in the viewer's language, and the way on."""
    key = f"failure.{failure.kind}"
    empty(
        text(key if has(key) else "failure.refused"), text("state.outside"), page=page, opens=opens
    )


def refused(says: str, why: str) -> None:
    """What was handed in cannot be taken, and why."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/report: **{says}**")
        st.text(why)


def line_badge(line: Line) -> None:
    """A line in its colour."""
    st.badge(label(line), color=BADGES[line])


def lines_say(lines: Iterable[Line]) -> str:
    """Some of the four lines, in their order."""
    found = set(lines)
    return text("head.list_joint").join(label(line) for line in Line if line in found)


def _way(entry: KeyFigure) -> None:
    """A link to another page; on the same one a button, as a link would leave the URL behind."""
    if entry.opens and entry.page:
        st.page_link(
            entry.page,
            label=entry.opens,
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=entry.parameters or None,
        )
    elif entry.opens:
        st.button(
            entry.opens,
            key=f"open_{'_'.join(entry.parameters.values())}",
            type="tertiary",
            icon=":material/arrow_downward:",
            icon_position="right",
            on_click=_narrow,
            args=(entry.parameters,),
        )


def _narrow(parameters: dict[str, str]) -> None:
    for key, code in parameters.items():
        filters.choose(key, code)


def _scope_says(scope: Scope) -> str:
    return text(
        "head.scope",
        units=figures.count(len(scope.units)),
        lines=text("head.all_lines") if len(scope.lines) == len(Line) else lines_say(scope.lines),
    )
