"""A model and its parameters as SQL: one statement per layer, and one that counts it.

A layer is written once to a temporary table; a plain filter over a dataset that stays in the lake
is folded into the one relation that reads it, because reading Parquet twice costs less than writing
a million rows. Datasets are read as relations named `source_<dataset>`, which whoever runs the
statements provides, already narrowed to scope, snapshot and as-of.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from supervision.compiled_layer import CompiledLayer, Sieve, kept_rows
from supervision.expressions import Value, bound, levels
from supervision.join_format import Join
from supervision.join_sql import Beside, Own, joined
from supervision.layer_columns import (
    available,
    beside_columns,
    input_columns,
    instant_columns,
    needed,
)
from supervision.layer_format import Condition, Layer
from supervision.layer_readings import is_sieve, written_layers
from supervision.model_format import Model
from supervision.relation_format import Pairs
from supervision.relation_sql import Baskets, crowded_sql, items_sql, relation_sql
from supervision.vocabulary import Outcome

__all__ = ["CompiledLayer", "compile_layers", "kept_rows"]


def compile_layers(
    model: Model,
    parameters: Mapping[str, Value],
    *,
    held: Collection[str] = (),
    is_standalone: bool = False,
    is_looked_at: bool = True,
) -> dict[str, CompiledLayer]:
    """The model's layers as SQL, by id, in order.

    held: the datasets that stand in memory.
    is_standalone: no temporary tables, and every column, the provenance of rows with them; for
        looking at a few rows again.
    is_looked_at: whether somebody looks at the layers' rows afterwards; see `needed`.
    """
    work = _Work(
        model=model,
        parameters=parameters,
        offers=available(model),
        needs=needed(model, is_looked_at=is_looked_at),
        instants=instant_columns(model),
        is_standalone=is_standalone,
        tables=frozenset() if is_standalone else written_layers(model, held),
        done={},
    )
    for layer in model.layers:
        work.done[layer.id] = _compiled(work, layer)
    return work.done


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    model: Model
    parameters: Mapping[str, Value]
    offers: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    instants: frozenset[str]
    is_standalone: bool
    tables: frozenset[str]
    done: dict[str, CompiledLayer]

    def bound(self, text: str, *, of: str = "", own: str = "") -> str:
        return bound(text, self.parameters, of=of, own=own, instants=self.instants)

    def named(self, columns: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{self.bound(sql)} AS {name}" for name, sql in columns]

    def carried(self, layer: Layer) -> tuple[str, ...]:
        """The columns the layer's relation has."""
        return (self.offers if self.is_standalone else self.needs)[layer.id]


def _compiled(work: _Work, layer: Layer) -> CompiledLayer:
    columns = work.carried(layer)
    is_table = layer.id in work.tables
    pairs = layer.pairs if is_table else None
    sieve = _sieve(work, layer, columns) if is_table and is_sieve(layer) else None
    return CompiledLayer(
        layer=layer,
        sql=_flagged(work, layer, _rows(work, layer), columns),
        table=f"layer_{layer.id}" if is_table else None,
        columns=columns,
        has_margin=any(_near(work, condition) for condition in layer.conditions),
        sieve=sieve,
        before=_baskets_sql(work, layer, pairs) if pairs else {},
        crowded=_baskets(layer).crowded if pairs else None,
    )


def _baskets(layer: Layer) -> Baskets:
    return Baskets(items=f"items_{layer.id}", crowded=f"crowded_{layer.id}")


def _baskets_sql(work: _Work, layer: Layer, pairs: Pairs) -> dict[str, str]:
    at = _baskets(layer)
    return {
        at.items: items_sql(pairs, partial(_rows_of, work)),
        at.crowded: crowded_sql(pairs, at.items),
    }


def _sieve(work: _Work, layer: Layer, columns: Sequence[str]) -> Sieve:
    keys = tuple(dict.fromkeys(own for own, _ in layer.joins[0].keys))
    rows = f"SELECT {', '.join(columns)} FROM {_rows(work, layer, only_kept=True)} AS {layer.id}"
    return Sieve(rows=rows, driving=_rows_of(work, layer.source, keys), keys=keys)


def _rows(work: _Work, layer: Layer, *, only_kept: bool = False) -> str:
    """The layer's rows before they are judged: source, joins, derived columns, grouping.

    As FROM names them. only_kept: of a sieve, the rows that stay.
    """
    carried = work.carried(layer)
    wanted = {*input_columns(layer, carried), *(() if layer.group_by else carried)}
    found, names = _source(work, layer, wanted)
    found = _joined(work, layer, found, names, wanted, only_kept=only_kept)
    own = [*names]
    for level in levels((column.name, column.sql) for column in layer.derive):
        derived = ", ".join([*own, *work.named(level)])
        found, own = f"(SELECT {derived} FROM {found} AS rows_before)", ["*"]
        names += [name for name, _ in level]
    if not layer.group_by:
        return found
    measures = work.named((one.name, one.sql) for one in layer.measures if one.name in carried)
    grouped = ", ".join([*layer.group_by, *measures])
    keys = ", ".join(layer.group_by)
    return f"(SELECT {grouped} FROM {found} AS rows_before GROUP BY {keys})"


