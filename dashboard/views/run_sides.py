"""Both sides of every layer of a run: which is open, its sample rows, and why they went there."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from dashboard import declared, figures, filters, grids, reads
from dashboard.messages import escaped, label, text
from dashboard.views import lead_views
from dashboard.views.run_views import NEAR_MISS, counted, number
from data_access.run_reports import RunReport
from data_access.scope import Scope
from supervision.ledger import LayerLedger
from supervision.vocabulary import Outcome

_SUBJECT = "_subject"
MOST = 20
"""Rows of the sample that a run keeps of one side of a layer."""
SIDES = (*(outcome.value for outcome in Outcome), NEAR_MISS)


def chosen_side(run: RunReport) -> tuple[LayerLedger, str]:
    """The layer and the side that the URL names; else what the last layer kept."""
    by_id = {layer.id: layer for layer in run.layers}
    layer = by_id.get(filters.parameter(filters.LAYER) or "", run.layers[-1])
    side = filters.chosen(filters.SIDE, SIDES) or Outcome.KEPT.value
    return layer, side


def side_bar(run: RunReport) -> None:
    """The same choice without the mouse's aim: a layer, then one of its sides with its count."""
    layer, _side = chosen_side(run)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=320):
            filters.pick_one(
                filters.LAYER,
                text("run.layer"),
                {each.id: each.title for each in run.layers},
                default=layer.id,
            )
        filters.turn(
            filters.SIDE,
            text("run.side"),
            {side: f"{side_name(side)} {figures.count(number(layer, side))}" for side in SIDES},
        )


def side_title(layer: LayerLedger, side: str) -> str:
    """The heading over the rows of one side."""
    return text(
        "run.side_title",
        layer=escaped(layer.title),
        side=side_name(side),
        count=figures.count(number(layer, side)),
        counts=counted(layer),
    )


def side_rows(scope: Scope, run: RunReport, layer: LayerLedger, side: str) -> None:
    """The sample rows of one side, with their values."""
    rows = reads.samples(scope, run.run_id or "", layer.id, side)
    if not rows:
        st.caption(text("run.side_none"))
        return
    names, units = declared.column_titles(run.model), declared.column_measures(run.model)
    shown = pl.DataFrame(
        [
            {_SUBJECT: lead_views.subject(sample.subject or figures.ABSENT)}
            | {name: figures.measured(value, units.get(name)) for name, value in sample.row.items()}
            for sample in rows
        ]
    )
    columns = {_SUBJECT: grids.words(text("run.subject"), 130)} | {
        name: grids.words(names.get(name, name)) for name in shown.columns if name != _SUBJECT
    }
    if all(sample.subject is None for sample in rows):
        columns.pop(_SUBJECT)
    grids.grid(shown, columns, key="side_rows", alt=text("run.side_alt"))


def causes(run: RunReport) -> None:
    """For each condition: how many rows failed it or could not be judged, and on which column."""
    if not run.layers:
        return
    layer, _side = chosen_side(run)
    names = declared.column_titles(run.model)
    rows = [
        {
            text("run.cause"): entry.says,
            text("run.cause_false"): figures.count(entry.false_count),
            text("run.cause_null"): figures.count(entry.null_count),
            text("run.cause_columns"): _columns(names, entry.null_columns),
        }
        for entry in layer.conditions
    ]
    rows += [
        {
            text("run.cause"): text("models.excludes", says=entry.says),
            text("run.cause_false"): figures.count(entry.excluded_count),
            text("run.cause_null"): figures.ABSENT,
            text("run.cause_columns"): figures.ABSENT,
        }
        for entry in layer.exclusions
    ]
    grids.still(rows, alt=text("run.causes_alt"))


def side_name(side: str) -> str:
    """What a side of a layer is called."""
    return text("run.near_miss") if side == NEAR_MISS else label(Outcome(side))


def _columns(names: Mapping[str, str], empty: Mapping[str, int]) -> str:
    said = [f"{names.get(name, name)} {figures.count(count)}" for name, count in empty.items()]
    return text("head.list_joint").join(said) or figures.ABSENT
