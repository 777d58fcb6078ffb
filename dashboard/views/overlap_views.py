"""With which models one overlaps: subjects that both flag, and conditions that both set.

Pairs stand in the order of their ids, never by a figure.
"""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from dashboard import cards, declared, figures, grids, reads
from dashboard.messages import escaped, text
from data_access.overlap import ConditionUse, Overlap
from data_access.scope import Scope
from supervision.contracts import contract
from supervision.model_format import Model

T = TypeVar("T")


def draw(scope: Scope, model: Model) -> None:
    """The pairs in a row each, then the sentences of one pair side by side."""
    with st.spinner(text("overlap.comparing")):
        pairs = reads.overlap(scope, model.id)
    if not pairs:
        cards.empty(text("overlap.none"), text("overlap.none_then"))
        return
    cards.section(text("overlap.pairs", count=len(pairs)), text("overlap.pairs_say"))
    grids.still([_row(model, pair) for pair in pairs], alt=text("overlap.pairs_alt"))
    alike = {_other(model, pair): pair for pair in pairs if pair.conditions}
    if not alike:
        return
    cards.section(text("overlap.conditions"), text("overlap.conditions_say"))
    chosen: str = st.selectbox(
        text("overlap.beside"),
        list(alike),
        key=f"beside_{model.id}",
        format_func=lambda other: f"{other}　{escaped(declared.model_title(other))}",
    )
    _conditions(model, alike[chosen])


def _row(model: Model, pair: Overlap) -> dict[str, str]:
    own, other = _sides(model, pair, (pair.subjects.first, pair.subjects.second))
    named = _other(model, pair)
    return {
        text("overlap.model"): f"{named}　{declared.model_title(named)}",
        text("overlap.own_subjects"): figures.count(own),
        text("overlap.other_subjects"): figures.count(other),
        text("overlap.both"): figures.count(pair.subjects.both),
        text("overlap.share"): figures.share(pair.subjects.both, min(own, other)),
        text("overlap.alike"): figures.count(len(pair.conditions)),
    }


def _conditions(model: Model, pair: Overlap) -> None:
    """The sentences of both models on the same thing, beside each other."""
    rows = []
    for condition in pair.conditions:
        own, other = _sides(model, pair, (condition.first, condition.second))
        rows.append(
            {
                text("models.dataset"): contract(condition.dataset).title,
                text("overlap.here"): _use(own),
                text("overlap.there"): _use(other),
                text("overlap.same_layer"): text("figure.yes")
                if condition.shared_layers
                else text("figure.no"),
            }
        )
    grids.still(rows, alt=text("overlap.conditions_alt"))


def _use(use: ConditionUse) -> str:
    """A condition as its model says it, with its thresholds."""
    values = [figures.value(value) for value in use.parameters.values()]
    if not values:
        return use.says
    return text("overlap.says", says=use.says, values=text("head.list_joint").join(values))


def _other(model: Model, pair: Overlap) -> str:
    return pair.second if pair.first == model.id else pair.first


def _sides(model: Model, pair: Overlap, values: Sequence[T]) -> tuple[T, T]:
    """The values of this model and of the other."""
    first, second = values
    return (first, second) if pair.first == model.id else (second, first)
