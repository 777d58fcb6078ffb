"""Statutory periods in expressions: the same as in Python, and what an author is told."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.clock_format import Bound, HolidayEnd, Unit
from supervision.clock_sql import reads_calendar
from supervision.clocks import clock, load_periods
from supervision.deadlines import (
    Circumstances,
    deadline,
    deadline_at,
    is_too_early,
    is_too_late,
    period_end,
)
from supervision.expressions import ExpressionRefused, bound, columns_of, has_aggregate, parse
from supervision.working_days import calendar_statements, working_days

OFF = [
    *((date(2025, 1, 28) + timedelta(days=n), False) for n in range(8)),
    *((date(2025, 10, 1) + timedelta(days=n), False) for n in range(8)),
    *((date(2025, 1, 26), True), (date(2025, 2, 8), True), (date(2025, 10, 11), True)),
    *((date(2024, 10, 7), False), (date(2024, 2, 12), False), (date(2024, 2, 18), True)),
    (date(2020, 1, 27), False),
]
"""Days off of 2020, 2024 and 2025; the years between are not known."""

HOLIDAYS = working_days(OFF)
OF_DAYS = [one for one in load_periods().clocks.values() if one.units != {Unit.HOURS}]


def with_calendar(rows) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE source_holiday (day_on DATE, is_workday BOOLEAN)")
    if rows:
        connection.executemany("INSERT INTO source_holiday VALUES (?, ?)", rows)
    for statement in calendar_statements({"holiday"}):
        connection.execute(statement)
    return connection


@pytest.fixture(scope="module")
def stored():
    with with_calendar(OFF) as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        yield connection


def answered(stored, text: str, rows) -> list[object]:
    """What the expression answers for rows of (start_on, act_on, more), in their order."""
    values = ", ".join(
        f"({number}, CAST(? AS DATE), CAST(? AS DATE), CAST(? AS INTEGER))"
        for number in range(len(rows))
    )
    given = f"(VALUES {values}) AS given (number, start_on, act_on, more)"
    number = "MIN(number)" if has_aggregate(text) else "number"
    sql = f"SELECT {bound(text, {})} FROM {given} ORDER BY {number}"
    found = stored.execute(sql, [value for row in rows for value in row]).fetchall()
    return [value for (value,) in found]


@st.composite
def questions(draw):
    one = draw(st.sampled_from(OF_DAYS))
    can_be_extended = Unit.WORKING_DAYS not in one.units
    words = draw(st.sets(st.sampled_from(one.extension_ids))) if one.extension_ids else set()
    is_held = one.holiday_end is HolidayEnd.STAYS_IN_CUSTODY and draw(st.booleans())
    days = st.dates(date(2010, 1, 1), date(2026, 6, 30))
    near = st.one_of(st.dates(date(2023, 6, 1), date(2025, 12, 31)), days)
    row = st.tuples(
        near, st.integers(-10, 900), st.integers(0, 400) if can_be_extended else st.just(0)
    )
    rows = draw(st.lists(row, min_size=8, max_size=8))
    return one, sorted(words), is_held, [(day, day + timedelta(days=n), m) for day, n, m in rows]


@settings(max_examples=60, deadline=None)
@given(questions())
def test_a_period_ends_on_the_same_day_in_sql_as_in_python(stored, question):
    one, words, is_held, rows = question
    of_calendar_days = Unit.WORKING_DAYS not in one.units
    quoted = [f"'{word}'" for word in (*words, *(["in_custody"] if is_held else []))]
    rest = "".join(f", {part}" for part in [*(["more"] if of_calendar_days else []), *quoted])

    def said(more: int) -> Circumstances:
        return Circumstances(extensions=tuple(words), extension_days=more, in_custody=is_held)

    due = [deadline(one, start, said(more), holidays=HOLIDAYS) for start, _, more in rows]
    assert answered(stored, f"legal_deadline('{one.id}', start_on{rest})", rows) == due
    # acts near the last day, where the answers differ
    near = [
        (start, (end or act) + timedelta(days=(act - start).days % 19 - 9), more)
        for (start, act, more), end in zip(
            rows, [period_end(one, start, said(more)) for start, _, more in rows], strict=True
        )
    ]
    name, judge = (
        ("is_too_late", is_too_late)
        if one.bound is Bound.LATEST
        else ("is_too_early", is_too_early)
    )
    for acts in (rows, near):
        judged = [
            judge(one, start, act, said(more), holidays=HOLIDAYS) for start, act, more in acts
        ]
        assert answered(stored, f"{name}('{one.id}', start_on, act_on{rest})", acts) == judged
    if of_calendar_days:
        ends = [period_end(one, start, said(more)) for start, _, more in rows]
        assert answered(stored, f"period_end('{one.id}', start_on{rest})", rows) == ends


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(2023, 12, 20), date(2025, 1, 10)), st.booleans()), max_size=12
    ),
    st.lists(st.dates(date(2023, 12, 1), date(2025, 1, 31)), min_size=5, max_size=5),
)
def test_the_working_days_are_the_same_in_sql_as_in_python(rows, days):
    known = working_days(rows)
    sql = (
        "SELECT MAX(legal_next_on), MAX(legal_is_working) FROM working_calendar"
        " WHERE legal_day_on = ?"
    )
    with with_calendar(rows) as connection:
        for day in days:
            next_on, is_working = connection.execute(sql, [day]).fetchone()
            assert (next_on, is_working) == (known.next_on(day), known.is_worked(day))


def test_a_month_from_its_last_day_ends_on_the_last_day_at_trial(stored):
    text = "legal_deadline('first_instance', start_on, 'in_custody')"
    rows = [
        (date(2025, 2, 28), None, 0),
        (date(2025, 4, 30), None, 0),
        (date(2025, 4, 29), None, 0),
    ]
    assert answered(stored, text, rows) == [date(2025, 4, 30), date(2025, 6, 30), date(2025, 6, 29)]


def test_null_cannot_be_judged(stored):
    row = [(None, date(2025, 5, 6), 0)]
    for text in (
        "legal_deadline('nonlit_apply', start_on)",
        "is_too_late('nonlit_apply', start_on, act_on)",
        "is_too_late('nonlit_apply', act_on, start_on)",
        "legal_deadline('property_exec', act_on, NULLIF(more, 0))",
        "legal_deadline('property_transfer', act_on)",
        "legal_limit('fine_least', start_on)",
    ):
        assert answered(stored, text, row) == [None], text


def test_a_period_kept_on_the_next_working_day_raises_nothing(stored):
    text = "is_too_late('nonlit_apply', start_on, act_on)"
    rows = [(date(2025, 7, 1), date(2025, 10, day), 0) for day in (1, 9, 10)]
    assert answered(stored, text, rows) == [False, False, True]
    unknown = [(date(2026, 7, 1), day, 0) for day in (date(2026, 10, 1), date(2026, 10, 9))]
    assert answered(stored, text, [*unknown, (date(2026, 7, 1), date(2026, 10, 17), 0)]) == [
        False,
        None,
        True,
    ]


def test_hours_are_counted_from_the_instant(stored):
    sql = bound("is_too_early('auction_bidding', started_at, ended_at)", {})
    end = bound("legal_deadline('auction_bidding', started_at)", {})
    start_at = datetime(2025, 5, 6, 2, tzinfo=UTC)
    found = stored.execute(
        f"SELECT {sql}, {end} FROM (SELECT CAST(? AS TIMESTAMPTZ) AS started_at,"
        " CAST(? AS TIMESTAMPTZ) AS ended_at)",
        [start_at, start_at + timedelta(hours=23)],
    ).fetchone()
    assert found[0] is True
    assert found[1] == deadline_at(clock("auction_bidding"), start_at)


def test_a_limit_is_the_number_in_force_on_the_day(stored):
    rows = [(date(2016, 12, 31), None, 0), (date(2017, 1, 1), None, 0)]
    assert answered(stored, "legal_limit('commutation_cap_one', start_on)", rows) == [None, 9]
    [share] = answered(stored, "legal_limit('auction_start_least', start_on)", rows[1:])
    assert float(share) == 0.7


def test_a_period_is_evaluated_within_a_group_and_over_one(stored):
    text = "MAX(legal_deadline('nonlit_apply', start_on))"
    rows = [(date(2025, 7, 1), None, 0), (date(2025, 7, 15), None, 0)]
    assert answered(stored, text, rows) == [date(2025, 10, 15)]
    assert answered(stored, "legal_deadline('nonlit_apply', MAX(start_on))", rows) == [
        date(2025, 10, 15)
    ]


def test_a_period_may_begin_where_another_ends(stored):
    text = "is_too_late('property_exec', legal_deadline('property_exec_filing', start_on), act_on)"
    rows = [(date(2025, 2, 25), date(2025, 9, day), 0) for day in (4, 5)]
    assert answered(stored, text, rows) == [False, True]


def test_the_columns_of_a_period_are_those_of_its_arguments():
    text = "is_too_late('nonlit_apply', suit_deadline_on, applied_on, standstill_days)"
    assert columns_of(text) == ("suit_deadline_on", "applied_on", "standstill_days")
    sql = bound(text, {}, of="lots")
    assert "lots.applied_on" in sql
    assert "lots.legal" not in sql


def test_editions_that_say_the_same_make_one_comparison():
    sql = bound("period_end('civil_supervision', accepted_on)", {})
    assert sql.count("WHEN") == 1


@pytest.mark.parametrize("one", OF_DAYS, ids=lambda one: one.id)
def test_spark_reads_what_a_period_becomes(one):
    sql = bound(f"legal_deadline('{one.id}', start_on)", {})
    translated = sqlglot.transpile(sql, read="duckdb", write="spark")[0]
    assert sqlglot.parse_one(translated, dialect="spark")


def test_only_what_moves_reads_the_calendar():
    def reads(text: str) -> bool:
        return reads_calendar(parse(text))

    assert reads("legal_deadline('nonlit_apply', d)")
    assert reads("legal_deadline('first_instance', d)")
    assert not reads("legal_deadline('first_instance', d, 'in_custody')")
    assert not reads("period_end('nonlit_apply', d)")
    assert not reads("legal_deadline('auction_announce', d)")
    assert not reads("legal_limit('fine_least', d)")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("legal_deadline('bail', d)", "no statutory period or limit bail"),
        ("legal_deadline(d)", "begins with the id"),
        ("legal_deadline()", "begins with the id"),
        ("legal_deadline('bail_max')", "wrong number of days"),
        ("legal_deadline('bail_max', d, 1, 2)", "wrong number of days"),
        ("is_too_late('bail_max', d)", "wrong number of days"),
        ("legal_deadline('bail_max', '2025-01-01')", "wrong number of days"),
        ("legal_limit('fine_least', d, e)", "wrong number of days"),
        ("legal_limit('bail_max', d)", "no statutory period or limit bail_max"),
        ("legal_deadline('bail_max', d, 'more')", "bail_max has no extension more"),
        ("legal_deadline('bail_max', d, 'in_custody')", "same day in custody"),
        ("legal_deadline('auction_bidding', d, 1)", "counted in hours"),
        ("legal_deadline('nonlit_urge_working', d, 1)", "counted in working_days"),
        ("period_end('nonlit_urge_working', d)", "use legal_deadline"),
        ("is_too_late('nonlit_urge', d, e)", "use is_too_early"),
        ("is_too_early('nonlit_apply', d, e)", "use is_too_late"),
        ("legal_deadline('bail_max', LAG(d) OVER (ORDER BY d))", "along a window"),
        ("next_deadline('bail_max', d)", "not on the portable list"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_a_period(text, says):
    with pytest.raises(ExpressionRefused, match=says):
        parse(text)
