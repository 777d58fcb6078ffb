"""Counts drawn as bars: the funnel of a run, stages and states of leads, coverage of datasets.

A figure knows its frame, its colours and the words that name its parts; it reads no store and no
session. The sentence that states its message stands beside it, not in it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import plotly.graph_objects as go
import polars as pl

from dashboard.chart_style import TIME_AXIS, Trace, drawn, legend
from dashboard.palette import Palette
from supervision.vocabulary import Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a stacked bar: its column in the frame, its name, its colour, whether hatched."""

    column: str
    name: str
    colour: str
    label_colour: str
    hatched: bool = False


def funnel(layers: pl.DataFrame, parts: Sequence[Part], palette: Palette) -> go.Figure:
    """One bar a layer, divided into its parts by share of the rows that came in.

    layers: one row a layer, in order; columns layer, title, note and one count a part. Layers count
    different things (rows, groups, pairs), so each bar is its own whole. A part carries (layer,
    column) as custom data, so that a click opens it.
    """
    whole = pl.sum_horizontal(part.column for part in parts).clip(lower_bound=1)
    shares = layers.with_columns(whole.alias("whole"))
    names = [f"{_wrapped(name)}<br>{note}" for name, note in layers.select("title", "note").rows()]
    return drawn(
        [_part(part, shares, names, palette) for part in parts],
        palette,
        height=52 + 50 * max(1, layers.height),
        barmode="stack",
        bargap=0.32,
        xaxis={"visible": False, "range": [0, 1]},
        yaxis=_LISTED,
        showlegend=True,
        legend=legend(palette),
    )


def states(frame: pl.DataFrame, palette: Palette, chosen: Collection[str]) -> go.Figure:
    """Leads by state in the order of the work; columns state, name, count.

    A bar carries its state as custom data, so that a click filters by it; those chosen are solid,
    without a choice all.
    """
    colours = [
        palette.primary if not chosen or state in chosen else palette.soft
        for state in frame["state"]
    ]
    bars = {
        "type": "bar",
        "x": frame["name"].to_list(),
        "y": frame["count"].to_list(),
        "customdata": [[state] for state in frame["state"]],
        "marker": {"color": colours},
        "text": [f"{count:,}" if count else "" for count in frame["count"]],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{x}　%{y:,}<extra></extra>",
    }
    return drawn(
        [bars],
        palette,
        height=150,
        bargap=0.45,
        margin={"t": 20, "b": 4, "l": 4, "r": 4},
        xaxis={"showgrid": False, "tickfont": {"size": 13}},
        yaxis={"visible": False, "rangemode": "tozero"},
    )


def stages(frame: pl.DataFrame, names: Mapping[str, str], none: str, palette: Palette) -> go.Figure:
    """Leads by line on one scale, each line in its colour, its stages ever lighter.

    frame: columns line, name and one count a stage; names: the stages' columns and names; none:
    what is said of a line without leads.
    """
    empty = frame.filter(pl.sum_horizontal(*names) == 0)
    return drawn(
        [
            _stage(frame, column, name, depth, palette)
            for (column, name), depth in zip(names.items(), _DEPTHS, strict=False)
        ],
        palette,
        height=20 + 44 * max(1, frame.height),
        barmode="stack",
        bargap=0.36,
        xaxis={"visible": False, "rangemode": "tozero"},
        yaxis=_LISTED,
        annotations=[_beside(0, line, none, palette.secondary, shift=4) for line in empty["name"]],
    )


def coverage(frame: pl.DataFrame, hover: Sequence[str], palette: Palette) -> go.Figure:
    """Which days each dataset covers: one bar a dataset, from its first to its last day."""
    whole = (frame["from"].min(), frame["to"].max())
    bars = {
        "type": "bar",
        "y": frame["title"].to_list(),
        "x": ((frame["to"] - frame["from"]).dt.total_milliseconds() + 86_400_000).to_list(),
        "base": frame["from"].to_list(),
        "orientation": "h",
        "marker": {"color": palette.primary},
        "customdata": list(hover),
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
    }
    return drawn(
        [bars],
        palette,
        height=40 + 46 * max(1, frame.height),
        bargap=0.45,
        xaxis=TIME_AXIS | {"type": "date", "showgrid": True},
        yaxis=_LISTED,
        annotations=[
            _covered(title, (start, end), says, whole, palette)
            for (title, start, end), says in zip(
                frame.select("title", "from", "to").iter_rows(), hover, strict=True
            )
        ],
    )


