"""How a run is shown: the funnel, both sides of every layer, and why rows went where they went."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboard import cards, charts, figures, filters, links, navigation, reads
from dashboard.cards import KeyFigure
from dashboard.charts import Part
from dashboard.messages import escaped, in_words, label, text
from dashboard.palette import palette
from data_access.lead_filter import LeadFilter
from data_access.run_reports import RunReport
from data_access.scope import Scope
from supervision.deciding import NEAR_MISS
from supervision.ledger import Caution, LayerLedger
from supervision.vocabulary import Outcome, RunStatus


def brief(run: RunReport) -> None:
    """When a run was made, on what, and what it amounts to, in one line."""
    said = [
        figures.instant(run.started_at),
        text("run.at_snapshot", snapshot=run.snapshot, as_of=figures.day(run.as_of)),
        label(run.status),
        text("run.by_whom", name=escaped(run.run_by)),
    ]
    st.caption(cards.SEPARATOR.join(said))
    if run.why:
        st.info(text("run.why", says=escaped(in_words(run.why))), icon=":material/info:")
    cautions(run.warnings, {layer.id: layer.title for layer in run.layers})


def figures_of(scope: Scope, run: RunReport) -> None:
    """What a run found, what came close and what could not be judged."""
    cards.key_figures(
        [
            _found(scope, run),
            _new(scope, run),
            _side(run, NEAR_MISS, text("run.near_misses"), text("run.near_misses_explains")),
            _side(
                run,
                Outcome.CANNOT_JUDGE.value,
                text("run.unjudged"),
                text("run.unjudged_explains"),
            ),
            KeyFigure(label=text("run.seconds"), value=figures.seconds(run.seconds)),
        ]
    )


def funnel(run: RunReport, *, key: str) -> None:
    """The layers as divided bars; a click on a part shows its rows below."""
    if not run.layers:
        return
    cards.chart(
        message(run),
        charts.funnel(layer_frame(run.layers), layer_parts(), palette()),
        key=key,
        on_click=links.choose_side,
    )


def message(run: RunReport) -> str:
    """What the funnel shows, as its title."""
    if run.status is RunStatus.REFUSED:
        return text("run.message_refused")
    first = run.layers[0]
    return text(
        "run.message",
        rows=figures.count(first.rows_in),
        counts=counted(first),
        kept=figures.count(run.leads_found),
        unjudged=figures.count(unjudged(run)),
    )


def cannot_judge(run: RunReport | None) -> str | None:
    """What a run could not judge, layer by layer, for the foot."""
    if run is None:
        return None
    layers = [layer for layer in run.layers if layer.rows_cannot_judge]
    if not layers:
        return text("run.unjudged_none")
    said = [
        text(
            "run.unjudged_layer",
            title=escaped(layer.title),
            count=figures.count(layer.rows_cannot_judge),
            counts=counted(layer),
        )
        for layer in layers
    ]
    return text(
        "run.unjudged_says",
        count=figures.count(unjudged(run)),
        layers=text("head.list_joint").join(said),
    )


def unjudged(run: RunReport) -> int:
    """Rows and groups, over all layers, on which no verdict was possible."""
    return on_side(run, Outcome.CANNOT_JUDGE.value)


def on_side(run: RunReport, side: str) -> int:
    """How many rows and groups, over all layers, are on this side."""
    return sum(number(layer, side) for layer in run.layers)


def number(layer: LayerLedger, side: str) -> int:
    """How many rows of a layer are on this side."""
    found: int = getattr(layer, f"rows_{side}")
    return found


def counted(layer: LayerLedger) -> str:
    """What a layer counts: rows, groups or pairs."""
    return text(f"run.counts_{layer.counts}")


def _found(scope: Scope, run: RunReport) -> KeyFigure:
    """The leads of a run; they open in the queue where it still shows as many, else as a sample.

    A lead belongs to the last run that flagged it, so that an earlier run has fewer in the queue.
    """
    plain = KeyFigure(label=text("run.leads_found"), value=figures.count(run.leads_found))
    if not run.leads_found:
        return plain
    own = LeadFilter(model=run.model, run_id=run.run_id)
    if reads.lead_count(scope, own) == run.leads_found:
        return replace(
            plain,
            opens=text("overview.opens"),
            page=navigation.LEADS,
            parameters=links.leads_of(run_id=run.run_id),
        )
    return replace(
        plain,
        opens=text("run.opens_side"),
        parameters=_layer_side(run.layers[-1].id, Outcome.KEPT.value),
    )


def _new(scope: Scope, run: RunReport) -> KeyFigure:
    """The leads that a run found first; they open in the queue, those within the scope."""
    plain = KeyFigure(label=text("run.leads_new"), value=figures.count(run.leads_new))
    own = LeadFilter(new_in=run.run_id)
    if not run.leads_new or not reads.lead_count(scope, own):
        return plain
    return replace(
        plain,
        opens=text("overview.opens"),
        page=navigation.LEADS,
        parameters=links.leads_of(new_in=run.run_id),
    )


def _side(run: RunReport, side: str, named: str, explains: str) -> KeyFigure:
    """One side over all layers; it opens where most of it is."""
    count = on_side(run, side)
    most = max(run.layers, key=lambda layer: number(layer, side)).id if count else ""
    return KeyFigure(
        label=named,
        value=figures.count(count),
        explains=explains,
        opens=text("run.opens_side") if count else None,
        parameters=_layer_side(most, side),
    )


def _layer_side(layer: str, side: str) -> dict[str, str]:
    return {filters.LAYER: layer, filters.SIDE: side}


def layer_frame(layers: Sequence[LayerLedger]) -> pl.DataFrame:
    """The layers in numbers, one row a layer in order, as `charts.funnel` draws them."""
    return pl.DataFrame(
        [
            {
                "layer": layer.id,
                "title": layer.title,
                "note": text(
                    "run.layer_in", count=figures.count(layer.rows_in), counts=counted(layer)
                ),
            }
            | {outcome.value: number(layer, outcome.value) for outcome in Outcome}
            for layer in layers
        ]
    )


def layer_parts() -> list[Part]:
    """The parts of a layer's bar: what was kept, dropped, excluded, and could not be judged."""
    colours = palette()
    fills = {
        Outcome.KEPT: (colours.primary, colours.ground),
        Outcome.DROPPED: (colours.soft, colours.text),
        Outcome.EXCLUDED: (colours.grid, colours.text),
        Outcome.CANNOT_JUDGE: (colours.hatch_ground, colours.text),
    }
    return [
        Part(
            column=outcome.value,
            name=label(outcome),
            colour=fill,
            label_colour=label_colour,
            hatched=outcome is Outcome.CANNOT_JUDGE,
        )
        for outcome, (fill, label_colour) in fills.items()
    ]


def cautions(found: Sequence[Caution], titles: Mapping[str, str]) -> None:
    """What a reader of a run should know; titles: of its layers, by id."""
    for warning in found:
        says = text(
            f"warning.{warning.code}",
            layer=escaped(titles.get(warning.layer, warning.layer)),
            count=figures.count(warning.count),
            share=figures.percent(warning.share),
            limit=figures.percent(warning.limit),
        )
        st.info(says, icon=":material/flag:")
