"""The end of every statutory period, by worked examples counted by hand from the articles."""

from datetime import UTC, date, datetime

import pytest

from supervision.clock_format import Unit
from supervision.clocks import clock, load_periods
from supervision.deadlines import (
    Circumstances,
    days_left,
    deadline,
    deadline_at,
    is_overdue,
    is_too_early,
    is_too_late,
    period_end,
)
from supervision.errors import PeriodRefused
from supervision.working_days import working_days

AUTUMN_2025 = [date(2025, 10, day) for day in range(1, 9)]
"""The National Day and Mid-Autumn holidays of 2025, 1 to 8 October."""

HOLIDAYS = working_days(
    [
        *((day, False) for day in AUTUMN_2025),
        *((date(2025, 9, 28), True), (date(2025, 10, 11), True)),
        *((date(2024, 1, 1), False), (date(2024, 2, 12), False), (date(2026, 1, 1), False)),
        *((date(2019, 1, 1), False), (date(2020, 1, 1), False), (date(2021, 1, 1), False)),
        *((date(2022, 1, 3), False), (date(2023, 1, 2), False)),
    ]
)


def day(text: str) -> date:
    return date.fromisoformat(text)


EXAMPLES = {
    "bail_max": [("2024-02-29", "2025-02-28", ""), ("2023-03-20", "2024-03-20", "")],
    "residence_max": [("2024-08-31", "2025-02-28", ""), ("2024-01-15", "2024-07-15", "")],
    "arrest_request": [("2024-02-28", "2024-03-02", ""), ("2024-05-06", "2024-05-13", "special")],
    "arrest_request_serious": [("2024-02-01", "2024-03-02", ""), ("2025-02-01", "2025-03-03", "")],
    "arrest_review": [("2025-09-26", "2025-10-03", ""), ("2024-02-26", "2024-03-04", "")],
    "detention_max": [("2024-01-31", "2024-03-08", ""), ("2025-01-31", "2025-03-09", "")],
    "invest_custody": [
        ("2024-12-31", "2025-02-28", ""),
        ("2024-01-15", "2024-04-15", "higher_office"),
        ("2024-01-31", "2024-08-31", "higher_office complex ten_years"),
    ],
    "no_filing_reason": [("2025-09-25", "2025-10-09", ""), ("2024-05-06", "2024-05-13", "")],
    "custody_notice": [("2024-03-05", "2024-02-27", ""), ("2025-03-05", "2025-02-26", "")],
    "custody_notice_detention": [
        ("2024-03-02", "2024-02-28", ""),
        ("2025-01-01", "2024-12-29", ""),
    ],
    "custody_notice_investigation": [
        ("2024-03-05", "2024-02-27", ""),
        ("2025-01-05", "2024-12-29", ""),
    ],
    "prosecution_review": [
        ("2025-09-01", "2025-10-09", ""),
        ("2025-09-01", "2025-10-01", "in_custody"),
        ("2024-01-31", "2024-03-15", "complex"),
    ],
    "prosecution_review_fast": [
        ("2025-05-06", "2025-05-16", ""),
        ("2025-05-06", "2025-05-21", "over_one_year"),
    ],
    "supplementary_investigation": [
        ("2024-01-31", "2024-02-29", ""),
        ("2025-09-04", "2025-10-09", ""),
    ],
    "non_prosecution_complaint": [
        ("2025-09-24", "2025-10-09", ""),
        ("2025-05-06", "2025-05-13", ""),
    ],
    "protest_judgment": [("2025-09-24", "2025-10-09", ""), ("2025-05-06", "2025-05-16", "")],
    "protest_ruling": [("2025-05-06", "2025-05-12", ""), ("2025-05-07", "2025-05-12", "")],
    "first_instance": [
        ("2025-02-28", "2025-04-30", "in_custody"),
        ("2025-01-15", "2025-03-17", ""),
        ("2024-11-30", "2025-05-31", "at_most approved in_custody"),
    ],
    "second_instance": [
        ("2024-04-30", "2024-06-30", "in_custody"),
        ("2024-02-15", "2024-06-17", "approved"),
    ],
    "doc_delivery": [("2025-09-25", "2025-10-09", ""), ("2024-02-19", "2024-02-29", "")],
    "prison_transfer": [("2024-02-01", "2024-03-02", ""), ("2025-09-04", "2025-10-04", "")],
    "cc_notice": [("2025-09-28", "2025-10-09", ""), ("2025-05-06", "2025-05-12", "")],
    "cc_papers": [("2025-09-24", "2025-10-09", ""), ("2025-05-06", "2025-05-16", "")],
    "cc_report": [("2025-09-24", "2025-10-09", ""), ("2025-05-07", "2025-05-19", "")],
    "cc_recall_decision": [("2025-09-05", "2025-10-09", ""), ("2024-02-01", "2024-03-04", "")],
    "fine_term": [("2024-11-30", "2025-02-28", ""), ("2025-07-01", "2025-10-09", "")],
    "property_exec_filing": [("2025-09-26", "2025-10-09", ""), ("2025-05-06", "2025-05-13", "")],
    "property_exec": [("2024-08-31", "2025-02-28", ""), ("2025-04-01", "2025-10-09", "")],
    "commutation_start_under_5": [
        ("2024-02-29", "2025-02-28", ""),
        ("2023-03-01", "2024-03-01", ""),
    ],
    "commutation_start_under_10": [
        ("2023-08-31", "2025-02-28", ""),
        ("2024-01-10", "2025-07-10", ""),
    ],
    "commutation_start_ten_up": [
        ("2024-02-29", "2026-02-28", ""),
        ("2022-02-28", "2024-02-28", ""),
    ],
    "commutation_interval_under_10": [
        ("2024-02-29", "2025-02-28", ""),
        ("2023-06-01", "2024-06-01", ""),
    ],
    "commutation_interval_ten_up": [
        ("2023-08-31", "2025-02-28", ""),
        ("2023-01-05", "2024-07-05", ""),
    ],
    "commutation_strict_start": [
        ("2024-02-29", "2026-02-28", ""),
        ("2021-05-01", "2023-05-01", ""),
    ],
    "commutation_strict_interval_to_10": [
        ("2024-02-29", "2025-02-28", ""),
        ("2023-06-01", "2024-06-01", ""),
    ],
    "commutation_strict_interval_over_10": [
        ("2022-08-31", "2024-02-29", ""),
        ("2023-01-05", "2024-07-05", ""),
    ],
    "nonlit_apply": [("2025-07-01", "2025-10-09", ""), ("2024-11-30", "2025-02-28", "")],
    "nonlit_urge": [("2025-09-25", "2025-10-05", ""), ("2024-02-20", "2024-03-01", "")],
    "nonlit_urge_working": [("2025-09-26", "2025-10-16", ""), ("2025-05-06", "2025-05-20", "")],
    "nonlit_court_accept": [("2025-09-28", "2025-10-09", ""), ("2025-05-06", "2025-05-12", "")],
    "nonlit_court_accept_working": [
        ("2025-09-30", "2025-10-14", ""),
        ("2025-05-06", "2025-05-13", ""),
    ],
    "nonlit_court_rule": [("2025-09-26", "2025-10-09", ""), ("2025-05-06", "2025-05-13", "")],
    "nonlit_court_rule_working": [
        ("2025-09-26", "2025-10-13", ""),
        ("2025-05-06", "2025-05-15", ""),
    ],
    "nonlit_court_rule_hearing": [
        ("2025-09-05", "2025-10-09", ""),
        ("2024-02-06", "2024-03-07", ""),
    ],
    "penalty_limitation": [("2020-02-29", "2022-02-28", ""), ("2021-08-01", "2023-08-01", "")],
    "penalty_limitation_serious": [
        ("2024-02-29", "2029-02-28", ""),
        ("2021-07-15", "2026-07-15", ""),
    ],
    "pil_reply": [("2024-12-31", "2025-02-28", ""), ("2025-08-03", "2025-10-09", "")],
    "pil_reply_urgent": [("2025-09-18", "2025-10-09", ""), ("2024-02-15", "2024-03-01", "")],
    "pil_announcement": [("2024-02-01", "2024-03-02", ""), ("2025-09-04", "2025-10-04", "")],
    "suggestion_reply": [("2024-12-31", "2025-02-28", ""), ("2025-08-03", "2025-10-09", "")],
    "suggestion_reply_urgent": [("2025-09-18", "2025-10-09", ""), ("2024-02-15", "2024-03-01", "")],
    "reverse_reply": [("2023-12-29", "2024-02-29", ""), ("2025-08-03", "2025-10-09", "")],
    "civil_supervision": [("2024-11-30", "2025-02-28", ""), ("2025-07-01", "2025-10-09", "")],
    "zb_query": [("2024-08-31", "2025-02-28", ""), ("2025-04-03", "2025-10-09", "")],
    "zb_query_span": [("2020-02-29", "2025-02-28", ""), ("2019-05-20", "2024-05-20", "")],
    "auction_announce_movable": [
        ("2025-09-20", "2025-10-05", ""),
        ("2024-02-20", "2024-03-06", ""),
    ],
    "auction_announce": [("2025-09-05", "2025-10-05", ""), ("2024-02-01", "2024-03-02", "")],
    "auction_announce_again_movable": [
        ("2025-09-28", "2025-10-05", ""),
        ("2024-02-25", "2024-03-03", ""),
    ],
    "auction_announce_again": [("2025-09-20", "2025-10-05", ""), ("2024-02-20", "2024-03-06", "")],
    "auction_again": [("2025-09-05", "2025-10-09", ""), ("2024-02-06", "2024-03-07", "")],
    "auction_preemptor_notice": [
        ("2025-10-01", "2025-10-04", ""),
        ("2024-02-27", "2024-03-01", ""),
    ],
    "auction_preemptor_shown": [("2025-10-01", "2025-10-06", ""), ("2024-02-27", "2024-03-03", "")],
}
"""By clock: first day, last day, and the words of the circumstances; two at least."""


