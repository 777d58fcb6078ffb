"""Which columns each layer of a model has, and which of them anyone still needs.

A row layer offers the columns of what it is built from and those it derives; a grouping layer only
its keys and measures. What nobody needs is not carried along.
"""

from collections.abc import Collection, Iterable

from supervision.contracts import RESERVED, ColumnType, contract
from supervision.custom_sql import named_columns
from supervision.expressions import columns_of
from supervision.join_format import Join
from supervision.layer_format import Condition, Exclusion, Layer
from supervision.lead_format import Evidence
from supervision.model_format import Model

PROVENANCE = RESERVED
"""What every row of a dataset has besides the columns of its contract."""


def dataset_columns(model: Model) -> dict[str, tuple[str, ...]]:
    """The columns a model may use of each dataset: those it requires, and the provenance."""
    return {need.dataset: (*need.required, *need.optional, *PROVENANCE) for need in model.requires}


def instant_columns(model: Model) -> frozenset[str]:
    """The columns of the model's datasets that hold instants, whatever layer has them."""
    every = [column for need in model.requires for column in contract(need.dataset).columns]
    others = {column.name for column in every if column.type is not ColumnType.INSTANT}
    others |= {made.name for layer in model.layers for made in layer.made}
    return frozenset(column.name for column in every) - others


def available(model: Model) -> dict[str, tuple[str, ...]]:
    """The columns each dataset and layer of the model offers, each once."""
    found = dataset_columns(model)
    for layer in model.layers:
        relation = layer.relation
        inherited = found.get(layer.source, ()) if relation is None else relation.offers
        joined = tuple(column for join in layer.joins for column in layer.beside(join))
        derived = tuple(column.name for column in layer.derive)
        offered = (*inherited, *joined, *derived)
        if layer.group_by:
            offered = (*layer.group_by, *(measure.name for measure in layer.measures))
        found[layer.id] = tuple(dict.fromkeys(offered))
    return found


def needed(model: Model, *, is_looked_at: bool = True) -> dict[str, tuple[str, ...]]:
    """The columns each layer must carry: for later layers, the lead, and its own ledger.

    In the order in which `available` offers them, at least one, so that rows can be counted.
    is_looked_at: whether somebody looks at its rows afterwards, so that a grouping carries all that
    it works out, read or not.
    """
    offers = available(model)
    wanted: dict[str, set[str]] = {layer.id: set() for layer in model.layers}
    wanted[model.layers[-1].id] |= set(lead_columns(model))
    path = {layer.id for layer in model.lead_path}
    for layer in reversed(model.layers):
        own = wanted[layer.id]
        keys = _subject_columns(model) if layer.id in path else []
        own |= {*keys, *_check_columns(layer)} & set(offers[layer.id])
        is_last = layer is model.layers[-1]
        if (is_looked_at or is_last) and model.grain(layer) == "groups":
            own |= _own_columns(layer)
        if layer.group_by:
            own |= set(layer.group_by)
        if layer.source in wanted:
            inputs = set(input_columns(layer, own)) | (set() if layer.group_by else own)
            wanted[layer.source] |= inputs & set(offers[layer.source])
        for relation, columns in read_columns(layer).items():
            if relation in wanted:
                wanted[relation] |= set(columns) & set(offers[relation])
    return {
        layer.id: tuple(name for name in offers[layer.id] if name in wanted[layer.id])
        or offers[layer.id][:1]
        for layer in model.layers
    }


def source_columns(model: Model) -> dict[str, tuple[str, ...]]:
    """The columns of each dataset that the layers and the batches behind leads are made from.

    Evidence, which is looked at later, reads others.
    """
    offers, needs = available(model), needed(model)
    found: dict[str, set[str]] = {need.dataset: {"unit_code"} for need in model.requires}
    for layer in model.layers:
        reads = {
            name: set(offers[name]).intersection(columns) or set(offers[name])
            for name, columns in read_columns(layer).items()
        }
        if layer.relation is None:
            own = set(input_columns(layer)) | (set() if layer.group_by else set(needs[layer.id]))
            reads[layer.source] = reads.get(layer.source, set()) | own
        for name in reads.keys() & found.keys():
            found[name] |= reads[name]
    for behind in model.lead.behind:
        found[behind.source] |= {"batch_id", *columns_of(behind.where)}
    return {
        name: tuple(column for column in offers[name] if column in found[name]) for name in found
    }


