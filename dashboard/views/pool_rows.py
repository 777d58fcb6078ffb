"""The rows of a dataset or of a batch, each with its file and its line, and those rejected."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from dashboard import declared, figures, filters, grids, links, queries, reads
from dashboard.messages import text
from dashboard.views import batch_views, pool_views
from data_access.batches import Batch
from data_access.scope import Scope
from supervision.contracts import DatasetContract, contract
from supervision.vocabulary import BatchState

ROWS = 100

Read = Callable[[int, int], pl.DataFrame]
"""A page of rows: how many at the most, and how many to pass over."""


def of_dataset(scope: Scope, dataset: str, rows: int) -> None:
    """The rows of a dataset, one page at a time; rows: how many there are."""
    _rows(
        lambda limit, offset: queries.dataset_rows(scope, dataset, limit, offset),
        rows,
        contract(dataset),
        of=dataset,
    )


def failing(scope: Scope, dataset: str, check_id: str) -> None:
    """The rows of a dataset that fail a check, one page at a time."""
    _rows(
        lambda limit, offset: queries.failing_rows(scope, dataset, check_id, limit, offset),
        queries.failing_count(scope, dataset, check_id),
        contract(dataset),
        of=f"{dataset}_{check_id}",
    )


def of_batch(scope: Scope, batch: Batch) -> None:
    """The rows of a batch that were not taken or, by choice, those that stand or stood before."""
    rejected = f"{text('batch.rejects')} {figures.count(batch.rows_rejected)}"
    sides = {pool_views.REJECTED: rejected}
    if batch.state is BatchState.LOADED and batch.rows_loaded:
        own = {pool_views.LOADED: f"{text('batch.loaded')} {figures.count(batch.rows_loaded)}"}
        sides = sides | own if batch.rows_rejected else own | sides
    if batch.rows_repeated:
        named = f"{text('batch.repeated')} {figures.count(batch.rows_repeated)}"
        sides |= {pool_views.REPEATED: named}
    side = filters.turn(filters.SIDE, text("batch.side"), sides)
    if side != pool_views.LOADED:
        (_rejects if side == pool_views.REJECTED else _repeated)(scope, batch)
        return
    _rows(
        lambda limit, offset: queries.batch_rows(scope, batch, limit, offset),
        batch.rows_loaded,
        contract(batch.dataset),
        of=batch.batch_id,
    )


def _rows(read: Read, total: int, declares: DatasetContract, *, of: str) -> None:
    if not total:
        st.caption(text("pool.no_rows"))
        return
    offset = grids.pager(total, key=f"rows_page_{of}", size=ROWS)
    shown = declared.readable(read(ROWS, offset), declares)
    titles = {
        column.name: pool_views.column_title(declares, column.name) for column in declares.columns
    } | {
        "source_line": text("evidence.line"),
        "batch_id": text("evidence.batch"),
        "file_sha256": text("evidence.sha256"),
    }
    columns = {name: grids.of_kind(title, shown[name]) for name, title in titles.items()}
    grids.grid(shown, columns, key=f"rows_{of}", alt=text("pool.rows_alt"))


def _repeated(scope: Scope, batch: Batch) -> None:
    """The rows that were there before, each with where it stands."""
    total = reads.repeated_count(scope, batch.batch_id)
    st.caption(text("repeated.says", count=figures.count(total)))
    if not total:
        return
    offset = grids.pager(total, key="repeated_page", size=ROWS)
    rows = reads.repeated_rows(scope, batch.batch_id, ROWS, offset)
    opened = grids.opened(
        batch_views.repeated_frame(rows),
        batch_views.repeated_columns(),
        key="repeated",
        alt=text("repeated.alt"),
    )
    first = None if opened is None else rows[opened].first_batch_id
    if first is not None:
        links.open_batch(first)


def _rejects(scope: Scope, batch: Batch) -> None:
    if not batch.rows_rejected:
        st.caption(text("batch.no_rejects"))
        return
    st.caption(text("batch.rejects_says"))
    parts = reads.reject_parts(scope, batch.batch_id)
    for part in range(1, parts + 1):
        number = f" {part}" if parts > 1 else ""
        st.markdown(f"[{text('batch.rejects_download')}{number}](/rejects/{batch.batch_id}/{part})")
    offset = grids.pager(reads.reject_count(scope, batch.batch_id), key="rejects_page")
    grids.grid(
        batch_views.reject_frame(
            reads.rejects(scope, batch.batch_id, grids.PAGE, offset), contract(batch.dataset)
        ),
        batch_views.reject_columns(),
        key="rejects",
        alt=text("batch.rejects_alt"),
    )
