"""Series drawn as figures: months, shares, published periods, bids; one message each.

A figure knows its frame, its colours and the words that name its parts; it reads no store and no
session.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl

from dashboard.chart_style import TIME_AXIS, Trace, drawn, legend
from dashboard.palette import Palette

_BAR_WIDTH = 22 * 86_400_000
"""Three weeks in milliseconds: bars of neighbouring months do not touch."""


_BIDDERS = ("circle", "diamond", "square", "triangle-up", "cross", "x")


def months(
    by_event: pl.DataFrame,
    by_received: pl.DataFrame,
    names: tuple[str, str],
    colour: str,
    palette: Palette,
) -> go.Figure:
    """Counts by month: bars by the date of the event, and thin and dashed by the date of receipt.

    Both frames have the columns month and count; each series is named where it is highest.
    """
    bars = {
        "type": "bar",
        "x": by_event["month"].to_list(),
        "y": by_event["count"].to_list(),
        "width": _BAR_WIDTH,
        "marker": {"color": colour},
        "hovertemplate": "%{x|%Y-%m}　%{y:,}<extra>" + names[0] + "</extra>",
    }
    line = {
        "type": "scatter",
        "x": by_received["month"].to_list(),
        "y": by_received["count"].to_list(),
        "mode": "lines+markers",
        "line": {"color": palette.secondary, "width": 1.2, "dash": "dash"},
        "marker": {"size": 7, "symbol": "circle-open", "color": palette.secondary},
        "hovertemplate": "%{x|%Y-%m}　%{y:,}<extra>" + names[1] + "</extra>",
    }
    most = max((frame["count"].max() or 0 for frame in (by_event, by_received)), default=0)
    return drawn(
        [bars, line],
        palette,
        height=280,
        xaxis=TIME_AXIS | _padded([*by_event["month"], *by_received["month"]]),
        yaxis={
            "range": [0, 1.22 * max(1, most)],
            "tickformat": ",d",
            "dtick": _step(most),
            "ticklabelstandoff": 8,
        },
        annotations=[
            *_highest(by_event, names[0], colour),
            *_highest(by_received, names[1], palette.secondary),
        ],
    )


def monthly_share(
    frame: pl.DataFrame, hover: Sequence[str], colour: str, palette: Palette
) -> go.Figure:
    """A share by month, from zero, its axis written as shares are everywhere: `15.0 %`.

    hover: what is said of each month, numerator and denominator.
    """
    line = {
        "type": "scatter",
        "x": frame["month"].to_list(),
        "y": (frame["share"] * 100).to_list(),
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2.4},
        "marker": {"size": 6},
        "connectgaps": False,
        "customdata": list(hover),
        "hovertemplate": "%{x|%Y-%m}　%{customdata}<extra></extra>",
    }
    shares = {"rangemode": "tozero", "tickformat": ".1f", "ticksuffix": " %", "nticks": 6}
    return drawn([line], palette, height=300, xaxis=TIME_AXIS, yaxis=shares)


def spans(frame: pl.DataFrame, hover: Sequence[str], colour: str, palette: Palette) -> go.Figure:
    """Published figures as what they are: a level from the first to the last day of its period.

    frame: columns from, to, value, is_cumulative, is_exact. A cumulative period is a bar that ends
    in a mark on its last day; a rounded value has a hollow mark.
    """
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": [row["from"], row["to"]],
            "y": [row["value"], row["value"]],
            "mode": "lines+markers",
            "line": {"color": colour, "width": 2 if row["is_cumulative"] else 4},
            "opacity": 0.95,
            "marker": {
                "size": [0, 9],
                "symbol": "circle" if row["is_exact"] else "circle-open",
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            "hovertemplate": says + "<extra></extra>",
            "showlegend": False,
        }
        for row, says in zip(frame.iter_rows(named=True), hover, strict=True)
    ]
    levels = {"rangemode": "tozero", "tickformat": ",~r", "nticks": 6}
    return drawn(traces, palette, height=320, xaxis=TIME_AXIS, yaxis=levels)


def month_bars(
    frame: pl.DataFrame, columns: Mapping[str, str], colours: Sequence[str], palette: Palette
) -> go.Figure:
    """Counts by month side by side on one scale; columns: column of the frame -> its name."""
    traces: list[Trace] = [
        {
            "type": "bar",
            "x": frame["month"].to_list(),
            "y": frame[column].to_list(),
            "name": name,
            "marker": {"color": colour},
            "hovertemplate": "%{x}　%{y:,}<extra>" + name + "</extra>",
        }
        for (column, name), colour in zip(columns.items(), colours, strict=True)
    ]
    return drawn(
        traces,
        palette,
        height=240,
        barmode="overlay",
        bargap=0.3,
        xaxis={"type": "category", "showgrid": False, "tickangle": 0, "nticks": 12},
        yaxis={"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
        showlegend=True,
        legend=legend(palette),
    )


def bids(frame: pl.DataFrame, names: Sequence[str], palette: Palette) -> go.Figure:
    """The bids of a lot in time: one step line, the marks told apart by bidder (shape and colour).

    frame: columns at, bidder, amount; names: the bidders in the order of their colours.
    """
    line = {
        "type": "scatter",
        "x": frame["at"].to_list(),
        "y": frame["amount"].to_list(),
        "mode": "lines",
        "line": {"color": palette.grid, "width": 2, "shape": "hv"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return drawn(
        [line, *(_marks(frame, name, index, palette) for index, name in enumerate(names))],
        palette,
        height=320,
        xaxis={"tickformat": "%m-%d %H:%M", "showgrid": False},
        yaxis={"tickformat": ",d", "nticks": 6},
        showlegend=True,
        legend=legend(palette),
    )


def _marks(frame: pl.DataFrame, name: str, index: int, palette: Palette) -> Trace:
    own = frame.filter(pl.col("bidder") == name)
    style = _BIDDERS[min(index, len(_BIDDERS) - 1)]
    return {
        "type": "scatter",
        "x": own["at"].to_list(),
        "y": own["amount"].to_list(),
        "mode": "markers",
        "name": name,
        "marker": {"size": 9, "symbol": style, "color": _bidder_colour(index, palette)},
        "hovertemplate": "%{x|%Y-%m-%d %H:%M:%S}　%{y:,}<extra>" + name + "</extra>",
    }


def _bidder_colour(index: int, palette: Palette) -> str:
    colours = [*palette.lines.values()]
    return colours[index] if index < len(colours) else palette.secondary


def _highest(frame: pl.DataFrame, name: str, colour: str) -> list[Trace]:
    """The name of a series above its highest month, with the figure; none without a month."""
    return [
        {
            "x": month,
            "y": count,
            "text": f"{name} {count:,}",
            "showarrow": False,
            "yanchor": "bottom",
            "yshift": 6,
            "font": {"color": colour, "size": 13},
        }
        for month, count in frame.sort(["count", "month"], descending=[True, False]).head(1).rows()
    ]


def _step(most: int) -> int:
    """A whole step between ticks that leaves at most six of them."""
    size = 10 ** max(0, len(str(most)) - 1)
    steps = (size * part // 10 for part in (1, 2, 5, 10, 20, 50))
    return next(step for step in steps if step >= 1 and most <= 6 * step)


def _padded(days: Sequence[date]) -> dict[str, object]:
    """The span of these days with room at both ends, a year at the least; none without a day."""
    if not days:
        return {}
    first, last = min(days), max(days)
    whole = last - first
    room = max(timedelta(days=40), whole / 14, (timedelta(days=365) - whole) / 2)
    return {"range": [first - room, last + room]}
