"""The rows that a viewer can build a rule on, with the types of what a layer derives.

What type an expression has, the pool says: the layer's statement is described there, not run.
"""

from data_access.layer_runs import Question, opened
from data_access.questions import ask
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.compiler import compile_layers, kept_rows
from supervision.contracts import ColumnType
from supervision.errors import UnknownName
from supervision.layer_columns import PROVENANCE, available
from supervision.layer_format import Layer
from supervision.measure import Measure
from supervision.model_format import Model
from supervision.rule_draft import RuleSource
from supervision.rule_names import UNIT
from supervision.rule_rows import RuleRows, rows_of_dataset, rows_of_layer

_TYPES = {
    "VARCHAR": ColumnType.TEXT,
    "DATE": ColumnType.DATE,
    "TIMESTAMP WITH TIME ZONE": ColumnType.INSTANT,
    "BOOLEAN": ColumnType.BOOLEAN,
    "INTEGER": ColumnType.INTEGER,
    "BIGINT": ColumnType.INTEGER,
    "HUGEINT": ColumnType.INTEGER,
}


def usable_layers(model: Model) -> tuple[Layer, ...]:
    """The layers whose rows a rule can look at: those that know whose unit a row is."""
    offers = available(model)
    return tuple(layer for layer in model.layers if UNIT in offers[layer.id])


def rule_rows(stores: Stores, scope: Scope, source: RuleSource) -> RuleRows | None:
    """The rows of a source with their columns; None where none is chosen.

    Raises UnknownName (dataset, model, layer), NotAllowed (the model's line or space).
    """
    if not source.is_chosen:
        return None
    if source.dataset:
        return rows_of_dataset(source.dataset)
    question = ask(stores, scope, source.model)
    model = question.model
    if source.layer not in {layer.id for layer in usable_layers(model)}:
        raise UnknownName(
            f"No rule can be built on the layer {source.layer} of {model.id}.",
            hint="Choose a layer whose rows have a unit.",
        )
    return rows_of_layer(model, source.layer, _described(stores, question, source.layer))


def _described(stores: Stores, question: Question, layer_id: str) -> dict[str, ColumnType]:
    """The type of every column of a layer."""
    compiled = compile_layers(question.model, question.values, is_standalone=True)[layer_id]
    names = [name for name in available(question.model)[layer_id] if name not in PROVENANCE]
    statement = f"DESCRIBE {kept_rows(compiled, names)}"
    with opened(stores, question) as connection:
        found = connection.exec_driver_sql(statement).mappings().all()
    yuan = {
        made.name
        for layer in question.model.layers
        for made in layer.made
        if made.unit is Measure.YUAN
    }
    types = {row["column_name"]: row["column_type"] for row in found}
    return {name: _type(kind, is_yuan=name in yuan) for name, kind in types.items()}


def _type(described: str, *, is_yuan: bool) -> ColumnType:
    if is_yuan:
        return ColumnType.MONEY
    known = _TYPES.get(described)
    if known is not None:
        return known
    is_number = described.startswith("DECIMAL") or described in {"DOUBLE", "FLOAT"}
    return ColumnType.NUMBER if is_number else ColumnType.TEXT
