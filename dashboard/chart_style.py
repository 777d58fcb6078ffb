"""What all figures share: faces, colours of the frame, axes of time, the legend."""

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


def styled(figure: go.Figure, palette: Palette, *, height: int) -> None:
    """The style that all figures share: our faces, no frame, no tool bar, nothing that moves.

    It comes as a template made once: measured, setting the same properties one by one took
    twenty times as long as all else of a small figure.
    """
    figure.layout.template = _template(palette.text, palette.secondary, palette.grid)
    figure.layout.height = height


@lru_cache(maxsize=4)
def _template(text: str, secondary: str, grid: str) -> go.layout.Template:
    axis = {
        "gridcolor": grid,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": 13, "color": secondary},
    }
    layout = go.Layout(
        margin={"t": 8, "b": 8, "l": 8, "r": 8},
        font={"family": FONT, "size": 13, "color": text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}},
        separators=".,",
        xaxis=axis,
        yaxis=axis,
    )
    return go.layout.Template(layout=layout)


def time_axis(figure: go.Figure) -> None:
    """A time axis that writes months as `2026-05`; Plotly would write them in English."""
    figure.update_xaxes(tickformat=MONTH_TICKS, hoverformat=MONTH_TICKS, showgrid=False, nticks=10)


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
