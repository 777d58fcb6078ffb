"""The day of an instant by arithmetic is the day of the time zone's rules."""

from datetime import UTC, datetime, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.declaration import model
from supervision.expressions import bound
from supervision.layer_columns import instant_columns

SEEN = frozenset({"seen_at"})
moments = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30))  # noqa: DTZ001 - made UTC
summers = st.datetimes(datetime(1986, 5, 4), datetime(1992, 1, 2))  # noqa: DTZ001 - made UTC


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(st.one_of(moments, summers, st.none()), max_size=200))
def test_it_is_the_day_of_the_time_zone(rows):
    quick = bound("CAST(seen_at AS DATE)", {}, instants=SEEN)
    values = [None if row is None else (row.replace(tzinfo=UTC),) for row in rows]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.execute("CREATE TABLE seen (seen_at TIMESTAMPTZ)")
        for value in values:
            connection.execute("INSERT INTO seen VALUES (?)", value or (None,))
        differs = connection.execute(
            f"SELECT seen_at FROM seen WHERE ({quick}) IS DISTINCT FROM CAST(seen_at AS DATE)"
        ).fetchall()
    assert differs == []


def test_in_a_summer_of_summer_time_the_rules_are_asked():
    """Half past midnight of 2 July 1988 in Shanghai, nine hours ahead."""
    quick = bound("CAST(seen_at AS DATE)", {}, instants=SEEN)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        sql = f"SELECT CAST({quick} AS VARCHAR) FROM (SELECT CAST(? AS TIMESTAMPTZ) AS seen_at)"
        found = connection.execute(sql, [datetime(1988, 7, 1, 15, 30, tzinfo=UTC)]).fetchone()
    assert found == ("1988-07-02",)


def test_around_midnight_in_shanghai():
    midnight = datetime(2025, 3, 1, 16, tzinfo=UTC)
    quick = bound("CAST(b.seen_at AS DATE)", {}, instants=SEEN)
    with duckdb.connect() as connection:
        days = [
            connection.execute(
                f"SELECT CAST({quick} AS VARCHAR) FROM (SELECT CAST(? AS TIMESTAMPTZ) AS seen_at) b",
                [midnight + timedelta(microseconds=one)],
            ).fetchone()
            for one in (-1, 0)
        ]
    assert days == [("2025-03-01",), ("2025-03-02",)]


def test_only_a_column_that_is_known_to_hold_instants_is_reckoned():
    assert bound("CAST(given_on AS DATE)", {}, instants=SEEN) == "CAST(given_on AS DATE)"
    assert bound("CAST(seen_at AS DATE)", {}) == "CAST(seen_at AS DATE)"
    assert "EPOCH_US(a.seen_at)" in bound(
        "CAST(own.seen_at AS DATE) = given_on", {}, of="b", own="a", instants=SEEN
    )


def test_the_instants_of_a_model_are_those_of_its_contracts():
    assert "settled_at" in instant_columns(model("M12-G-2"))
    assert "unit_code" not in instant_columns(model("M12-G-2"))
    assert instant_columns(model("M05-A")) == frozenset()