_MOST_NAME = 22


_DEPTHS = (1.0, 0.72, 0.46, 0.28, 0.16)
"""How strongly a line's colour is drawn, stage by stage; beyond, the text is dark."""


_DARK = 0.6


_LISTED: Final = {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 8}
"""An axis of names, read from the top."""


def _part(part: Part, shares: pl.DataFrame, names: Sequence[str], palette: Palette) -> Trace:
    counts = shares[part.column]
    return {
        "type": "bar",
        "y": names,
        "x": (counts / shares["whole"]).to_list(),
        "orientation": "h",
        "name": part.name,
        "marker": _fill(part, palette),
        "customdata": [[layer, part.column] for layer in shares["layer"]],
        "text": _part_labels(counts.to_list(), shares["whole"].to_list()),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": part.label_colour, "size": 13},
        "hovertext": [f"{part.name} {count:,}" for count in counts],
        "hovertemplate": "%{y}<br>%{hovertext}<extra></extra>",
    }


def _stage(frame: pl.DataFrame, column: str, name: str, depth: float, palette: Palette) -> Trace:
    return {
        "type": "bar",
        "y": frame["name"].to_list(),
        "x": frame[column].to_list(),
        "orientation": "h",
        "name": name,
        "customdata": [[line] for line in frame["line"]],
        "marker": {
            "color": [palette.lines[Line(line)] for line in frame["line"]],
            "opacity": depth,
            "line": {"color": palette.ground, "width": 1},
        },
        "text": [f"{name} {count:,}" if count else "" for count in frame[column]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 13, "color": palette.ground if depth > _DARK else palette.text},
        "hovertemplate": "%{y}　" + name + "　%{x:,}<extra></extra>",
    }


def _covered(
    title: str, span: tuple[date, date], says: str, whole: tuple[date, date], palette: Palette
) -> Trace:
    """What a bar covers: inside a wide bar, else beside it where there is room."""
    (start, end), (first, last) = span, whole
    days = max(1, (last - first).days)
    is_wide = (end - start).days > days * 0.4  # the label takes a third
    is_late = (start - first).days > days / 2
    if is_wide:
        return _beside(start, title, says, palette.ground, shift=8)
    if is_late:
        return _beside(start, title, says, palette.secondary, shift=-8)
    return _beside(end, title, says, palette.secondary, shift=8)


def _beside(x: object, y: str, says: str, colour: str, *, shift: int) -> Trace:
    """Words that begin, or end where the shift is negative, at a place of the figure."""
    return {
        "x": x,
        "y": y,
        "text": says,
        "showarrow": False,
        "xanchor": "left" if shift > 0 else "right",
        "xshift": shift,
        "font": {"size": 13, "color": colour},
    }


def _fill(part: Part, palette: Palette) -> dict[str, object]:
    fill: dict[str, object] = {"color": part.colour, "line": {"color": palette.ground, "width": 1}}
    if part.hatched:
        fill["pattern"] = {
            "shape": "/",
            "size": 6,
            "solidity": 0.35,
            "fgcolor": palette.hatch,
            "bgcolor": palette.hatch_ground,
        }
    return fill


def _wrapped(title: str) -> str:
    """A long name of a layer in two lines."""
    if len(title) <= _MOST_NAME:
        return title
    return f"{title[:_MOST_NAME]}<br>{title[_MOST_NAME:]}"


def _part_labels(counts: Sequence[int], wholes: Sequence[int]) -> list[str]:
    """A number stands at its part where the part is wide enough to carry it."""
    return [
        f"{count:,}" if count and count / whole > 0.02 * len(f"{count:,}") else ""
        for count, whole in zip(counts, wholes, strict=True)
    ]
