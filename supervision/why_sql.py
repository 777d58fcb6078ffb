"""The statement that shows every check of a layer: for one subject, or each row of an outcome."""

from collections.abc import Mapping

from supervision.compiler import CompiledLayer
from supervision.expressions import Value, bound, literal_sql
from supervision.layer_format import Check, Exclusion
from supervision.lead_sql import PERIOD, SUBJECT, key_columns
from supervision.model_format import Model
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
    """One row per judged row: lead_subject, lead_period, unit_code, outcome, is_near_miss, then b_
    (held), a_ (actual), l_ (limit) and n_ (near) of each check.

    subject_key: only that subject's rows. where: a condition on outcome or is_near_miss.
    """
    columns = [*key_columns(model, compiled, parameters)]
    columns.append("unit_code" if "unit_code" in compiled.columns else "NULL AS unit_code")
    columns += (
        ["outcome", "is_near_miss"]
        if compiled.has_checks
        else ["'kept' AS outcome", "FALSE AS is_near_miss"]
    )
    for check in checks_of(compiled):
        columns += _check_columns(compiled, check, parameters)
    each = f"SELECT {', '.join(columns)} FROM {compiled.judged}"
    wanted = [f"({where})"] if where else []
    if subject_key is not None:
        wanted.append(f"{SUBJECT} = {literal_sql(subject_key)}")
    order = ", ".join((SUBJECT, PERIOD, "unit_code", *(f"b_{c.id}" for c in checks_of(compiled))))
    narrowed = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    return f"SELECT * FROM ({each}) AS each_row{narrowed} ORDER BY {order}"


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


def _check_columns(
    compiled: CompiledLayer, check: Exclusion | Check, parameters: Mapping[str, Value]
) -> list[str]:
    held = bound(check.when, parameters)
    if _cannot_judge_otherwise(compiled, check):
        held = f"CASE WHEN {held} THEN TRUE END"
    actual = bound(check.actual, parameters) if check.actual else "NULL"
    limit = bound(check.limit, parameters) if check.limit else "NULL"
    near = "NULL"
    if isinstance(check, Check) and check.margin:
        near = f"NOT ({held}) AND ABS(({actual}) - ({limit})) <= {bound(check.margin, parameters)}"
    named = {"b": held, "a": actual, "l": limit, "n": near}
    return [f"{sql} AS {letter}_{check.id}" for letter, sql in named.items()]


def _cannot_judge_otherwise(compiled: CompiledLayer, check: Exclusion | Check) -> bool:
    return any(
        condition.otherwise is Outcome.CANNOT_JUDGE
        for condition in compiled.layer.conditions
        if check in condition.checks
    )
