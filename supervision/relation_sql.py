"""Relations that a layer makes, as SQL: together, pairs, spread, clusters, select.

`rows(name, columns)` is the statement of another relation's rows. No statement recurses: steps and
rounds are written out, so that every store that can join can run them, and their number is bounded.
"""

from collections.abc import Callable, Mapping, Sequence

from supervision.custom_sql import named_columns, select_sql
from supervision.expressions import Value, bound, with_literals
from supervision.relation_format import Clusters, Pairs, Relation, Selected, Spread, Together

Rows = Callable[[str, Sequence[str]], str]

ROUNDS = 12
"""Each round joins clusters that touch and then halves the way to their smallest member."""


def relation_sql(
    relation: Relation,
    rows: Rows,
    offers: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Value],
) -> str:
    """The statement of the relation's rows, with all its columns."""
    match relation:
        case Together():
            return _together(relation, rows)
        case Pairs():
            return _pairs(relation, rows, values)
        case Spread():
            return _spread(relation, rows)
        case Clusters():
            return _clusters(relation, rows)
        case Selected():
            return select_sql(
                relation.sql,
                lambda name: rows(name, _named(relation.sql, offers[name])),
                lambda node: with_literals(node, values),
            )


def _named(sql: str, offered: Sequence[str]) -> Sequence[str]:
    """The columns that the statement names: an earlier layer keeps no others."""
    named = set(named_columns(sql))
    return [name for name in offered if name in named] or offered


def _together(relation: Together, rows: Rows) -> str:
    return " UNION ALL ".join(rows(name, relation.columns) for name in relation.layers)


def left_out_sql(relation: Pairs, rows: Rows) -> str:
    """The statement that counts the baskets in which more items stand than `most_in_basket`.

    Few baskets have as many rows, so that only theirs are told apart.
    """
    grain, items = _grain(relation), _items(relation)
    named, most = ", ".join(grain), relation.most_in_basket
    large = f"GROUP BY {named} HAVING COUNT(*) > {most}"
    return _with(
        {
            "every_item": _every_item(relation, rows),
            "large": f"SELECT {named} FROM every_item {large}",
            "told_apart": f"SELECT DISTINCT {_of('i', (*grain, *items))} FROM every_item AS i"
            f" JOIN large AS l ON {_equal('i', 'l', grain)}",
            "left_out": f"SELECT {named} FROM told_apart {large}",
        },
        "SELECT COUNT(*) FROM left_out",
    )


def _grain(relation: Pairs) -> tuple[str, ...]:
    """What makes a basket; with the counted column, since only what shares it occurs together."""
    return tuple(dict.fromkeys((*_basket(relation), *filter(None, [relation.counted]))))


def _basket(relation: Pairs) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*relation.per, *relation.within)))


def _items(relation: Pairs) -> tuple[str, ...]:
    return ("item", "item_at") if relation.close else ("item",)


def _every_item(relation: Pairs, rows: Rows) -> str:
    """The items of all baskets, each as often as there are rows of it."""
    grain, close = _grain(relation), relation.close
    named = [*grain, f"{relation.of} AS item", *([f"{close.at} AS item_at"] if close else [])]
    source = rows(relation.source, relation.reads[relation.source])
    known = " AND ".join(f"{name} IS NOT NULL" for name in (relation.of, *grain))
    return f"SELECT {', '.join(named)} FROM ({source}) AS source_rows WHERE {known}"


def _pairs(relation: Pairs, rows: Rows, values: Mapping[str, Value]) -> str:
    basket, grain = _basket(relation), _grain(relation)
    close, counted = relation.close, relation.counted
    per, least = ", ".join(relation.per), bound(relation.least, values)
    both = [_equal("a", "b", grain), "a.item < b.item"]
    if close:
        minutes = bound(close.minutes, values)
        both.append(f"ABS(EPOCH(a.item_at) - EPOCH(b.item_at)) <= CAST(60 AS BIGINT) * ({minutes})")
    times = _times(counted, basket, "")
    together, of_a = _times(counted, basket, "a."), _of("a", relation.per)
    return _with(
        {
            "items": f"SELECT DISTINCT {', '.join((*grain, *_items(relation)))} FROM"
            f" ({_every_item(relation, rows)}) AS every_item",
            "roomy": "SELECT * FROM items"
            f" QUALIFY COUNT(*) OVER (PARTITION BY {', '.join(grain)})"
            f" <= {relation.most_in_basket}",
            "single": f"SELECT {per}, item, {times} AS item_count FROM items GROUP BY {per}, item",
            "every": f"SELECT {per}, {times} AS all_count FROM items GROUP BY {per}",
            "frequent": "SELECT r.*, s.item_count FROM roomy AS r JOIN single AS s"
            f" ON {_equal('r', 's', (*relation.per, 'item'))} AND s.item_count >= {least}",
            "pairs": f"SELECT {of_a}, a.item AS first, b.item AS second,"
            f" {together} AS together_count, MAX(a.item_count) AS first_count,"
            " MAX(b.item_count) AS second_count FROM frequent AS a JOIN frequent AS b"
            f" ON {' AND '.join(both)} GROUP BY {of_a}, a.item, b.item"
            f" HAVING {together} >= {least}",
        },
        f"SELECT {_of('t', relation.per)}, t.first, t.second, t.together_count,"
        " t.first_count, t.second_count, e.all_count,"
        " CAST(t.together_count AS DOUBLE) * e.all_count / (t.first_count * t.second_count) AS lift"
        f" FROM pairs AS t JOIN every AS e ON {_equal('t', 'e', relation.per)}",
    )


