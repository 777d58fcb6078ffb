"""The expressions of a model: DuckDB's dialect, parsed with sqlglot, kept to a portable list.

The list holds what DuckDB and Spark both execute with the same result. A parameter is written
`:name` and becomes a typed literal: the statement in the ledger is then the statement that ran, and
a window frame, where nothing can be bound, is no exception. Literals are made by sqlglot from
checked values, never by pasting text. Functions of statutory periods (`clock_calls.py`) become
plain date arithmetic when parameters are bound.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from supervision.clock_calls import call_mistakes, is_call
from supervision.clock_sql import with_arithmetic
from supervision.functions import FunctionRefused, expanded
from supervision.instant_sql import with_days

DIALECT = "duckdb"

Value = bool | int | float | Decimal | str | date
"""What a parameter or a fact can be."""

OPERATORS = (
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Paren),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is),
    *(exp.And, exp.Or, exp.Not, exp.Like, exp.DPipe, exp.NullSafeEQ, exp.NullSafeNEQ),
)
WORDS = (
    *(exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Placeholder, exp.Var),
    *(exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Interval, exp.Star),
)
FUNCTIONS = (
    *(exp.Abs, exp.Ceil, exp.Floor, exp.Round, exp.Ln, exp.Exp, exp.Sqrt, exp.Pow, exp.Sign),
    *(exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least),
    *(exp.Year, exp.Month, exp.Quarter, exp.Day, exp.DateDiff, exp.TimeToUnix, exp.TimeToStr),
    *(exp.Length, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.StartsWith, exp.Replace),
    *(exp.RegexpLike, exp.RegexpExtract, exp.Pad, exp.TimestampTrunc, exp.LastDay),
    *(exp.DateFromParts,),
    *(exp.Sin, exp.Cos, exp.Asin, exp.Radians),
)
AGGREGATES = (
    *(exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.LogicalOr, exp.LogicalAnd),
    *(exp.PercentileCont, exp.Median, exp.Filter, exp.Where, exp.Distinct),
    *(exp.ArgMin, exp.ArgMax, exp.GroupConcat),
)
WINDOWS = (
    *(exp.Window, exp.WindowSpec, exp.Order, exp.Ordered),
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.LastValue, exp.IgnoreNulls),
)
PORTABLE = frozenset((*OPERATORS, *WORDS, *FUNCTIONS, *AGGREGATES, *WINDOWS))
"""Every construct that an expression may hold."""

TYPES = frozenset({"BOOLEAN", "INT", "BIGINT", "DOUBLE", "DECIMAL", "VARCHAR", "TEXT", "DATE"})
"""Types that an expression may cast to."""


class ExpressionRefused(ValueError):
    """The text is no expression, or holds what is not on the portable list."""


@lru_cache(maxsize=4096)
def parse(text: str) -> exp.Expr:
    """The parsed expression; shared, so a caller copies before changing it.

    Raises ExpressionRefused with one sentence.
    """
    try:
        found = expanded(sqlglot.parse_one(text, dialect=DIALECT))
    except SqlglotError as error:
        raise ExpressionRefused(f"cannot be read as an expression: {text}") from error
    except FunctionRefused as error:
        raise ExpressionRefused(f"{error}: {text}") from error
    for node in found.walk():
        if is_call(node):
            for says in call_mistakes(node):
                raise ExpressionRefused(f"{says}: {text}")
        elif type(node) not in PORTABLE:
            name = getattr(node, "name", "") if isinstance(node, exp.Anonymous) else ""
            raise ExpressionRefused(
                f"{name or type(node).key.upper()} is not on the portable list: {text}"
            )
        if isinstance(node, exp.DataType) and node.this.value not in TYPES:
            raise ExpressionRefused(f"{node.this.value} is not a portable type: {text}")
    return found


@lru_cache(maxsize=4096)
def columns_of(text: str, *, of: str | None = None) -> tuple[str, ...]:
    """The columns the expression names, each once, in their order.

    of: the table they are qualified with (`lead.seller_code`); None for unqualified ones.
    """
    found = parse(text).find_all(exp.Column)
    names = (column.name for column in found if column.table == (of or ""))
    return tuple(dict.fromkeys(names))


def tables_of(text: str) -> tuple[str, ...]:
    """The table names that columns of the expression are qualified with."""
    found = {column.table for column in parse(text).find_all(exp.Column)} - {""}
    return tuple(sorted(found))


def parameters_of(text: str) -> tuple[str, ...]:
    """The parameters the expression names, each once, sorted."""
    return tuple(sorted({found.name for found in parse(text).find_all(exp.Placeholder)}))


@lru_cache(maxsize=4096)
def has_window(text: str) -> bool:
    """Whether the expression looks along a window."""
    return parse(text).find(exp.Window) is not None


@lru_cache(maxsize=4096)
def has_text_match(text: str) -> bool:
    """Whether the expression matches a text against a pattern, which is dear."""
    return parse(text).find(exp.RegexpLike) is not None


def has_aggregate(text: str) -> bool:
    """Whether the expression aggregates over rows or groups, windows included."""
    return parse(text).find(exp.AggFunc, exp.Window) is not None


def literal(value: Value | None) -> exp.Expr:
    """The value as a typed literal; None is NULL."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, (int, float, Decimal)):
        plain = exp.Literal.number(f"{abs(Decimal(str(value))):f}")
        return exp.Paren(this=exp.Neg(this=plain)) if value < 0 else plain
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), exp.DataType.Type.DATE)
    return exp.Literal.string(value)


