"""Relations that a layer makes, as SQL: together, pairs, spread, clusters, select.

`rows(name, columns)` is the statement of another relation's rows. No statement recurses: steps and
rounds are written out, so that every store that can join can run them, and their number is bounded.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from supervision.custom_sql import named_columns, select_sql
from supervision.expressions import Value, bound, with_literals
from supervision.relation_format import Clusters, Pairs, Relation, Selected, Spread, Together

Rows = Callable[[str, Sequence[str]], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Baskets:
    """Where the rows of `items_sql` and of `crowded_sql` stand."""

    items: str
    crowded: str


ROUNDS = 12
"""Each round joins clusters that touch and then halves the way to their smallest member."""


def relation_sql(  # noqa: PLR0913 - one argument a part of what it is made of
    relation: Relation,
    rows: Rows,
    offers: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Value],
    *,
    wanted: Collection[str] | None = None,
    baskets: Baskets | None = None,
) -> str:
    """The statement of the relation's rows.

    wanted: the columns that somebody reads, None for all; what is dear to find and unwanted is left
    out. baskets: of pairs, where what they are made of stands already.
    """
    columns = relation.offers if wanted is None else wanted
    match relation:
        case Together():
            return _together(relation, rows)
        case Pairs():
            return _pairs(relation, rows, values, columns, baskets)
        case Spread():
            return _spread(relation, rows)
        case Clusters():
            return _clusters(relation, rows, columns)
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


def items_sql(relation: Pairs, rows: Rows) -> str:
    """The statement of the items in all baskets, each once a basket (and moment)."""
    grain, close = _grain(relation), relation.close
    items = {relation.of: "item", **({close.at: "item_at"} if close else {})}
    named = ", ".join([*grain, *(f"{name} AS {item}" for name, item in items.items())])
    source = rows(relation.source, relation.reads[relation.source])
    known = " AND ".join(f"{name} IS NOT NULL" for name in (relation.of, *grain))
    return f"SELECT DISTINCT {named} FROM ({source}) AS source_rows WHERE {known}"


def crowded_sql(relation: Pairs, items: str) -> str:
    """The statement of the baskets in which more items stand than `most_in_basket`.

    items: where the rows of `items_sql` stand.
    """
    grain = ", ".join(_grain(relation))
    most = relation.most_in_basket
    return f"SELECT {grain} FROM {items} GROUP BY {grain} HAVING COUNT(*) > {most}"


def _grain(relation: Pairs) -> tuple[str, ...]:
    """What makes a basket; with the counted column, since only what shares it occurs together."""
    return tuple(dict.fromkeys((*_basket(relation), *filter(None, [relation.counted]))))


def _basket(relation: Pairs) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*relation.per, *relation.within)))


def _pairs(
    relation: Pairs,
    rows: Rows,
    values: Mapping[str, Value],
    wanted: Collection[str],
    baskets: Baskets | None,
) -> str:
    """Baskets are seldom crowded, so that leaving them out costs less than counting every item."""
    basket, grain = _basket(relation), _grain(relation)
    close, counted = relation.close, relation.counted
    per, least = ", ".join(relation.per), bound(relation.least, values)
    both = [_equal("a", "b", grain), "a.item < b.item"]
    if close:
        minutes = bound(close.minutes, values)
        both.append(f"ABS(EPOCH(a.item_at) - EPOCH(b.item_at)) <= CAST(60 AS BIGINT) * ({minutes})")
    times = _times(counted, basket, "")
    together, of_a = _times(counted, basket, "a."), _of("a", relation.per)
    if baskets is None:
        items, crowded = items_sql(relation, rows), crowded_sql(relation, "items")
    else:
        items, crowded = f"SELECT * FROM {baskets.items}", f"SELECT * FROM {baskets.crowded}"
    item_counts, pair_counts = "", ""
    if {"first_count", "second_count", "all_count", "lift"} & set(wanted):
        item_counts = ", s.item_count"
        pair_counts = ", MAX(a.item_count) AS first_count, MAX(b.item_count) AS second_count"
    steps = {
        "items": items,
        "crowded": crowded,
        "roomy": f"SELECT i.* FROM items AS i ANTI JOIN crowded AS c ON {_equal('i', 'c', grain)}",
        "single": f"SELECT {per}, item, {times} AS item_count FROM items GROUP BY {per}, item"
        f" HAVING {times} >= {least}",
        "frequent": f"SELECT r.*{item_counts} FROM roomy AS r"
        f" {'' if item_counts else 'SEMI '}JOIN single AS s"
        f" ON {_equal('r', 's', (*relation.per, 'item'))}",
        "pairs": f"SELECT {of_a}, a.item AS first, b.item AS second,"
        f" {together} AS together_count{pair_counts} FROM frequent AS a JOIN frequent AS b"
        f" ON {' AND '.join(both)} GROUP BY {of_a}, a.item, b.item HAVING {together} >= {least}",
    }
    return _with_lift(relation, steps, times, wanted)


def _with_lift(
    relation: Pairs, steps: Mapping[str, str], times: str, wanted: Collection[str]
) -> str:
    """The pairs, with how much oftener they occur together than by chance, if anyone reads it."""
    if not {"all_count", "lift"} & set(wanted):
        return _with(steps, "SELECT * FROM pairs")
    per = ", ".join(relation.per)
    every = f"SELECT {per}, {times} AS all_count FROM items GROUP BY {per}"
    lift = "CAST(t.together_count AS DOUBLE) * e.all_count / (t.first_count * t.second_count)"
    return _with(
        {**steps, "every": every},
        f"SELECT t.*, e.all_count, {lift} AS lift"
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


def _clusters(relation: Clusters, rows: Rows, wanted: Collection[str]) -> str:
    """Smallest labels, spread over the links and shortened, round by round.

    Who belongs to some cluster is known without any round.
    """
    per, first, second = ", ".join(relation.per), relation.first, relation.second
    known = f"FROM links WHERE {first} IS NOT NULL AND {second} IS NOT NULL"
    sides = ((first, second), (second, first), (first, first), (second, second))
    steps = {
        "links": rows(relation.source, relation.reads[relation.source]),
        "ways": " UNION ".join(f"SELECT {per}, {a} AS a, {b} AS b {known}" for a, b in sides),
        "round_0": f"SELECT {per}, a AS member, MIN(b) AS label FROM ways GROUP BY {per}, a",
    }
    if "cluster_key" not in wanted:
        return _with(steps, f"SELECT {per}, member FROM round_0")
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
