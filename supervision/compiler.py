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
from typing import cast

from sqlglot import exp

from supervision.expressions import DIALECT, Value, bound, has_window, levels
from supervision.layer_columns import PROVENANCE, available, input_columns, needed
from supervision.model_format import Condition, Layer, Model
from supervision.vocabulary import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledLayer:
    """One layer as SQL.

    select: its judged rows (columns, flags c_/x_/n_, outcome, is_near_miss).
    table: the temporary table its judged rows are written to; None where they are folded in.
    columns: the layer's own columns among those of `select`.
    """

    layer: Layer
    select: exp.Select
    table: str | None
    columns: tuple[str, ...]

    @property
    def sql(self) -> str:
        """The layer's statement, laid out to be read."""
        return self.select.sql(DIALECT, pretty=True)

    @property
    def judged(self) -> str:
        """What to read the judged rows from."""
        return self.table or f"({self.select.sql(DIALECT)}) AS judged"

    @property
    def has_checks(self) -> bool:
        """Whether a row can fail here."""
        return bool(self.layer.conditions or self.layer.exclusions)

    @property
    def create(self) -> str | None:
        """The statement that fills the temporary table; None where there is none."""
        if self.table is None:
            return None
        return f"CREATE TEMPORARY TABLE {self.table} AS {self.select.sql(DIALECT)}"


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


def kept_rows(compiled: CompiledLayer, columns: Iterable[str] | None = None) -> exp.Select:
    """The rows that stay in the layer, with these of its columns."""
    names = compiled.columns if columns is None else tuple(columns)
    found = exp.select(*names)
    if compiled.table is not None:
        found = found.from_(compiled.table)
    else:
        found = found.from_(compiled.select.copy().subquery("judged"))
    return found.where("outcome = 'kept'", dialect=DIALECT) if compiled.has_checks else found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    model: Model
    parameters: Mapping[str, Value]
    offers: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    is_standalone: bool
    done: dict[str, CompiledLayer]

    def bound(self, text: str) -> exp.Expr:
        return bound(text, self.parameters)

    def carried(self, layer: Layer) -> tuple[str, ...]:
        """The columns the layer's relation has."""
        names = self.needs[layer.id]
        if self.is_standalone and self.model.grain(layer) == "rows":
            offered = self.offers[layer.id]
            names = tuple(
                name for name in offered if name in {*names, *PROVENANCE, *input_columns(layer)}
            )
        return names


def _compiled(work: _Work, layer: Layer) -> CompiledLayer:
    columns = work.carried(layer)
    is_table = not work.is_standalone and _pays_as_table(work, layer)
    return CompiledLayer(
        layer=layer,
        select=_judged(work, layer, _rows(work, layer), columns),
        table=f"layer_{layer.id}" if is_table else None,
        columns=columns,
    )


def _pays_as_table(work: _Work, layer: Layer) -> bool:
    """Whether the layer's rows are worth writing: all but row filters over a dataset."""
    looks_along = any(has_window(column.sql) for column in layer.derive)
    above = work.done.get(layer.source)
    is_on_table = above is not None and above.table is not None
    return bool(layer.group_by or layer.joins or looks_along or is_on_table)


def _rows(work: _Work, layer: Layer) -> exp.Select:
    """The layer's rows before they are judged: source, joins, derived columns, grouping."""
    offered = work.offers[layer.source]
    wanted = {*input_columns(layer), *(() if layer.group_by else work.carried(layer))}
    names = [name for name in offered if name in wanted]
    found = _joined(work, layer, _source(work, layer.source, names), names)
    names += [column for join in layer.joins for column in join.columns]
    for level in levels((column.name, column.sql) for column in layer.derive):
        derived = [work.bound(sql).as_(name) for name, sql in level]
        found = exp.select(*names, *derived).from_(found.subquery("rows_before"))
        names += [name for name, _ in level]
    if not layer.group_by:
        return found
    measures = [work.bound(measure.sql).as_(measure.name) for measure in layer.measures]
    grouped = exp.select(*layer.group_by, *measures).from_(found.subquery("rows_before"))
    return grouped.group_by(*layer.group_by)


