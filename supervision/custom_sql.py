"""One read-only SELECT as a layer: parsed, and refused if it is or does anything else.

It may name declared relations only, use only what is on the portable list, and neither recurse nor
read files. What is not listed is refused; nothing is searched for by name.
"""

from collections.abc import Callable, Collection
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECT = "duckdb"

CLAUSES = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Qualify),
    *(exp.Subquery, exp.Table, exp.TableAlias, exp.Alias, exp.CTE, exp.With, exp.Union),
    *(exp.Intersect, exp.Except, exp.Exists, exp.Distinct, exp.Order, exp.Tuple, exp.Lateral),
)
"""What a statement may be made of, besides the portable list of expressions."""


class SelectRefused(ValueError):
    """The text is no single read-only SELECT over declared relations."""


@lru_cache(maxsize=256)
def _tree(text: str) -> exp.Expr:
    try:
        found = [one for one in sqlglot.parse(text, dialect=DIALECT) if one is not None]
    except SqlglotError as error:
        raise SelectRefused("cannot be read as a SELECT") from error
    if len(found) != 1 or not isinstance(found[0], (exp.Select, exp.SetOperation)):
        raise SelectRefused("must be one SELECT")
    return found[0]


def checked_select(text: str, relations: Collection[str], portable: Collection[type]) -> None:
    """Raises SelectRefused with one sentence where the text is not what a layer may be.

    relations: the names it may read. portable: the constructs its expressions may hold.
    """
    tree = _tree(text)
    allowed = {*portable, *CLAUSES}
    for node in tree.walk():
        if type(node) not in allowed:
            name = node.name if isinstance(node, exp.Anonymous) else type(node).key.upper()
            raise SelectRefused(f"{name} is not allowed in a SELECT of a model")
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise SelectRefused("a recursive WITH is not allowed; use a spread")
        if isinstance(node, exp.Table) and (node.db or node.catalog):
            raise SelectRefused(f"{node.sql(DIALECT)} is not a relation of the model")
        if isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier):
            raise SelectRefused(f"{node.sql(DIALECT)} is not a relation of the model")
        if isinstance(node, exp.Star):
            _refuse_star(node)
        if isinstance(node, exp.Join) and _is_unbounded(node):
            raise SelectRefused("a join needs ON or USING with an equality")
    for table in tree.find_all(exp.Table):
        if table.name not in relations and not _is_named_above(table):
            raise SelectRefused(f"{table.name} is not among the relations it declares")


def named_columns(text: str) -> tuple[str, ...]:
    """Every name that stands in the text as a column, of whatever relation; sorted."""
    try:
        tree = _tree(text)
    except SelectRefused:
        return ()
    return tuple(sorted({column.name for column in tree.find_all(exp.Column)}))


def select_parameters(text: str) -> tuple[str, ...]:
    """The parameters that stand in the text, sorted."""
    try:
        tree = _tree(text)
    except SelectRefused:
        return ()
    return tuple(sorted({found.name for found in tree.find_all(exp.Placeholder)}))


def select_sql(text: str, of: Callable[[str], str], bound: Callable[[exp.Expr], exp.Expr]) -> str:
    """The statement with each relation replaced by what it is read from.

    of: the statement of a relation's rows. bound: puts literals in the place of parameters.
    """
    tree = _tree(text).copy()
    named = {id(table) for table in tree.find_all(exp.Table) if _is_named_above(table)}

    def replaced(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and id(node) not in named:
            inner = sqlglot.parse_one(of(node.name), dialect=DIALECT)
            return exp.Subquery(
                this=inner, alias=exp.TableAlias(this=exp.to_identifier(node.alias_or_name))
            )
        return bound(node)

    return tree.transform(replaced, copy=False).sql(DIALECT)


def _is_named_above(table: exp.Table) -> bool:
    """Whether the name is that of a WITH before it, in the statement it stands in or around it."""
    inner: exp.Expr = table
    while (outer := inner.parent) is not None:
        earlier = outer.expressions if isinstance(outer, exp.With) else []
        if not isinstance(outer, exp.With) and (above := _with_of(outer)) is not inner and above:
            earlier = above.expressions
        for cte in earlier:
            if cte is inner:
                break
            if cte.alias == table.name:
                return True
        inner = outer
    return False


def _with_of(node: exp.Expr) -> exp.With | None:
    return next((found for found in node.args.values() if isinstance(found, exp.With)), None)


def _refuse_star(node: exp.Star) -> None:
    if not isinstance(node.parent, exp.Count):
        raise SelectRefused("columns are named, never *")


def _is_unbounded(join: exp.Join) -> bool:
    if join.args.get("using"):
        return False
    on = join.args.get("on")
    return on is None or on.find(exp.EQ) is None
