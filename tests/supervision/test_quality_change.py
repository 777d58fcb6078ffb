"""What the newest batch is judged by: its supplier's earlier ones."""

import pytest

from supervision.quality_change import Filled, batch_rows, coverage_kept, shares_kept


@pytest.mark.parametrize(
    ("newest", "earlier", "verdict", "reason"),
    [
        (50, [100, 90, 110], "pass", None),
        (49, [100, 90, 110], "fail", "fewer_rows"),
        (201, [100, 90, 110], "fail", "more_rows"),
        (0, [100, 90], "not_applicable", "too_few_batches"),
    ],
)
def test_the_size_of_a_batch_is_compared_with_the_median(newest, earlier, verdict, reason):
    found = batch_rows("b", newest, earlier)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.failed == (verdict == "fail")


def test_without_a_batch_nothing_is_compared():
    assert batch_rows(None, 0, [1, 2, 3]).reason == "too_few_batches"


@pytest.mark.parametrize(
    ("newest", "earlier", "verdict", "reason"),
    [
        ((20, 16), (100, 90), "pass", None),
        ((20, 15), (100, 90), "fail", "coverage_fell"),
        ((20, 20), (100, 10), "pass", None),
        ((19, 0), (100, 90), "not_applicable", "too_few_rows"),
        ((20, 0), (0, 0), "not_applicable", "too_few_batches"),
    ],
)
def test_a_column_that_is_less_filled_than_before_is_seen(newest, earlier, verdict, reason):
    now, before = (Filled(rows=rows, filled=filled) for rows, filled in (newest, earlier))
    found = coverage_kept("tax_yuan", "b", now, before)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert (found.found is None) == (verdict == "not_applicable")


@pytest.mark.parametrize(
    ("newest", "earlier", "verdict", "reason"),
    [
        ({"a": 12, "b": 8}, {"a": 80, "b": 20}, "pass", None),
        ({"a": 11, "b": 9}, {"a": 80, "b": 20}, "fail", "share_moved"),
        ({"c": 20}, {"a": 20}, "fail", "share_moved"),
        ({"a": 5}, {"a": 80}, "not_applicable", "too_few_rows"),
        ({}, {}, "not_applicable", "too_few_batches"),
    ],
)
def test_a_value_that_moved_is_seen(newest, earlier, verdict, reason):
    found = shares_kept("status", "b", newest, earlier)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_the_value_that_moved_most_is_named_by_its_shares():
    found = shares_kept("status", "b", {"a": 5, "b": 15}, {"a": 75, "b": 25})
    assert (found.value, found.found, found.expected) == ("a", 0.25, 0.75)
