"""How the pool is shown: datasets with the days they cover, and what its figures open."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import figures, filters, grids
from dashboard.cards import KeyFigure
from dashboard.messages import CHINESE, label, language, text
from data_access.batches import Batch, DatasetOverview
from supervision.contracts import DatasetContract
from supervision.quality import freshness
from supervision.vocabulary import FreshnessState

LOADED, REPEATED, REJECTED, BATCHES = "loaded", "repeated", "rejected", "batches"
SIDES = (LOADED, REPEATED, REJECTED, BATCHES)
"""What of the pool a key figure opens; the last three are lists of batches."""

CHART_ROWS, CHART_HIGH = 8, 420
"""From so many datasets on, their days are scrolled in a place of so many pixels."""


def title(declared: DatasetContract) -> str:
    """What a dataset is called in the viewer's language."""
    return declared.title if language() == CHINESE else declared.title_en


def owner(declared: DatasetContract) -> str:
    """Whose a dataset is, in the viewer's language."""
    return declared.owner if language() == CHINESE else declared.owner_en


def column_title(declared: DatasetContract, name: str | None) -> str:
    """What a column is called in the viewer's language; a name that is no column stays as it is."""
    for column in declared.columns:
        if column.name == name:
            return column.title if language() == CHINESE else column.title_en
    return name or figures.ABSENT


def template_link(dataset: str) -> None:
    """Where the data template of a dataset can be had."""
    st.markdown(f"[{text('pool.template')}](/template/{dataset})")


def said(dataset: str | None, side: str | None, titles: Mapping[str, str]) -> dict[str, str]:
    """The active filter of the pool in words."""
    words = {} if dataset is None else {filters.DATASET: _is_dataset(titles[dataset])}
    return words if side is None else words | {filters.SIDE: text(f"pool.is_{side}")}


def narrowed(batches: Sequence[Batch], dataset: str | None, side: str | None) -> list[Batch]:
    """The batches of a dataset; of the sides repeated and rejected those that have such rows."""
    own = [batch for batch in batches if dataset in {None, batch.dataset}]
    if side == REPEATED:
        return [batch for batch in own if batch.rows_repeated]
    return [batch for batch in own if batch.rows_rejected] if side == REJECTED else own


def key_figures(
    filled: Sequence[DatasetOverview], batches: Sequence[Batch], dataset: str | None
) -> list[KeyFigure]:
    """What stands in the pool and what did not get in, of a dataset or of all; each opens."""
    repeated, rejected = (narrowed(batches, dataset, side) for side in (REPEATED, REJECTED))
    own = [entry for entry in filled if dataset in {None, entry.id}]
    only = {filters.DATASET: own[0].id} if len(own) == 1 else {}
    to_rows, to_batches = text("pool.opens_rows"), text("pool.opens_batches")
    return [
        rows_figure(
            text("pool.rows_all"),
            sum(entry.rows for entry in own),
            text("pool.rows_all_explains"),
            opens=to_rows,
            parameters={filters.SIDE: LOADED} | only,
        ),
        KeyFigure(
            label=text("pool.batches_all"),
            value=figures.count(len(narrowed(batches, dataset, BATCHES))),
            opens=to_batches,
            parameters={filters.SIDE: BATCHES},
        ),
        rows_figure(
            text("pool.repeated_all"),
            sum(batch.rows_repeated for batch in repeated),
            text("pool.repeated_explains"),
            opens=to_batches,
            parameters={filters.SIDE: REPEATED},
        ),
        rows_figure(
            text("pool.rejected_all"),
            sum(batch.rows_rejected for batch in rejected),
            text("pool.rejected_explains"),
            opens=to_batches,
            parameters={filters.SIDE: REJECTED},
        ),
    ]


def coverage(filled: Sequence[DatasetOverview]) -> pl.DataFrame:
    """The days each dated dataset covers; columns title, from, to."""
    rows = [
        {"title": title(entry.contract), "from": entry.first_on, "to": entry.last_on}
        for entry in filled
        if entry.first_on is not None
    ]
    return pl.DataFrame(rows, schema={"title": pl.String, "from": pl.Date, "to": pl.Date})


def coverage_says(filled: Sequence[DatasetOverview]) -> list[str]:
    """What each bar of the coverage says."""
    return [
        text(
            "pool.coverage_says",
            days=figures.days(entry.first_on, entry.last_on),
            rows=figures.count(entry.rows),
        )
        for entry in filled
        if entry.first_on is not None
    ]


def coverage_message(frame: pl.DataFrame) -> str:
    """What the coverage says, as the title of its chart."""
    first, last = _day(frame["from"].min()), _day(frame["to"].max())
    days = figures.days(first, last)
    if frame.height == 1:
        return text("pool.coverage_message", title=frame["title"][0], days=days)
    return text("pool.coverage_message_many", count=frame.height, days=days)


def dataset_frame(datasets: Sequence[DatasetOverview], as_of: date) -> pl.DataFrame:
    """The datasets for a grid, empty ones included; as_of: the day on which they are fresh."""
    return pl.DataFrame(
        [
            {
                "dataset": title(entry.contract),
                "owner": owner(entry.contract),
                "rows": entry.rows,
                "period": figures.days(entry.first_on, entry.last_on),
                "received_on": entry.received_on,
                "freshness": fresh(entry, as_of),
                "basis": entry.contract.basis,
            }
            for entry in datasets
        ],
        schema=_DATASET,
    )


def fresh(entry: DatasetOverview, as_of: date) -> str:
    """How the newest supply of a dataset stands against its rhythm, in words."""
    found = freshness(entry.contract.rhythm, entry.received_on, as_of)
    if found.state is FreshnessState.OVERDUE:
        return text("dataset.overdue", days=figures.count(found.overdue_days))
    return label(found.state)


def dataset_columns() -> dict[str, Column]:
    """The columns of the datasets."""
    return {
        "dataset": grids.words(text("pool.dataset"), 190),
        "owner": grids.words(text("pool.owner"), 120),
        "rows": grids.number(text("pool.rows"), 100),
        "period": grids.words(text("pool.period"), 260),
        "received_on": grids.day(text("pool.received_on")),
        "freshness": grids.words(text("pool.freshness"), 120),
        "basis": grids.words(text("pool.basis")),
    }


def rows_figure(
    named: str,
    number: int,
    explains: str | None = None,
    *,
    opens: str | None = None,
    parameters: dict[str, str] | None = None,
) -> KeyFigure:
    """A number of rows; without rows there is nothing to open."""
    return KeyFigure(
        label=named,
        value=text("pool.rows_value", rows=figures.count(number)),
        explains=explains,
        opens=opens if number else None,
        parameters=parameters or {},
    )


def _is_dataset(named: str) -> str:
    return text("filter.is_dataset", value=named)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


_DATASET = {
    "dataset": pl.String,
    "owner": pl.String,
    "rows": pl.Int64,
    "period": pl.String,
    "received_on": pl.Date,
    "freshness": pl.String,
    "basis": pl.String,
}