def _source(work: _Work, source: str, names: Sequence[str]) -> exp.Select:
    above = work.done.get(source)
    if above is None:
        return exp.select(*names).from_(f"source_{source}")
    if above.table is not None or not above.has_checks:
        return kept_rows(above, names)
    rows = _rows_for(work, above, names)
    checks = [work.bound(condition.text) for condition in above.layer.conditions]
    checks += [
        exp.not_(exp.func("COALESCE", work.bound(exclusion.when), exp.false()))
        for exclusion in above.layer.exclusions
    ]
    return rows.where(*(exp.paren(check) for check in checks))


def _rows_for(work: _Work, above: CompiledLayer, names: Sequence[str]) -> exp.Select:
    """The folded layer's rows with just these columns, filtered before anything else is computed."""
    return exp.select(*names).from_(_rows(work, above.layer).subquery(above.layer.id))


def _joined(work: _Work, layer: Layer, found: exp.Select, names: Sequence[str]) -> exp.Select:
    for ordinal, join in enumerate(layer.joins):
        right = f"j{ordinal}"
        beside = kept_rows(work.done[join.layer], (*join.on, *join.columns))
        left = [exp.column(name, "l") for name in names]
        added = [exp.column(name, right) for name in join.columns]
        equal = " AND ".join(f"l.{name} = {right}.{name}" for name in join.on)
        found = (
            exp.select(*left, *added)
            .from_(found.subquery("l"))
            .join(beside.subquery(right), on=equal, join_type=join.kind, dialect=DIALECT)
        )
        names = [*names, *join.columns]
    return found


def _judged(work: _Work, layer: Layer, rows: exp.Select, columns: Sequence[str]) -> exp.Select:
    if not layer.conditions and not layer.exclusions:
        return exp.select(*columns).from_(rows.subquery(layer.id))
    flags = [work.bound(check.when).as_(f"x_{check.id}") for check in layer.exclusions]
    flags += [_condition(work, check).as_(f"c_{check.id}") for check in layer.conditions]
    flags += [
        near.as_(f"n_{check.id}")
        for check in layer.conditions
        if (near := _near(work, check)) is not None
    ]
    names = [flag.alias for flag in flags]
    flagged = exp.select(*columns, *flags).from_(rows.subquery(layer.id))
    outcome = exp.select(*columns, *names, _outcome_sql(layer), dialect=DIALECT)
    with_outcome = outcome.from_(flagged.subquery("flagged"))
    near_miss = exp.select(
        *columns, *names, "outcome", _near_miss_sql(layer, names), dialect=DIALECT
    )
    return near_miss.from_(with_outcome.subquery("with_outcome"))


def _condition(work: _Work, condition: Condition) -> exp.Expr:
    found = work.bound(condition.text)
    if condition.otherwise is Outcome.CANNOT_JUDGE:
        return exp.case().when(found, exp.true())
    return found


def _near(work: _Work, condition: Condition) -> exp.Expr | None:
    """Whether a failed condition failed within its margin; None where it declares none."""
    near = [
        exp.paren(
            exp.LTE(
                this=exp.Abs(
                    this=exp.Sub(
                        this=exp.paren(work.bound(check.actual)),
                        expression=exp.paren(work.bound(check.limit)),
                    )
                ),
                expression=work.bound(check.margin),
            )
        )
        for check in condition.checks
        if check.actual and check.limit and check.margin
    ]
    return cast("exp.Expr", exp.or_(*near)) if near else None


def _outcome_sql(layer: Layer) -> str:
    excluded = " OR ".join(f"x_{check.id} IS TRUE" for check in layer.exclusions) or "FALSE"
    passed = " AND ".join(f"c_{check.id}" for check in layer.conditions) or "TRUE"
    return (
        f"CASE WHEN {excluded} THEN 'excluded' WHEN ({passed}) IS FALSE THEN 'dropped'"
        f" WHEN ({passed}) IS NULL THEN 'cannot_judge' ELSE 'kept' END AS outcome"
    )


def _near_miss_sql(layer: Layer, flags: Sequence[str]) -> str:
    near = [
        f"(c_{check.id} IS FALSE AND n_{check.id} IS TRUE)"
        for check in layer.conditions
        if f"n_{check.id}" in flags
    ]
    if not near:
        return "FALSE AS is_near_miss"
    failed = " + ".join(f"CASE WHEN c_{c.id} IS TRUE THEN 0 ELSE 1 END" for c in layer.conditions)
    return f"(outcome = 'dropped' AND ({failed}) = 1 AND ({' OR '.join(near)})) AS is_near_miss"
