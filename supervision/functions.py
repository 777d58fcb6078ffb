"""Functions of our own that an expression may call; they become plain portable SQL when it is read.

distance_metres(longitude, latitude, longitude, latitude)
    metres over the ground between two points in degrees; null where one is missing
crosses_edge(longitude, latitude, edge longitude, edge latitude, next longitude, next latitude)
    whether the way from the point due east meets the edge; a point that meets an odd number of
    a polygon's edges lies inside it (even-odd rule)
"""

from collections.abc import Callable, Mapping, Sequence

import sqlglot
from sqlglot import exp

EARTH_METRES = 6_371_008
"""The mean radius of the earth (IUGG)."""

DISTANCE = f"""
2 * {EARTH_METRES} * ASIN(ROUND(SQRT(
  POWER(SIN(RADIANS(d - b) / 2), 2)
  + COS(RADIANS(b)) * COS(RADIANS(d)) * POWER(SIN(RADIANS(c - a) / 2), 2)), 12))
"""
"""Haversine; rounded because the sine of opposite points may come out above 1."""

CROSSES = "(d > b) <> (f > b) AND a < c + (e - c) * (b - d) / NULLIF(f - d, 0)"

TEMPLATES = {"distance_metres": (DISTANCE, 4), "crosses_edge": (CROSSES, 6)}

LETTERS = "abcdef"


class FunctionRefused(ValueError):
    """A function of ours is called with other arguments than it takes."""


def expanded(found: exp.Expr) -> exp.Expr:
    """The expression with every function of ours replaced by what it stands for.

    Raises FunctionRefused with one sentence.
    """

    def replaced(node: exp.Expr) -> exp.Expr:
        made = FUNCTIONS.get(node.name.lower()) if isinstance(node, exp.Anonymous) else None
        return node if made is None else exp.paren(made(node.expressions))

    return found.transform(replaced)


def _filled(name: str) -> Callable[[Sequence[exp.Expr]], exp.Expr]:
    template, takes = TEMPLATES[name]

    def made(given: Sequence[exp.Expr]) -> exp.Expr:
        if len(given) != takes:
            raise FunctionRefused(f"{name} takes {takes} values, not {len(given)}")
        values = dict(zip(LETTERS, given, strict=False))

        def letter(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column) and node.name in values:
                return exp.paren(values[node.name].copy())
            return node

        return sqlglot.parse_one(template, dialect="duckdb").transform(letter)

    return made


FUNCTIONS: Mapping[str, Callable[[Sequence[exp.Expr]], exp.Expr]] = {
    name: _filled(name) for name in TEMPLATES
}
"""What makes the SQL of each function, by its name in lower case."""
