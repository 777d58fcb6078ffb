"""How trends are shown: leads by two dates, the voided share, published figures."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from dashboard import cards, figures, filters, grids, queries, reads, series_charts
from dashboard.messages import escaped, label, text
from dashboard.palette import palette
from data_access.scope import Scope
from supervision.trends import EXACT, NATIONAL, differenced
from supervision.vocabulary import Line

RATE = "rate"
"""The precision of a share: published as it is, with its decimals."""


def leads(scope: Scope, line: Line) -> None:
    """Leads of a line by the month of their event, and thin and dashed by receipt."""
    by_event = reads.lead_series(scope, line, "event")
    by_received = reads.lead_series(scope, line, "received")
    if by_event.is_empty() and by_received.is_empty():
        cards.empty(text("trends.none"), text("trends.none_then"))
        return
    names = (text("trends.by_event"), text("trends.by_received"))
    colours = palette()
    figure = series_charts.months(by_event, by_received, names, colours.lines[line], colours)
    cards.chart(_leads_message(line, by_event), figure, key=f"leads_{line}")


def voided(scope: Scope) -> None:
    """The monthly voided share of sales invoices, with its numerator and denominator."""
    series = queries.voided(scope)
    if series.is_empty():
        st.caption(text("trends.voided_none"))
        return
    shown = series.with_columns(
        pl.when(pl.col("invoices") >= figures.LEAST_DENOMINATOR)
        .then(pl.col("share"))
        .alias("share")
    )
    hover = [figures.share(row["voided"], row["invoices"]) for row in shown.iter_rows(named=True)]
    colours = palette()
    figure = series_charts.monthly_share(shown, hover, colours.lines[Line.CRIMINAL], colours)
    cards.chart(_voided_message(shown), figure, key="voided")
    st.caption(text("trends.voided_says"))
    with st.expander(text("trends.voided_alt")):
        grids.grid(
            shown.with_columns(pl.Series("of", hover)).sort("month", descending=True),
            {
                "month": grids.month(text("trends.month")),
                "of": grids.words(text("trends.voided_share")),
                "invoices": grids.number(text("trends.invoices")),
                "voided": grids.number(text("trends.voided_count")),
                "red": grids.number(text("trends.red_count")),
            },
            key="voided_rows",
            alt=text("trends.voided_alt"),
        )


def published(scope: Scope, line: Line) -> None:
    """One published national series, drawn by the periods it was published for."""
    cards.section(text("trends.published"), text("trends.published_says"))
    found = queries.published(scope, line).filter(pl.col("place") == NATIONAL)
    if found.is_empty():
        cards.empty(text("trends.published_none"), text("trends.published_none_then"))
        return
    name, unit = _indicator(found)
    series = found.filter(pl.col("indicator") == name, pl.col("unit") == unit).sort("period_to_on")
    drawn = _drawn(series)
    colours = palette()
    figure = series_charts.spans(drawn, drawn["says"].to_list(), colours.lines[line], colours)
    cards.chart(_published_message(name, unit, drawn), figure, key=f"published_{line}")
    rows, parts = st.columns([3, 2], gap="medium")
    with rows:
        grids.grid(
            drawn, _published_columns(drawn), key="published_rows", alt=text("trends.published_alt")
        )
    with parts:
        _parts(series)


def _indicator(found: pl.DataFrame) -> tuple[str, str]:
    listed = (
        found.group_by("indicator", "unit")
        .len()
        .sort(["len", "indicator"], descending=[True, False])
    )
    options = {
        str(place): text("trends.indicator_is", name=name, unit=unit)
        for place, (name, unit, _count) in enumerate(listed.iter_rows())
    }
    with st.container(width=420):
        place = filters.pick_one(filters.INDICATOR, text("trends.indicator"), options)
    name, unit, _count = listed.row(int(place))
    return name, unit


def _drawn(series: pl.DataFrame) -> pl.DataFrame:
    rows = [
        {
            "from": row["period_from_on"],
            "to": row["period_to_on"],
            "span": figures.span(row["period_from_on"], row["period_to_on"]),
            "value": float(row["value"]),
            "is_cumulative": row["is_cumulative"],
            "is_exact": row["precision"] in (EXACT, RATE),
            "kind": text("trends.cumulative") if row["is_cumulative"] else text("trends.single"),
            "precision": _precision(row["precision"]),
        }
        for row in series.iter_rows(named=True)
    ]
    frame = pl.DataFrame(rows)
    says = [
        f"{row['span']}　{figures.value(row['value'])}<br>{row['kind']}，{row['precision']}"
        for row in rows
    ]
    return frame.with_columns(pl.Series("says", says))


def _precision(code: str) -> str:
    """How exact a published figure is, in words."""
    if code == RATE:
        return text("trends.rate")
    return text("trends.exact") if code == EXACT else text("trends.rounded")


def _parts(series: pl.DataFrame) -> None:
    cards.section(text("trends.difference"), text("trends.difference_says"))
    parts = differenced(series)
    if parts.is_empty():
        st.caption(text("trends.difference_none"))
        return
    shown = pl.DataFrame(
        {
            "span": _spans(parts),
            "value": [float(value) for value in parts["value"]],
        }
    )
    grids.grid(
        shown,
        {
            "span": grids.words(text("trends.period")),
            "value": grids.measured(text("trends.differenced"), shown["value"]),
        },
        key="parts",
        alt=text("trends.difference"),
    )


def _spans(parts: pl.DataFrame) -> Sequence[str]:
    days = zip(parts["period_from_on"], parts["period_to_on"], strict=True)
    return [figures.span(first, last) for first, last in days]


def _published_columns(drawn: pl.DataFrame) -> dict[str, grids.Column]:
    return {
        "span": grids.words(text("trends.period"), 170),
        "value": grids.measured(text("trends.value"), drawn["value"]),
        "kind": grids.words(text("trends.kind")),
        "precision": grids.words(text("trends.precision")),
    }


def _leads_message(line: Line, by_event: pl.DataFrame) -> str:
    if by_event.is_empty():
        return text("trends.leads_message_none", line=label(line))
    most = by_event.sort(["count", "month"], descending=[True, False]).row(0, named=True)
    return text(
        "trends.leads_message",
        line=label(line),
        month=figures.month(most["month"]),
        count=figures.count(most["count"]),
    )


def _voided_message(shown: pl.DataFrame) -> str:
    known = shown.drop_nulls("share")
    if known.is_empty():
        return text("trends.voided")
    most = known.sort("share", descending=True).row(0, named=True)
    return text(
        "trends.voided_message",
        month=figures.month(most["month"]),
        share=figures.share(most["voided"], most["invoices"]),
    )


def _published_message(name: str, unit: str, drawn: pl.DataFrame) -> str:
    last = drawn.sort("to").row(-1, named=True)
    return text(
        "trends.published_message",
        indicator=escaped(name),
        count=drawn.height,
        span=last["span"],
        value=f"{figures.value(last['value'])} {unit}",
    )
