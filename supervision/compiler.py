"""A model and its parameters as SQL: one statement per layer, and one that counts it.

A layer that groups, joins or looks along a window is written once to a temporary table; plain row
filters over a dataset are folded into whatever reads them, because reading Parquet twice costs less
than writing a million rows. Datasets are read as relations named `source_<dataset>`, which whoever
runs the statements provides, already narrowed to scope, snapshot and as-of.

Outcome of a row: excluded if an exclusion is true, else dropped if a condition is false, else
cannot judge if a condition is null, else kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supervision.expressions import Value, bound, has_window, levels
from supervision.layer_columns import PROVENANCE, available, input_columns, needed
from supervision.layer_format import Condition, Layer
from supervision.model_format import Model
from supervision.vocabulary import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledLayer:
    """One layer as SQL.

    sql: its judged rows (columns, flags c_/x_/n_, outcome, is_near_miss).
    table: the temporary table its judged rows are written to; None where they are folded in.
    columns: the layer's own columns among those of the judged rows.
    """

    layer: Layer
    sql: str
    table: str | None
    columns: tuple[str, ...]

    @property
    def judged(self) -> str:
        """What to read the judged rows from."""
        return self.table or f"({self.sql}) AS judged"

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

    is_standalone: no temporary tables, and row layers keep the provenance of their rows; for
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
    found = f"SELECT {', '.join(names)} FROM {compiled.judged}"
    return f"{found} WHERE outcome = 'kept'" if compiled.has_checks else found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    model: Model
    parameters: Mapping[str, Value]
    offers: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    is_standalone: bool
    done: dict[str, CompiledLayer]

    def bound(self, text: str) -> str:
        return bound(text, self.parameters)

    def named(self, columns: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{self.bound(sql)} AS {name}" for name, sql in columns]

    def carried(self, layer: Layer) -> tuple[str, ...]:
        """The columns the layer's relation has."""
        names = self.needs[layer.id]
        if self.is_standalone and self.model.grain(layer) == "rows":
            wanted = {*names, *PROVENANCE, *input_columns(layer)}
            names = tuple(name for name in self.offers[layer.id] if name in wanted)
        return names


def _compiled(work: _Work, layer: Layer) -> CompiledLayer:
    columns = work.carried(layer)
    is_table = not work.is_standalone and _pays_as_table(work, layer)
    return CompiledLayer(
        layer=layer,
        sql=_judged(work, layer, _rows(work, layer), columns),
        table=f"layer_{layer.id}" if is_table else None,
        columns=columns,
    )


def _pays_as_table(work: _Work, layer: Layer) -> bool:
    """Whether the layer's rows are worth writing: all but row filters over a dataset."""
    looks_along = any(has_window(column.sql) for column in layer.derive)
    above = work.done.get(layer.source)
    is_on_table = above is not None and above.table is not None
    return bool(layer.group_by or layer.joins or looks_along or is_on_table)


def _rows(work: _Work, layer: Layer) -> str:
    """The layer's rows before they are judged: source, joins, derived columns, grouping."""
    wanted = {*input_columns(layer), *(() if layer.group_by else work.carried(layer))}
    names = [name for name in work.offers[layer.source] if name in wanted]
    found = _joined(layer, work, _source(work, layer.source, names), names)
    names += [column for join in layer.joins for column in join.columns]
    for level in levels((column.name, column.sql) for column in layer.derive):
        derived = ", ".join([*names, *work.named(level)])
        found = f"SELECT {derived} FROM ({found}) AS rows_before"
        names += [name for name, _ in level]
    if not layer.group_by:
        return found
    keys = ", ".join(layer.group_by)
    measures = work.named((measure.name, measure.sql) for measure in layer.measures)
    return f"SELECT {keys}, {', '.join(measures)} FROM ({found}) AS rows_before GROUP BY {keys}"


def _source(work: _Work, source: str, names: Sequence[str]) -> str:
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


def _joined(layer: Layer, work: _Work, found: str, names: Sequence[str]) -> str:
    for join in layer.joins:
        beside = kept_rows(work.done[join.layer], (*join.on, *join.columns))
        columns = [f"a.{name}" for name in names] + [f"b.{name}" for name in join.columns]
        equal = " AND ".join(f"a.{name} = b.{name}" for name in join.on)
        found = (
            f"SELECT {', '.join(columns)} FROM ({found}) AS a"
            f" {join.kind.upper()} JOIN ({beside}) AS b ON {equal}"
        )
        names = [*names, *join.columns]
    return found


def _judged(work: _Work, layer: Layer, rows: str, columns: Sequence[str]) -> str:
    own = ", ".join(columns)
    if not layer.conditions and not layer.exclusions:
        return f"SELECT {own} FROM ({rows}) AS {layer.id}"
    flags = {f"x_{check.id}": work.bound(check.when) for check in layer.exclusions}
    flags |= {f"c_{check.id}": _condition(work, check) for check in layer.conditions}
    flags |= {f"n_{c.id}": near for c in layer.conditions if (near := _near(work, c))}
    named = ", ".join(f"{sql} AS {name}" for name, sql in flags.items())
    names = f"{own}, {', '.join(flags)}"
    flagged = f"SELECT {own}, {named} FROM ({rows}) AS {layer.id}"
    judged = f"SELECT {names}, {_outcome(layer)} AS outcome FROM ({flagged}) AS flagged"
    near_miss = _near_miss(layer, flags)
    return f"SELECT {names}, outcome, {near_miss} AS is_near_miss FROM ({judged}) AS judged_rows"


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


def _outcome(layer: Layer) -> str:
    excluded = " OR ".join(f"x_{check.id} IS TRUE" for check in layer.exclusions) or "FALSE"
    passed = " AND ".join(f"c_{check.id}" for check in layer.conditions) or "TRUE"
    return (
        f"CASE WHEN {excluded} THEN 'excluded' WHEN ({passed}) IS FALSE THEN 'dropped'"
        f" WHEN ({passed}) IS NULL THEN 'cannot_judge' ELSE 'kept' END"
    )


def _near_miss(layer: Layer, flags: Iterable[str]) -> str:
    near = [
        f"(c_{check.id} IS FALSE AND n_{check.id} IS TRUE)"
        for check in layer.conditions
        if f"n_{check.id}" in flags
    ]
    if not near:
        return "FALSE"
    failed = " + ".join(f"CASE WHEN c_{c.id} IS TRUE THEN 0 ELSE 1 END" for c in layer.conditions)
    return f"(outcome = 'dropped' AND ({failed}) = 1 AND ({' OR '.join(near)}))"
