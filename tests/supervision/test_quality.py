"""What checks answer: pass, fail or not applicable, each with its reason."""

from datetime import date

import pytest

from supervision import quality
from supervision.contracts import Check, CheckLevel, Rhythm
from supervision.quality import Meeting

CHECK = Check(id="adds_up", level=CheckLevel.ROW, title="相加", title_en="Adds up", holds="a = b")
WHOLE = Check(id="once", level=CheckLevel.DATASET, title="唯一", title_en="Once", holds="x")
DAY = date(2026, 5, 31)


def said(found: quality.CheckResult) -> tuple[str, str | None, int, int, int]:
    reason = found.reason and found.reason.value
    return found.verdict.value, reason, found.judged, found.failed, found.not_judged


@pytest.mark.parametrize(
    ("rhythm", "received_on", "state", "due_on", "overdue_days"),
    [
        (Rhythm.MONTHLY, date(2026, 4, 30), "fresh", DAY, 0),
        (Rhythm.MONTHLY, date(2026, 4, 29), "overdue", date(2026, 5, 30), 1),
        (Rhythm.DAILY, date(2026, 5, 21), "overdue", date(2026, 5, 22), 9),
        (Rhythm.YEARLY, date(2025, 6, 1), "fresh", date(2026, 6, 2), 0),
        (Rhythm.ONCE, date(2001, 1, 1), "supplied_once", None, None),
        (None, date(2001, 1, 1), "no_rhythm", None, None),
        (Rhythm.DAILY, None, "never_received", None, None),
    ],
)
def test_freshness_is_judged_against_the_rhythm(rhythm, received_on, state, due_on, overdue_days):
    found = quality.freshness(rhythm, received_on, DAY)
    assert (found.state.value, found.due_on, found.overdue_days) == (state, due_on, overdue_days)


@pytest.mark.parametrize(
    ("rhythm", "received_on", "verdict", "reason", "days"),
    [
        (Rhythm.MONTHLY, DAY, "pass", None, 0),
        (Rhythm.DAILY, date(2026, 5, 20), "fail", "overdue", 10),
        (None, DAY, "not_applicable", "no_rhythm", None),
        (Rhythm.DAILY, None, "not_applicable", "never_received", None),
    ],
)
def test_what_has_no_rhythm_is_neither_fresh_nor_late(rhythm, received_on, verdict, reason, days):
    found = quality.fresh(quality.freshness(rhythm, received_on, DAY))
    assert said(found)[:2] == (verdict, reason)
    assert found.found == days


@pytest.mark.parametrize(
    ("rows", "held", "failed", "expected"),
    [
        (5, 5, 0, ("pass", None, 5, 0, 0)),
        (5, 3, 1, ("fail", "rows_fail", 4, 1, 1)),
        (5, 0, 0, ("not_applicable", "all_empty", 0, 0, 5)),
        (5, 2, 0, ("pass", None, 2, 0, 3)),
        (0, 0, 0, ("not_applicable", "no_rows", 0, 0, 0)),
    ],
)
def test_a_row_without_a_value_is_not_judged_and_counted(rows, held, failed, expected):
    assert said(quality.declared(CHECK, None, rows=rows, held=held, failed=failed)) == expected
    assert said(quality.check_digits("c", rows=rows, right=held, wrong=failed)) == expected


@pytest.mark.parametrize(
    ("rows", "holds", "expected"),
    [
        (3, True, ("pass", None, 3, 0, 0)),
        (3, False, ("fail", "condition_fails", 3, 0, 0)),
        (3, None, ("not_applicable", "all_empty", 0, 0, 3)),
        (0, True, ("not_applicable", "no_rows", 0, 0, 0)),
    ],
)
def test_a_check_over_all_rows_holds_fails_or_does_not_apply(rows, holds, expected):
    assert said(quality.declared_of_all(WHOLE, rows=rows, holds=holds)) == expected


def test_a_row_that_lacks_what_is_required_fails():
    assert said(quality.required_filled(rows=4, lacking=1)) == ("fail", "rows_fail", 4, 1, 0)
    assert said(quality.required_filled(rows=0, lacking=0))[:2] == ("not_applicable", "no_rows")


@pytest.mark.parametrize(
    ("values", "met", "masked", "beside", "expected"),
    [
        (10, 9, 0, 50, ("pass", None, 10, 1, 0)),
        (10, 8, 3, 50, ("fail", "keys_not_found", 10, 2, 3)),
        (10, 0, 0, 0, ("not_applicable", "counterpart_empty", 0, 0, 10)),
        (0, 0, 4, 50, ("not_applicable", "all_empty", 0, 0, 4)),
    ],
)
def test_keys_are_judged_only_where_their_counterpart_has_some(
    values, met, masked, beside, expected
):
    meets = Meeting(values=values, met=met, masked=masked, beside=beside)
    assert said(quality.keys_meet("person_id", "inmate.person_id", meets, rows=20)) == expected


JAN, FEB, APR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("rhythm", "rows", "months", "expected"),
    [
        (Rhythm.MONTHLY, 20, [JAN, FEB, APR], ("fail", "empty_months", 4, 1, 0)),
        (Rhythm.DAILY, 20, [JAN, FEB], ("pass", None, 2, 0, 0)),
        (Rhythm.MONTHLY, 19, [JAN, FEB, APR], ("not_applicable", "too_few_rows", 0, 0, 0)),
        (Rhythm.YEARLY, 99, [JAN, APR], ("not_applicable", "rarer_than_monthly", 0, 0, 0)),
        (None, 99, [JAN, APR], ("not_applicable", "no_rhythm", 0, 0, 0)),
        (Rhythm.DAILY, 0, [], ("not_applicable", "no_rows", 0, 0, 0)),
    ],
)
def test_an_empty_month_is_missed_where_one_cannot_be_chance(rhythm, rows, months, expected):
    assert said(quality.months_complete(rhythm, rows, is_dated=True, months=months)) == expected


def test_a_dataset_without_a_date_has_no_months():
    found = quality.months_complete(Rhythm.DAILY, 9, is_dated=False, months=[])
    assert said(found)[:2] == ("not_applicable", "undated")


def test_the_first_empty_months_are_named_across_the_year():
    months = [date(2025, 11, 1), date(2026, 5, 1)]
    found = quality.months_complete(Rhythm.DAILY, 99, is_dated=True, months=months)
    assert (found.judged, found.failed, found.value) == (7, 5, "2025-12, 2026-01, 2026-02")
