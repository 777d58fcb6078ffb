"""The figures of the first page: leads by line and stage."""

import polars as pl

from dashboard import cards, figures, links, navigation, queries
from dashboard.cards import KeyFigure
from dashboard.messages import label, text
from data_access.scope import Scope
from supervision.vocabulary import LeadState, Line

NEW = (LeadState.NEW,)
HELD = (
    LeadState.TRIAGED,
    LeadState.ACCEPTED,
    LeadState.ASSIGNED,
    LeadState.VERIFYING,
    LeadState.SNOOZED,
)
"""In someone's hands: no longer new, not yet decided."""

DECIDED = (LeadState.DECIDED, LeadState.SUPERVISED, LeadState.FOLLOWED_UP)
CLOSED = (LeadState.CLOSED,)
DISMISSED = (LeadState.DISMISSED,)

STAGES = {
    "wall.new": NEW,
    "wall.held": HELD,
    "wall.supervised": DECIDED,
    "wall.ended": CLOSED,
    "wall.dismissed": DISMISSED,
}
"""The states as screens sum them up, each stage by the key of its name."""


def number(counts: pl.DataFrame, states: tuple[LeadState, ...], line: Line | None = None) -> int:
    """How many leads stand in these states, of one line or of all."""
    found = counts.filter(pl.col("state").is_in([state.value for state in states]))
    if line is not None:
        found = found.filter(pl.col("code") == line.value)
    return int(found["count"].sum())


def key_figures(scope: Scope, counts: pl.DataFrame) -> list[KeyFigure]:
    """What waits, what is in hand, what was decided, and what they rest on."""
    rows = sum(entry.rows or 0 for entry in queries.datasets(scope))
    opens = text("overview.opens")
    return [
        KeyFigure(
            label=text("overview.new"),
            value=figures.count(number(counts, NEW)),
            explains=text("overview.new_explains"),
            opens=opens,
            page=navigation.LEADS,
            parameters=links.leads_of(states=NEW),
        ),
        KeyFigure(
            label=text("overview.held"),
            value=figures.count(number(counts, HELD)),
            explains=text("overview.held_explains"),
            opens=opens,
            page=navigation.LEADS,
            parameters=links.leads_of(states=HELD),
        ),
        KeyFigure(
            label=text("overview.supervised"),
            value=figures.count(number(counts, DECIDED)),
            explains=text("overview.supervised_explains"),
            opens=opens,
            page=navigation.LEADS,
            parameters=links.leads_of(states=DECIDED),
        ),
        KeyFigure(
            label=text("overview.rows"),
            value=text("overview.rows_value", rows=figures.count(rows)),
            explains=text("overview.rows_explains"),
            opens=text("overview.opens_pool"),
            page=navigation.POOL,
        ),
    ]


def message(counts: pl.DataFrame) -> str:
    """What the figures say, as the title of their chart."""
    lines = [line for line in Line if number(counts, tuple(LeadState), line)]
    return text(
        "overview.message",
        total=figures.count(number(counts, tuple(LeadState))),
        new=figures.count(number(counts, NEW)),
        lines=cards.lines_say(lines),
    )


def stages(counts: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """One row a line that the viewer may see; columns line, name and one count a stage."""
    rows = [
        {"line": line.value, "name": label(line)}
        | {key: number(counts, states, line) for key, states in STAGES.items()}
        for line in Line
        if line in scope.lines
    ]
    return pl.DataFrame(rows)


def stage_names() -> dict[str, str]:
    """The stages' keys with their names."""
    return {key: text(key) for key in STAGES}
