"""The rows of a dataset as they stand in the pool, each with its file and its line."""

import streamlit as st

from dashboard import declared, figures, grids, queries
from dashboard.messages import text
from dashboard.views import pool_views
from data_access.datasets import DatasetOverview
from data_access.scope import Scope

ROWS = 100
ORIGIN = ("source_line", "batch_id", "file_sha256")


def draw(scope: Scope, overview: DatasetOverview) -> None:
    """One page of the rows, read only where they are asked for."""
    wanted = st.toggle(
        text("pool.show_rows", count=figures.count(overview.rows)), key=f"rows_{overview.id}"
    )
    if not wanted or not overview.rows:
        return
    offset = grids.pager(overview.rows, key=f"rows_page_{overview.id}", size=ROWS)
    found = queries.dataset_rows(scope, overview.id, ROWS, offset)
    shown = declared.readable(found, overview.contract)
    names = {
        "source_line": text("evidence.line"),
        "batch_id": text("evidence.batch"),
        "file_sha256": text("evidence.sha256"),
    }
    own = [column.name for column in overview.contract.columns]
    titles = {name: pool_views.column_title(overview.contract, name) for name in own} | names
    columns = {name: grids.of_kind(titles[name], shown[name]) for name in (*own, *ORIGIN)}
    grids.grid(shown, columns, key=f"rows_of_{overview.id}", alt=text("pool.rows_alt"))
