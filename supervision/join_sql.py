"""A layer's joins as SQL: each adds columns to the rows before it, and none multiplies them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sqlglot import exp

from supervision.expressions import DIALECT, parse
from supervision.join_format import Join, Nearest
from supervision.layer_columns import beside_columns
from supervision.measure import Derived

DAY_SECONDS = 86_400


class Bound(Protocol):
    """Makes the SQL of an expression, parameters being literals; see `expressions.bound`."""

    def __call__(self, text: str, *, of: str = "", own: str = "") -> str:
        """The expression with its columns of these tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Two sides to be joined.

    rows, names: the statement of this side's rows and its columns. beside: the statement of the
    other side's rows. wanted: the columns anyone needs, of those that a join may add. is_large:
    whether the other side's rows are better looked for than grouped all.
    """

    rows: str
    names: Sequence[str]
    beside: str
    wanted: Collection[str]
    bound: Bound
    is_large: bool = False

    @property
    def own(self) -> str:
        """This side's columns."""
        return ", ".join(f"a.{name}" for name in self.names)


def joined(join: Join, sides: Sides) -> str:
    """The statement of this side's rows with the columns that the join adds after them."""
    if join.kind in {"inner", "left"}:
        return _taken(join, sides)
    if join.kind == "nearest" and join.nearest is not None:
        return _nearest(join, join.nearest, sides)
    if join.kind != "gather":
        return _judged(join, sides)
    return _gathered(join, sides) if join.condition is None else _gathered_where(join, sides)


def filtered(join: Join, sides: Sides) -> str:
    """The rows that have a row beside (semi): what a grouping layer reads."""
    return f"SELECT {sides.own} FROM ({sides.rows}) AS a {_beside(join, sides, join.kind)}"


def _taken(join: Join, sides: Sides) -> str:
    columns = ", ".join([sides.own, *(f"b.{name}" for name in join.columns)])
    return f"SELECT {columns} FROM ({sides.rows}) AS a {_beside(join, sides, join.kind)}"


def _judged(join: Join, sides: Sides) -> str:
    """has_<name>: true, false, or null where a key is missing or a row beside cannot be told."""
    if join.condition is None:
        keys = ", ".join(key for _, key in join.keys)
        there = f"SELECT DISTINCT {keys}, TRUE AS is_there FROM ({sides.beside}) AS b"
        found = f"LEFT JOIN ({there}) AS b ON {_equal(join)}"
        otherwise = "ELSE COALESCE(b.is_there, FALSE)"
    else:
        tells = sides.bound(join.condition, of="b", own="a")
        counts = f"COUNT(*) FILTER (WHERE {tells}) AS there_count, COUNT(*) AS told_count"
        told = _matching(join, sides, f"({tells}) IS NOT FALSE")
        found = f"LEFT JOIN LATERAL (SELECT {counts} FROM {told}) AS g ON TRUE"
        otherwise = "WHEN g.there_count > 0 THEN TRUE WHEN g.told_count > 0 THEN NULL ELSE FALSE"
    says = f"CASE WHEN {_lacks_key(join)} THEN NULL {otherwise} END AS {join.has_column}"
    return f"SELECT {sides.own}, {says} FROM ({sides.rows}) AS a {found}"


def _gathered(join: Join, sides: Sides) -> str:
    keys = ", ".join(key for _, key in join.keys)
    made = ", ".join(f"{sides.bound(one.sql)} AS {one.name}" for one in join.measures)
    own, source = f"({sides.rows})", f"({sides.beside}) AS b"
    if sides.is_large:
        own, source = "rows_before", f"{source} SEMI JOIN rows_before AS a ON {_equal(join)}"
    found = f"SELECT {keys}, {made} FROM {source} GROUP BY {keys}"
    known = f"NOT ({_lacks_key(join)})"
    columns = [
        f"CASE WHEN {known} THEN COALESCE(b.{one.name}, 0) END AS {one.name}"
        if _is_count(one)
        else f"b.{one.name}"
        for one in join.measures
    ]
    before = f"WITH rows_before AS MATERIALIZED ({sides.rows}) " if sides.is_large else ""
    return (
        f"{before}SELECT {', '.join([sides.own, *columns])} FROM {own} AS a"
        f" LEFT JOIN ({found}) AS b ON {_equal(join)}"
    )


