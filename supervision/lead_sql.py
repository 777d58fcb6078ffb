"""The statements around a lead: the leads themselves, the batches behind them, their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from supervision.compiler import CompiledLayer, compile_layers, kept_rows
from supervision.count_sql import ROW_COUNT, Counts
from supervision.expressions import Value, bound, columns_of, literal_sql
from supervision.layer_columns import PROVENANCE, available, reasoned_layers
from supervision.layer_format import Check
from supervision.lead_format import Evidence
from supervision.measure import Derived
from supervision.model_format import Model
from supervision.subjects import Subject

SUBJECT, PERIOD = "lead_subject", "lead_period"
ORIGIN = ("batch_id", "file_sha256", "source_line")
"""Where a source row stands: shown after the columns of each evidence of single rows."""


def checks_of_leads(model: Model) -> tuple[tuple[str, Check], ...]:
    """The checks that speak of a lead's own row, each with its layer's id, in order."""
    return tuple(
        (layer.id, check)
        for layer in reasoned_layers(model)
        for condition in layer.conditions
        for check in condition.checks
    )


def lead_statement(model: Model, last: CompiledLayer, parameters: Mapping[str, Value]) -> str:
    """The leads: one row per kept row of the last layer, by subject, period and unit.

    Columns: lead_*, then b_/a_/l_ of each check (held, actual, limit), s_ of each score part,
    title_ordinal, and the layer's own columns.
    """
    lead = model.lead
    named: dict[str, str | None] = {
        SUBJECT: f"CAST({lead.subject} AS VARCHAR)",
        PERIOD: f"CAST({lead.period} AS VARCHAR)",
        "lead_unit": lead.unit,
        "lead_amount": lead.amount,
        "lead_event_on": lead.event_on,
        "lead_due_on": lead.due_on,
    }
    for _, check in checks_of_leads(model):
        named[f"b_{check.id}"] = check.when
        named[f"a_{check.id}"] = check.actual
        named[f"l_{check.id}"] = check.limit
    for part in lead.score:
        points = f"LEAST(GREATEST(COALESCE({part.points}, 0), 0), {part.most})"
        named[f"s_{part.id}"] = f"CAST(ROUND({points}) AS BIGINT)"
    columns = [
        f"{bound(text, parameters) if text else 'NULL'} AS {name}" for name, text in named.items()
    ]
    columns += [f"{_title_ordinal(model, parameters)} AS title_ordinal", *last.columns]
    return (
        f"SELECT {', '.join(columns)} FROM ({kept_rows(last)}) AS kept"
        f" ORDER BY {SUBJECT}, {PERIOD}, lead_unit"
    )


def key_columns(
    model: Model, compiled: CompiledLayer, parameters: Mapping[str, Value]
) -> tuple[str, str]:
    """lead_subject and lead_period as columns over a layer's judged rows.

    NULL where the layer does not yet have the columns that subject or period are made of.
    """
    subject, period = (
        _cast(text, parameters) if _has(compiled, text) else "NULL"
        for text in (model.lead.subject, model.lead.period)
    )
    return f"{subject} AS {SUBJECT}", f"{period} AS {PERIOD}"


def knows_subject(model: Model, compiled: CompiledLayer) -> bool:
    """Whether the layer has the columns that the subject is made of."""
    return _has(compiled, model.lead.subject)


def knows_period(model: Model, compiled: CompiledLayer) -> bool:
    """Whether the layer has the columns that the behaviour period is made of."""
    return _has(compiled, model.lead.period)


def subjects_counted(
    model: Model, compiled: Mapping[str, CompiledLayer], parameters: Mapping[str, Value]
) -> tuple[str, Counts]:
    """The first layer on the lead's way that knows the subject, and what counts the different ones
    in it, as ROW_COUNT: those with which the run began.
    """
    path = (compiled[layer.id] for layer in model.lead_path)
    first = next(one for one in path if _has(one, model.lead.subject))
    different = f"COUNT(DISTINCT {_cast(model.lead.subject, parameters)})"
    return first.layer.id, Counts(terms={ROW_COUNT: different}, relation=first.flagged)


def keyed_rows(model: Model, compiled: CompiledLayer, parameters: Mapping[str, Value]) -> str:
    """The statement of a layer's judged rows, lead_subject and lead_period before its columns."""
    keys = ", ".join(key_columns(model, compiled, parameters))
    return f"SELECT {keys}, * FROM {compiled.judged}"


