"""The statement that counts what became of one layer's rows, which it reads once."""

from supervision.compiled_layer import CompiledLayer, Sieve
from supervision.expressions import columns_of
from supervision.layer_columns import check_texts


def count_statement(compiled: CompiledLayer) -> str:
    """The statement that counts one layer's rows: one row, read by `layer_ledger`.

    Among the rows that a condition cannot judge it counts those whose columns are null, one by one.
    """
    if compiled.sieve is not None:
        return _sieve_statement(compiled, compiled.sieve)
    terms = ["COUNT(*) AS judged_count"]
    if compiled.has_checks:
        terms.append(f"COUNT(*) FILTER (WHERE {compiled.kept}) AS kept_count")
        dropped = compiled.unless_excluded(f"({compiled.passed}) IS FALSE")
        terms.append(f"COUNT(*) FILTER (WHERE {dropped}) AS dropped_count")
    if compiled.has_margin:
        terms.append(f"COUNT(*) FILTER (WHERE {compiled.near_miss}) AS near_miss_count")
    exclusions = [exclusion.id for exclusion in compiled.layer.exclusions]
    terms += [f"COUNT(*) FILTER (WHERE x_{name}) AS x_{name}" for name in exclusions]
    if exclusions:
        terms.append(f"COUNT(*) FILTER (WHERE {compiled.excluded}) AS excluded_count")
    for condition in compiled.layer.conditions:
        flag = f"c_{condition.id}"
        terms.append(f"COUNT(*) FILTER (WHERE {flag} IS FALSE) AS false_{condition.id}")
        terms.append(f"COUNT({flag}) AS judged_{condition.id}")
        terms += [
            f"COUNT(*) FILTER (WHERE {flag} IS NULL AND {column} IS NULL)"
            f" AS null_{condition.id}_{column}"
            for column in judging_columns(compiled, condition.id)
        ]
    return f"SELECT {', '.join(terms)} FROM {compiled.flagged}"


def _sieve_statement(compiled: CompiledLayer, sieve: Sieve) -> str:
    """All counts of a layer whose table holds only the rows that stay, from the keys of all."""
    condition = compiled.layer.conditions[0].id
    known = " AND ".join(f"{key} IS NOT NULL" for key in sieve.keys)
    terms = {
        "judged_count": "every_count",
        "kept_count": "kept_count",
        "dropped_count": "known_count - kept_count",
        f"false_{condition}": "known_count - kept_count",
        f"judged_{condition}": "known_count",
    }
    for column in judging_columns(compiled, condition):
        terms[f"null_{condition}_{column}"] = "every_count - known_count"
    named = ", ".join(f"{sql} AS {name}" for name, sql in terms.items())
    return (
        f"SELECT {named} FROM (SELECT COUNT(*) AS every_count,"
        f" COUNT(*) FILTER (WHERE {known}) AS known_count FROM ({sieve.driving}) AS driving)"
        f" AS counted CROSS JOIN (SELECT COUNT(*) AS kept_count FROM {compiled.table}) AS kept"
    )


def judging_columns(compiled: CompiledLayer, condition_id: str) -> tuple[str, ...]:
    """The layer's columns that a condition reads."""
    condition = next(check for check in compiled.layer.conditions if check.id == condition_id)
    named = {column for text in check_texts(condition) for column in columns_of(text)}
    return tuple(column for column in compiled.columns if column in named)
