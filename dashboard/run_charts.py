"""The runs of a model drawn as a figure: leads found and new, run by run.

A figure knows its frame, its colours and the words that name its parts; it reads no store and no
session.
"""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from dashboard.chart_style import Trace, drawn, legend
from dashboard.palette import Palette

_FEWEST_PLACES = 8
"""Room on the axis of runs for at least so many: two runs make no walls."""


def runs(frame: pl.DataFrame, names: tuple[str, str], refused: str, palette: Palette) -> go.Figure:
    """The runs of a model in order, each as wide as the next: leads found, and how many are new.

    frame: one row a run, oldest first; columns day, said, found, new, is_refused, mark (what begins
    with this run, such as a new version; else null). names: of found and new; refused: what a run
    without a verdict is called, which stands as a cross on the axis.
    """
    places = list(range(frame.height))
    bars = [
        {
            "type": "bar",
            "x": places,
            "y": frame[column].to_list(),
            "name": name,
            "marker": {"color": colour},
            "customdata": frame["said"].to_list(),
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for column, name, colour in zip(
            ("found", "new"), names, (palette.soft, palette.primary), strict=True
        )
    ]
    crosses = [place for place in places if frame["is_refused"][place]]
    marks = [(place, mark) for place, mark in enumerate(frame["mark"]) if mark is not None]
    return drawn(
        [*bars, *([_crosses(crosses, refused, palette)] if crosses else [])],
        palette,
        height=220,
        barmode="overlay",
        bargap=0.35,
        xaxis=_run_days(frame["day"].to_list()),
        yaxis={"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
        showlegend=True,
        legend=legend(palette),
        shapes=[_begins(place, palette) for place, _ in marks],
        annotations=[_mark(place, says, palette) for place, says in marks],
    )


def _run_days(days: Sequence[str]) -> dict[str, object]:
    """The axis of runs: the day of a run below it, of twelve runs at the most."""
    step = -(-len(days) // 12) or 1
    shown = range(0, len(days), step)
    return {
        "tickmode": "array",
        "tickvals": list(shown),
        "ticktext": [days[place] for place in shown],
        "tickangle": 0,
        "showgrid": False,
        "range": [-0.6, max(len(days), _FEWEST_PLACES) - 0.4],
    }


def _crosses(places: Sequence[int], name: str, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": list(places),
        "y": [0] * len(places),
        "mode": "markers",
        "name": name,
        "cliponaxis": False,
        "marker": {"symbol": "x-thin-open", "size": 10, "color": palette.secondary},
        "hovertemplate": name + "<extra></extra>",
    }


def _begins(place: int, palette: Palette) -> Trace:
    """A thin line before a run."""
    return {
        "type": "line",
        "x0": place - 0.5,
        "x1": place - 0.5,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.secondary, "width": 1, "dash": "dot"},
    }


def _mark(place: int, says: str, palette: Palette) -> Trace:
    return {
        "x": place - 0.5,
        "y": 1,
        "yref": "paper",
        "text": says,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4,
        "font": {"size": 13, "color": palette.secondary},
    }
