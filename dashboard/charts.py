"""Frames drawn as Plotly figures: one message each, stated by the title beside it, not in here.

A figure knows its frame, its colours and the words that name its parts; it reads no store and no
session. Graph objects only: `plotly.express` costs ten times as much a figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import polars as pl

from dashboard.palette import Palette
from supervision.vocabulary import Line

FONT: Final = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
)
MONTH_TICKS: Final = "%Y-%m"
BAR: Final = 30
"""Height of one horizontal bar with its gap, in pixels."""

DRAWN: Final = {"displayModeBar": False, "displaylogo": False, "responsive": True}
"""No tool bar: a figure is read, clicked and opened, not edited."""


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

    layers: one row a layer, in order; columns layer, title and one count a part. Layers count
    different things (rows, groups, pairs), so each bar is its own whole. A part carries (layer,
    column) as custom data, so that a click opens it.
    """
    figure = go.Figure()
    whole = pl.sum_horizontal(part.column for part in parts).clip(lower_bound=1)
    shares = layers.with_columns(whole.alias("whole"))
    for part in parts:
        counts = shares[part.column]
        figure.add_bar(
            y=shares["title"].to_list(),
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
    _style(figure, palette, height=52 + 46 * max(1, layers.height))
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True, ticklabelstandoff=8)
    figure.update_layout(showlegend=True, legend=_legend(palette))
    return figure


def months(
    series: Mapping[str, pl.DataFrame],
    colour: str,
    palette: Palette,
    *,
    dashed: str | None = None,
    height: int = 300,
) -> go.Figure:
    """Counts by month, one line a series, each named at its end instead of in a legend.

    series: name -> frame with month and count. `dashed` names the series drawn thin and dashed.
    """
    figure = go.Figure()
    for name, frame in series.items():
        thin = name == dashed
        figure.add_scatter(
            x=frame["month"].to_list(),
            y=frame["count"].to_list(),
            mode="lines+markers" if frame.height < 60 else "lines",
            name=name,
            line={
                "color": palette.secondary if thin else colour,
                "width": 1.2 if thin else 2.4,
                "dash": "dash" if thin else "solid",
            },
            marker={"size": 4 if thin else 6},
            hovertemplate="%{x|%Y-%m}　%{y:,}<extra>" + name + "</extra>",
        )
    _style(figure, palette, height=height)
    _name_at_end(figure, series, colour, palette, dashed)
    _time_axis(figure)
    figure.update_yaxes(rangemode="tozero", tickformat=",d", nticks=6)
    return figure


def monthly_share(
    frame: pl.DataFrame, hover: Sequence[str], colour: str, palette: Palette
) -> go.Figure:
    """A share by month, from zero; `hover` says numerator and denominator of each month."""
    figure = go.Figure()
    figure.add_scatter(
        x=frame["month"].to_list(),
        y=frame["share"].to_list(),
        mode="lines+markers",
        line={"color": colour, "width": 2.4},
        marker={"size": 6},
        connectgaps=False,
        customdata=list(hover),
        hovertemplate="%{x|%Y-%m}　%{customdata}<extra></extra>",
    )
    _style(figure, palette, height=300)
    _time_axis(figure)
    figure.update_yaxes(rangemode="tozero", tickformat=".1%", nticks=6)
    return figure


def spans(frame: pl.DataFrame, hover: Sequence[str], colour: str, palette: Palette) -> go.Figure:
    """Published figures as what they are: a level from the first to the last day of its period.

    frame: columns from, to, value, is_cumulative, is_exact. A cumulative period is a bar that ends
    in a mark on its last day; a rounded value has a hollow mark.
    """
    figure = go.Figure()
    for row, says in zip(frame.iter_rows(named=True), hover, strict=True):
        figure.add_scatter(
            x=[row["from"], row["to"]],
            y=[row["value"], row["value"]],
            mode="lines+markers",
            line={"color": colour, "width": 2 if row["is_cumulative"] else 4},
            opacity=0.95,
            marker={
                "size": [0, 9],
                "symbol": "circle" if row["is_exact"] else "circle-open",
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hovertemplate=says + "<extra></extra>",
            showlegend=False,
        )
    _style(figure, palette, height=320)
    _time_axis(figure)
    figure.update_yaxes(rangemode="tozero", tickformat=",~r", nticks=6)
    return figure


def states(frame: pl.DataFrame, palette: Palette, chosen: str | None) -> go.Figure:
    """Leads by state in the order of the work; columns state, name, count.

    A bar carries its state as custom data, so that a click filters by it; the chosen one stands out.
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
    _style(figure, palette, height=190)
    figure.update_layout(bargap=0.45, margin={"t": 22, "b": 4, "l": 4, "r": 4})
    figure.update_yaxes(visible=False, rangemode="tozero")
    figure.update_xaxes(showgrid=False, tickfont={"size": 13})
    return figure


def stages(frame: pl.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """Leads by line on one scale, each line in its colour, its stages ever lighter.

    frame: columns line, name and one count a stage; names: the stages' columns and names.
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
    _style(figure, palette, height=20 + 44 * max(1, frame.height))
    figure.update_layout(barmode="stack", bargap=0.36)
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False, ticklabelstandoff=8)
    return figure


