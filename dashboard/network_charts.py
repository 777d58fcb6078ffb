"""A group drawn as a network: members by their kind, what links them as lines.

A figure knows its network and its words; it reads no store and no session.
"""

from collections.abc import Mapping

import plotly.graph_objects as go

from dashboard.chart_style import Trace, drawn, legend
from dashboard.palette import Palette
from supervision.networks import Network, layout

SYMBOLS = {
    "person": "circle",
    "firm": "square",
    "office": "diamond",
    "post": "pentagon",
    "place": "triangle-up",
    "case": "hexagon",
    "shared": "line-ew",
}
"""A kind has a shape of its own, not a colour alone; any other kind is a cross."""

_MOST_WIDTH = 5.0
_MOST_NAMED = 24
_MOST_SHARED_NAMED = 6
"""Above so many nodes a name stands where the pointer is, not beside each of them."""


def network(shown: Network, kinds: Mapping[str, str], colour: str, palette: Palette) -> go.Figure:
    """The network; kinds: the names of the kinds. A member carries its place as custom data."""
    points = layout(shown)
    traces = [*_links(shown, points, palette), *_nodes(shown, points, kinds, colour, palette)]
    bare = {"visible": False, "range": [-1.32, 1.32], "fixedrange": True}
    return drawn(
        traces,
        palette,
        height=420,
        xaxis=bare,
        yaxis=bare | {"range": [-1.2, 1.2]},
        margin={"t": 36, "b": 4, "l": 4, "r": 4},
        showlegend=True,
        legend=legend(palette),
        hovermode="closest",
    )


def _links(
    shown: Network, points: tuple[tuple[float, float], ...], palette: Palette
) -> list[Trace]:
    """One line a link, the thicker the more it counts."""
    least = min((link.count for link in shown.links), default=0)
    most = max((link.count for link in shown.links), default=0) - least
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [points[link.first][0], points[link.second][0]],
            "y": [points[link.first][1], points[link.second][1]],
            "line": {
                "color": palette.soft,
                "width": 1.5 + (_MOST_WIDTH - 1.5) * (link.count - least) / (most or 1),
            },
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for link in shown.links
    ]


def _nodes(
    shown: Network,
    points: tuple[tuple[float, float], ...],
    kinds: Mapping[str, str],
    colour: str,
    palette: Palette,
) -> list[Trace]:
    traces: list[Trace] = []
    for kind in dict.fromkeys(node.kind for node in shown.nodes):
        places = [place for place, node in enumerate(shown.nodes) if node.kind == kind]
        is_shared = kind == "shared"
        size = 9 if is_shared else 18
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if _is_named(shown, len(places), kind) else "markers",
                "name": kinds.get(kind, kind),
                "x": [points[place][0] for place in places],
                "y": [points[place][1] for place in places],
                "customdata": [[place] for place in places],
                "text": [shown.nodes[place].key for place in places],
                "textposition": [_beside(points[place][1]) for place in places],
                "textfont": {"size": 12, "color": palette.text},
                "cliponaxis": False,
                "marker": {
                    "symbol": SYMBOLS.get(kind, "x"),
                    "size": size,
                    "color": palette.secondary if is_shared else colour,
                    "line": {"color": palette.secondary, "width": 2 if is_shared else 1},
                },
                "hovertemplate": "%{text}<extra>" + kinds.get(kind, kind) + "</extra>",
            }
        )
    return traces


def _is_named(shown: Network, count: int, kind: str) -> bool:
    if kind == "shared":
        return count <= _MOST_SHARED_NAMED
    return len(shown.members) <= _MOST_NAMED


def _beside(height: float) -> str:
    return "top center" if height >= 0 else "bottom center"
