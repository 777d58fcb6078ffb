"""The statement that shows every check of a layer for one subject, or for each row of an outcome."""

from collections.abc import Mapping

from sqlglot import exp

from supervision.compiler import CompiledLayer
from supervision.expressions import DIALECT, Value, bound, literal
from supervision.lead_sql import PERIOD, SUBJECT, keyed_rows_statement
from supervision.model_format import Check, Exclusion, Model
from supervision.vocabulary import Outcome


def checks_of(compiled: CompiledLayer) -> tuple[Exclusion | Check, ...]:
    """The layer's exclusions and the checks of its conditions, in order."""
    checks = [check for condition in compiled.layer.conditions for check in condition.checks]
    return (*compiled.layer.exclusions, *checks)


def checks_statement(
    model: Model,
    compiled: CompiledLayer,
    parameters: Mapping[str, Value],
    *,
    subject_key: str | None = None,
    where: str | None = None,
) -> str:
    """One row per judged row: lead_subject, lead_period, unit_code, outcome, then b_ (held), a_
    (actual), l_ (limit) and n_ (near) of each check.

    subject_key: only that subject's rows. where: a condition on outcome or is_near_miss.
    """
    keyed = keyed_rows_statement(model, compiled, parameters).subquery("keyed")
    columns: list[exp.Expr] = [exp.column(name) for name in (SUBJECT, PERIOD)]
    has_unit = "unit_code" in compiled.columns
    columns.append((exp.column("unit_code") if has_unit else exp.Null()).as_("unit_code"))
    columns += _outcome_columns(compiled)
    for check in checks_of(compiled):
        columns += _check_columns(compiled, check, parameters)
    found = exp.select(*columns).from_(keyed)
    if subject_key is not None:
        found = found.where(exp.column(SUBJECT).eq(literal(subject_key)))
    if where is not None:
        found = found.where(where, dialect=DIALECT)
    order = (SUBJECT, PERIOD, "unit_code", *(f"b_{check.id}" for check in checks_of(compiled)))
    return found.order_by(*order).sql(DIALECT)


def folded_statement(
    model: Model, compiled: CompiledLayer, parameters: Mapping[str, Value], subject_key: str
) -> str:
    """One row for all rows of a subject in a row layer: how many there are, how many of each
    outcome, and for each check how often it was true, false and null.
    """
    each = checks_statement(model, compiled, parameters, subject_key=subject_key)
    terms = ["COUNT(*) AS all_rows"]
    terms += [
        f"COUNT(*) FILTER (WHERE outcome = '{outcome.value}') AS {outcome.value}_count"
        for outcome in Outcome
    ]
    for check in checks_of(compiled):
        terms += [
            f"COUNT(*) FILTER (WHERE b_{check.id} IS {value}) AS b_{check.id}_{value.lower()}"
            for value in ("TRUE", "FALSE", "NULL")
        ]
    return f"SELECT {', '.join(terms)} FROM ({each}) AS each_row"


def _outcome_columns(compiled: CompiledLayer) -> list[exp.Expr]:
    if compiled.has_checks:
        return [exp.column("outcome"), exp.column("is_near_miss")]
    return [exp.Literal.string("kept").as_("outcome"), exp.false().as_("is_near_miss")]


def _check_columns(
    compiled: CompiledLayer, check: Exclusion | Check, parameters: Mapping[str, Value]
) -> list[exp.Expr]:
    held = bound(check.when, parameters)
    if _cannot_judge_otherwise(compiled, check):
        held = exp.case().when(held, exp.true())
    actual = bound(check.actual, parameters) if check.actual else exp.Null()
    limit = bound(check.limit, parameters) if check.limit else exp.Null()
    near: exp.Expr = exp.Null()
    if isinstance(check, Check) and check.margin:
        text = f"NOT ({check.when}) AND ABS(({check.actual}) - ({check.limit})) <= ({check.margin})"
        near = bound(text, parameters)
    named = {"b": held, "a": actual, "l": limit, "n": near}
    return [value.as_(f"{letter}_{check.id}") for letter, value in named.items()]


def _cannot_judge_otherwise(compiled: CompiledLayer, check: Exclusion | Check) -> bool:
    return any(
        condition.otherwise is Outcome.CANNOT_JUDGE
        for condition in compiled.layer.conditions
        if check in condition.checks
    )
