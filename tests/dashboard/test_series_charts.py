"""Series drawn as figures."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard import figures, series_charts
from dashboard.palette import LIGHT

MONTHS = pl.DataFrame({"month": [date(2026, 1, 1), date(2026, 2, 1)], "count": [3, 9]})
SHARES = MONTHS.with_columns(pl.Series("share", [0.1, None]))
SPANS = pl.DataFrame(
    {
        "from": [date(2025, 1, 1), date(2025, 1, 1)],
        "to": [date(2025, 6, 30), date(2025, 9, 30)],
        "value": [10.0, 15.0],
        "is_cumulative": [True, True],
        "is_exact": [True, False],
    }
)
BIDS = pl.DataFrame(
    {"at": [date(2026, 5, 25), date(2026, 5, 26)], "bidder": ["A", "B"], "amount": [1.0, 2.0]}
)


@pytest.mark.parametrize(
    "figure",
    [
        series_charts.months(MONTHS, MONTHS, ("a", "b"), "#111111", LIGHT),
        series_charts.monthly_share(SHARES, ["1/10", "3/19"], "#111111", LIGHT),
        series_charts.spans(SPANS, ["a", "b"], "#111111", LIGHT),
        series_charts.month_bars(MONTHS, {"count": "件"}, ["#111111"], LIGHT),
        series_charts.bids(BIDS, ["A", "B"], LIGHT),
    ],
    ids=["months", "monthly_share", "spans", "month_bars", "bids"],
)
def test_a_figure_made_without_a_check_would_pass_plotlys_own(figure):
    assert go.Figure(figure.to_dict()).to_dict() == figure.to_dict()


def test_receipt_is_thin_and_dashed_beside_the_event():
    figure = series_charts.months(MONTHS, MONTHS, ("按事件日", "按接收日"), "#111111", LIGHT)
    bars, line = figure.data
    assert bars.type == "bar"
    assert (line.line.dash, line.line.width) == ("dash", 1.2)
    assert [note.text for note in figure.layout.annotations] == ["按事件日 9", "按接收日 9"]


def test_months_are_never_written_in_english():
    figure = series_charts.months(MONTHS, MONTHS, ("a", "b"), "#111111", LIGHT)
    assert figure.layout.xaxis.tickformat == "%Y-%m"


def test_counts_begin_at_zero():
    figure = series_charts.months(MONTHS, MONTHS, ("a", "b"), "#111111", LIGHT)
    assert figure.layout.yaxis.range[0] == 0


def test_without_leads_there_is_still_a_figure():
    none = MONTHS.clear()
    assert series_charts.months(none, none, ("a", "b"), "#111111", LIGHT).data[0].type == "bar"


def test_a_month_without_a_share_is_a_gap_and_not_a_zero():
    figure = series_charts.monthly_share(SHARES, ["1/10", "3/19"], "#111111", LIGHT)
    assert list(figure.data[0].y) == [10.0, None]
    assert figure.data[0].connectgaps is False


def test_an_axis_writes_a_share_as_the_text_does():
    axis = series_charts.monthly_share(SHARES, ["", ""], "#111111", LIGHT).layout.yaxis
    assert f"{0.15 * 100:{axis.tickformat}}{axis.ticksuffix}" == figures.percent(0.15)


def test_a_published_period_is_a_span_and_not_a_point():
    first, second = series_charts.spans(SPANS, ["a", "b"], "#111111", LIGHT).data
    assert list(first.x) == [date(2025, 1, 1), date(2025, 6, 30)]
    assert list(first.y) == [10.0, 10.0]
    assert (first.marker.symbol, second.marker.symbol) == ("circle", "circle-open")


def test_bidders_are_told_apart_by_shape_as_well_as_colour():
    _line, first, second = series_charts.bids(BIDS, ["A", "B"], LIGHT).data
    assert first.marker.symbol != second.marker.symbol
    assert first.marker.color != second.marker.color


def test_ticks_are_whole_and_few():
    assert [series_charts._step(most) for most in (0, 3, 9, 60, 999)] == [1, 1, 2, 10, 200]
