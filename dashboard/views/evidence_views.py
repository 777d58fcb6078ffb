"""The evidence beside a lead: breakdowns as small charts, source rows down to file and line."""

from dataclasses import replace

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import cards, declared, figures, grids, lead_queries, series_charts
from dashboard.messages import CHINESE, escaped, language, text
from dashboard.palette import palette
from dashboard.views import lead_views
from data_access.evidence import EvidenceTable
from data_access.lead_rows import Lead
from data_access.scope import Scope
from supervision.measure import Measure

MONTH = "month"
BID_AT, BIDDER, BID = "bid_at", "bidder_code", "bid_yuan"
MOST_BIDS = 500
ROWS = 100
"""Source rows shown at a time."""

ORIGIN = ("file_name", "source_line", "batch_id", "file_sha256")


def draw(scope: Scope, lead: Lead, member: int | None = None) -> None:
    """Each evidence table of a lead under its own tab; nothing is read before its tab is opened.

    member: the place of the member of a group whose rows are asked for; None for all.
    """
    cards.section(text("evidence.title"), text("evidence.says", snapshot=lead.snapshot))
    model = declared.model(lead.model)
    if model is None or model.version != lead.version:
        cards.empty(text("evidence.none"), text("evidence.none_then"))
        return
    titles = {table.id: escaped(table.title) for table in model.lead.evidence}
    tabs = st.tabs(list(titles.values()), key="evidence", on_change="rerun")
    for (table_id, title), tab in zip(titles.items(), tabs, strict=True):
        if not tab.open:
            continue
        with tab:
            _table(scope, lead, table_id, title, member)


def _table(scope: Scope, lead: Lead, table_id: str, title: str, member: int | None) -> None:
    found = _numbered(lead_queries.evidence(scope, lead, table_id, ROWS, member=member))
    if not found.total:
        cards.empty(text("evidence.none"), text("evidence.none_then"))
        return
    _drawn(scope, lead, found, title)
    st.caption(text("evidence.rows", count=figures.count(found.total)))
    if member is not None:
        st.caption(text("network.of_member" if found.is_of_member else "network.of_all"))
    offset = grids.pager(found.total, key=f"evidence_{table_id}", size=ROWS)
    if offset:
        found = _numbered(lead_queries.evidence(scope, lead, table_id, ROWS, offset, member=member))
    grids.grid(
        _readable(found, lead.model),
        _columns(found),
        key=f"evidence_rows_{table_id}",
        alt=text("evidence.alt", title=title),
        rows_high=10,
    )


def _drawn(scope: Scope, lead: Lead, found: EvidenceTable, title: str) -> None:
    """A small chart where the table is a series of months, or the bids of one lot."""
    names = {column.name: column.title for column in found.columns}
    colour = palette().lines[lead.line]
    if MONTH in names:
        counts = {
            column.name: column.title
            for column in found.columns
            if column.unit is Measure.COUNT and column.name != MONTH
        }
        if counts:
            shades = [palette().soft, colour, palette().notice, palette().secondary][: len(counts)]
            frame = found.rows.sort(MONTH).with_columns(_month(found.rows).alias(MONTH))
            shown = dict(list(counts.items())[: len(shades)])
            figure = series_charts.month_bars(frame, shown, shades, palette())
            cards.chart(title, figure, key="evidence_months")
    if {BID_AT, BIDDER, BID} <= set(names):
        whole = lead_queries.evidence(scope, lead, found.id, MOST_BIDS).rows
        _bids(whole)


def _bids(rows: pl.DataFrame) -> None:
    frame = rows.select(
        pl.col(BID_AT).dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None).alias("at"),
        pl.col(BIDDER).alias("bidder"),
        pl.col(BID).cast(pl.Float64).alias("amount"),
    ).sort("at", "amount")
    bidders = frame["bidder"].value_counts().sort(["count", "bidder"], descending=[True, False])
    names = bidders["bidder"].to_list()
    title = text("evidence.bids_message", count=frame.height, bidders=len(names))
    cards.chart(title, series_charts.bids(frame, names, palette()), key="evidence_bids")


def _file_names(frame: pl.DataFrame) -> list[pl.Expr]:
    """The file's own name: how a path was given on a command line is no evidence."""
    if ORIGIN[0] not in frame.columns:
        return []
    return [pl.col(ORIGIN[0]).str.split("/").list.last()]


def _numbered(found: EvidenceTable) -> EvidenceTable:
    """The table with its exact decimals as numbers that a grid can write."""
    exact = [name for name, kind in found.rows.schema.items() if kind.is_decimal()]
    return replace(found, rows=found.rows.with_columns(pl.col(exact).cast(pl.Float64)))


def _month(rows: pl.DataFrame) -> pl.Expr:
    if rows.schema[MONTH].is_temporal():
        return pl.col(MONTH).dt.strftime("%Y-%m")
    return pl.col(MONTH).cast(pl.String)


def _readable(found: EvidenceTable, model_id: str) -> pl.DataFrame:
    """The rows with their codes as words."""
    frame = _spelled(found.rows)
    shares = [column.name for column in found.columns if column.unit is Measure.SHARE]
    words = declared.code_words(model_id) if language() == CHINESE else {}
    return frame.with_columns(
        pl.col(shares) * 100,
        *(pl.col(name).replace(words[name]) for name in frame.columns if name in words),
        *_file_names(frame),
    )


def _spelled(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with what is spelled as a subject in words; a page of rows has few of them."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    words = {name: _words(frame[name]) for name in texts}
    return frame.with_columns(pl.col(name).replace(said) for name, said in words.items() if said)


def _words(values: pl.Series) -> dict[str, str]:
    said = {value: lead_views.spelled(value) for value in values.drop_nulls().unique()}
    return {value: word for value, word in said.items() if word != value}


def _columns(found: EvidenceTable) -> dict[str, Column]:
    shown = {
        column.name: _column(found, column.name, column.title, column.unit)
        for column in found.columns
    }
    if ORIGIN[0] not in found.rows.columns:
        return shown
    return shown | {
        "file_name": grids.words(text("evidence.file"), 200),
        "source_line": grids.number(text("evidence.line"), 70),
        "batch_id": grids.words(text("evidence.batch"), 110),
        "file_sha256": grids.words(text("evidence.sha256"), 110),
    }


def _column(found: EvidenceTable, name: str, title: str, unit: Measure | None) -> Column:
    kind = found.rows.schema[name]
    if unit is Measure.SHARE:
        return grids.share(title)
    if unit is Measure.YUAN:
        return grids.number(title, 120, 2)
    if kind == pl.Date and name == MONTH:
        return grids.month(title)
    return grids.of_kind(title, found.rows[name])
