"""How the catalogue entry of one dataset is shown: its figures, contract, suppliers and models."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

import polars as pl
import streamlit as st
from streamlit.column_config import Column

from dashboard import cards, figures, filters, grids
from dashboard.cards import KeyFigure
from dashboard.messages import escaped, in_words, label, text
from dashboard.views import pool_views
from dashboard.views.batch_views import reason as reject_reason
from data_access.quality import ColumnCoverage, DatasetQuality, ModelFeed
from data_access.quality_measures import RejectCount
from supervision.contracts import DatasetContract, contract
from supervision.quality_sql import EMPTY
from supervision.vocabulary import FreshnessState

ABOUT, COLUMNS, CHECKS, ROWS = "about", "columns", "checks", pool_views.LOADED
REJECTS, MODELS, BATCHES = "rejects", "models", pool_views.BATCHES
SIDES = (ABOUT, COLUMNS, CHECKS, REJECTS, MODELS, BATCHES, ROWS)


def sides() -> dict[str, str]:
    """The parts of the page to choose from."""
    return {side: text(f"dataset.side_{side}") for side in SIDES}


def key_figures(found: DatasetQuality) -> list[KeyFigure]:
    """What stands, how full it is, what its checks say, what did not come in, whom it serves."""
    full = sum(column.filled == column.rows > 0 for column in found.columns)
    fed = sum(model.can_feed for model in found.models)
    rejected = sum(batch.rows_rejected for batch in found.batches)
    verdicts = {
        "failed": found.checks_failed,
        "passed": found.checks_passed,
        "not_applicable": found.checks_not_applicable,
    }
    return [
        pool_views.rows_figure(
            text("dataset.rows"),
            found.rows,
            opens=text("pool.opens_rows"),
            parameters={filters.SIDE: ROWS},
        ),
        _figure(COLUMNS, "columns_filled", {"filled": full, "all": len(found.columns)}),
        _figure(CHECKS, "checks", verdicts),
        pool_views.rows_figure(
            text("dataset.rejected"),
            rejected,
            text("dataset.rejected_explains"),
            opens=text("dataset.opens_rejects"),
            parameters={filters.SIDE: REJECTS},
        ),
        _figure(MODELS, "models", {"fed": fed, "all": len(found.models)}),
    ]


def _figure(side: str, named: str, values: Mapping[str, int]) -> KeyFigure:
    """A figure that opens a part of the page."""
    return KeyFigure(
        label=text(f"dataset.{named}"),
        value=text(f"dataset.{side}_value", **values),
        explains=text(f"dataset.{named}_explains", **values),
        opens=text(f"dataset.opens_{side}"),
        parameters={filters.SIDE: side},
    )


def about(found: DatasetQuality) -> None:
    """The contract, and what each supplier brought in, in the order of names."""
    declared = contract(found.dataset)
    grids.pairs(
        {
            text("dataset.owner"): pool_views.owner(declared),
            text("dataset.basis"): declared.basis,
            text("dataset.sensitivity"): label(declared.sensitivity),
            text("dataset.mode"): label(declared.mode),
            text("dataset.key"): _columns(declared, declared.key),
            text("dataset.rhythm"): label(declared.rhythm)
            if declared.rhythm
            else label(FreshnessState.NO_RHYTHM),
            text("dataset.period"): figures.days(found.first_on, found.last_on),
            text("dataset.received_on"): figures.day(found.received_on),
            text("dataset.freshness"): freshness(found.freshness, found.overdue_days),
            text("dataset.note"): declared.note or figures.ABSENT,
        },
        alt=text("dataset.about_alt"),
    )
    cards.section(text("dataset.suppliers"), text("dataset.suppliers_says"))
    grids.still(
        [
            {
                text("dataset.supplier"): one.supplier or text("dataset.no_supplier"),
                text("dataset.batches_count"): figures.count(one.batches),
                text("dataset.rows_count"): figures.count(one.rows),
                text("dataset.period"): figures.days(one.first_on, one.last_on),
                text("dataset.received_on"): figures.day(one.received_on),
                text("dataset.freshness"): freshness(one.freshness, one.overdue_days),
            }
            for one in found.suppliers
        ],
        alt=text("dataset.suppliers_alt"),
    )


def freshness(state: FreshnessState, overdue_days: int | None) -> str:
    """How a supply stands against its rhythm, in words."""
    if state is FreshnessState.OVERDUE:
        return text("dataset.overdue", days=figures.count(overdue_days))
    return label(state)


def coverage(found: DatasetQuality) -> None:
    """How full each column is, of all suppliers or of one; rows without a value open."""
    declared = contract(found.dataset)
    cards.section(
        text("dataset.columns"), text("dataset.columns_says", rows=figures.count(found.rows))
    )
    named = {
        str(place): one.supplier or text("dataset.no_supplier")
        for place, one in enumerate(found.suppliers, 1)
    }
    place = None
    if len(named) > 1:
        with st.container(width=320):
            place = filters.pick(filters.SUPPLIER, text("dataset.supplier"), named)
    columns = found.columns if place is None else found.suppliers[int(place) - 1].columns
    frame, shown = column_frame(columns, declared), column_columns()
    says = text("dataset.columns_alt")
    if place is not None:
        grids.grid(frame, shown, key=f"coverage_{place}", alt=says, rows_high=20)
        return
    row = grids.opened(frame, shown, key="coverage", alt=says, rows_high=20)
    if row is not None and columns[row].filled < columns[row].rows:
        show_failing(f"{EMPTY}:{columns[row].column}")


def show_failing(check_id: str) -> NoReturn:
    """Shows the rows that fail a check in the place of what was shown."""
    filters.choose(filters.SIDE, ROWS)
    filters.choose(filters.CHECK, check_id)
    st.rerun()


def column_frame(found: Sequence[ColumnCoverage], declared: DatasetContract) -> pl.DataFrame:
    """The columns with their coverage, in the order of the contract."""
    return pl.DataFrame(
        [
            {
                "column": pool_views.column_title(declared, one.column),
                "required": figures.value(one.is_required),
                "share": None if one.share is None else 100 * one.share,
                "filled": one.filled,
                "missing": one.rows - one.filled,
            }
            for one in found
        ],
        schema=_COLUMN,
    )


def column_columns() -> dict[str, Column]:
    """The columns of the coverage."""
    return {
        "column": grids.words(text("dataset.column"), 220),
        "share": st.column_config.ProgressColumn(
            text("dataset.share"), width=300, min_value=0, max_value=100, format="%.1f %%"
        ),
        "filled": grids.number(text("dataset.filled"), 130),
        "missing": grids.number(text("dataset.missing"), 130),
        "required": grids.words(text("dataset.required"), 90),
    }


def reject_frame(found: Sequence[RejectCount], quality: DatasetQuality) -> pl.DataFrame:
    """Why rows were not taken, one row a batch, column and reason."""
    declared = contract(quality.dataset)
    batches = {batch.batch_id: batch for batch in quality.batches}
    return pl.DataFrame(
        [
            {
                "received_on": batches[one.batch_id].received_on,
                "supplier": batches[one.batch_id].supplier or text("dataset.no_supplier"),
                "column": pool_views.column_title(declared, one.column),
                "reason": reject_reason(one.reason),
                "faults": one.faults,
            }
            for one in found
        ],
        schema=_REJECT,
    )


def reject_columns() -> dict[str, Column]:
    """The columns of the rejects."""
    return {
        "received_on": grids.day(text("dataset.received_on")),
        "supplier": grids.words(text("dataset.supplier"), 240),
        "column": grids.words(text("dataset.column"), 200),
        "reason": grids.words(text("dataset.reason"), 260),
        "faults": grids.number(text("dataset.faults"), 90),
    }


def models(found: Sequence[ModelFeed], declared: DatasetContract) -> None:
    """The models that ask for the dataset, and whether its rows suffice."""
    grids.still(
        [
            {
                text("dataset.model"): one.title,
                text("dataset.model_needs"): _columns(declared, one.columns),
                text("dataset.verdict"): text("dataset.can_feed")
                if one.can_feed
                else text("dataset.cannot_feed", why=in_words(one.why_not or "")),
            }
            for one in found
        ],
        alt=text("dataset.feeds_alt"),
    )


def request_links(models_named: str) -> None:
    """The ways to a data request of these models, as a file."""
    with st.container(horizontal=True, gap="medium"):
        for kind in ("xlsx", "csv"):
            named = escaped(text(f"dataset.request_{kind}"))
            st.markdown(f"[{named}](/requests/{models_named}/{kind})", width="content")


def _columns(declared: DatasetContract, names: Sequence[str]) -> str:
    joint = text("head.list_joint")
    return joint.join(pool_views.column_title(declared, name) for name in names) or figures.ABSENT


_COLUMN = {
    "column": pl.String,
    "required": pl.String,
    "share": pl.Float64,
    "filled": pl.Int64,
    "missing": pl.Int64,
}
_REJECT = {
    "received_on": pl.Date,
    "supplier": pl.String,
    "column": pl.String,
    "reason": pl.String,
    "faults": pl.Int64,
}