def input_columns(layer: Layer, carried: Collection[str] | None = None) -> tuple[str, ...]:
    """The columns the layer's own expressions read, derived ones included.

    carried: those of its measures that it carries; None for all.
    """
    texts = [column.sql for column in layer.derive]
    found: list[str] = [column for join in layer.joins for column in own_columns(join)]
    if layer.group_by:
        texts += [one.sql for one in layer.measures if carried is None or one.name in carried]
        found += layer.group_by
    else:
        found += _check_columns(layer)
    found += _columns(texts)
    return tuple(dict.fromkeys(found))


def read_columns(layer: Layer) -> dict[str, tuple[str, ...]]:
    """The columns the layer reads of each relation other than the one it is built `from`."""
    found: dict[str, tuple[str, ...]] = {}
    if layer.select is not None:
        found |= dict.fromkeys(layer.select.relations, named_columns(layer.select.sql))
    elif layer.relation is not None:
        found |= layer.relation.reads
    for join in layer.joins:
        found[join.beside] = (*found.get(join.beside, ()), *beside_columns(join))
    return found


def own_columns(join: Join) -> tuple[str, ...]:
    """The columns of a layer's own row that a join of it reads."""
    found = [own for own, _ in join.keys]
    found += columns_of(join.condition, of="own") if join.condition else ()
    found += [join.nearest.own] if join.nearest else []
    return tuple(dict.fromkeys(found))


def beside_columns(join: Join) -> tuple[str, ...]:
    """The columns of the other side that a join reads."""
    found = [beside for _, beside in join.keys] + list(join.columns)
    found += columns_of(join.condition) if join.condition else ()
    found += _columns(measure.sql for measure in join.measures)
    found += [join.nearest.beside] if join.nearest else []
    return tuple(dict.fromkeys(found))


def check_texts(check: Condition | Exclusion) -> tuple[str, ...]:
    """Every expression of a condition or exclusion."""
    if isinstance(check, Exclusion):
        texts = [check.when, check.actual, check.limit]
    else:
        parts = check.checks
        texts = [
            text for part in parts for text in (part.when, part.actual, part.limit, part.margin)
        ]
    return tuple(text for text in texts if text)


def lead_columns(model: Model) -> tuple[str, ...]:
    """The columns of the last layer that the lead is made from, reasons and evidence included."""
    lead = model.lead
    texts = [lead.subject, lead.period, lead.unit, lead.amount, lead.event_on, lead.due_on]
    texts += [title.when for title in lead.titles] + [part.points for part in lead.score]
    found = [*lead.facts, *_columns(text for text in texts if text)]
    for title in lead.titles:
        found += template_columns(title.text)
    wheres = [source.where for source in lead.behind]
    wheres += [evidence.where for evidence in lead.evidence]
    found += [name for where in wheres for name in columns_of(where, of="lead")]
    for layer in reasoned_layers(model):
        found += _check_columns(layer)
    return tuple(dict.fromkeys(found))


def reasoned_layers(model: Model) -> tuple[Layer, ...]:
    """The layers whose conditions speak of the lead's own row: from its last grouping on."""
    found: list[Layer] = []
    for layer in reversed(model.lead_path):
        found.insert(0, layer)
        if layer.group_by:
            break
    return tuple(found)


def template_columns(template: str) -> tuple[str, ...]:
    """The columns a title names, as `{column}` or `{column:form}`."""
    parts = template.split("{")[1:]
    return tuple(part.partition("}")[0].partition(":")[0] for part in parts)


def evidence_texts(evidence: Evidence) -> tuple[str, ...]:
    """The expressions of an evidence table that read its own source."""
    derived = (*evidence.group_by, *evidence.measures)
    return (evidence.where, *(column.sql for column in derived))


def _subject_columns(model: Model) -> list[str]:
    return _columns([model.lead.subject, model.lead.period, model.lead.unit])


def _check_columns(layer: Layer) -> list[str]:
    return _columns(text for test in layer.tests for text in check_texts(test))


def _own_columns(layer: Layer) -> set[str]:
    if layer.group_by:
        return {*layer.group_by, *(measure.name for measure in layer.measures)}
    joined = {column for join in layer.joins for column in layer.beside(join)}
    return joined | {column.name for column in layer.derive}


def _columns(texts: Iterable[str]) -> list[str]:
    return [column for text in texts for column in columns_of(text)]
