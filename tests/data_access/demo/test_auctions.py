"""The bids of a lot follow from its course."""

import itertools

import pytest

from data_access.demo.auctions import ALTERNATING_BIDS, PLANTED, Course, lots


@pytest.fixture(scope="module")
def by_course():
    found = {}
    for lot in lots(0.05, 7):
        found.setdefault(lot.course, []).append(lot)
    return found


def steps(lot):
    return [b.fen - a.fen for a, b in zip(lot.bids, lot.bids[1:], strict=False)]


def last_alternation(lot):
    """How many bids at the end alternate between exactly two bidders."""
    names = [bid.bidder for bid in lot.bids]
    count = min(2, len(set(names)))
    for position in range(len(names) - 3, -1, -1):
        if names[position] != names[position + 2]:
            break
        count += 1
    return count


def test_every_course_is_there(by_course):
    assert set(by_course) == set(Course)
    assert all(len(by_course[course]) >= planting.count for course, planting in PLANTED.items())


@pytest.mark.parametrize("course", [course for course in Course if course is not Course.BACKWARDS])
def test_prices_rise_and_time_runs_forward(by_course, course):
    for lot in by_course[course]:
        assert all(step > 0 for step in steps(lot))
        assert [bid.at for bid in lot.bids] == sorted(bid.at for bid in lot.bids)


def test_nobody_outbids_himself(by_course):
    for lot in [lot for found in by_course.values() for lot in found]:
        names = [bid.bidder for bid in lot.bids]
        assert all(a != b for a, b in itertools.pairwise(names))


@pytest.mark.parametrize("course", [Course.ALTERNATING, Course.JUST_ENOUGH, Course.NOT_QUITE])
def test_two_bidders_alternate_at_the_end_by_the_least_raise(by_course, course):
    for lot in by_course[course]:
        count = ALTERNATING_BIDS.get(course, 18)
        assert last_alternation(lot) == count
        assert set(steps(lot)[-count + 1 :]) == {min(steps(lot))}


def test_great_raises_alternate_but_not_by_the_least_raise(by_course):
    for lot in by_course[Course.GREAT_RAISES]:
        assert last_alternation(lot) >= 10
        assert min(steps(lot)[-20:]) > min(steps(lot))


@pytest.mark.parametrize("course", [Course.ORDINARY, Course.THREE_IN_TURN])
def test_where_more_than_two_bid_nobody_alternates_for_long(by_course, course):
    assert max(last_alternation(lot) for lot in by_course[course]) < 8


def test_a_lone_winner_bids_once(by_course):
    assert [len(lot.bids) for lot in by_course[Course.ALONE]] == [1, 1]


def test_only_a_lot_without_a_winner_lacks_one(by_course):
    for course, found in by_course.items():
        for lot in found:
            assert sum(bid.won for bid in lot.bids) == (0 if course is Course.NO_WINNER else 1)


def test_a_lot_whose_beginning_is_lost_says_its_start(by_course):
    for lot in by_course[Course.BEGINNING_LOST]:
        assert lot.bids[0].fen > lot.start_fen + min(steps(lot))
