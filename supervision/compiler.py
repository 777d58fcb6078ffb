"""A model and its parameters as SQL: one statement per layer, and one that counts it.

A layer that groups, joins or looks along a window is written once to a temporary table; a plain
filter is folded into whatever reads it, because reading Parquet twice costs less than writing a
million rows. Datasets are read as relations named `source_<dataset>`, which whoever
runs the statements provides, already narrowed to scope, snapshot and as-of.

Outcome of a row: excluded if an exclusion is true, else dropped if a condition is false, else
cannot judge if a condition is null, else kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from supervision.expressions import Value, bound, has_window, levels
from supervision.join_sql import Sides, filtered, joined
from supervision.layer_columns import (
    available,
    beside_columns,
    input_columns,
    needed,
)
from supervision.layer_format import Condition, Layer
from supervision.model_format import Model
from supervision.relation_sql import left_out_sql, relation_sql
from supervision.vocabulary import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledLayer:
    """One layer as SQL.

    sql: its rows with their flags: c_ of each condition, x_ of each exclusion, n_ (within its
        margin) of each condition that has one.
    table: the temporary table its rows are written to; None where they are folded in.
    columns: the layer's own columns among those of its rows.
    left_out: what counts the baskets that a pairs layer leaves out; None of any other layer.
    """

    layer: Layer
    sql: str
    table: str | None
    columns: tuple[str, ...]
    has_margin: bool
    left_out: str | None = None

    @property
    def flagged(self) -> str:
        """What to read the rows with their flags from."""
        return self.table or f"({self.sql}) AS flagged"

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
        return f"({self.passed}) AND NOT ({self.excluded})" if self.has_checks else "TRUE"

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
    def create(self) -> str | None:
        """The statement that fills the temporary table; None where there is none."""
        return self.table and f"CREATE TEMPORARY TABLE {self.table} AS {self.sql}"


def compile_layers(
    model: Model, parameters: Mapping[str, Value], *, is_standalone: bool = False
) -> dict[str, CompiledLayer]:
    """The model's layers as SQL, by id, in order.

    is_standalone: no temporary tables, and every column, the provenance of rows with them; for
        looking at a few rows again.
    """
    work = _Work(
        model=model,
        parameters=parameters,
        offers=available(model),
        needs=needed(model),
        is_standalone=is_standalone,
        done={},
    )
    for layer in model.layers:
        work.done[layer.id] = _compiled(work, layer)
    return work.done


def kept_rows(compiled: CompiledLayer, columns: Iterable[str] | None = None) -> str:
    """The statement of the rows that stay in the layer, with these of its columns."""
    names = compiled.columns if columns is None else columns
    found = f"SELECT {', '.join(names)} FROM {compiled.flagged}"
    return f"{found} WHERE {compiled.kept}" if compiled.has_checks else found


def source_reads(model: Model) -> Counter[str]:
    """How often a run reads each dataset: once a layer that is written, once and once more for each
    reader where the layer is folded in, and once for the batches behind its leads.
    """
    readers: Counter[str] = Counter(source.source for source in model.lead.behind)
    for layer in reversed(model.layers):
        times = 1 if _pays_as_table(model, layer) else 1 + readers[layer.id]
        own = (layer.source,) if layer.relation is None else layer.relation.reads
        for relation in (*own, *(join.beside for join in layer.joins)):
            readers[relation] += times
    return Counter({need.dataset: readers[need.dataset] for need in model.requires})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    model: Model
    parameters: Mapping[str, Value]
    offers: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    is_standalone: bool
    done: dict[str, CompiledLayer]

    def bound(self, text: str, *, of: str = "", own: str = "") -> str:
        return bound(text, self.parameters, of=of, own=own)

    def named(self, columns: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{self.bound(sql)} AS {name}" for name, sql in columns]

    def carried(self, layer: Layer) -> tuple[str, ...]:
        """The columns the layer's relation has."""
        return (self.offers if self.is_standalone else self.needs)[layer.id]


def _compiled(work: _Work, layer: Layer) -> CompiledLayer:
    columns = work.carried(layer)
    is_table = not work.is_standalone and _pays_as_table(work.model, layer)
    return CompiledLayer(
        layer=layer,
        sql=_flagged(work, layer, _rows(work, layer), columns),
        table=f"layer_{layer.id}" if is_table else None,
        columns=columns,
        has_margin=any(_near(work, condition) for condition in layer.conditions),
        left_out=left_out_sql(layer.pairs, partial(_rows_of, work)) if layer.pairs else None,
    )


