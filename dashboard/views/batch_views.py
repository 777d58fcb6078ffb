"""How batches are shown: their rows in numbers, their files, what was rejected, the withdrawal."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import actions, cards, figures, filters, grids, links
from dashboard.cards import KeyFigure
from dashboard.messages import has, label, text
from dashboard.views import pool_views
from data_access.batches import Batch, BatchFile, Reject
from data_access.repeated_rows import RepeatedRow
from supervision.contracts import DatasetContract, Mode, contract
from supervision.vocabulary import BatchState

MOST_REASON = 200


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


def listed(batches: Sequence[Batch], titles: Mapping[str, str], units: Mapping[str, str]) -> None:
    """Batches, newest first, one page at a time; a chosen one is opened."""
    cards.section(
        text("pool.batches"), text("pool.batches_says", count=figures.count(len(batches)))
    )
    if not batches:
        st.caption(text("pool.no_batches"))
        return
    offset = grids.pager(len(batches), key="batches_page")
    part = batches[offset : offset + grids.PAGE]
    row = grids.opened(
        batch_frame(part, titles, units),
        batch_columns(),
        key="batches",
        alt=text("pool.batches_alt"),
    )
    if row is not None:
        links.open_batch(part[row].batch_id)


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
        pool_views.rows_figure(text("batch.read"), batch.rows_read),
        pool_views.rows_figure(
            text("batch.loaded"),
            batch.rows_loaded,
            opens=text("pool.opens_rows") if batch.state is BatchState.LOADED else None,
            parameters={filters.SIDE: pool_views.LOADED},
        ),
        *_updated(batch),
        pool_views.rows_figure(
            text("batch.rejected"),
            batch.rows_rejected,
            opens=text("pool.opens_rows"),
            parameters={filters.SIDE: pool_views.REJECTED},
        ),
        pool_views.rows_figure(
            text("batch.repeated"),
            batch.rows_repeated,
            opens=text("pool.opens_rows"),
            parameters={filters.SIDE: pool_views.REPEATED},
        ),
        pool_views.rows_figure(text("batch.set_aside"), batch.rows_set_aside),
    ]


def _updated(batch: Batch) -> list[KeyFigure]:
    """How many of the loaded rows replaced another, where the batch may replace any."""
    if contract(batch.dataset).mode is not Mode.MERGE:
        return []
    return [pool_views.rows_figure(text("batch.updated"), batch.rows_updated or 0)]


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
                "column": pool_views.column_title(declared, reject.column),
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


def repeated_frame(rows: Sequence[RepeatedRow]) -> pl.DataFrame:
    """Repeated rows for a grid, each beside the row that stands."""
    return pl.DataFrame(
        [
            {
                "file": PurePath(row.file).name,
                "line": row.line,
                "first_on": row.first_received_on,
                "first_file": None if row.first_file is None else PurePath(row.first_file).name,
                "first_line": row.first_line,
                "first_batch": row.first_batch_id,
            }
            for row in rows
        ],
        schema=_REPEATED,
    )


def repeated_columns() -> dict[str, Column]:
    """The columns of the repeated rows."""
    return {
        "file": grids.words(text("batch.file"), 220),
        "line": grids.number(text("batch.line"), 80),
        "first_on": grids.day(text("repeated.first_on")),
        "first_file": grids.words(text("repeated.first_file"), 220),
        "first_line": grids.number(text("repeated.first_line"), 110),
        "first_batch": grids.words(text("evidence.batch"), 200),
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
_REPEATED = {
    "file": pl.String,
    "line": pl.Int64,
    "first_on": pl.Date,
    "first_file": pl.String,
    "first_line": pl.Int64,
    "first_batch": pl.String,
}
_REJECT = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
}