def batches_statement(
    model: Model, last: CompiledLayer, parameters: Mapping[str, Value]
) -> tuple[str, ...]:
    """The batches behind the leads, one statement per source: lead_subject, lead_period, lead_unit,
    batch_id, each combination once.
    """
    form = model.lead
    keys = {SUBJECT: form.subject, PERIOD: form.period, "lead_unit": form.unit}
    named = ", ".join(f"{_cast(text, parameters)} AS {name}" for name, text in keys.items())
    own = ", ".join(last.columns)
    leads = f"SELECT {named}, {own} FROM ({kept_rows(last)}) AS kept"
    beside = {name: f"leads.{name}" for name in last.columns}
    return tuple(
        f"SELECT DISTINCT leads.{', leads.'.join(keys)}, rows_behind.batch_id"
        f" FROM source_{source.source} AS rows_behind JOIN ({leads}) AS leads"
        f" ON {bound(source.where, parameters, beside, of='rows_behind')}"
        for source in form.behind
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSql:
    """One evidence table as SQL: its rows in order, and how many there are."""

    rows: str
    count: str


def evidence_statement(
    model: Model,
    evidence: Evidence,
    parameters: Mapping[str, Value],
    facts: Mapping[str, Value | None],
    *,
    names: Subject | None = None,
) -> EvidenceSql:
    """One evidence table of the lead whose row `facts` is.

    Single rows carry their batch, file and line after their columns. names: only rows of which some
    column is this subject, by its key or its spelling.
    """
    beside = {name: literal_sql(value) for name, value in facts.items()}
    source = _evidence_source(model, evidence, parameters)
    where = bound(evidence.where, parameters, beside)
    if evidence.group_by:
        columns = _named((*evidence.group_by, *evidence.measures), parameters)
        grouped = ", ".join(str(ordinal + 1) for ordinal in range(len(evidence.group_by)))
        found = f"SELECT {columns} FROM {source} WHERE {where} GROUP BY {grouped}"
    else:
        origin = ORIGIN if set(PROVENANCE) <= set(available(model)[evidence.source]) else ()
        columns = ", ".join(dict.fromkeys((*evidence.columns, *origin)))
        found = f"SELECT {columns} FROM {source} WHERE {where}"
    if names is not None:
        shown = evidence.columns or [column.name for column in evidence.group_by]
        spelled = f"({literal_sql(names.key)}, {literal_sql(str(names))})"
        named = " OR ".join(f"CAST({name} AS VARCHAR) IN {spelled}" for name in shown)
        found = f"SELECT * FROM ({found}) AS of_all WHERE {named}"
    order = ", ".join(evidence.order_by)
    return EvidenceSql(
        rows=f"SELECT * FROM ({found}) AS evidence ORDER BY {order}",
        count=f"SELECT COUNT(*) FROM ({found}) AS evidence",
    )


def _evidence_source(model: Model, evidence: Evidence, parameters: Mapping[str, Value]) -> str:
    if any(layer.id == evidence.source for layer in model.layers):
        layers = compile_layers(model, parameters, is_standalone=True)
        return f"({kept_rows(layers[evidence.source])}) AS source_rows"
    return f"source_{evidence.source}"


def _named(columns: tuple[Derived, ...], parameters: Mapping[str, Value]) -> str:
    return ", ".join(f"{bound(column.sql, parameters)} AS {column.name}" for column in columns)


def _has(compiled: CompiledLayer, text: str) -> bool:
    return set(columns_of(text)) <= set(compiled.columns)


def _cast(text: str, parameters: Mapping[str, Value]) -> str:
    return f"CAST({bound(text, parameters)} AS VARCHAR)"


def _title_ordinal(model: Model, parameters: Mapping[str, Value]) -> str:
    """Which of the lead's titles applies: the first whose condition holds."""
    titles = model.lead.titles
    cases = " ".join(
        f"WHEN {bound(title.when, parameters)} THEN {ordinal}"
        for ordinal, title in enumerate(titles)
        if title.when
    )
    return f"CASE {cases} ELSE {len(titles) - 1} END" if cases else str(len(titles) - 1)