def _pays_as_table(model: Model, layer: Layer) -> bool:
    """Whether the layer's rows are worth writing: all but plain filters over what stands."""
    looks_along = any(has_window(column.sql) for column in layer.derive)
    is_last = layer is model.layers[-1]
    return bool(layer.group_by or layer.joins or layer.relation or looks_along or is_last)


def _rows(work: _Work, layer: Layer) -> str:
    """The layer's rows before they are judged: source, joins, derived columns, grouping."""
    wanted = {*input_columns(layer), *(() if layer.group_by else work.carried(layer))}
    found, names = _source(work, layer, wanted)
    found = _joined(work, layer, found, names, wanted)
    for level in levels((column.name, column.sql) for column in layer.derive):
        derived = ", ".join([*names, *work.named(level)])
        found = f"SELECT {derived} FROM ({found}) AS rows_before"
        names += [name for name, _ in level]
    if not layer.group_by:
        return found
    keys = ", ".join(layer.group_by)
    measures = work.named((measure.name, measure.sql) for measure in layer.measures)
    return f"SELECT {keys}, {', '.join(measures)} FROM ({found}) AS rows_before GROUP BY {keys}"


def _source(work: _Work, layer: Layer, wanted: set[str]) -> tuple[str, list[str]]:
    """The statement of the rows the layer is built from, and which columns they have."""
    if layer.relation is None:
        names = [name for name in work.offers[layer.source] if name in wanted]
        return _rows_of(work, layer.source, names), names
    made = relation_sql(
        layer.relation,
        partial(_rows_of, work),
        work.offers,
        work.parameters,
    )
    return made, list(layer.relation.offers)


def _rows_of(work: _Work, source: str, names: Sequence[str]) -> str:
    """The kept rows of a dataset or an earlier layer."""
    above = work.done.get(source)
    if above is None:
        return f"SELECT {', '.join(names)} FROM source_{source}"
    if above.table is not None or not above.has_checks:
        return kept_rows(above, names)
    checks = [f"({work.bound(condition.text)})" for condition in above.layer.conditions]
    checks += [
        f"NOT COALESCE({work.bound(exclusion.when)}, FALSE)" for exclusion in above.layer.exclusions
    ]
    # the condition itself, not the outcome made of it: the scan can then skip rows early
    unjudged = f"SELECT {', '.join(names)} FROM ({_rows(work, above.layer)}) AS {source}"
    return f"{unjudged} WHERE {' AND '.join(checks)}"


def _joined(
    work: _Work, layer: Layer, found: str, names: list[str], wanted: Collection[str]
) -> str:
    """The rows with what the joins lay beside them; `names` gains the columns added."""
    for join in layer.joins:
        sides = Sides(
            rows=found,
            names=tuple(names),
            beside=_rows_of(work, join.beside, beside_columns(join)),
            wanted=wanted,
            bound=work.bound,
        )
        if layer.group_by and join.kind == "semi":
            found = filtered(join, sides)
            continue
        found = joined(join, sides)
        added = layer.beside(join)
        names += [name for name in added if name != join.unknown_column or name in wanted]
    return found


def _flagged(work: _Work, layer: Layer, rows: str, columns: Sequence[str]) -> str:
    flags = {f"x_{test.id}": work.bound(test.when) for test in layer.exclusions}
    flags |= {f"c_{test.id}": _condition(work, test) for test in layer.conditions}
    flags |= {f"n_{test.id}": near for test in layer.conditions if (near := _near(work, test))}
    named = [*columns, *(f"{sql} AS {name}" for name, sql in flags.items())]
    return f"SELECT {', '.join(named)} FROM ({rows}) AS {layer.id}"


def _condition(work: _Work, condition: Condition) -> str:
    found = work.bound(condition.text)
    if condition.otherwise is Outcome.CANNOT_JUDGE:
        return f"CASE WHEN {found} THEN TRUE END"
    return f"({found})"


def _near(work: _Work, condition: Condition) -> str:
    """Whether the value lies within the margin of the limit; empty where no check has a margin."""
    return " OR ".join(
        f"ABS(({work.bound(check.actual)}) - ({work.bound(check.limit)}))"
        f" <= {work.bound(check.margin)}"
        for check in condition.checks
        if check.actual and check.limit and check.margin
    )