def _spread(relation: Spread, rows: Rows) -> str:
    per, start, end = ", ".join(relation.per), relation.start, relation.end
    known = f"FROM links WHERE {start} IS NOT NULL AND {end} IS NOT NULL"
    ways = [f"SELECT {per}, {start} AS a, {end} AS b {known}"]
    ways += [f"SELECT {per}, {end}, {start} {known}"] if relation.both_ways else []
    seeds = rows(relation.source, (*relation.per, relation.seed))
    steps = {
        "links": rows(relation.links, (*relation.per, start, end)),
        "ways": " UNION ".join(ways),
        "step_0": f"SELECT DISTINCT {per}, {relation.seed} AS node, 0 AS hops_count,"
        f" {relation.seed} AS seed, 0 AS from_count FROM ({seeds}) AS seeds"
        f" WHERE {relation.seed} IS NOT NULL",
    }
    own = _of("w", relation.per)
    for hop in range(1, relation.hops + 1):
        earlier = " UNION ALL ".join(f"SELECT {per}, node FROM step_{n}" for n in range(hop))
        steps[f"step_{hop}"] = (
            f"SELECT {own}, w.b AS node, {hop} AS hops_count, MIN(s.seed) AS seed,"
            f" COUNT(*) AS from_count FROM ways AS w JOIN step_{hop - 1} AS s"
            f" ON {_equal('w', 's', relation.per)} AND w.a = s.node"
            f" LEFT JOIN ({earlier}) AS e ON {_equal('w', 'e', relation.per)} AND w.b = e.node"
            f" WHERE e.node IS NULL GROUP BY {own}, w.b"
        )
    columns = f"SELECT {per}, node, hops_count, seed, from_count FROM step_"
    return _with(steps, " UNION ALL ".join(f"{columns}{n}" for n in range(relation.hops + 1)))


def _clusters(relation: Clusters, rows: Rows) -> str:
    """Smallest labels, spread over the links and shortened, round by round."""
    per, first, second = ", ".join(relation.per), relation.first, relation.second
    known = f"FROM links WHERE {first} IS NOT NULL AND {second} IS NOT NULL"
    sides = ((first, second), (second, first), (first, first), (second, second))
    steps = {
        "links": rows(relation.source, relation.reads[relation.source]),
        "ways": " UNION ".join(f"SELECT {per}, {a} AS a, {b} AS b {known}" for a, b in sides),
        "round_0": f"SELECT {per}, a AS member, MIN(b) AS label FROM ways GROUP BY {per}, a",
    }
    own = _of("w", relation.per)
    for number in range(1, ROUNDS + 1):
        steps[f"near_{number}"] = (
            f"SELECT {own}, w.a AS member, MIN(r.label) AS label FROM ways AS w"
            f" JOIN round_{number - 1} AS r ON {_equal('w', 'r', relation.per)} AND w.b = r.member"
            f" GROUP BY {own}, w.a"
        )
        steps[f"round_{number}"] = (
            f"SELECT {_of('n', relation.per)}, n.member, LEAST(n.label, r.label) AS label"
            f" FROM near_{number} AS n JOIN near_{number} AS r"
            f" ON {_equal('n', 'r', relation.per)} AND n.label = r.member"
        )
    return _with(steps, f"SELECT {per}, label AS cluster_key, member FROM round_{ROUNDS}")


def _with(steps: Mapping[str, str], last: str) -> str:
    return f"WITH {', '.join(f'{name} AS ({sql})' for name, sql in steps.items())} {last}"


def _times(counted: str | None, basket: Sequence[str], of: str) -> str:
    """How many different baskets, or values of the counted column."""
    names = [counted] if counted else basket
    named = ", ".join(f"{of}{name}" for name in names)
    return f"COUNT(DISTINCT {named if len(names) == 1 else f'({named})'})"


def _of(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _equal(left: str, right: str, names: Sequence[str]) -> str:
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in names)
