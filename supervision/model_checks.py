"""What a model's file may get wrong beyond its shape: every mistake is named, hiding no other."""

from collections.abc import Iterator

from supervision.calendar_checks import calendar_mistakes
from supervision.custom_sql import select_parameters
from supervision.errors import Mistake, WordingRefused
from supervision.expressions import (
    ExpressionRefused,
    columns_of,
    has_aggregate,
    parameters_of,
    parse,
    tables_of,
)
from supervision.layer_checks import join_mistakes, layer_column_mistakes
from supervision.layer_columns import (
    available,
    check_texts,
    dataset_columns,
    evidence_texts,
    template_columns,
)
from supervision.layer_format import Layer
from supervision.lead_format import Evidence
from supervision.measure import Measure
from supervision.model_format import AS_OF, Model
from supervision.vocabulary import Maturity, SubjectKind
from supervision.wording import refuse_accusing_words

Places = Iterator[tuple[str, str]]
"""Where something stands in the file, and its text."""


def model_mistakes(model: Model, file: str) -> list[Mistake]:
    """Everything that is wrong with the model, in the order of the file."""
    unreadable = list(_unreadable(model))
    found = unreadable or [*_names(model), *_columns(model), *_parameters(model)]
    found += calendar_mistakes(model.requires, expressions(model))
    found += [*_head(model), *_tests(model), *join_mistakes(model), *_lead(model), *_wording(model)]
    return [Mistake(file=file, where=where, says=says) for where, says in found]


def expressions(model: Model) -> Places:
    """Every expression of the model with its place."""
    for layer in model.layers:
        yield from _layer_expressions(layer)
    lead = model.lead
    for key in ("subject", "period", "unit", "amount", "event_on", "due_on"):
        if text := getattr(lead, key):
            yield f"lead.{key}", text
    yield from (
        (f"lead.titles.{n}", title.when) for n, title in enumerate(lead.titles) if title.when
    )
    yield from ((f"lead.score.{part.id}", part.points) for part in lead.score)
    yield from ((f"lead.behind.{source.source}", source.where) for source in lead.behind)
    for evidence in lead.evidence:
        yield from ((f"lead.evidence.{evidence.id}", text) for text in evidence_texts(evidence))


def _layer_expressions(layer: Layer) -> Places:
    where = f"layers.{layer.id}"
    for column in layer.made:
        yield f"{where}.{column.name}", column.sql
    for join in layer.joins:
        if join.condition:
            yield f"{where}.joins.{join.name}", join.condition
        if join.nearest:
            yield f"{where}.joins.{join.name}", join.nearest.within_days
    if layer.pairs is not None:
        yield f"{where}.pairs", layer.pairs.least
        if layer.pairs.close:
            yield f"{where}.pairs", layer.pairs.close.minutes
    for check in layer.tests:
        for text in check_texts(check):
            yield f"{where}.{check.id}", text


def _unreadable(model: Model) -> Places:
    for where, text in expressions(model):
        try:
            parse(text)
        except ExpressionRefused as refused:
            yield where, str(refused)


def _names(model: Model) -> Places:
    seen = {need.dataset for need in model.requires}
    checks: set[str] = set()
    for layer in model.layers:
        where = f"layers.{layer.id}"
        if layer.id in seen:
            yield where, f"the name {layer.id} is taken"
        reads = layer.relation.reads if layer.relation else (layer.source,)
        for source in (*reads, *(join.beside for join in layer.joins)):
            if source and source not in seen:
                yield where, f"{source} is no required dataset and no earlier layer"
        seen.add(layer.id)
        for condition in layer.conditions:
            for name in dict.fromkeys((condition.id, *(check.id for check in condition.checks))):
                if name in checks:
                    yield f"{where}.{name}", "another condition has this id"
                checks.add(name)


def _columns(model: Model) -> Places:
    offers = available(model)
    for layer in model.layers:
        where = f"layers.{layer.id}"
        if layer.relation is not None or layer.source in offers:
            yield from ((where, says) for says in layer_column_mistakes(layer, offers))
    last = set(offers[model.layers[-1].id])
    for where, text in expressions(model):
        if where.startswith("lead.") and not where.startswith(("lead.behind", "lead.evidence")):
            yield from _unknown(where, columns_of(text), last)
    for fact in model.lead.facts:
        yield from _unknown("lead.facts", (fact,), last)
    for title in model.lead.titles:
        yield from _unknown("lead.titles", template_columns(title.text), last)
    yield from _evidence_columns(model, offers)


def _evidence_columns(model: Model, offers: dict[str, tuple[str, ...]]) -> Places:
    last = set(offers[model.layers[-1].id])
    for source in model.lead.behind:
        where = f"lead.behind.{source.source}"
        if source.source not in dataset_columns(model):
            yield where, f"{source.source} is no required dataset"
            continue
        yield from _unknown(where, columns_of(source.where), set(offers[source.source]))
        yield from _unknown(where, columns_of(source.where, of="lead"), last)
    for evidence in model.lead.evidence:
        where = f"lead.evidence.{evidence.id}"
        if evidence.source not in offers:
            yield where, f"{evidence.source} is no required dataset and no layer"
            continue
        known = set(offers[evidence.source])
        used = (*evidence.columns, *(c for t in evidence_texts(evidence) for c in columns_of(t)))
        yield from _unknown(where, used, known)
        yield from _unknown(where, columns_of(evidence.where, of="lead"), last)
        yield from _evidence_shape(evidence, where)


