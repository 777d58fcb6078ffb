"""The rows that a rule can be built on, with their columns: a dataset's, or a model's layer's.

What such a layer is made of is taken along whole, so that a rule stands alone: the model it was
taken from may change without changing the rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supervision.contract_format import Column, ColumnType, DatasetContract
from supervision.contracts import contract
from supervision.custom_sql import select_parameters
from supervision.errors import UnknownName
from supervision.expressions import parameters_of
from supervision.layer_columns import PROVENANCE, available, read_columns
from supervision.layer_format import Layer
from supervision.model_checks import expressions
from supervision.model_format import Model, Parameter, Requirement
from supervision.personal import Mask, personal_columns_of
from supervision.rule_draft import RuleSource
from supervision.vocabulary import Confidence, Sensitivity
from supervision.working_days import HOLIDAYS


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleColumn:
    """One column of these rows.

    codes: code -> its word, of a column of codes. datasets: those that have a column of this name;
    none for a derived one. mask: how it names persons; None where it does not. is_private: what is
    held as personal, so that no value of it may stand in a fixture.
    """

    name: str
    title: str
    title_en: str
    type: ColumnType
    unit: str
    codes: tuple[tuple[str, str], ...]
    datasets: tuple[str, ...]
    mask: Mask | None
    is_private: bool

    @property
    def is_personal(self) -> bool:
        """Whether it names persons."""
        return self.mask is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleRows:
    """The rows a rule looks at, and everything a model needs to have them.

    relation: the dataset or layer by its name in the model. layers: those that make it, in order.
    confidence, is_restricted: of the leads of the model whose layer it is; a rule is no surer, and
    no more open.
    """

    source: RuleSource
    relation: str
    title: str
    title_en: str
    columns: tuple[RuleColumn, ...]
    requires: tuple[Requirement, ...]
    parameters: tuple[Parameter, ...] = ()
    layers: tuple[Layer, ...] = ()
    confidence: Confidence = Confidence.C1
    is_restricted: bool = False

    def column(self, name: str) -> RuleColumn | None:
        """The column of this name; None where there is none."""
        return next((column for column in self.columns if column.name == name), None)


def rows_of_dataset(dataset: str) -> RuleRows:
    """The rows of a dataset; its columns are not yet required of anyone.

    Raises UnknownName where there is no such dataset.
    """
    declared = contract(dataset)
    return RuleRows(
        source=RuleSource(dataset=dataset),
        relation=dataset,
        title=declared.title,
        title_en=declared.title_en,
        columns=tuple(_declared_column(declared, column) for column in declared.columns),
        requires=(Requirement(dataset=dataset, required={}),),
    )


def rows_of_layer(model: Model, layer_id: str, types: Mapping[str, ColumnType]) -> RuleRows:
    """The rows that a layer of the model keeps; types: of its columns, as a store describes them.

    Raises UnknownName where the model has no such layer.
    """
    by_id = {layer.id: layer for layer in model.layers}
    if layer_id not in by_id:
        raise UnknownName(
            f"The model {model.id} has no layer {layer_id}.", hint=f"It has: {', '.join(by_id)}."
        )
    layers = _made_of(by_id, layer_id)
    read = {name for layer in layers for name in _reads(layer)}
    requires = tuple(need for need in model.requires if need.dataset in {*read, HOLIDAYS})
    offered = [name for name in available(model)[layer_id] if name not in PROVENANCE]
    return RuleRows(
        source=RuleSource(model=model.id, layer=layer_id),
        relation=layer_id,
        title=by_id[layer_id].title,
        title_en=by_id[layer_id].title,
        columns=tuple(_made_column(model, requires, name, types[name]) for name in offered),
        requires=requires,
        parameters=_used(model, layers),
        layers=layers,
        confidence=model.lead.confidence,
        is_restricted=model.is_restricted,
    )


def _made_of(by_id: Mapping[str, Layer], layer_id: str) -> tuple[Layer, ...]:
    """The layer with all that it is made of, in the order of the file."""
    waiting, found = [layer_id], set[str]()
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in found:
            found.add(name)
            waiting += _reads(by_id[name])
    return tuple(layer for name, layer in by_id.items() if name in found)


def _reads(layer: Layer) -> list[str]:
    """The relations a layer reads."""
    return [*layer.drivers, *read_columns(layer)]


def _used(model: Model, layers: Iterable[Layer]) -> tuple[Parameter, ...]:
    """The parameters that these layers name."""
    kept = {layer.id for layer in layers}
    names = {
        name
        for where, text in expressions(model)
        if where.startswith("layers.") and where.split(".")[1] in kept
        for name in parameters_of(text)
    }
    for layer in layers:
        if layer.select is not None:
            names |= set(select_parameters(layer.select.sql))
    return tuple(parameter for parameter in model.parameters if parameter.name in names)


def _declared_column(declared: DatasetContract, column: Column) -> RuleColumn:
    sensitivity = column.sensitivity or declared.sensitivity
    return RuleColumn(
        name=column.name,
        title=column.title,
        title_en=column.title_en,
        type=column.type,
        unit=column.unit or "",
        codes=_codes(column),
        datasets=(declared.id,),
        mask=column.mask,
        is_private=sensitivity is Sensitivity.PERSONAL,
    )


def _codes(column: Column) -> tuple[tuple[str, str], ...]:
    """Each code once, with the first of its words."""
    found: dict[str, str] = {}
    for word, code in column.codes.items():
        found.setdefault(code, word)
    return tuple(found.items())


def _made_column(
    model: Model, requires: Iterable[Requirement], name: str, kind: ColumnType
) -> RuleColumn:
    """A column of a layer: as its contract has it where it is one of a dataset, else as derived."""
    needs = [need for need in requires if name in {*need.required, *need.optional}]
    mask = personal_columns_of(model).get(name)
    if needs:
        declared = contract(needs[0].dataset)
        column = _declared_column(declared, declared.column(name))
        if column.type is kind or kind in {ColumnType.TEXT, ColumnType.NUMBER}:
            kind = column.type
        return RuleColumn(
            name=name,
            title=column.title,
            title_en=column.title_en,
            type=kind,
            unit=column.unit,
            codes=column.codes,
            datasets=tuple(need.dataset for need in needs),
            mask=mask,
            is_private=column.is_private,
        )
    titles = {made.name: made.title for layer in model.layers for made in layer.made}
    return RuleColumn(
        name=name,
        title=titles.get(name, name),
        title_en=titles.get(name, name),
        type=kind,
        unit="",
        codes=(),
        datasets=(),
        mask=mask,
        is_private=False,
    )