def circumstances(words: str) -> Circumstances:
    names = words.split()
    return Circumstances(
        extensions=tuple(name for name in names if name != "in_custody"),
        in_custody="in_custody" in names,
    )


@pytest.mark.parametrize(
    ("clock_id", "start_on", "end_on", "words"),
    [(name, *example) for name, examples in EXAMPLES.items() for example in examples],
)
def test_each_period_ends_as_counted_by_hand(clock_id, start_on, end_on, words):
    given = circumstances(words)
    assert deadline(clock(clock_id), day(start_on), given, holidays=HOLIDAYS) == day(end_on)


def test_every_period_of_days_has_examples():
    at_once = {"property_transfer", "suggestion_objection"}
    of_days = {one.id for one in load_periods().clocks.values() if one.units != {Unit.HOURS}}
    assert set(EXAMPLES) == of_days - at_once
    assert min(len(examples) for examples in EXAMPLES.values()) >= 2


@pytest.mark.parametrize(
    ("started", "ended"),
    [("2024-02-28T10:00", "2024-02-29T10:00"), ("2025-12-31T10:30", "2026-01-01T10:30")],
)
def test_bidding_lasts_twenty_four_hours(started, ended):
    started_at = datetime.fromisoformat(started).replace(tzinfo=UTC)
    ended_at = datetime.fromisoformat(ended).replace(tzinfo=UTC)
    assert deadline_at(clock("auction_bidding"), started_at) == ended_at
    assert deadline_at(clock("auction_bidding"), started_at.replace(year=2016)) is None


