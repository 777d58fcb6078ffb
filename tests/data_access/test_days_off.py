"""Days off: from the pool within the scope, and in a run whose periods move to working days."""

from dataclasses import replace
from datetime import date

import pytest

from data_access.days_off import days_off
from data_access.filled_columns import filled_columns
from data_access.fixture_runs import run_fixture
from data_access.intake import intake
from data_access.lake_files import lake_files
from data_access.layer_runs import Question, opened
from data_access.scope import Scope
from supervision.declaration import read_fixtures, read_model
from supervision.errors import ModelMistakes
from supervision.vocabulary import Verdict
from tests.data_access.account_files import taken
from tests.data_access.bid_files import HEADER, SCOPE, bid, put
from tests.supervision.model_text import FIXTURES, MODEL

LATE = "is_too_late('auction_again', first_on, last_on)"
REQUIRED = """[[requires]]
dataset = "holiday"
required = {}
optional = { day_on = 1.0, is_workday = 1.0 }

[[parameters]]"""
CHECK = f"""when = "{LATE}"
actual = "last_on"
limit = "legal_deadline('auction_again', first_on)"
margin = "2"
unit = "days\""""
WITHOUT = MODEL.replace('when = "start_yuan > 100"', CHECK).replace(
    'as = "COUNT(*)" },',
    'as = "COUNT(*)" },\n'
    '  { name = "first_on", title = "首日", as = "CAST(MIN(bid_at) AS DATE)" },',
)
WITH = WITHOUT.replace("[[parameters]]", REQUIRED, 1)

GIVEN_TO_LOAD = FIXTURES.replace(
    "[fixtures.given]", '[fixtures.given]\nholiday = "day_on,holiday_name,is_workday"'
)
GIVEN = '''
[[fixtures]]
id = "moved"
says = "三十日届满在国庆假期内，节后第一个工作日为届满日"
as_of = 2025-10-20
parameters = { least_bids = 2 }

[fixtures.given]
auction_bid = """
lot_code,bidder_code,bid_yuan,bid_at,status,start_yuan
KEPT,A,500.00,2025-09-05 10:00:00+08:00,outbid,200.00
KEPT,A,500.00,2025-10-09 10:00:00+08:00,outbid,200.00
LATE,A,500.00,2025-09-05 10:00:00+08:00,outbid,200.00
LATE,A,500.00,2025-10-10 10:00:00+08:00,outbid,200.00
OTHER,A,500.00,2024-09-05 10:00:00+08:00,outbid,200.00
OTHER,A,500.00,2024-10-08 10:00:00+08:00,outbid,200.00
LONG,A,500.00,2024-09-05 10:00:00+08:00,outbid,200.00
LONG,A,500.00,2024-10-21 10:00:00+08:00,outbid,200.00
"""
holiday = """
day_on,holiday_name,is_workday
2025-10-05,国庆节,false
2025-10-06,国庆节,false
2025-10-07,国庆节,false
2025-10-08,国庆节,false
"""

[fixtures.verdicts]
"lot:KEPT" = "dropped"
"lot:LATE" = "flagged"
"lot:OTHER" = "cannot_judge"
"lot:LONG" = "flagged"

[[fixtures.layers]]
id = "lots"
rows_in = 4
kept = 4
'''

HELD = (
    "SELECT table_name FROM duckdb_tables() WHERE temporary AND STARTS_WITH(table_name, 'source_')"
)
"""The datasets that a connection has read once for all layers."""


def test_a_run_never_flags_what_was_kept_on_the_next_working_day():
    model = read_model(WITH, "small.toml", GIVEN_TO_LOAD)
    [fixture] = read_fixtures(GIVEN, "small.fixtures.toml").fixtures
    answer = run_fixture(model, fixture)
    found = {subject: courses[0].verdict for subject, courses in answer.courses.items()}
    assert found == fixture.verdicts
    assert found["lot:OTHER"] is Verdict.CANNOT_JUDGE
    assert [layer.rows_near_miss for layer in answer.layers] == [0, 1]


