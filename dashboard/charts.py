"""Counts drawn as bars: the funnel of a run, stages and states of leads, coverage of datasets.

A figure knows its frame, its colours and the words that name its parts; it reads no store and no
session. The sentence that states its message stands beside it, not in it. Graph objects only: the
express interface costs ten times as much a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboard.chart_style import legend, styled, time_axis
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
    figure = go.Figure()
    whole = pl.sum_horizontal(part.column for part in parts).clip(lower_bound=1)
    shares = layers.with_columns(whole.alias("whole"))
    names = [f"{_wrapped(name)}<br>{note}" for name, note in layers.select("title", "note").rows()]
    for part in parts:
        counts = shares[part.column]
        figure.add_bar(
            y=names,
            x=(counts / shares["whole"]).to_list(),
            orientation="h",
            name=part.name,
            marker=_fill(part, palette),
            customdata=[[layer, part.column] for layer in shares["layer"]],
            text=_part_labels(counts.to_list(), shares["whole"].to_list()),
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": part.label_colour, "size": 13},
            hovertext=[f"{part.name} {count:,}" for count in counts],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.32)
    styled(figure, palette, height=52 + 50 * max(1, layers.height))
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True, ticklabelstandoff=8)
    figure.update_layout(showlegend=True, legend=legend(palette))
    return figure


def states(frame: pl.DataFrame, palette: Palette, chosen: str | None) -> go.Figure:
    """Leads by state in the order of the work; columns state, name, count.

    A bar carries its state as custom data, so that a click filters by it; the chosen one is solid.
    """
    colours = [
        palette.primary if chosen in (None, state) else palette.soft for state in frame["state"]
    ]
    figure = go.Figure()
    figure.add_bar(
        x=frame["name"].to_list(),
        y=frame["count"].to_list(),
        customdata=[[state] for state in frame["state"]],
        marker={"color": colours},
        text=[f"{count:,}" if count else "" for count in frame["count"]],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}　%{y:,}<extra></extra>",
    )
    styled(figure, palette, height=150)
    figure.update_layout(bargap=0.45, margin={"t": 20, "b": 4, "l": 4, "r": 4})
    figure.update_yaxes(visible=False, rangemode="tozero")
    figure.update_xaxes(showgrid=False, tickfont={"size": 13})
    return figure


def stages(frame: pl.DataFrame, names: Mapping[str, str], none: str, palette: Palette) -> go.Figure:
    """Leads by line on one scale, each line in its colour, its stages ever lighter.

    frame: columns line, name and one count a stage; names: the stages' columns and names; none:
    what is said of a line without leads.
    """
    figure = go.Figure()
    colours = [palette.lines[Line(line)] for line in frame["line"]]
    for (column, name), depth in zip(names.items(), _DEPTHS, strict=False):
        figure.add_bar(
            y=frame["name"].to_list(),
            x=frame[column].to_list(),
            orientation="h",
            name=name,
            customdata=[[line] for line in frame["line"]],
            marker={
                "color": colours,
                "opacity": depth,
                "line": {"color": palette.ground, "width": 1},
            },
            text=[f"{name} {count:,}" if count else "" for count in frame[column]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 13, "color": palette.ground if depth > _DARK else palette.text},
            hovertemplate="%{y}　" + name + "　%{x:,}<extra></extra>",
        )
    for row in frame.iter_rows(named=True):
        if not any(row[column] for column in names):
            figure.add_annotation(
                x=0,
                y=row["name"],
                text=none,
                showarrow=False,
                xanchor="left",
                xshift=4,
                font={"size": 13, "color": palette.secondary},
            )
    styled(figure, palette, height=20 + 44 * max(1, frame.height))
    figure.update_layout(barmode="stack", bargap=0.36)
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=8)
    return figure


def coverage(frame: pl.DataFrame, hover: Sequence[str], palette: Palette) -> go.Figure:
    """Which days each dataset covers: one bar a dataset, from its first to its last day."""
    figure = go.Figure()
    first, last = frame["from"].min(), frame["to"].max()
    whole = max(1, (last - first).days)
    figure.add_bar(
        y=frame["title"].to_list(),
        x=((frame["to"] - frame["from"]).dt.total_milliseconds() + 86_400_000).to_list(),
        base=frame["from"].to_list(),
        orientation="h",
        marker={"color": palette.primary},
        customdata=list(hover),
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )
    for row, says in zip(frame.iter_rows(named=True), hover, strict=True):
        is_wide = (row["to"] - row["from"]).days > whole * 0.4  # the label takes a third
        is_late = (row["from"] - first).days > whole / 2
        figure.add_annotation(
            y=row["title"],
            x=row["to"] if not is_wide and not is_late else row["from"],
            text=says,
            showarrow=False,
            xanchor="left" if is_wide or not is_late else "right",
            xshift=8 if is_wide or not is_late else -8,
            font={"size": 13, "color": palette.ground if is_wide else palette.secondary},
        )
    styled(figure, palette, height=40 + 46 * max(1, frame.height))
    figure.update_layout(bargap=0.45)
    time_axis(figure)
    figure.update_xaxes(type="date", showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True, ticklabelstandoff=8)
    return figure


_MOST_NAME = 22


_DEPTHS = (1.0, 0.72, 0.46, 0.28, 0.16)
"""How strongly a line's colour is drawn, stage by stage; beyond, the text is dark."""


_DARK = 0.6


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
