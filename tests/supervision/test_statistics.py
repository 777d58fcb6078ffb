import pytest

from supervision.statistics import Proportion, proportion, wilson_interval

PUBLISHED = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}
"""Newcombe 1998, Statistics in Medicine 17, table I, method 3 (score, no continuity correction)."""


@pytest.mark.parametrize(("counts", "limits"), PUBLISHED.items())
def test_the_interval_is_the_published_one(counts, limits):
    assert wilson_interval(*counts) == pytest.approx(limits, abs=0.00005)


def test_the_interval_mirrors_and_stays_between_nothing_and_all():
    low, high = wilson_interval(20, 20)
    assert (1 - high, 1 - low) == pytest.approx(wilson_interval(0, 20), abs=1e-12)
    assert wilson_interval(0, 1)[0] == 0.0
    assert wilson_interval(1, 1)[1] == 1.0


def test_of_fewer_than_twenty_only_the_counts_are_said():
    assert proportion(3, 19) == Proportion(
        numerator=3, denominator=19, share=None, low=None, high=None
    )
    assert proportion(0, 0).share is None
    assert proportion(3, 20).share == 0.15


def test_a_share_says_its_limits():
    found = proportion(15, 148)
    assert (found.share, found.low, found.high) == (0.1014, 0.0624, 0.1605)


@pytest.mark.parametrize("counts", [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(counts):
    with pytest.raises(ValueError, match="a share needs"):
        wilson_interval(*counts)
