"""Joins of one layer side by side; what each of them lays beside is tested with the relations."""

import duckdb

from supervision.expressions import bound
from supervision.join_format import Join
from supervision.join_sql import Beside, Own, joined

KEYS = {"confidence": "C1", "says": "同一人"}


def as_bound(text, *, of="", own=""):
    return bound(text, {}, of=of, own=own)


def join(**fields):
    return Join.model_validate({**KEYS, **fields})


def laid_beside(besides):
    return joined(Own(rows="persons", names=("person_id",)), besides, as_bound)


HOMES = join(layer="homes", kind="left", on=["person_id"], columns=["home_no"])
CARS = join(
    layer="cars",
    kind="gather",
    on=["person_id"],
    measures=[{"name": "car_count", "title": "车辆", "as": "COUNT(*)"}],
)
OLD_CARS = join(
    layer="cars",
    name="old_cars",
    kind="gather",
    on=["person_id"],
    where="bought_in < 2000",
    measures=[
        {"name": "old_count", "title": "旧车", "as": "COUNT(*)"},
        {"name": "newest_in", "title": "最新", "as": "MAX(bought_in)"},
    ],
)
WANTED = join(layer="wanted", kind="anti", on=["person_id"])
LIVING = join(layer="living", kind="semi", on=["person_id"])
RATES = join(layer="rates", kind="left", on=["home_no"], columns=["rate"])

BESIDES = [
    Beside(join=LIVING, rows="living", adds=(), is_sieve=True),
    Beside(join=HOMES, rows="homes", adds=("home_no",)),
    Beside(join=CARS, rows="cars", adds=("car_count",)),
    Beside(join=OLD_CARS, rows="cars", adds=("old_count", "old_cars_unknown_count")),
    Beside(join=WANTED, rows="wanted", adds=("has_wanted",)),
    Beside(join=RATES, rows="rates", adds=("rate",)),
]


def test_joins_stand_side_by_side_but_for_one_that_needs_what_another_adds():
    statement = laid_beside(BESIDES)
    assert statement.count("AS a ") == 2
    assert " AS b4 " in statement
    assert "newest_in" not in statement


def test_each_join_adds_the_same_beside_the_others_as_alone():
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE persons AS FROM (VALUES ('P'), ('Q'), (NULL)) p(person_id)"
        )
        connection.execute("CREATE TABLE living AS FROM (VALUES ('P'), ('Q')) l(person_id)")
        connection.execute("CREATE TABLE homes AS FROM (VALUES ('P', 1)) h(person_id, home_no)")
        connection.execute(
            "CREATE TABLE cars AS"
            " FROM (VALUES ('P', 1999), ('P', 2005), ('P', NULL)) c(person_id, bought_in)"
        )
        connection.execute("CREATE TABLE wanted AS FROM (VALUES ('Q')) w(person_id)")
        connection.execute("CREATE TABLE rates AS FROM (VALUES (1, 7)) r(home_no, rate)")
        found = connection.execute(laid_beside(BESIDES)).fetchall()
    assert sorted(found) == [
        ("P", 1, 3, 1, 1, False, 7),
        ("Q", None, 0, 0, 0, True, None),
    ]


def test_a_column_that_is_called_like_an_answer_is_taken_as_it_is():
    families = join(layer="children", kind="left", on=["person_id"], columns=["has_children"])
    beside = Beside(join=families, rows="children", adds=("has_children",))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE persons AS SELECT 'P' AS person_id")
        connection.execute(
            "CREATE TABLE children AS SELECT 'P' AS person_id, FALSE AS has_children"
        )
        found = connection.execute(laid_beside([beside])).fetchall()
    assert found == [("P", False)]
