"""The statement that shows every check of a layer: for one subject, or each row of an outcome."""

from collections.abc import Collection, Mapping

from supervision.compiler import CompiledLayer
from supervision.deciding import HELD, NEAR_MISS, flag_of, tests_of
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
    columns += _answers(compiled, parameters)
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


def sample_statement(  # noqa: PLR0913 - one argument a part of the statement
    model: Model,
    compiled: CompiledLayer,
    parameters: Mapping[str, Value],
    side: str,
    *,
    causes: Collection[str],
    limit: int,
) -> str:
    """The first rows of one side of a layer, at most `limit`, ordered by their columns.

    Columns: lead_subject, lead_period, b_, a_, l_ and n_ of each check, then the layer's own.
    causes: the ids of the tests that put rows on this side; where there are several, each of them
    has its part of the sample.
    """
    tests = [test for test in tests_of(compiled, side) if test.id in causes]
    order = ", ".join((SUBJECT, PERIOD, *compiled.columns))
    cases = " ".join(
        f"WHEN {flag_of(test)} IS {HELD[side]} THEN {place}" for place, test in enumerate(tests)
    )
    named = [*key_columns(model, compiled, parameters), *_answers(compiled, parameters)]
    columns = ", ".join((*named, *compiled.columns))
    where = f" WHERE {_side(side)}" if compiled.has_checks else ""
    found = f"SELECT {columns}, {f'CASE {cases} END' if cases else '0'} AS side_test"
    found += f" FROM {compiled.judged}{where}"
    if len(tests) > 1:
        turn = f"ROW_NUMBER() OVER (PARTITION BY side_test ORDER BY {order})"
        found = (
            f"SELECT *, {turn} AS side_turn FROM ({found}) AS of_side QUALIFY side_turn <= {limit}"
            f" ORDER BY side_turn, {order} LIMIT {limit}"
        )
    return f"SELECT * FROM ({found}) AS sampled ORDER BY {order} LIMIT {limit}"


def _side(side: str) -> str:
    """Over the judged rows: whether a row is on this side."""
    return "is_near_miss" if side == NEAR_MISS else f"outcome = '{side}'"


def _answers(compiled: CompiledLayer, parameters: Mapping[str, Value]) -> list[str]:
    """The columns that show every check of a layer."""
    return [
        column
        for check in checks_of(compiled)
        for column in _check_columns(compiled, check, parameters)
    ]


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