def coverage(frame: pl.DataFrame, hover: Sequence[str], palette: Palette) -> go.Figure:
    """Which days each dataset covers: one bar a dataset, from its first to its last day."""
    figure = go.Figure()
    lengths = (frame["to"] - frame["from"]).dt.total_milliseconds() + 86_400_000
    figure.add_bar(
        y=frame["title"].to_list(),
        x=lengths.to_list(),
        base=frame["from"].to_list(),
        orientation="h",
        marker={"color": palette.primary},
        customdata=list(hover),
        text=list(hover),
        textposition="auto",
        insidetextanchor="start",
        textfont={"size": 13},
        constraintext="none",
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )
    _style(figure, palette, height=40 + 46 * max(1, frame.height))
    figure.update_layout(bargap=0.45)
    _time_axis(figure)
    figure.update_xaxes(type="date", showgrid=True)
    figure.update_yaxes(autorange="reversed", showgrid=False, automargin=True, ticklabelstandoff=8)
    return figure


def month_bars(
    frame: pl.DataFrame, columns: Mapping[str, str], colours: Sequence[str], palette: Palette
) -> go.Figure:
    """Counts by month side by side on one scale; columns: column of the frame -> its name."""
    figure = go.Figure()
    for (column, name), colour in zip(columns.items(), colours, strict=True):
        figure.add_bar(
            x=frame["month"].to_list(),
            y=frame[column].to_list(),
            name=name,
            marker={"color": colour},
            hovertemplate="%{x}　%{y:,}<extra>" + name + "</extra>",
        )
    _style(figure, palette, height=240)
    figure.update_layout(barmode="overlay", bargap=0.3, showlegend=True, legend=_legend(palette))
    figure.update_xaxes(type="category", showgrid=False, tickangle=0, nticks=12)
    figure.update_yaxes(rangemode="tozero", tickformat=",d", nticks=5)
    return figure


def bids(frame: pl.DataFrame, names: Sequence[str], palette: Palette) -> go.Figure:
    """The bids of a lot in time: one step line, the marks told apart by bidder (shape and colour).

    frame: columns at, bidder, amount; names: the bidders in the order of their colours.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=frame["at"].to_list(),
        y=frame["amount"].to_list(),
        mode="lines",
        line={"color": palette.grid, "width": 2, "shape": "hv"},
        hoverinfo="skip",
        showlegend=False,
    )
    for index, name in enumerate(names):
        own = frame.filter(pl.col("bidder") == name)
        style = _BIDDERS[min(index, len(_BIDDERS) - 1)]
        figure.add_scatter(
            x=own["at"].to_list(),
            y=own["amount"].to_list(),
            mode="markers",
            name=name,
            marker={"size": 9, "symbol": style, "color": _bidder_colour(index, palette)},
            hovertemplate="%{x|%Y-%m-%d %H:%M:%S}　%{y:,}<extra>" + name + "</extra>",
        )
    _style(figure, palette, height=320)
    figure.update_layout(showlegend=True, legend=_legend(palette))
    figure.update_xaxes(tickformat="%m-%d %H:%M", showgrid=False)
    figure.update_yaxes(tickformat=",d", nticks=6)
    return figure


_DEPTHS = (1.0, 0.72, 0.46, 0.28, 0.16)
"""How strongly a line's colour is drawn, stage by stage; beyond, the text is dark."""

_DARK = 0.6

_BIDDERS = ("circle", "diamond", "square", "triangle-up", "cross", "x")


def _bidder_colour(index: int, palette: Palette) -> str:
    colours = [*palette.lines.values()]
    return colours[index] if index < len(colours) else palette.secondary


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


def _part_labels(counts: Sequence[int], wholes: Sequence[int]) -> list[str]:
    """A number stands at its part where the part is wide enough to carry it."""
    return [
        f"{count:,}" if count and count / whole > 0.012 * len(f"{count:,}") else ""
        for count, whole in zip(counts, wholes, strict=True)
    ]


def _style(figure: go.Figure, palette: Palette, *, height: int) -> None:
    figure.update_layout(
        height=height,
        margin={"t": 8, "b": 8, "l": 8, "r": 8},
        font={"family": FONT, "size": 13, "color": palette.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}},
        separators=".,",
    )
    axis = {
        "gridcolor": palette.grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": 13, "color": palette.secondary},
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)


def _time_axis(figure: go.Figure) -> None:
    figure.update_xaxes(tickformat=MONTH_TICKS, hoverformat=MONTH_TICKS, showgrid=False, nticks=10)


def _legend(palette: Palette) -> dict[str, object]:
    return {
        "orientation": "h",
        "y": 1.0,
        "yanchor": "bottom",
        "x": 0,
        "traceorder": "normal",
        "font": {"size": 13, "color": palette.secondary},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _name_at_end(
    figure: go.Figure,
    series: Mapping[str, pl.DataFrame],
    colour: str,
    palette: Palette,
    dashed: str | None,
) -> None:
    for name, frame in series.items():
        if frame.is_empty():
            continue
        figure.add_annotation(
            x=frame["month"][-1],
            y=frame["count"][-1],
            text=name,
            showarrow=False,
            xanchor="left",
            xshift=8,
            font={"color": palette.secondary if name == dashed else colour, "size": 13},
        )
    figure.update_layout(margin={"r": 96, "t": 8, "b": 8, "l": 8})
