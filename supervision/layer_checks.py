"""What the layers of a model may get wrong: columns that are not there, joins that mislead."""

from collections.abc import Iterator

from supervision.custom_sql import SelectRefused, checked_select
from supervision.expressions import PORTABLE, columns_of
from supervision.join_format import Join
from supervision.layer_columns import beside_columns, check_texts, own_columns
from supervision.layer_format import Layer
from supervision.model_format import Model
from supervision.relation_format import Relation, Selected
from supervision.vocabulary import Confidence

Places = Iterator[tuple[str, str]]
"""Where something stands in the file, and what is wrong there."""


def layer_column_mistakes(layer: Layer, offers: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Columns that the layer names and does not have; offers: those of each relation."""
    if layer.relation is not None:
        yield from _relation_columns(layer.relation, offers)
    known = set(layer.relation.offers if layer.relation else offers[layer.source])
    for join in layer.joins:
        beside = set(offers.get(join.beside, ()))
        absent = [name for name in own_columns(join) if name not in known]
        absent += [name for name in beside_columns(join) if name not in beside]
        yield from (f"the join with {join.name} has no column {name}" for name in absent)
        added = layer.beside(join)
        yield from (f"{name} is on both sides" for name in added if name in known)
        known |= set(added)
    for column in layer.derive:
        yield from _absent(column.name, columns_of(column.sql), known)
        if column.name in known:
            yield f"{column.name} is derived twice"
        known.add(column.name)
    if layer.group_by:
        yield from _absent("group_by", layer.group_by, known)
        for measure in layer.measures:
            yield from _absent(measure.name, columns_of(measure.sql), known)
        known = {*layer.group_by, *(measure.name for measure in layer.measures)}
    for check in layer.tests:
        for text in check_texts(check):
            yield from _absent(check.id, columns_of(text), known)


def _relation_columns(relation: Relation, offers: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name, columns in relation.reads.items():
        known = set(offers.get(name, ()))
        yield from _absent(name, columns, known)
    if isinstance(relation, Selected):
        try:
            checked_select(relation.sql, relation.relations, PORTABLE)
        except SelectRefused as refused:
            yield f"select: {refused}"


def join_mistakes(model: Model) -> Places:
    """Joins that would multiply rows, mislead, or say what their kind does not take."""
    by_id = {layer.id: layer for layer in model.layers}
    for layer in model.layers:
        for join in layer.joins:
            where = f"layers.{layer.id}.joins.{join.name}"
            yield from ((where, says) for says in _join(layer, join, by_id.get(join.beside)))


def _join(layer: Layer, join: Join, beside: Layer | None) -> Iterator[str]:
    takes = join.kind in {"inner", "left", "nearest"}
    keys = {key for _, key in join.keys}
    one_a_key = beside is not None and bool(beside.group_by) and set(beside.group_by) <= keys
    if join.kind in {"inner", "left"} and not one_a_key:
        yield "would multiply rows: the other side is not grouped by these columns; gather instead"
    if join.columns and not takes:
        yield f"a {join.kind} join adds no columns"
    if bool(join.measures) != (join.kind == "gather"):
        yield "a gather needs measures, and measures need a gather"
    if bool(join.nearest) != (join.kind == "nearest"):
        yield "a join of kind nearest says of what, and no other does"
    if join.condition and join.kind not in {"semi", "anti", "gather"}:
        yield f"{join.kind} takes no condition; gather, or derive what is compared first"
    if join.kind == "anti" and layer.group_by:
        yield "join in a layer of its own before grouping, so that a missing key can be told"
    if join.condition and layer.group_by and join.kind == "semi":
        yield "join in a layer of its own before grouping"
    if layer.relation is not None and join.kind == "inner":
        yield "made rows take no inner join; use semi, gather or left"
    if join.confidence is Confidence.C5:
        yield "a name-only match (C5) never raises a lead"


def _absent(place: str, used: tuple[str, ...], known: set[str]) -> Iterator[str]:
    yield from (f"{place}: there is no column {name} here" for name in used if name not in known)
