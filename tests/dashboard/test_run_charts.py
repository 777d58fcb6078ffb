"""The runs of a model drawn as bars."""

import plotly.graph_objects as go
import polars as pl

from dashboard import run_charts
from dashboard.palette import LIGHT

RUNS = pl.DataFrame(
    {
        "day": ["05-26", "05-26", "06-01"],
        "said": ["一", "二", "三"],
        "found": [8, 0, 5],
        "new": [8, 0, 1],
        "is_refused": [False, True, False],
        "mark": [None, None, "第 2 版"],
    }
)


def runs(frame):
    return run_charts.runs(frame, ("线索", "新线索"), "未作判断", LIGHT)


def test_a_figure_made_without_a_check_would_pass_plotlys_own():
    assert go.Figure(runs(RUNS).to_dict()).to_dict() == runs(RUNS).to_dict()


def test_a_run_without_a_verdict_is_a_cross_and_a_new_version_a_line():
    """Two runs of one day stand apart, and no run is taken for one that found nothing."""
    figure = runs(RUNS)
    assert list(figure.data[0].x) == [0, 1, 2]
    assert (list(figure.data[2].x), figure.data[2].name) == ([1], "未作判断")
    assert [line.x0 for line in figure.layout.shapes] == [1.5]
    assert [note.text for note in figure.layout.annotations] == ["第 2 版"]
    assert len(runs(RUNS.filter(~pl.col("is_refused"))).data) == 2


def test_of_many_runs_only_some_days_are_written():
    many = pl.concat([RUNS] * 20)
    assert len(runs(many).layout.xaxis.ticktext) <= 12
