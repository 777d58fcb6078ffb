"""A layer's joins as SQL: each adds columns to the rows before it, and none multiplies them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sqlglot import exp

from supervision.expressions import DIALECT, parse
from supervision.join_format import Join, Nearest
from supervision.layer_columns import beside_columns, own_columns
from supervision.measure import Derived

DAY_SECONDS = 86_400


class Bound(Protocol):
    """Makes the SQL of an expression, parameters being literals; see `expressions.bound`."""

    def __call__(self, text: str, *, of: str = "", own: str = "") -> str:
        """The expression with its columns of these tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """The rows that others are laid beside: as FROM names them, and the columns to keep."""

    rows: str
    names: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What a join lays beside.

    rows: the other side's rows, as FROM names them. adds: the columns that somebody reads, of those
    that the join may add. is_large: whether these rows are better looked for than grouped all.
    is_sieve: of a semi join, whether the rows without one beside are left out.
    """

    join: Join
    rows: str
    adds: Collection[str]
    is_large: bool = False
    is_sieve: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Laid:
    """One join as part of a SELECT: the columns it adds, and what follows FROM rows AS a."""

    columns: Sequence[str]
    clause: str


def joined(own: Own, besides: Sequence[Beside], bound: Bound) -> str:
    """The statement of the own rows with the columns that the joins add after them.

    Joins stand side by side in one SELECT, as far as none needs what another one adds.
    """
    found, names = "", list(own.names)
    rows = own.rows
    for group in _groups(besides):
        own = Own(rows=rows, names=tuple(names))
        stands_alone = _stands_alone(group[0])
        found = _alone(group[0], own, bound) if stands_alone else _side_by_side(group, own, bound)
        rows = f"({found})"
        names += [name for beside in group for name in beside.adds]
    return found


def _groups(besides: Sequence[Beside]) -> list[list[Beside]]:
    groups: list[list[Beside]] = []
    for beside in besides:
        last = groups[-1] if groups else []
        added = {name for one in last for name in one.adds}
        is_apart = not last or _stands_alone(beside) or _stands_alone(last[0])
        if is_apart or not added.isdisjoint(own_columns(beside.join)):
            groups.append([beside])
        else:
            last.append(beside)
    return groups


def _stands_alone(beside: Beside) -> bool:
    """Whether it reads the own rows twice."""
    return beside.join.nearest is not None or beside.is_large


def _alone(beside: Beside, own: Own, bound: Bound) -> str:
    near = beside.join.nearest
    if near is None:
        return _gathered_large(beside, own, bound)
    return _nearest(beside, near, own, bound)


def _side_by_side(besides: Sequence[Beside], own: Own, bound: Bound) -> str:
    laid = [_laid(beside, f"b{place}", bound) for place, beside in enumerate(besides)]
    columns = [f"a.{name}" for name in own.names]
    columns += [column for one in laid for column in one.columns]
    clauses = " ".join(one.clause for one in laid)
    return f"SELECT {', '.join(columns)} FROM {own.rows} AS a {clauses}"


def _laid(beside: Beside, name: str, bound: Bound) -> _Laid:
    """name: what the rows beside are called."""
    join = beside.join
    if beside.is_sieve or join.kind in {"inner", "left"}:
        return _taken(beside, name)
    if join.kind == "gather":
        return (_gathered if join.condition is None else _gathered_where)(beside, name, bound)
    return (_judged if join.condition is None else _judged_where)(beside, name, bound)


def _taken(beside: Beside, name: str) -> _Laid:
    join = beside.join
    columns = [f"{name}.{column}" for column in join.columns if column in beside.adds]
    if beside.is_sieve:
        columns = [f"TRUE AS {says}" for says in beside.adds]
    clause = f"{join.kind.upper()} JOIN {beside.rows} AS {name} ON {_equal(join, name)}"
    return _Laid(columns=columns, clause=clause)


def _judged(beside: Beside, name: str, _bound: Bound) -> _Laid:
    """has_<name>: true, false, or null where a key is missing."""
    keys = ", ".join(key for _, key in beside.join.keys)
    there = f"SELECT DISTINCT {keys}, TRUE AS is_there FROM {beside.rows} AS b"
    return _Laid(
        columns=[_says(beside.join, f"ELSE COALESCE({name}.is_there, FALSE)")],
        clause=f"LEFT JOIN ({there}) AS {name} ON {_equal(beside.join, name)}",
    )


def _judged_where(beside: Beside, name: str, bound: Bound) -> _Laid:
    """has_<name>: true, false, or null where a key is missing or a row beside cannot be told."""
    tells = bound(beside.join.condition or "TRUE", of="b", own="a")
    counts = f"COUNT(*) FILTER (WHERE {tells}) AS there_count, COUNT(*) AS told_count"
    told = _matching(beside, f"({tells}) IS NOT FALSE")
    otherwise = f"WHEN {name}.there_count > 0 THEN TRUE WHEN {name}.told_count > 0 THEN NULL"
    return _Laid(
        columns=[_says(beside.join, f"{otherwise} ELSE FALSE")],
        clause=f"LEFT JOIN LATERAL (SELECT {counts} FROM {told}) AS {name} ON TRUE",
    )


def _says(join: Join, otherwise: str) -> str:
    return f"CASE WHEN {_lacks_key(join)} THEN NULL {otherwise} END AS {join.has_column}"


def _gathered(beside: Beside, name: str, bound: Bound) -> _Laid:
    join = beside.join
    grouped = _grouped(beside, f"{beside.rows} AS b", bound)
    return _Laid(
        columns=_gathered_columns(beside, name),
        clause=f"LEFT JOIN ({grouped}) AS {name} ON {_equal(join, name)}",
    )


def _gathered_large(beside: Beside, own: Own, bound: Bound) -> str:
    join = beside.join
    all_own = f"SELECT {', '.join(own.names)} FROM {own.rows} AS a"
    looked_for = f"{beside.rows} AS b SEMI JOIN rows_before AS a ON {_equal(join)}"
    columns = [*(f"a.{name}" for name in own.names), *_gathered_columns(beside, "b")]
    return (
        f"WITH rows_before AS MATERIALIZED ({all_own}) SELECT {', '.join(columns)}"
        f" FROM rows_before AS a LEFT JOIN ({_grouped(beside, looked_for, bound)}) AS b"
        f" ON {_equal(join)}"
    )


def _grouped(beside: Beside, source: str, bound: Bound) -> str:
    keys = ", ".join(key for _, key in beside.join.keys)
    made = [f"{bound(one.sql)} AS {one.name}" for one in _measures(beside)]
    return f"SELECT {', '.join([keys, *made])} FROM {source} GROUP BY {keys}"


def _gathered_columns(beside: Beside, name: str) -> list[str]:
    known = f"NOT ({_lacks_key(beside.join)})"
    return [
        f"CASE WHEN {known} THEN COALESCE({name}.{one.name}, 0) END AS {one.name}"
        if _is_count(one)
        else f"{name}.{one.name}"
        for one in _measures(beside)
    ]


def _measures(beside: Beside) -> list[Derived]:
    return [one for one in beside.join.measures if one.name in beside.adds]


def _gathered_where(beside: Beside, name: str, bound: Bound) -> _Laid:
    join = beside.join
    tells = bound(join.condition or "TRUE", of="b", own="a")
    inner = ", ".join(f"b.{column}" for column in beside_columns(join))
    made = {one.name: bound(one.sql) for one in _measures(beside)}
    known = f"NOT ({_lacks_key(join)})"
    columns = [f"CASE WHEN {known} THEN {name}.{measure} END AS {measure}" for measure in made]
    if join.unknown_column in beside.adds:
        told = _matching(beside, f"({tells}) IS NOT FALSE")
        rows = f"SELECT {inner}, {tells} AS {_IS_TOLD} FROM {told}"
        made = {measure: _of_told(sql) for measure, sql in made.items()}
        made[join.unknown_column] = f"COUNT(*) FILTER (WHERE {_IS_TOLD} IS NULL)"
        columns.append(f"{name}.{join.unknown_column}")
    else:
        rows = f"SELECT {inner} FROM {_matching(beside, tells)}"
    named = ", ".join(f"{sql} AS {measure}" for measure, sql in made.items())
    return _Laid(
        columns=columns,
        clause=f"LEFT JOIN LATERAL (SELECT {named} FROM ({rows}) AS b) AS {name} ON TRUE",
    )


_IS_TOLD = "_is_told"
"""Beside rows of a gather with a condition: whether it holds, null where that cannot be told.

