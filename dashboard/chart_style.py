"""What all figures share: faces, colours of the frame, axes of time, the legend."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import plotly.graph_objects as go

from dashboard.palette import Palette

FONT: Final = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
)

MONTH_TICKS: Final = "%Y-%m"

DRAWN: Final = {"displayModeBar": False, "displaylogo": False, "responsive": True}
"""No tool bar: a figure is read, clicked and opened, not edited."""


Trace = dict[str, object]
"""A trace or an annotation as Plotly's own words and values."""

TIME_AXIS: Final = {
    "tickformat": MONTH_TICKS,
    "hoverformat": MONTH_TICKS,
    "showgrid": False,
    "nticks": 10,
}
"""A time axis that writes months as `2026-05`; Plotly would write them in English."""


def drawn(traces: Sequence[Trace], palette: Palette, *, height: int, **layout: object) -> go.Figure:
    """The traces in the style that all figures share: our faces, no frame, nothing that moves.

    The figure is made at once from plain values and is not checked against Plotly's schema, which
    costs more than all else of a small figure; the tests check each of our figures instead.
    """
    style = {"template": _template(palette.text, palette.secondary, palette.grid), "height": height}
    return go.Figure(data=[*traces], layout=style | layout, _validate=False)


@lru_cache(maxsize=4)
def _template(text: str, secondary: str, grid: str) -> dict[str, object]:
    axis = {
        "gridcolor": grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": 13, "color": secondary},
    }
    layout = {
        "margin": {"t": 8, "b": 8, "l": 8, "r": 8},
        "font": {"family": FONT, "size": 13, "color": text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "separators": ".,",
        "xaxis": axis,
        "yaxis": axis,
    }
    return {"layout": layout}


def legend(palette: Palette) -> dict[str, object]:
    """A legend in one line above the figure, for more than can be named in place."""
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
