"""Made relations and joins against slow, plain references."""

from collections import defaultdict
from itertools import combinations

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.expressions import bound
from supervision.join_format import Join
from supervision.join_sql import Beside, Own, joined
from supervision.relation_format import Clusters, Pairs, Spread
from supervision.relation_sql import crowded_sql, items_sql, relation_sql

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
nodes = st.sampled_from([*"abcdefgh", None])
links = st.lists(st.tuples(nodes, nodes), max_size=14)


def answer(sql, rows, columns):
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE source_rows ({', '.join(f'{c} VARCHAR' for c in columns)})"
        )
        if rows:
            marks = ", ".join("?" for _ in columns)
            connection.executemany(f"INSERT INTO source_rows VALUES ({marks})", rows)
        return connection.execute(sql).fetchall()


def of_table(_name, columns):
    return f"SELECT {', '.join(columns)} FROM source_rows"


def made(relation, rows, columns, wanted=None):
    sql = relation_sql(relation, of_table, {}, {}, wanted=wanted)
    return answer(sql, rows, columns)


@quick
@given(links=links)
def test_clusters_are_what_links_join_directly_or_through_others(links):
    found = made(
        Clusters(source="links", first="a", second="b"),
        [("u", *link) for link in links],
        ("unit_code", "a", "b"),
    )
    groups: list[set[str]] = []
    for first, second in links:
        if first is None or second is None:
            continue
        touching = [group for group in groups if group & {first, second}]
        groups = [group for group in groups if group not in touching]
        groups.append({first, second}.union(*touching))
    expected = {("u", min(group), member) for group in groups for member in group}
    assert set(found) == expected
    assert len(found) == len(expected)
    members = made(
        Clusters(source="links", first="a", second="b"),
        [("u", *link) for link in links],
        ("unit_code", "a", "b"),
        wanted=["unit_code", "member"],
    )
    assert sorted(members) == sorted((unit, member) for unit, _, member in expected)


@quick
@given(links=links, seeds=st.lists(nodes, max_size=3), hops=st.integers(1, 4), both=st.booleans())
def test_a_spread_reaches_each_node_by_its_least_steps(links, seeds, hops, both):
    rows = [("u", *link, None) for link in links] + [("u", None, None, seed) for seed in seeds]
    found = made(
        Spread(source="s", seed="seed", links="l", start="a", end="b", hops=hops, both_ways=both),
        rows,
        ("unit_code", "a", "b", "seed"),
    )
    ways = {(a, b) for a, b in links if a and b}
    ways |= {(b, a) for a, b in ways} if both else set()
    steps = {seed: 0 for seed in seeds if seed}
    for hop in range(1, hops + 1):
        reached = {b for a, b in ways if steps.get(a) == hop - 1}
        steps |= {node: hop for node in reached if node not in steps}
    assert {(node, count) for _, node, count, _, _ in found} == set(steps.items())
    assert len(found) == len(steps)


@quick
@given(
    rows=st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from([*"abcd", None])), max_size=14),
    least=st.integers(1, 3),
    most=st.integers(2, 4),
)
def test_pairs_are_counted_by_the_baskets_they_share(rows, least, most):
    pairs = Pairs(source="s", of="item", within=("basket",), least=str(least), most_in_basket=most)
    given_rows = [("u", *row) for row in rows]
    found = made(pairs, given_rows, ("unit_code", "basket", "item"))
    bare = made(pairs, given_rows, ("unit_code", "basket", "item"), wanted=["first", "second"])
    baskets = defaultdict(set)
    for basket, item in rows:
        if item is not None:
            baskets[basket].add(item)
    single, together = defaultdict(int), defaultdict(int)
    for items in baskets.values():
        for item in items:
            single[item] += 1
    for items in baskets.values():
        if len(items) <= most:
            for pair in combinations(sorted(items), 2):
                together[pair] += 1
    expected = {
        ("u", *pair, count, single[pair[0]], single[pair[1]], len(baskets))
        for pair, count in together.items()
        if count >= least
    }
    assert {row[:-1] for row in found} == expected
    assert sorted(bare) == sorted(row[:4] for row in expected)
    for *_, count, first, second, every, lift in found:
        assert lift == count * every / (first * second)


@quick
@given(
    rows=st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from([*"abcd", None])), max_size=20),
    most=st.integers(2, 3),
)
def test_baskets_of_too_many_items_are_counted(rows, most):
    relation = Pairs(source="s", of="item", within=("basket",), least="1", most_in_basket=most)
    baskets = defaultdict(set)
    for basket, item in rows:
        if item is not None:
            baskets[basket].add(item)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE s (unit_code VARCHAR, basket VARCHAR, item VARCHAR)")
        for row in rows:
            connection.execute("INSERT INTO s VALUES ('u', ?, ?)", row)
        items = items_sql(relation, lambda _, columns: f"SELECT {', '.join(columns)} FROM s")
        found = connection.execute(crowded_sql(relation, f"({items})")).fetchall()
    large = {basket for basket, held in baskets.items() if len(held) > most}
    assert sorted(found) == sorted(("u", basket) for basket in large)


def test_no_two_items_are_joined_by_their_unit_alone():
    """An optimizer may join what stands beside the pairs before the pairs: all items with all."""
    relation = Pairs.model_validate({"from": "rows", "of": "item", "within": ["b"], "least": "1"})
    sql = relation_sql(relation, of_table, {}, {})
    assert sql.count("JOIN single") == 1