No name of a model begins like this one.
"""


@lru_cache(maxsize=1024)
def _of_told(measure: str) -> str:
    """The measure over those rows alone for which the condition holds."""

    def narrowed(node: exp.Expr) -> exp.Expr:
        is_narrow = isinstance(node.parent, exp.Filter) and node.arg_key == "this"
        if isinstance(node, exp.Filter):
            held = exp.and_(node.expression.this.copy(), exp.column(_IS_TOLD))
            return exp.Filter(this=node.this.copy(), expression=exp.Where(this=held))
        if isinstance(node, exp.AggFunc) and not is_narrow:
            return exp.Filter(this=node.copy(), expression=exp.Where(this=exp.column(_IS_TOLD)))
        return node

    return parse(measure).transform(narrowed).sql(DIALECT)


def _nearest(beside: Beside, near: Nearest, own: Own, bound: Bound) -> str:
    """The one row nearest in time; equally near ones are told apart by their values."""
    join = beside.join
    keys = dict.fromkeys([*(key for key, _ in join.keys), near.own])
    apart = f"(EPOCH(b.{near.beside}) - EPOCH(own.own_{near.own}))"
    side = {"before": f"{apart} <= 0", "after": f"{apart} >= 0", "either": "TRUE"}[near.side]
    on = [f"own.own_{key} = b.{other}" for key, other in join.keys]
    on += [side, f"ABS({apart}) <= CAST({DAY_SECONDS} AS BIGINT) * ({bound(near.within_days)})"]
    columns = ", ".join(f"b.{name}" for name in join.columns)
    keyed = ", ".join(f"own.own_{name}" for name in keys)
    place = f"PARTITION BY {keyed} ORDER BY ABS({apart}), b.{near.beside}, {columns}"
    mine = ", ".join(f"a.{name} AS own_{name}" for name in keys)
    ranked = (
        f"SELECT {keyed}, {columns}, ROW_NUMBER() OVER ({place}) AS place"
        f" FROM (SELECT DISTINCT {mine} FROM rows_before AS a) AS own"
        f" JOIN {beside.rows} AS b ON {' AND '.join(on)}"
    )
    back = " AND ".join(f"b.own_{name} = a.{name}" for name in keys)
    found = [f"a.{name}" for name in own.names]
    found += [f"b.{name}" for name in join.columns if name in beside.adds]
    return (
        f"WITH rows_before AS (SELECT {', '.join(own.names)} FROM {own.rows} AS a),"
        f" ranked AS ({ranked}) SELECT {', '.join(found)} FROM rows_before AS a"
        f" LEFT JOIN ranked AS b ON {back} AND b.place = 1"
    )


def _matching(beside: Beside, where: str) -> str:
    return f"{beside.rows} AS b WHERE {_equal(beside.join)} AND ({where})"


def _equal(join: Join, name: str = "b") -> str:
    return " AND ".join(f"a.{own} = {name}.{key}" for own, key in join.keys)


def _lacks_key(join: Join) -> str:
    return " OR ".join(f"a.{own} IS NULL" for own, _ in join.keys)


def _is_count(measure: Derived) -> bool:
    """Whether the measure counts, so that nothing beside means 0 and not unknown."""
    found = parse(measure.sql)
    found = found.this if isinstance(found, exp.Filter) else found
    return isinstance(found, exp.Count)
