"""Both sides of every layer of a run: which is open, its sample rows, and why they went there."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard import cards, declared, failures, figures, filters, grids, reads
from dashboard.messages import CHINESE, escaped, in_words, label, language, text
from dashboard.views import lead_views
from dashboard.views.run_views import counted, number
from data_access.run_reports import RunReport
from data_access.run_samples import SampleCheck
from data_access.runs import SampleRow
from data_access.scope import Scope
from supervision.deciding import NEAR_MISS
from supervision.ledger import LayerLedger
from supervision.measure import Measure
from supervision.vocabulary import Outcome

SUBJECT, WHY, LACKING = "_subject", "_why", "_lacking"
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
    """The sample rows of one side, why each is there, and their values."""
    found = failures.outcome(reads.samples, scope, run.run_id or "", layer.id, side)
    if isinstance(found, failures.Failure):
        cards.refused(text("sides.closed"), in_words(found.says))
        return
    cause = _chosen_cause(layer, side)
    rows = [
        sample
        for sample in found
        if cause is None or cause in {check.test for check in sample.checks}
    ]
    if not rows:
        st.caption(text("run.side_none"))
        return
    words = _Words.of(run.model)
    shown = pl.DataFrame([_row(sample, words) for sample in rows], infer_schema_length=None)
    own = {
        SUBJECT: grids.words(text("run.subject"), 240),
        WHY: grids.words(text("sides.why"), 420),
        LACKING: grids.words(text("run.cause_columns"), 160),
    }
    said = [name for name in own if (shown[name] != "").any()]
    columns = {name: own[name] for name in said} | {
        name: grids.words(words.names.get(name, name)) for name in shown.columns if name not in own
    }
    grids.grid(shown, columns, key="side_rows", alt=text("run.side_alt"))


def cause_bar(layer: LayerLedger, side: str) -> None:
    """Where several conditions put rows on this side, a choice of one of them."""
    options = _causes(layer, side)
    if len(options) > 1:
        with st.container(width=520):
            filters.pick(filters.CAUSE, text("sides.any_cause"), options)


def _chosen_cause(layer: LayerLedger, side: str) -> str | None:
    return filters.chosen(filters.CAUSE, list(_causes(layer, side)))


def _causes(layer: LayerLedger, side: str) -> dict[str, str]:
    """The tests that put rows on this side, by id, each with how many it was true of."""
    if side == Outcome.EXCLUDED.value:
        counts = {each.id: (each.says, each.excluded_count) for each in layer.exclusions}
    elif side == Outcome.CANNOT_JUDGE.value:
        counts = {each.id: (each.says, each.null_count) for each in layer.conditions}
    elif side == Outcome.DROPPED.value:
        counts = {each.id: (each.says, each.false_count) for each in layer.conditions}
    else:
        counts = {}
    return {
        test: text("sides.cause_counted", says=says, count=figures.count(count))
        for test, (says, count) in counts.items()
        if count
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """What the columns, codes and checks of a model are called, and what they measure."""

    names: Mapping[str, str]
    units: Mapping[str, Measure]
    codes: Mapping[str, Mapping[str, str]]
    tests: Mapping[str, Measure]

    @classmethod
    def of(cls, model: str) -> "_Words":
        return cls(
            names=declared.column_titles(model),
            units=declared.column_measures(model),
            codes=declared.code_words(model) if language() == CHINESE else {},
            tests=declared.test_measures(model),
        )


def _row(sample: SampleRow, words: _Words) -> dict[str, str]:
    joint = text("head.list_joint")
    own = {
        SUBJECT: "" if sample.subject is None else lead_views.subject(sample.subject),
        WHY: joint.join(_says(check, words.tests) for check in sample.checks),
        LACKING: joint.join(words.names.get(name, name) for name in sample.lacking),
    }
    shown = {
        name: words.codes.get(name, {}).get(str(value), value) for name, value in sample.row.items()
    }
    return own | {
        name: lead_views.spelled(figures.measured(value, words.units.get(name)))
        for name, value in shown.items()
    }


def _says(check: SampleCheck, measures: Mapping[str, Measure]) -> str:
    """A check with its value beside its limit, where it has them."""
    if check.actual is None or check.limit is None:
        return check.says
    return text(
        "sides.check_says",
        says=check.says,
        actual=figures.measured(check.actual, measures.get(check.when)),
        limit=figures.measured(check.limit, measures.get(check.when)),
    )


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
    rows += [
        {
            text("run.cause"): text(f"sides.{name}"),
            text("run.cause_false"): figures.count(count),
            text("run.cause_null"): figures.ABSENT,
            text("run.cause_columns"): figures.ABSENT,
        }
        for name, count in (
            ("join_dropped", layer.join_dropped),
            ("baskets_left_out", layer.baskets_left_out),
        )
        if count
    ]
    grids.still(rows, alt=text("run.causes_alt"))


def side_name(side: str) -> str:
    """What a side of a layer is called."""
    return text("run.near_miss") if side == NEAR_MISS else label(Outcome(side))


def _columns(names: Mapping[str, str], empty: Mapping[str, int]) -> str:
    said = [f"{names.get(name, name)} {figures.count(count)}" for name, count in empty.items()]
    return text("head.list_joint").join(said) or figures.ABSENT
