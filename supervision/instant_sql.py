"""The day of an instant in Asia/Shanghai, by arithmetic instead of by the rules of time zones.

DuckDB asks the time zone's rules of every row: 41 ms for the days of 330,000 instants, where the
arithmetic takes 3 ms. The rules are asked for what lies before FIRST or after LAST.
"""

from collections.abc import Collection

from sqlglot import exp

FIRST, LAST = "1992-01-01 00:00:00+08:00", "2999-12-31 00:00:00+08:00"
"""Between these Asia/Shanghai is eight hours ahead; summer time was last kept in 1991."""

EIGHT_HOURS = 8 * 3_600 * 1_000_000
"""In microseconds."""


def with_days(tree: exp.Expr, names: Collection[str]) -> exp.Expr:
    """The expression with each cast of one of these columns to a day written as arithmetic."""

    def replaced(node: exp.Expr) -> exp.Expr:
        if type(node) is exp.Cast and node.is_type(exp.DataType.Type.DATE):
            of = node.this
            if isinstance(of, exp.Column) and of.name in names:
                return exp.Var(this=_day(of.sql("duckdb")))
        return node

    return tree.transform(replaced) if names else tree


def _day(instant: str) -> str:
    return (
        f"CASE WHEN {instant} BETWEEN CAST('{FIRST}' AS TIMESTAMPTZ)"
        f" AND CAST('{LAST}' AS TIMESTAMPTZ)"
        f" THEN CAST(MAKE_TIMESTAMP(EPOCH_US({instant}) + {EIGHT_HOURS}) AS DATE)"
        f" ELSE CAST({instant} AS DATE) END"
    )