def _gathered_where(join: Join, sides: Sides) -> str:
    tells = sides.bound(join.condition or "TRUE", of="b", own="a")
    inner = ", ".join(f"b.{name}" for name in beside_columns(join))
    made = {one.name: sides.bound(one.sql) for one in join.measures}
    if join.unknown_column in sides.wanted:
        told = _matching(join, sides, f"({tells}) IS NOT FALSE")
        beside = f"SELECT {inner}, {tells} AS {_IS_TOLD} FROM {told}"
        made = {name: _of_told(sql) for name, sql in made.items()}
        made[join.unknown_column] = f"COUNT(*) FILTER (WHERE {_IS_TOLD} IS NULL)"
    else:
        beside = f"SELECT {inner} FROM {_matching(join, sides, tells)}"
    known = f"NOT ({_lacks_key(join)})"
    columns = [f"CASE WHEN {known} THEN g.{one.name} END AS {one.name}" for one in join.measures]
    columns += [f"g.{name}" for name in made if name == join.unknown_column]
    named = ", ".join(f"{sql} AS {name}" for name, sql in made.items())
    return (
        f"SELECT {', '.join([sides.own, *columns])} FROM ({sides.rows}) AS a"
        f" LEFT JOIN LATERAL (SELECT {named} FROM ({beside}) AS b) AS g ON TRUE"
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


def _nearest(join: Join, near: Nearest, sides: Sides) -> str:
    """The one row nearest in time; equally near ones are told apart by their values."""
    keys = dict.fromkeys([*(own for own, _ in join.keys), near.own])
    apart = f"(EPOCH(b.{near.beside}) - EPOCH(own.own_{near.own}))"
    side = {"before": f"{apart} <= 0", "after": f"{apart} >= 0", "either": "TRUE"}[near.side]
    on = [f"own.own_{own} = b.{key}" for own, key in join.keys]
    on += [
        side,
        f"ABS({apart}) <= CAST({DAY_SECONDS} AS BIGINT) * ({sides.bound(near.within_days)})",
    ]
    columns = ", ".join(f"b.{name}" for name in join.columns)
    own = ", ".join(f"own.own_{name}" for name in keys)
    place = f"PARTITION BY {own} ORDER BY ABS({apart}), b.{near.beside}, {columns}"
    mine = ", ".join(f"a.{name} AS own_{name}" for name in keys)
    ranked = (
        f"SELECT {own}, {columns}, ROW_NUMBER() OVER ({place}) AS place"
        f" FROM (SELECT DISTINCT {mine} FROM rows_before AS a) AS own"
        f" JOIN ({sides.beside}) AS b ON {' AND '.join(on)}"
    )
    back = " AND ".join(f"b.own_{name} = a.{name}" for name in keys)
    return (
        f"WITH rows_before AS ({sides.rows}), ranked AS ({ranked})"
        f" SELECT {sides.own}, {columns} FROM rows_before AS a"
        f" LEFT JOIN ranked AS b ON {back} AND b.place = 1"
    )


def _beside(join: Join, sides: Sides, kind: str) -> str:
    return f"{kind.upper()} JOIN ({sides.beside}) AS b ON {_equal(join)}"


def _matching(join: Join, sides: Sides, where: str) -> str:
    return f"({sides.beside}) AS b WHERE {_equal(join)} AND ({where})"


def _equal(join: Join) -> str:
    return " AND ".join(f"a.{own} = b.{beside}" for own, beside in join.keys)


def _lacks_key(join: Join) -> str:
    return " OR ".join(f"a.{own} IS NULL" for own, _ in join.keys)


def _is_count(measure: Derived) -> bool:
    """Whether the measure counts, so that nothing beside means 0 and not unknown."""
    found = parse(measure.sql)
    found = found.this if isinstance(found, exp.Filter) else found
    return isinstance(found, exp.Count)
