"""A group drawn as a network."""

import plotly.graph_objects as go

from dashboard import network_charts
from dashboard.palette import LIGHT
from supervision.networks import Link, Node, network

GROUP = network(
    [
        Node(kind="firm", key="91990101140420373P", is_member=True),
        Node(kind="person", key="律*****", is_member=True),
        Node(kind="shared", key="（2025）演08民初1号", is_member=False),
    ],
    [Link(first=0, second=2, count=1), Link(first=1, second=2, count=4)],
    "诉讼",
)
FIGURE = network_charts.network(GROUP, {"firm": "企业", "person": "个人"}, "#111111", LIGHT)


def test_a_figure_made_without_a_check_would_pass_plotlys_own():
    assert go.Figure(FIGURE.to_dict()).to_dict() == FIGURE.to_dict()


def test_a_kind_has_a_name_and_a_shape_of_its_own():
    nodes = [trace for trace in FIGURE.data if "markers" in trace.mode]
    assert [trace.name for trace in nodes] == ["企业", "个人", "shared"]
    assert len({trace.marker.symbol for trace in nodes}) == 3


def test_a_link_that_counts_more_is_drawn_thicker():
    thin, thick = [trace.line.width for trace in FIGURE.data if trace.mode == "lines"]
    assert thin < thick
