"""What is counted of one layer's rows, which are read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from supervision.compiled_layer import CompiledLayer, Sieve
from supervision.expressions import columns_of
from supervision.layer_columns import check_texts

ROW_COUNT = "row_count"


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Whole numbers that are counted in one reading.

    terms: the SQL of each number, by its name. relation: what is read, as FROM names it.
    """

    terms: Mapping[str, str]
    relation: str

    @property
    def statement(self) -> str:
        """The statement of one row with these numbers."""
        named = ", ".join(f"{sql} AS {name}" for name, sql in self.terms.items())
        return f"SELECT {named} FROM {self.relation}"


def row_count(relation: str) -> Counts:
    """How many rows there are, as ROW_COUNT."""
    return Counts(terms={ROW_COUNT: "COUNT(*)"}, relation=relation)


def layer_counts(compiled: CompiledLayer) -> Counts:
    """What became of one layer's rows, as `layer_ledger` reads it.

    Among the rows that a condition cannot judge it counts those whose columns are null, one by one.
    """
    if compiled.sieve is not None:
        return _sieve_counts(compiled, compiled.sieve)
    terms = {"judged_count": "COUNT(*)"}
    if compiled.has_checks:
        terms["kept_count"] = _count_where(compiled.kept)
        dropped = compiled.unless_excluded(f"({compiled.passed}) IS FALSE")
        terms["dropped_count"] = _count_where(dropped)
    if compiled.has_margin:
        terms["near_miss_count"] = _count_where(compiled.near_miss)
    exclusions = [exclusion.id for exclusion in compiled.layer.exclusions]
    terms |= {f"x_{name}": _count_where(f"x_{name}") for name in exclusions}
    if exclusions:
        terms["excluded_count"] = _count_where(compiled.excluded)
    for condition in compiled.layer.conditions:
        flag = f"c_{condition.id}"
        terms[f"false_{condition.id}"] = _count_where(f"{flag} IS FALSE")
        terms[f"judged_{condition.id}"] = f"COUNT({flag})"
        for column in judging_columns(compiled, condition.id):
            lacks = _count_where(f"{flag} IS NULL AND {column} IS NULL")
            terms[f"null_{condition.id}_{column}"] = lacks
    return Counts(terms=terms, relation=compiled.flagged)


def _count_where(sql: str) -> str:
    return f"COUNT(*) FILTER (WHERE {sql})"


def _sieve_counts(compiled: CompiledLayer, sieve: Sieve) -> Counts:
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
    relation = (
        f"(SELECT COUNT(*) AS every_count, {_count_where(known)} AS known_count"
        f" FROM ({sieve.driving}) AS driving) AS counted"
        f" CROSS JOIN (SELECT COUNT(*) AS kept_count FROM {compiled.table}) AS kept"
    )
    return Counts(terms=terms, relation=relation)


def judging_columns(compiled: CompiledLayer, condition_id: str) -> tuple[str, ...]:
    """The layer's columns that a condition reads."""
    condition = next(check for check in compiled.layer.conditions if check.id == condition_id)
    named = {column for text in check_texts(condition) for column in columns_of(text)}
    return tuple(column for column in compiled.columns if column in named)