keys = st.sampled_from(["k", "m", None])
days = st.sampled_from([None, *range(5)])
left = st.lists(st.tuples(keys, days, days), max_size=6)
right = st.lists(st.tuples(keys, days, days), max_size=6)


def laid_beside(connection, join, names):
    beside = Beside(join=join, rows="b_rows", adds=added_by(join))
    statement = joined(
        Own(rows="a_rows", names=names),
        [beside],
        lambda text, *, of="", own="": bound(text, {}, of=of, own=own),
    )
    return connection.execute(statement).fetchall()


def added_by(join):
    if join.kind in {"semi", "anti"}:
        return (join.has_column,)
    unknown = (join.unknown_column,) if join.condition else ()
    return (*join.columns, *(measure.name for measure in join.measures), *unknown)


def joined_rows(join, left, right):
    columns = "key VARCHAR, start INTEGER, stop INTEGER"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE a_rows (row_number INTEGER, {columns})")
        connection.execute(f"CREATE TABLE b_rows ({columns})")
        for number, row in enumerate(left):
            connection.execute("INSERT INTO a_rows VALUES (?, ?, ?, ?)", [number, *row])
        for row in right:
            connection.execute("INSERT INTO b_rows VALUES (?, ?, ?)", row)
        found = laid_beside(connection, join, ("row_number", "key", "start", "stop"))
    return [row[4:] for row in sorted(found)]


def both(*answers):
    if False in answers:
        return False
    return None if None in answers else True


def at_most(first, second):
    return None if first is None or second is None else first <= second


def overlaps(row, other):
    (_, start, stop), (_, beside, end) = row, other
    begins = True if stop is None and beside is not None else at_most(beside, stop)
    lasts = True if end is None and start is not None else at_most(start, end)
    return both(begins, lasts)


OVERLAP = {"own": ("start", "stop"), "beside": ("start", "stop")}


def join(kind, **more):
    return Join(beside="b", kind=kind, on=("key",), confidence="C1", says="某事", **more)


@quick
@given(left=left, right=right)
def test_overlapping_periods_are_told_in_three_answers(left, right):
    found = joined_rows(join("semi", overlap=OVERLAP), left, right)
    for row, (answered,) in zip(left, found, strict=True):
        beside = [overlaps(row, other) for other in right if other[0] == row[0]]
        expected = True if True in beside else None if None in beside else False
        assert answered is (None if row[0] is None else expected)


@quick
@given(left=left, right=right)
def test_a_semi_join_says_nothing_of_a_missing_key(left, right):
    found = joined_rows(join("semi"), left, right)
    there = {key for key, *_ in right}
    assert [one for (one,) in found] == [None if key is None else key in there for key, *_ in left]


@quick
@given(left=left, right=right, where=st.sampled_from([None, "start >= own.start"]))
def test_gathering_counts_what_stands_beside(left, right, where):
    measures = (
        {"name": "beside_count", "as": "COUNT(*)", "title": "几条"},
        {"name": "last", "as": "MAX(stop)", "title": "最后"},
    )
    found = joined_rows(join("gather", where=where, measures=measures), left, right)
    for (key, start, _), answered in zip(left, found, strict=True):
        beside = [other for other in right if other[0] == key]
        told = [True if where is None else at_most(start, other[1]) for other in beside]
        held = [other for other, tells in zip(beside, told, strict=True) if tells]
        stops = [stop for *_, stop in held if stop is not None]
        expected = (None, None) if key is None else (len(held), max(stops, default=None))
        assert answered[:2] == expected
        assert where is None or answered[2] == (0 if key is None else told.count(None))


@quick
@given(left=left, right=right, side=st.sampled_from(["before", "after", "either"]))
def test_the_nearest_in_time_is_laid_beside(left, right, side):
    near = {"own": "start", "beside": "start", "side": side, "within_days": "2"}
    found = near_rows(join("nearest", nearest=near, columns=("stop",)), left, right)
    reach = {"before": range(-2, 1), "after": range(3), "either": range(-2, 3)}[side]
    for (key, day, _), answered in zip(left, found, strict=True):
        beside = [
            (abs(start - day), start, stop is None, stop)
            for other, start, stop in right
            if None not in {key, day, start} and other == key and start - day in reach
        ]
        assert answered == (min(beside)[-1] if beside else None)


def near_rows(join, left, right):
    columns = "key VARCHAR, start DATE, stop INTEGER"
    with duckdb.connect() as connection:
        for table, rows in (("a_rows", left), ("b_rows", right)):
            connection.execute(f"CREATE TABLE {table} (place INTEGER, {columns})")
            for number, (key, day, stop) in enumerate(rows):
                given_on = None if day is None else f"2026-01-{day + 1:02}"
                values = [number, key, given_on, stop]
                connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", values)
        found = laid_beside(connection, join, ("place", "key", "start"))
    assert len(found) == len(left)
    return [row[3] for row in sorted(found, key=lambda row: row[0])]


def test_the_nearest_may_stand_a_lifetime_away():
    near = {"own": "start", "beside": "start", "side": "either", "within_days": "40000"}
    found = near_rows(
        join("nearest", nearest=near, columns=("stop",)), [("k", 0, 0)], [("k", 3, 7)]
    )
    assert found == [7]
