"""The conditions of a model in a form in which those of two models can be compared.

A derived column is replaced by what it is made of, down to the columns of the dataset, so that two
conditions are the same where they say the same, whatever their columns and parameters are called.
A parameter becomes a mark: the same condition under another threshold is still the same.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from supervision.expressions import DIALECT, parameters_of, parse
from supervision.join_format import Join
from supervision.layer_format import Condition, Exclusion, Layer
from supervision.model_format import Model

_MIRRORED: Mapping[type, type[exp.Binary]] = {exp.GT: exp.LT, exp.GTE: exp.LTE}
_COMMUTATIVE = (exp.EQ, exp.NEQ, exp.Add, exp.Mul)
_SAID = frozenset({"title", "says", "id", "warn_above", "margin", "actual", "limit", "unit"})
"""What of a layer does not change its rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NormalCondition:
    """One condition or exclusion of a model.

    expression: over the columns of the dataset that its rows come from. grain: what is grouped by,
    in the same form; empty where rows are judged. parameters: their defaults, by name.
    """

    model: str
    layer: str
    id: str
    says: str
    when: str
    parameters: Mapping[str, Decimal]
    dataset: str
    grain: tuple[str, ...]
    expression: str

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        """What two conditions that say the same have in common."""
        return self.dataset, self.grain, self.expression


def normal_conditions(model: Model) -> tuple[NormalCondition, ...]:
    """Every condition and exclusion of the model in its normal form, in the order of the file."""
    return tuple(_normal_conditions(model))


def _normal_conditions(model: Model) -> Iterator[NormalCondition]:
    origins = _Origins(model)
    defaults = {parameter.name: parameter.default for parameter in model.parameters}
    for layer in model.layers:
        for test in layer.tests:
            when = test.text if isinstance(test, Condition) else test.when
            yield NormalCondition(
                model=model.id,
                layer=layer.id,
                id=test.id,
                says=test.says,
                when=when,
                parameters={
                    name: defaults[name] for name in parameters_of(when) if name in defaults
                },
                dataset=origins.dataset(layer),
                grain=origins.grain(layer),
                expression=_excluding(test) + _normal(origins.traced(when, layer)),
            )


def _excluding(test: Condition | Exclusion) -> str:
    """An exclusion and a condition with the same expression say the opposite."""
    return "" if isinstance(test, Condition) else "excluded where "


@dataclass(frozen=True, slots=True)
class _Origins:
    """Where the columns of a model's layers come from."""

    model: Model

    def dataset(self, layer: Layer) -> str:
        """The dataset that the layer's rows come from."""
        above = self._layer(layer.driving)
        return layer.driving if above is None else self.dataset(above)

    def grain(self, layer: Layer) -> tuple[str, ...]:
        """What the nearest grouping layer groups by, over what was grouped before it."""
        if layer.group_by:
            own = sorted(_normal(self._within(name, layer)) for name in layer.group_by)
            below = self._layer(layer.source)
            grouped = () if below is None else self.grain(below)
            return (*own, "over", *grouped) if grouped else tuple(own)
        if layer.relation is not None:
            return (self._made(layer),)
        above = self._layer(layer.source)
        return () if above is None else self.grain(above)

    def traced(self, text: str, layer: Layer) -> exp.Expr:
        """The expression over the layer's columns as one over columns of the dataset."""
        return _replaced(text, lambda name: self._column(name, layer))

    def _column(self, name: str, layer: Layer) -> exp.Expr:
        """A column that the layer offers."""
        for measure in layer.measures:
            if measure.name == name:
                return _replaced(measure.sql, lambda inner: self._within(inner, layer))
        return self._within(name, layer)

    def _within(self, name: str, layer: Layer, derived: int | None = None) -> exp.Expr:
        """A column before the layer groups; derived: only so many derived columns stand before."""
        made = layer.derive[:derived]
        for place, column in reversed(list(enumerate(made))):
            if column.name == name:
                return self._derived(column.sql, layer, place)
        for join in layer.joins:
            if name in layer.beside(join):
                return self._beside(name, layer, join)
        if layer.relation is not None:
            return exp.column(name, table=self._made(layer))
        above = self._layer(layer.source)
        return exp.column(name) if above is None else self._column(name, above)

    def _derived(self, text: str, layer: Layer, place: int) -> exp.Expr:
        return _replaced(text, lambda inner: self._within(inner, layer, place))

    def _beside(self, name: str, layer: Layer, join: Join) -> exp.Expr:
        """A column that a join adds: what stands beside, how, and by which keys."""
        makes = {measure.name: measure.sql for measure in join.measures}
        said = [join.kind, self._digest(join.beside), makes.get(name, _unnamed(name, join))]
        said += [beside for _, beside in join.keys]
        said += [join.condition or "", str(join.nearest or "")]
        own = [self._within(key, layer, 0) for key, _ in join.keys]
        return exp.Anonymous(
            this="beside", expressions=[*(exp.Literal.string(one) for one in said), *own]
        )

    def _digest(self, name: str) -> str:
        """A dataset's name; of a layer, a mark that two layers have which make the same rows."""
        layer = self._layer(name)
        if layer is None:
            return name
        read = {layer.source, *(join.beside for join in layer.joins)}
        read |= set(layer.relation.reads) if layer.relation else set()
        return self._mark(layer.model_dump(mode="json"), read - {""})

    def _made(self, layer: Layer) -> str:
        """The mark of what makes the layer's rows where they are not those of another."""
        relation = layer.relation
        return "" if relation is None else self._mark(relation.model_dump(), set(relation.reads))

    def _mark(self, dumped: object, read: set[str]) -> str:
        """A digest in which every layer that is read stands by its own mark."""
        text = json.dumps(_rows_only(dumped), sort_keys=True, default=str)
        for one in sorted(read):
            text = text.replace(f'"{one}"', f'"{self._digest(one)}"')
        return f"layer_{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def _layer(self, name: str) -> Layer | None:
        return next((layer for layer in self.model.layers if layer.id == name), None)


def _unnamed(name: str, join: Join) -> str:
    """The column without the name of its join, which says nothing."""
    return {join.has_column: "has", join.unknown_column: "unknown_count"}.get(name, name)


def _rows_only(dumped: object) -> object:
    """What was dumped of a layer without what is only said of it."""
    if isinstance(dumped, Mapping):
        return {name: _rows_only(one) for name, one in dumped.items() if name not in _SAID}
    if isinstance(dumped, (list, tuple)):
        return [_rows_only(one) for one in dumped]
    return dumped


def _replaced(text: str, column: Callable[[str], exp.Expr]) -> exp.Expr:
    """The expression with each unqualified column replaced."""

    def replaced(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table:
            found = column(node.name)
            return found if isinstance(found, (exp.Column, exp.Func)) else exp.paren(found)
        return node

    return parse(text).transform(replaced)


def _normal(tree: exp.Expr) -> str:
    """The expression with parameters as marks, simplified, and sides in one order."""
    marked = tree.transform(
        lambda node: exp.Placeholder() if isinstance(node, exp.Placeholder) else node
    )
    found = simplify(marked, dialect=DIALECT)
    for node in reversed(list(found.walk())):
        if type(node) in _MIRRORED:
            turned = _MIRRORED[type(node)](this=node.expression, expression=node.this)
            node.replace(turned)
            found = turned if node is found else found
        elif isinstance(node, _COMMUTATIVE) and _text(node.this) > _text(node.expression):
            left, right = node.this.copy(), node.expression.copy()
            node.set("this", right)
            node.set("expression", left)
    return _text(found)


def _text(tree: exp.Expr) -> str:
    return tree.sql(DIALECT)