def _evidence_shape(evidence: Evidence, where: str) -> Places:
    if bool(evidence.columns) == bool(evidence.group_by):
        yield where, "needs either columns or group_by with measures"
    if evidence.group_by and not evidence.measures:
        yield where, "a breakdown needs measures"


def _parameters(model: Model) -> Places:
    declared = {parameter.name: parameter for parameter in model.parameters}
    used: set[str] = set()
    for where, names in _named_parameters(model):
        used |= set(names)
        yield from (
            (where, f"the parameter {name} is not declared")
            for name in names
            if name not in {*declared, AS_OF}
        )
    for where, text in expressions(model):
        beside = "own" if ".joins." in where else "lead"
        if set(tables_of(text)) - {beside}:
            yield where, f"a column may only be qualified with {beside}"
    for name, parameter in declared.items():
        where = f"parameters.{name}"
        if name not in used:
            yield where, "no expression uses it"
        if not parameter.least <= parameter.default <= parameter.most:
            yield where, "the default lies outside the range"
        whole = all(n == n.to_integral_value() for n in (parameter.default, parameter.least))
        if parameter.type == "integer" and not whole:
            yield where, "an integer parameter has a fraction"
    if len(declared) != len(model.parameters):
        yield "parameters", "a name is declared twice"


def _named_parameters(model: Model) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((where, parameters_of(text)) for where, text in expressions(model))
    for layer in model.layers:
        if layer.select is not None:
            yield f"layers.{layer.id}.select", select_parameters(layer.select.sql)


def _head(model: Model) -> Places:
    is_retired = model.maturity is Maturity.RETIRED
    if is_retired != (model.retired_on is not None) or is_retired != bool(model.retired_because):
        yield "maturity", "a retired model, and only it, says when and why it was retired"
    if model.changed_on < model.created_on:
        yield "changed_on", "lies before created_on"
    if model.line in model.secondary_lines:
        yield "secondary_lines", "names the primary line"


def _tests(model: Model) -> Places:
    for layer in model.layers:
        where = f"layers.{layer.id}"
        if bool(layer.source) + len(layer.relations) != 1:
            yield where, "needs one of from, together, pairs, spread, clusters, select"
        if bool(layer.group_by) != bool(layer.measures):
            yield where, "a grouping layer needs measures, and measures need group_by"
        for condition in layer.conditions:
            if bool(condition.when) == bool(condition.any_of):
                yield f"{where}.{condition.id}", "needs either when or any_of"
            for check in condition.checks:
                if check.margin and not (check.actual and check.limit):
                    yield f"{where}.{check.id}", "a margin needs actual and limit"
        yield from _aggregating(layer)


def _aggregating(layer: Layer) -> Places:
    for test in layer.tests:
        for text in check_texts(test):
            if _is_readable(text) and has_aggregate(text):
                where = f"layers.{layer.id}.{test.id}"
                yield where, "derive what aggregates first; a check reads one row"


def _lead(model: Model) -> Places:
    points = sum(part.most for part in model.lead.score)
    if points != 100:
        yield "lead.score", f"the parts add up to {points}, not to 100"
    if model.lead.titles[-1].when is not None:
        yield "lead.titles", "the last title must hold always"
    personal = model.lead.subject_kind is SubjectKind.PERSON
    measures = {measure.value for measure in Measure} | {""}
    for title in model.lead.titles:
        if "待核查" not in title.text:
            yield "lead.titles", "a title says that it awaits verification (待核查)"
        forms = {part.partition("}")[0].partition(":")[2] for part in title.text.split("{")[1:]}
        yield from (("lead.titles", f"{form} is no form") for form in sorted(forms - measures))
        named = set(template_columns(title.text))
        if (
            personal
            and _is_readable(model.lead.subject)
            and named & set(columns_of(model.lead.subject))
        ):
            yield "lead.titles", "a title names no person"


def _wording(model: Model) -> Places:
    texts = [("title", model.title)]
    texts += [("lead.titles", title.text) for title in model.lead.titles]
    for layer in model.layers:
        where = f"layers.{layer.id}"
        texts.append((where, layer.title))
        texts += [(f"{where}.{test.id}", test.says) for test in layer.tests]
        parts = [part for condition in layer.conditions for part in condition.any_of]
        texts += [(f"{where}.{part.id}", part.says) for part in parts]
        texts += [(f"{where}.{column.name}", column.title) for column in layer.made]
    for where, text in dict.fromkeys(texts):
        try:
            refuse_accusing_words(text)
        except WordingRefused as refused:
            yield where, str(refused)


def _unknown(where: str, used: tuple[str, ...], known: set[str]) -> Places:
    yield from ((where, f"there is no column {name} here") for name in used if name not in known)


def _is_readable(text: str) -> bool:
    try:
        parse(text)
    except ExpressionRefused:
        return False
    return True
