"""Counts drawn as bars."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import charts
from dashboard.charts import Part
from dashboard.palette import LIGHT

PARTS = [
    Part(column="kept", name="保留", colour="#111111", label_colour="#FFFFFF"),
    Part(column="dropped", name="未达条件", colour="#222222", label_colour="#000000"),
    Part(
        column="cannot_judge",
        name="无法判断",
        colour="#333333",
        label_colour="#000000",
        hatched=True,
    ),
]
LAYERS = pl.DataFrame(
    {
        "layer": ["rows", "groups"],
        "title": ["开出的发票", "企业年度"],
        "note": ["进入 1,000 行", "进入 0 组"],
        "kept": [700, 0],
        "dropped": [299, 0],
        "cannot_judge": [1, 0],
    }
)


STATES = pl.DataFrame({"state": ["new", "closed"], "name": ["待核查", "已办结"], "count": [3, 0]})
WITHOUT = pl.DataFrame({"line": ["civil"], "name": ["民事检察"], "new": [0]})
MONTH = pl.DataFrame({"title": ["发票"], "from": [date(2026, 1, 1)], "to": [date(2026, 1, 31)]})


@pytest.mark.parametrize(
    "figure",
    [
        charts.funnel(LAYERS, PARTS, LIGHT),
        charts.states(STATES, LIGHT, ()),
        charts.stages(WITHOUT, {"new": "待核查"}, "尚无线索", LIGHT),
        charts.coverage(MONTH, ["31 天"], LIGHT),
    ],
    ids=["funnel", "states", "stages", "coverage"],
)
def test_a_figure_made_without_a_check_would_pass_plotlys_own(figure):
    assert go.Figure(figure.to_dict()).to_dict() == figure.to_dict()


def test_each_layer_is_its_own_whole():
    figure = charts.funnel(LAYERS, PARTS, LIGHT)
    shares = [trace.x for trace in figure.data]
    assert [round(sum(column), 9) for column in zip(*shares, strict=True)] == [1.0, 0.0]


def test_a_part_carries_its_layer_and_its_side():
    figure = charts.funnel(LAYERS, PARTS, LIGHT)
    assert figure.data[1].customdata[0] == ["rows", "dropped"]


def test_what_could_not_be_judged_is_drawn_and_hatched():
    unjudged = charts.funnel(LAYERS, PARTS, LIGHT).data[2]
    assert unjudged.x[0] == 0.001
    assert unjudged.marker.pattern.shape == "/"


def test_a_number_stands_only_where_its_part_can_carry_it():
    figure = charts.funnel(LAYERS, PARTS, LIGHT)
    assert [trace.text[0] for trace in figure.data] == ["700", "299", ""]
    assert figure.data[2].hovertext[0] == "无法判断 1"


def test_a_long_name_of_a_layer_takes_two_lines():
    long = LAYERS.with_columns(pl.lit("这" * 30).alias("title"))
    name = charts.funnel(long, PARTS, LIGHT).data[0].y[0]
    assert name.count("<br>") == 2


def test_the_states_keep_the_order_of_the_work_and_can_be_clicked():
    figure = charts.states(STATES, LIGHT, ("new",))
    assert list(figure.data[0].x) == ["待核查", "已办结"]
    assert figure.data[0].customdata[0] == ["new"]
    assert figure.data[0].marker.color == (LIGHT.primary, LIGHT.soft)
    assert list(figure.data[0].text) == ["3", ""]


def test_a_line_without_leads_says_so_instead_of_looking_empty():
    figure = charts.stages(WITHOUT, {"new": "待核查"}, "尚无线索", LIGHT)
    assert [note.text for note in figure.layout.annotations] == ["尚无线索"]


def test_the_days_a_dataset_covers_include_the_last():
    figure = charts.coverage(MONTH, ["31 天"], LIGHT)
    assert figure.data[0].x[0] == 31 * 86_400_000