def test_what_must_be_done_at_once_has_no_last_day():
    for clock_id in ("property_transfer", "suggestion_objection"):
        assert deadline(clock(clock_id), date(2025, 5, 6), holidays=HOLIDAYS) is None


def test_before_the_first_version_nothing_is_known():
    assert deadline(clock("cc_report"), date(2020, 6, 30), holidays=HOLIDAYS) is None
    assert is_too_late(clock("cc_report"), date(2020, 6, 30), date(2025, 1, 1)) is None


def test_approved_days_and_days_of_standstill_extend_a_period():
    given = Circumstances(extension_days=20)
    assert period_end(clock("property_exec"), date(2024, 8, 31), given) == date(2025, 3, 20)


def test_the_older_law_counts_as_it_did():
    assert deadline(clock("nonlit_apply"), date(2011, 12, 31), holidays=HOLIDAYS) is None
    assert period_end(clock("nonlit_apply"), date(2011, 12, 31)) == date(2012, 6, 28)
    assert period_end(clock("nonlit_apply"), date(2012, 1, 1)) == date(2012, 4, 1)


def test_an_end_on_a_day_off_moves_only_where_the_law_moves_it():
    apply, review = clock("nonlit_apply"), clock("arrest_review")
    assert period_end(apply, date(2025, 7, 4)) == date(2025, 10, 4)
    assert deadline(apply, date(2025, 7, 4), holidays=HOLIDAYS) == date(2025, 10, 9)
    assert deadline(review, date(2025, 9, 27), holidays=HOLIDAYS) == date(2025, 10, 4)