def _source(work: _Work, layer: Layer, wanted: set[str]) -> tuple[str, list[str]]:
    """The rows the layer is built from, as FROM names them, and which columns they have."""
    if layer.relation is None:
        names = [name for name in work.offers[layer.source] if name in wanted]
        return _read(work, layer.source, names), names
    made = relation_sql(
        layer.relation,
        partial(_rows_of, work),
        {**work.offers, **{name: one.columns for name, one in work.done.items()}},
        work.parameters,
        wanted=wanted,
        baskets=None if work.is_standalone else _baskets(layer),
    )
    return f"({made})", [name for name in layer.relation.offers if name in wanted]


def _rows_of(work: _Work, source: str, names: Sequence[str]) -> str:
    """The statement of the kept rows of a dataset or an earlier layer."""
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
    unjudged = f"SELECT {', '.join(names)} FROM {_rows(work, above.layer)} AS {source}"
    return f"{unjudged} WHERE {' AND '.join(checks)}"


def _read(work: _Work, source: str, names: Sequence[str]) -> str:
    """As `_rows_of`, as FROM names it: where all its rows are kept, the table they stand in."""
    above = work.done.get(source)
    if above is None:
        return f"source_{source}"
    if above.table is not None and (above.sieve is not None or not above.has_checks):
        return above.table
    return f"({_rows_of(work, source, names)})"


def _joined(  # noqa: PLR0913 - one argument a part of the rows
    work: _Work,
    layer: Layer,
    found: str,
    names: list[str],
    wanted: Collection[str],
    *,
    only_kept: bool,
) -> str:
    """The rows with what the joins lay beside them; `names` gains the columns added.

    What only adds columns that nobody reads is left out.
    """
    besides = [
        Beside(
            join=join,
            rows=_beside(work, layer, join),
            adds=[name for name in layer.beside(join) if name in wanted],
            is_large=_is_grouped(work, join) and not _has_keys(work, layer, join),
            is_sieve=join.kind == "semi" and (only_kept or bool(layer.group_by)),
        )
        for join in layer.joins
    ]
    besides = [one for one in besides if one.adds or one.join.kind not in {"gather", "nearest"}]
    if not besides:
        return found
    statement = joined(Own(rows=found, names=tuple(names)), besides, work.bound)
    names += [name for beside in besides for name in beside.adds]
    return f"({statement})"


def _beside(work: _Work, layer: Layer, join: Join) -> str:
    """The rows beside; of a dataset that is grouped, only those with a key of the layer before.

    Measured: of 180,000 persons the families of some hundred claimants.
    """
    found = _read(work, join.beside, beside_columns(join))
    if not (_is_grouped(work, join) and _has_keys(work, layer, join)):
        return found
    on = " AND ".join(f"own.{own} = beside.{key}" for own, key in join.keys)
    named = ", ".join(f"beside.{name}" for name in dict.fromkeys(beside_columns(join)))
    rows = _read(work, layer.source, tuple(dict.fromkeys(own for own, _ in join.keys)))
    return f"(SELECT {named} FROM {found} AS beside SEMI JOIN {rows} AS own ON {on})"


def _is_grouped(work: _Work, join: Join) -> bool:
    """Whether all rows of a dataset would be grouped, of which few may be wanted."""
    return join.kind == "gather" and join.condition is None and join.beside not in work.done


def _has_keys(work: _Work, layer: Layer, join: Join) -> bool:
    """Whether the layer before has the keys of a join, which an earlier join may bring."""
    before = work.done.get(layer.source)
    return before is not None and {own for own, _ in join.keys} <= set(before.columns)


def _flagged(work: _Work, layer: Layer, rows: str, columns: Sequence[str]) -> str:
    flags = {f"x_{test.id}": work.bound(test.when) for test in layer.exclusions}
    flags |= {f"c_{test.id}": _condition(work, test) for test in layer.conditions}
    flags |= {f"n_{test.id}": near for test in layer.conditions if (near := _near(work, test))}
    named = [*columns, *(f"{sql} AS {name}" for name, sql in flags.items())]
    return f"SELECT {', '.join(named)} FROM {rows} AS {layer.id}"


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
