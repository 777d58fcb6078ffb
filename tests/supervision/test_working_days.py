"""Working days: a plain week but for what the yearly notices say, and nothing in other years."""

from datetime import date

from supervision.working_days import calendar_statements, working_days

KNOWN = working_days(
    [
        (date(2025, 10, 1), False),
        (date(2025, 10, 2), False),
        (date(2025, 10, 3), False),
        (date(2025, 10, 11), True),
        (date(2025, 12, 31), False),
    ]
)


def test_the_next_working_day_is_the_day_itself_where_it_is_worked():
    assert KNOWN.next_on(date(2025, 9, 30)) == date(2025, 9, 30)
    assert KNOWN.next_on(date(2025, 10, 11)) == date(2025, 10, 11)
    assert KNOWN.next_on(date(2025, 10, 1)) == date(2025, 10, 6)


def test_working_days_are_counted_from_the_day_after():
    assert KNOWN.after(date(2025, 9, 30), 1) == date(2025, 10, 6)
    assert KNOWN.after(date(2025, 10, 10), 2) == date(2025, 10, 13)
    assert KNOWN.after(date(2025, 10, 4), 1) == date(2025, 10, 6)


def test_a_year_that_nobody_supplied_is_not_guessed():
    assert KNOWN.is_worked(date(2024, 10, 1)) is None
    assert KNOWN.next_on(date(2025, 12, 31)) is None
    assert KNOWN.after(date(2025, 12, 30), 1) is None
    assert KNOWN.after(date(2024, 12, 31), 1) is None


def test_where_suppliers_differ_a_day_is_not_worked():
    both = [(date(2025, 10, 11), True), (date(2025, 10, 11), False)]
    assert working_days(both).is_worked(date(2025, 10, 11)) is False
    assert working_days(reversed(both)).is_worked(date(2025, 10, 11)) is False


def test_without_the_dataset_there_is_no_calendar():
    assert calendar_statements({"auction_bid"}) == []