def test_a_saturday_that_is_worked_is_a_last_day():
    assert deadline(clock("nonlit_apply"), date(2025, 7, 11), holidays=HOLIDAYS) == date(
        2025, 10, 11
    )


def test_a_period_kept_on_the_next_working_day_is_kept():
    def late(done_on: date, holidays=HOLIDAYS) -> bool | None:
        return is_too_late(clock("nonlit_apply"), date(2025, 7, 1), done_on, holidays=holidays)

    assert late(date(2025, 10, 1)) is False
    assert late(date(2025, 10, 9)) is False
    assert late(date(2025, 10, 10)) is True
    assert late(date(2025, 10, 1), None) is False
    assert late(date(2025, 10, 9), None) is None
    assert late(date(2025, 10, 17), None) is True


def test_a_shortest_period_is_kept_on_its_last_day():
    def early(clock_id: str, done_on: date, holidays=None) -> bool | None:
        return is_too_early(clock(clock_id), date(2025, 9, 26), done_on, holidays=holidays)

    assert early("nonlit_urge", date(2025, 10, 5)) is True
    assert early("nonlit_urge", date(2025, 10, 6)) is False
    assert early("nonlit_urge_working", date(2025, 10, 5)) is True
    assert early("nonlit_urge_working", date(2025, 10, 15)) is None
    assert early("nonlit_urge_working", date(2025, 10, 15), HOLIDAYS) is True
    assert early("nonlit_urge_working", date(2025, 10, 16), HOLIDAYS) is False
    assert early("nonlit_urge_working", date(2025, 10, 31)) is False


def test_days_left_and_overdue_stand_on_the_day_that_is_given():
    due_on = date(2025, 10, 9)
    assert [days_left(due_on, date(2025, 10, n)) for n in (1, 9, 10)] == [8, 0, -1]
    assert [is_overdue(due_on, date(2025, 10, n)) for n in (9, 10)] == [False, True]


def test_an_extension_belongs_to_its_period():
    with pytest.raises(PeriodRefused, match="no extension more"):
        period_end(clock("bail_max"), date(2025, 5, 6), Circumstances(extensions=("more",)))
    with pytest.raises(PeriodRefused, match="working days"):
        period_end(clock("nonlit_urge_working"), date(2025, 5, 6), Circumstances(extension_days=1))
    with pytest.raises(PeriodRefused, match="hours"):
        deadline(clock("auction_bidding"), date(2025, 5, 6))
    with pytest.raises(PeriodRefused, match="not counted in hours"):
        deadline_at(clock("bail_max"), datetime(2025, 5, 6, tzinfo=UTC))
