"""How the pool is shown: datasets with the days they cover, batches, files, rejects."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import actions, figures, filters, grids
from dashboard.cards import KeyFigure
from dashboard.messages import CHINESE, has, label, language, text
from data_access.batches import Batch, BatchFile, DatasetOverview, Reject
from supervision.contracts import DatasetContract

MOST_REASON = 200


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


def said(dataset: str | None, titles: Mapping[str, str]) -> dict[str, str]:
    """The active filter of the pool in words."""
    if dataset is None:
        return {}
    return {filters.DATASET: text("filter.is_dataset", value=titles[dataset])}


def key_figures(filled: Sequence[DatasetOverview], batches: Sequence[Batch]) -> list[KeyFigure]:
    """What stands in the pool and what did not get in."""
    return [
        _rows(
            text("pool.rows_all"),
            sum(entry.rows or 0 for entry in filled),
            text("pool.rows_all_explains"),
        ),
        KeyFigure(label=text("pool.batches_all"), value=figures.count(len(batches))),
        _rows(
            text("pool.repeated_all"),
            sum(batch.rows_repeated or 0 for batch in batches),
            text("pool.repeated_explains"),
        ),
        _rows(
            text("pool.rejected_all"),
            sum(batch.rows_rejected or 0 for batch in batches),
            text("pool.rejected_explains"),
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


def dataset_rows(datasets: Sequence[DatasetOverview]) -> list[dict[str, str]]:
    """The datasets for a table, empty ones included."""
    return [
        {
            text("pool.dataset"): title(entry.contract),
            text("pool.owner"): owner(entry.contract),
            text("pool.rows"): figures.count(entry.rows),
            text("pool.period"): figures.days(entry.first_on, entry.last_on),
            text("pool.received_on"): figures.day(entry.received_on),
            text("pool.basis"): entry.contract.basis,
        }
        for entry in datasets
    ]


def batch_frame(
    batches: Sequence[Batch], titles: Mapping[str, str], units: Mapping[str, str]
) -> pl.DataFrame:
    """Batches for a grid, newest first."""
    return pl.DataFrame(
        [
            {
                "dataset": titles.get(batch.dataset, batch.dataset),
                "received_on": batch.received_on,
                "supplier": batch.supplier or figures.ABSENT,
                "unit": f"{batch.unit} {units.get(batch.unit, '')}".strip(),
                "files": len(batch.files),
                "loaded": batch.rows_loaded,
                "rejected": batch.rows_rejected,
                "repeated": batch.rows_repeated,
                "state": label(batch.state),
                "loaded_at": batch.loaded_at,
                "by": batch.loaded_by,
            }
            for batch in batches
        ],
        schema=_BATCH,
    )


def batch_columns() -> dict[str, Column]:
    """The columns of the batches."""
    return {
        "dataset": grids.words(text("batch.dataset"), 120),
        "received_on": grids.day(text("batch.received_on")),
        "loaded": grids.number(text("batch.loaded"), 90),
        "rejected": grids.number(text("batch.rejected"), 80),
        "repeated": grids.number(text("batch.repeated"), 80),
        "files": grids.number(text("batch.files_count"), 70),
        "state": grids.words(text("batch.state"), 80),
        "unit": grids.words(text("batch.unit"), 190),
        "supplier": grids.words(text("batch.supplier"), 120),
        "loaded_at": grids.instant(text("batch.loaded_at")),
        "by": grids.words(text("batch.by"), 80),
    }


def batch_figures(batch: Batch) -> list[KeyFigure]:
    """What became of the rows of one batch."""
    return [
        _rows(text("batch.read"), batch.rows_read),
        _rows(text("batch.loaded"), batch.rows_loaded),
        _rows(text("batch.rejected"), batch.rows_rejected),
        _rows(text("batch.repeated"), batch.rows_repeated),
        _rows(text("batch.set_aside"), batch.rows_set_aside),
    ]


def file_frame(files: Sequence[BatchFile]) -> pl.DataFrame:
    """The files of a batch for a grid."""
    return pl.DataFrame(
        [
            {
                "path": file.path,
                "encoding": file.encoding,
                "header_row": file.header_row,
                "read": file.rows_read,
                "loaded": file.rows_loaded,
                "rejected": file.rows_rejected,
                "repeated": file.rows_repeated,
                "set_aside": file.rows_set_aside,
                "sha256": file.sha256,
            }
            for file in files
        ],
        schema=_FILE,
    )


def file_columns() -> dict[str, Column]:
    """The columns of a batch's files."""
    return {
        "path": grids.words(text("batch.file"), 280),
        "encoding": grids.words(text("batch.encoding"), 90),
        "header_row": grids.number(text("batch.header_row"), 80),
        "read": grids.number(text("batch.read"), 90),
        "loaded": grids.number(text("batch.loaded"), 90),
        "rejected": grids.number(text("batch.rejected"), 80),
        "repeated": grids.number(text("batch.repeated"), 80),
        "set_aside": grids.number(text("batch.set_aside"), 110),
        "sha256": grids.words(text("batch.sha256"), 160),
    }


def reject_frame(rejects: Sequence[Reject], declared: DatasetContract) -> pl.DataFrame:
    """Rejects for a grid, one row a fault."""
    return pl.DataFrame(
        [
            {
                "file": reject.file,
                "line": reject.line,
                "column": column_title(declared, reject.column),
                "value": reject.value,
                "reason": reason(reject.reason),
            }
            for reject in rejects
        ],
        schema=_REJECT,
    )


def reject_columns() -> dict[str, Column]:
    """The columns of the rejects."""
    return {
        "file": grids.words(text("batch.file"), 260),
        "line": grids.number(text("batch.line"), 80),
        "column": grids.words(text("batch.column"), 140),
        "value": grids.words(text("batch.value"), 220),
        "reason": grids.words(text("batch.reason"), 260),
    }


def reason(code: str) -> str:
    """Why a row was rejected, in words."""
    key = f"reject.{code}"
    return text(key) if has(key) else code


def withdrawal(batch: Batch) -> None:
    """The form that takes a batch out again; it needs a reason."""
    with st.expander(text("batch.withdraw")):
        st.caption(text("batch.withdraw_says"))
        why = st.text_input(
            text("batch.withdraw_reason"),
            key="withdraw_reason",
            max_chars=MOST_REASON,
            placeholder=text("batch.withdraw_placeholder"),
        )
        pressed = st.button(
            text("batch.withdraw_go"), key="withdraw_go", disabled=not (why or "").strip()
        )
        if pressed and actions.withdraw_batch(batch.batch_id, why or ""):
            st.rerun()


def _rows(named: str, number: int | None, explains: str | None = None) -> KeyFigure:
    return KeyFigure(
        label=named,
        value=text("pool.rows_value", rows=figures.count(number)),
        explains=explains,
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


_BATCH = {
    "dataset": pl.String,
    "received_on": pl.Date,
    "supplier": pl.String,
    "unit": pl.String,
    "files": pl.Int64,
    "loaded": pl.Int64,
    "rejected": pl.Int64,
    "repeated": pl.Int64,
    "state": pl.String,
    "loaded_at": pl.Datetime("us", "UTC"),
    "by": pl.String,
}
_FILE = {
    "path": pl.String,
    "encoding": pl.String,
    "header_row": pl.Int64,
    "read": pl.Int64,
    "loaded": pl.Int64,
    "rejected": pl.Int64,
    "repeated": pl.Int64,
    "set_aside": pl.Int64,
    "sha256": pl.String,
}
_REJECT = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
}
