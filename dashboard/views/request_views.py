"""How it is shown what the models lack, and the way to a list that an agency can be asked with."""

from collections.abc import Sequence

import polars as pl
from streamlit.column_config import Column

from dashboard import cards, figures, grids
from dashboard.messages import label, text
from dashboard.requests_route import ALL
from dashboard.views import dataset_views, pool_views
from supervision.contracts import contract
from supervision.data_request import RequestedColumn


def listed(found: Sequence[RequestedColumn]) -> None:
    """What the models lack, by owner, with the ways to the list as a file."""
    says = text("pool.requests_says", count=figures.count(len(found)))
    cards.section(text("pool.requests"), says if found else text("pool.requests_none"))
    if not found:
        return
    dataset_views.request_links(ALL)
    offset = grids.pager(len(found), key="requests_page")
    grids.grid(
        request_frame(found[offset : offset + grids.PAGE]),
        request_columns(),
        key="requests",
        alt=text("pool.requests_alt"),
        rows_high=8,
    )


def request_frame(found: Sequence[RequestedColumn]) -> pl.DataFrame:
    """The columns that models lack, for a grid."""
    return pl.DataFrame(
        [
            {
                "owner": pool_views.owner(contract(one.dataset)),
                "dataset": pool_views.title(contract(one.dataset)),
                "column": pool_views.column_title(contract(one.dataset), one.column),
                "need": label(one.need),
                "stands": figures.share(one.filled, one.rows),
                "least": figures.percent(one.least),
                "model": one.model_title,
            }
            for one in found
        ],
        schema=dict.fromkeys(
            ("owner", "dataset", "column", "need", "stands", "least", "model"), pl.String
        ),
    )


def request_columns() -> dict[str, Column]:
    """The columns of what models lack."""
    return {
        "owner": grids.words(text("pool.owner"), 140),
        "dataset": grids.words(text("pool.dataset"), 170),
        "column": grids.words(text("dataset.column"), 170),
        "need": grids.words(text("dataset.required"), 80),
        "stands": grids.words(text("pool.request_stands"), 170),
        "least": grids.words(text("pool.request_least"), 100),
        "model": grids.words(text("dataset.model"), 240),
    }
