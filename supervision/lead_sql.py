"""The statements around a lead: the leads themselves, the batches behind them, their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from supervision.compiler import CompiledLayer, compile_layers, kept_rows
from supervision.expressions import DIALECT, Value, bound, literal
from supervision.layer_columns import PROVENANCE, available, reasoned_layers
from supervision.model_format import Check, Evidence, Model

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


def lead_statement(
    model: Model, last: CompiledLayer, parameters: Mapping[str, Value], *, is_kept: bool = True
) -> str:
    """The leads: one row per kept row of the last layer, by subject, period and unit.

    Columns: lead_*, then b_/a_/l_ of each check (held, actual, limit), s_ of each score part,
    title_ordinal, and the layer's own columns.
    """
    lead = model.lead
    named = {
        SUBJECT: f"CAST({lead.subject} AS VARCHAR)",
        PERIOD: f"CAST({lead.period} AS VARCHAR)",
        "lead_unit": lead.unit,
        "lead_amount": lead.amount,
        "lead_event_on": lead.event_on,
        "lead_due_on": lead.due_on,
    }
    for _, check in checks_of_leads(model):
        named |= {
            f"b_{check.id}": check.when,
            f"a_{check.id}": check.actual,
            f"l_{check.id}": check.limit,
        }
    for part in lead.score:
        points = f"LEAST(GREATEST(COALESCE({part.points}, 0), 0), {part.most})"
        named[f"s_{part.id}"] = f"CAST(ROUND({points}) AS BIGINT)"
    columns = [
        (bound(text, parameters) if text else exp.Null()).as_(name) for name, text in named.items()
    ]
    rows = (
        kept_rows(last, last.columns) if is_kept else exp.select(*last.columns).from_(last.judged)
    )
    found = exp.select(*columns, _title_ordinal(model, parameters), *last.columns)
    return found.from_(rows.subquery("kept")).order_by(SUBJECT, PERIOD, "lead_unit").sql(DIALECT)


def keyed_rows_statement(
    model: Model, compiled: CompiledLayer, parameters: Mapping[str, Value]
) -> exp.Select:
    """A layer's judged rows with lead_subject and lead_period before its columns and flags.

    Null where the layer does not yet have the columns that subject or period are made of.
    """
    offered = set(compiled.columns)
    keys = []
    for name, text in ((SUBJECT, model.lead.subject), (PERIOD, model.lead.period)):
        expression = bound(text, parameters)
        has_columns = all(column.name in offered for column in expression.find_all(exp.Column))
        value = exp.cast(expression, exp.DataType.Type.VARCHAR) if has_columns else exp.Null()
        keys.append(value.as_(name))
    source = compiled.table or compiled.select.copy().subquery("judged")
    return exp.select(*keys, exp.Star()).from_(source)


def batches_statement(
    model: Model, last: CompiledLayer, parameters: Mapping[str, Value]
) -> tuple[str, ...]:
    """The batches behind the leads, one statement per source: lead_subject, lead_period, lead_unit,
    batch_id, each combination once.
    """
    keys = {SUBJECT: model.lead.subject, PERIOD: model.lead.period, "lead_unit": model.lead.unit}
    named = [
        exp.cast(bound(text, parameters), exp.DataType.Type.VARCHAR).as_(name)
        for name, text in keys.items()
    ]
    leads = exp.select(*named, *last.columns).from_(kept_rows(last).subquery("kept"))
    found = []
    for source in model.lead.behind:
        beside = {name: exp.column(name, "leads") for name in (*last.columns, SUBJECT, PERIOD)}
        where = _qualified(bound(source.where, parameters, beside), "rows_behind")
        statement = (
            exp.select(f"leads.{SUBJECT}", f"leads.{PERIOD}", "leads.lead_unit")
            .select("rows_behind.batch_id")
            .from_(exp.to_table(f"source_{source.source}").as_("rows_behind"))
            .join(leads.copy().subquery("leads"), on=where)
            .distinct()
        )
        found.append(statement.sql(DIALECT))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceSql:
    """One evidence table as SQL: its rows in order, how many there are, and its own columns."""

    rows: str
    count: str
    columns: tuple[str, ...]


def evidence_statement(
    model: Model,
    evidence: Evidence,
    parameters: Mapping[str, Value],
    facts: Mapping[str, Value | None],
) -> EvidenceSql:
    """One evidence table of the lead whose row `facts` is.

    Single rows carry their batch, file and line after their columns.
    """
    beside = {name: literal(value) for name, value in facts.items()}
    where = bound(evidence.where, parameters, beside)
    source = _evidence_source(model, evidence, parameters)
    if evidence.group_by:
        columns = tuple(column.name for column in (*evidence.group_by, *evidence.measures))
        keys = [bound(column.sql, parameters).as_(column.name) for column in evidence.group_by]
        measures = [bound(column.sql, parameters).as_(column.name) for column in evidence.measures]
        ordinals = [exp.Literal.number(ordinal + 1) for ordinal in range(len(keys))]
        found = exp.select(*keys, *measures).from_(source).where(where).group_by(*ordinals)
    else:
        columns = evidence.columns
        origin = ORIGIN if _has_origin(model, evidence) else ()
        found = exp.select(*dict.fromkeys((*columns, *origin))).from_(source).where(where)
    ordered = exp.select("*").from_(found.subquery("evidence"))
    return EvidenceSql(
        rows=ordered.order_by(*evidence.order_by, dialect=DIALECT).sql(DIALECT),
        count=exp.select("COUNT(*)").from_(found.subquery("evidence")).sql(DIALECT),
        columns=columns,
    )


def _evidence_source(model: Model, evidence: Evidence, parameters: Mapping[str, Value]) -> exp.Expr:
    layers = compile_layers(model, parameters, is_standalone=True)
    if evidence.source in layers:
        return kept_rows(layers[evidence.source]).subquery("source_rows")
    return exp.to_table(f"source_{evidence.source}")


def _has_origin(model: Model, evidence: Evidence) -> bool:
    return set(PROVENANCE) <= set(available(model)[evidence.source])


def _qualified(where: exp.Expr, table: str) -> exp.Expr:
    for column in where.find_all(exp.Column):
        if not column.table:
            column.set("table", exp.to_identifier(table))
    return where


def _title_ordinal(model: Model, parameters: Mapping[str, Value]) -> exp.Expr:
    """Which of the lead's titles applies: the first whose condition holds."""
    found = exp.case()
    for ordinal, title in enumerate(model.lead.titles):
        when = bound(title.when, parameters) if title.when else exp.true()
        found = found.when(when, exp.Literal.number(ordinal))
    return found.else_(exp.Literal.number(len(model.lead.titles) - 1)).as_("title_ordinal")
