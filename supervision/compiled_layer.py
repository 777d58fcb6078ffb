"""One layer as SQL: what its rows are read from, which stay, and what becomes of the others.

Outcome of a row: excluded if an exclusion is true, else dropped if a condition is false, else
cannot judge if a condition is null, else kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from supervision.layer_format import Layer


@dataclass(frozen=True, kw_only=True, slots=True)
class Sieve:
    """A layer whose only condition is that there is a row beside: most of its rows fall through.

    rows: the statement of the rows that stay. driving: the one of all rows with `keys`, without
    which it cannot be said.
    """

    rows: str
    driving: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledLayer:
    """One layer as SQL.

    sql: its rows with their flags: c_ of each condition, x_ of each exclusion, n_ (within its
        margin) of each condition that has one.
    table: the temporary table its rows are written to; None where they are folded in.
    sieve: of a layer that only asks whether there is a row beside; its table then holds the rows
        that stay, and no others.
    columns: the layer's own columns among those of its rows.
    before: the statements of what its rows are made of, by the tables in which that stands.
    crowded: of a pairs layer, the table of the baskets it leaves out.
    """

    layer: Layer
    sql: str
    table: str | None
    columns: tuple[str, ...]
    has_margin: bool
    sieve: Sieve | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    crowded: str | None = None

    @property
    def flagged(self) -> str:
        """What to read the rows with their flags from."""
        if self.table is None or self.sieve is not None:
            return f"({self.sql}) AS flagged"
        return self.table

    @property
    def judged(self) -> str:
        """What to read the rows with their flags, `outcome` and `is_near_miss` from."""
        near_miss = self.near_miss if self.has_margin else "FALSE"
        outcome = f"{self.outcome} AS outcome, {near_miss} AS is_near_miss"
        return f"(SELECT *, {outcome} FROM {self.flagged}) AS judged"

    @property
    def excluded(self) -> str:
        """Over the flags: whether an exclusion is true."""
        return " OR ".join(f"x_{test.id} IS TRUE" for test in self.layer.exclusions) or "FALSE"

    @property
    def passed(self) -> str:
        """Over the flags: whether every condition is true; null where that cannot be said."""
        return " AND ".join(f"c_{test.id}" for test in self.layer.conditions) or "TRUE"

    @property
    def kept(self) -> str:
        """Over the flags: whether the row stays."""
        return self.unless_excluded(f"({self.passed})") if self.has_checks else "TRUE"

    def unless_excluded(self, sql: str) -> str:
        """Over the flags: the condition, and that no exclusion is true."""
        return f"{sql} AND NOT ({self.excluded})" if self.layer.exclusions else sql

    @property
    def outcome(self) -> str:
        """Over the flags: the row's one outcome."""
        return (
            f"CASE WHEN {self.excluded} THEN 'excluded' WHEN ({self.passed}) IS FALSE THEN"
            f" 'dropped' WHEN ({self.passed}) IS NULL THEN 'cannot_judge' ELSE 'kept' END"
        )

    @property
    def near_miss(self) -> str:
        """Over the flags: dropped by exactly one condition, within its margin, with none null."""
        conditions = self.layer.conditions
        failed = " + ".join(f"CASE WHEN c_{test.id} THEN 0 ELSE 1 END" for test in conditions)
        near = " OR ".join(
            f"(NOT c_{test.id} AND n_{test.id})"
            for test in conditions
            if any(check.margin for check in test.checks)
        )
        return f"(NOT ({self.excluded}) AND ({failed}) = 1 AND ({near}) IS TRUE)"

    @property
    def has_checks(self) -> bool:
        """Whether a row can fail here."""
        return bool(self.layer.conditions or self.layer.exclusions)

    @property
    def written(self) -> str:
        """The statement of the rows that the table holds."""
        return self.sql if self.sieve is None else self.sieve.rows

    @property
    def tables(self) -> dict[str, str]:
        """The statement of the rows of each table it is written to, in order; empty without one."""
        return {**self.before, self.table: self.written} if self.table else {}


def kept_rows(compiled: CompiledLayer, columns: Iterable[str] | None = None) -> str:
    """The statement of the rows that stay in the layer, with these of its columns."""
    names = ", ".join(compiled.columns if columns is None else columns)
    if compiled.sieve is not None:
        return f"SELECT {names} FROM {compiled.table}"
    found = f"SELECT {names} FROM {compiled.flagged}"
    return f"{found} WHERE {compiled.kept}" if compiled.has_checks else found
