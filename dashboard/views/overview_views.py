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
    return [
        _leads(counts, NEW, text("overview.new"), text("overview.new_explains")),
        _leads(counts, HELD, text("overview.held"), text("overview.held_explains")),
        _leads(counts, DECIDED, text("overview.supervised"), text("overview.supervised_explains")),
        KeyFigure(
            label=text("overview.rows"),
            value=text("overview.rows_value", rows=figures.count(rows)),
            explains=text("overview.rows_explains"),
            opens=text("overview.opens_pool"),
            page=navigation.POOL,
        ),
    ]


def _leads(
    counts: pl.DataFrame, states: tuple[LeadState, ...], named: str, explains: str
) -> KeyFigure:
    return KeyFigure(
        label=named,
        value=figures.count(number(counts, states)),
        explains=explains,
        opens=text("overview.opens"),
        page=navigation.LEADS,
        parameters=links.leads_of(states=states),
    )


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