def test_a_model_whose_periods_move_requires_the_days_off():
    with pytest.raises(ModelMistakes) as caught:
        read_model(WITHOUT, "small.toml", FIXTURES)
    says = "the end of a period moves: require holiday with day_on and is_workday"
    found = {(mistake.where, mistake.says) for mistake in caught.value.mistakes}
    assert found == {("layers.busy.started", says)}


def test_a_join_looks_up_no_working_days():
    evidence = 'from = "auction_bid"\nwhere = "unit_code = lead.unit_code'
    moving = "is_too_late('auction_again', lead.last_on, CAST(bid_at AS DATE)) AND"
    wrong = WITH.replace(evidence, evidence.replace('where = "', f'where = "{moving} '))
    assert wrong != WITH
    with pytest.raises(ModelMistakes, match="derive the last day of the period first"):
        read_model(wrong, "small.toml", GIVEN_TO_LOAD)


def test_days_off_are_read_within_the_scope_and_not_cut_by_as_of(stores, folder):
    text = "日期,节日名称,是否上班\n2025-10-01,国庆节,否\n2025-10-11,国庆节,是\n"
    taken(stores, folder, text)
    found = days_off(stores, SCOPE)
    assert found.years == {2025}
    assert found.exceptions == {date(2025, 10, 1): False, date(2025, 10, 11): True}
    question = Question(
        model=read_model(WITH, "small.toml", GIVEN_TO_LOAD),
        parameters={},
        snapshot=stores.pool.snapshot(),
        as_of=date(2025, 9, 1),
        units=SCOPE.units,
    )
    with opened(stores, question) as connection:
        sql = "SELECT legal_next_on FROM working_calendar WHERE legal_day_on = DATE '2025-10-01'"
        assert connection.exec_driver_sql(sql).scalar_one() == date(2025, 10, 2)
        assert not connection.exec_driver_sql(HELD).all()
    with opened(stores, question, makes_layers=True) as connection:
        assert connection.exec_driver_sql(sql).scalar_one() == date(2025, 10, 2)
        assert connection.exec_driver_sql(HELD).scalars().all() == ["source_auction_bid"]
        assert lake_files(stores.pool, connection, question.snapshot)["holiday"].rows == 2
    elsewhere = Scope(viewer="x", units=frozenset({"990103"}))
    assert days_off(stores, elsewhere).years == frozenset()


def test_days_off_of_a_unit_hold_for_the_units_below_it_and_for_no_others(stores, folder):
    city = replace(SCOPE, units=frozenset({"990100"}), own_unit="990100")
    county = Scope(viewer="x", units=frozenset({"990103"}))
    text = "日期,节日名称,是否上班\n2025-10-01,国庆节,否\n"
    intake(stores, city, [put(folder, "holidays.csv", text)])
    intake(stores, city, [put(folder, "bids.csv", HEADER + bid("A1"))])
    taken(stores, folder, "日期,节日名称,是否上班\n2024-10-01,国庆节,否\n")
    assert days_off(stores, county).years == {2025}
    assert days_off(stores, city).years == {2025}
    assert days_off(stores, SCOPE).years == {2024, 2025}
    asked = {"holiday": ["day_on"], "auction_bid": ["lot_code"]}
    assert {name: one.rows for name, one in filled_columns(stores, county, asked).items()} == {
        "holiday": 1,
        "auction_bid": 0,
    }
    question = Question(
        model=read_model(WITH, "small.toml", GIVEN_TO_LOAD),
        parameters={},
        snapshot=stores.pool.snapshot(),
        as_of=date(2025, 12, 31),
        units=county.units,
    )
    with opened(stores, question) as connection:
        assert connection.exec_driver_sql("SELECT day_on FROM source_holiday").all() == [
            (date(2025, 10, 1),)
        ]
        assert not connection.exec_driver_sql("SELECT 1 FROM source_auction_bid").all()