def bound(  # noqa: PLR0913 - one argument a part of what it is made of
    text: str,
    parameters: Mapping[str, Value],
    columns: Mapping[str, str] | None = None,
    *,
    of: str = "",
    own: str = "",
    instants: frozenset[str] = frozenset(),
) -> str:
    """The expression as SQL, each parameter a literal.

    columns: the SQL that stands for a column qualified with `lead`, by its name.
    of: the table that unqualified columns are of; empty leaves them unqualified.
    own: the table that columns qualified with `own` are of.
    instants: the columns that are known to hold instants.
    """
    beside = tuple((columns or {}).items())
    return _bound(text, tuple(parameters.items()), beside, (of, own), instants)


@lru_cache(maxsize=4096)
def _bound(
    text: str,
    parameters: tuple[tuple[str, Value], ...],
    beside: tuple[tuple[str, str], ...],
    tables: tuple[str, str],
    instants: frozenset[str],
) -> str:
    values, columns, (of, own) = dict(parameters), dict(beside), tables

    def replaced(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder):
            return literal(values[node.name])
        if columns and isinstance(node, exp.Column) and node.table == "lead":
            return exp.Var(this=columns[node.name])
        if own and isinstance(node, exp.Column) and node.table == "own":
            return exp.column(node.name, own)
        if of and isinstance(node, exp.Column) and not node.table:
            return exp.column(node.name, of)
        return node

    return with_days(with_arithmetic(parse(text).transform(replaced)), instants).sql(DIALECT)


def with_literals(node: exp.Expr, values: Mapping[str, Value]) -> exp.Expr:
    """The node, or the literal in its place where it is a parameter."""
    return literal(values[node.name]) if isinstance(node, exp.Placeholder) else node


def literal_sql(value: Value | None) -> str:
    """The value as the SQL of a typed literal; None is NULL."""
    return literal(value).sql(DIALECT)


def pretty(sql: str) -> str:
    """A statement laid out to be read."""
    return sqlglot.parse_one(sql, dialect=DIALECT).sql(DIALECT, pretty=True)


def levels(derived: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Derived columns (name, expression) in levels: each uses only columns of earlier levels."""
    placed: dict[str, int] = {}
    found: list[list[tuple[str, str]]] = []
    for name, text in derived:
        level = max((placed[used] + 1 for used in columns_of(text) if used in placed), default=0)
        placed[name] = level
        if level == len(found):
            found.append([])
        found[level].append((name, text))
    return found
