from itertools import pairwise

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.expressions import ExpressionRefused, bound, columns_of, parse


def value_of(text, **columns):
    named = ", ".join(f"{value} AS {name}" for name, value in columns.items()) or "1 AS one"
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {bound(text, {})} FROM (SELECT {named})").fetchone()[0]


def test_a_degree_of_latitude_is_some_111_kilometres():
    assert value_of("distance_metres(120, 30, 120, 31)") == pytest.approx(111_195, abs=5)


def test_a_degree_of_longitude_shrinks_towards_the_poles():
    assert value_of("distance_metres(120, 60, 121, 60)") == pytest.approx(55_597, abs=10)


def test_the_distance_to_a_missing_place_is_not_known():
    assert value_of("distance_metres(x, 30, 120, 31)", x="CAST(NULL AS DOUBLE)") is None


SQUARE = ((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))


@settings(max_examples=30, deadline=None)
@given(x=st.integers(-2, 6), y=st.integers(-2, 6))
def test_a_point_that_meets_an_odd_number_of_edges_is_inside(x, y):
    crossed = sum(
        bool(value_of(f"crosses_edge({x}.5, {y}.5, {a}, {b}, {c}, {d})"))
        for (a, b), (c, d) in pairwise(SQUARE)
    )
    assert (crossed % 2 == 1) is (0 <= x < 4 and 0 <= y < 4)


def test_columns_in_a_function_are_columns_of_the_expression():
    found = columns_of("distance_metres(longitude, latitude, own.x, own.y) < 200")
    assert set(found) == {"longitude", "latitude"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("distance_metres(1, 2, 3)", "distance_metres takes 4 values, not 3"),
        ("read_text('x')", "is not on the portable list"),
    ],
)
def test_a_wrong_call_is_refused_in_one_sentence(text, says):
    with pytest.raises(ExpressionRefused, match=says):
        parse(text)
