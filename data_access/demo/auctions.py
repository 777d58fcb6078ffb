"""The judicial auctions of the demo city: lots with their bid logs, oldest bid first.

In a planted lot two bidders alternate by the least raise once the last bidder has entered, or one
bidder was alone; the look-alikes share one trait of that and lack another.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from data_access.demo.firms import COUNTIES
from data_access.demo.planting import NOTHING, Planting, shuffled_kinds
from data_access.demo.truth import Label, Planted

MODEL = "auction_bidding"
COUNTY_NAMES = {"990101": "甲县", "990102": "乙县", "990103": "丙县"}
ORDINARY = 40
FEWEST_ORDINARY = 12


class Course(StrEnum):
    """How the bidding of a lot went."""

    ORDINARY = "ordinary"
    ALTERNATING = "alternating"
    JUST_ENOUGH = "just_enough"
    ALONE = "alone"
    NOT_QUITE = "not_quite"
    THREE_IN_TURN = "three_in_turn"
    GREAT_RAISES = "great_raises"
    NO_WINNER = "no_winner"
    BACKWARDS = "backwards"
    BEGINNING_LOST = "beginning_lost"


PLANTED = {
    Course.ALTERNATING: Planting(4, Label.POSITIVE, "clear"),
    Course.ALONE: Planting(2, Label.POSITIVE, "clear"),
    Course.JUST_ENOUGH: Planting(2, Label.POSITIVE, "borderline"),
    Course.NOT_QUITE: Planting(2, Label.NEGATIVE, "borderline"),
    Course.THREE_IN_TURN: Planting(2, Label.NEGATIVE, "look_alike"),
    Course.GREAT_RAISES: Planting(2, Label.NEGATIVE, "look_alike"),
    Course.NO_WINNER: Planting(2, Label.NOT_JUDGEABLE, "missing_field"),
    Course.BACKWARDS: Planting(2, Label.NOT_JUDGEABLE, "backwards"),
    Course.BEGINNING_LOST: Planting(2, Label.NOT_JUDGEABLE, "beginning_lost"),
}

ALTERNATING_BIDS = {Course.JUST_ENOUGH: 10, Course.NOT_QUITE: 8, Course.GREAT_RAISES: 24}
"""How many bids two bidders place in turn at the end; the model's default least number is 10."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bid:
    """One bid: who, how much in fen, when, and whether it won."""

    bidder: str
    fen: int
    at: datetime
    won: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lot:
    """One lot with its bids; start_fen is None where the source does not tell it."""

    code: str
    unit: str
    course: Course
    start_fen: int | None
    bids: tuple[Bid, ...]

    def planted(self) -> Planted:
        """What the bidding model ought to say of this lot."""
        return PLANTED.get(self.course, NOTHING).of(MODEL, f"lot:{self.code}")


def lots(scale: float, seed: int) -> list[Lot]:
    """All lots of the world, in the order of their codes, which tell nothing of their course."""
    ordinary = [Course.ORDINARY] * max(FEWEST_ORDINARY, round(ORDINARY * scale))
    courses = shuffled_kinds(ordinary, PLANTED, scale, f"{seed}:courses")
    return [_lot(number, course, seed) for number, course in enumerate(courses, 1)]


def _lot(number: int, course: Course, seed: int) -> Lot:
    chance = random.Random(f"{seed}:lot:{number}")
    unit = COUNTIES[number % 3]
    step = 100_000 * chance.randint(2, 20)
    start = step * chance.randint(60, 200)
    opening = start + 40 * step if course is Course.BEGINNING_LOST else start
    sequence = _sequence(course, chance)
    bids = _logged(sequence, opening, step, _opens_at(chance), chance)
    if course is Course.NO_WINNER:
        bids[-1] = replace(bids[-1], won=False)
    if course is Course.BACKWARDS:
        middle = len(bids) // 2
        bids[middle] = replace(bids[middle], at=bids[0].at - timedelta(minutes=3))
    says_start = course is Course.BEGINNING_LOST or chance.random() < 0.5
    return Lot(
        code=f"演示市{COUNTY_NAMES[unit]}2025年第{number:04d}号标的",
        unit=unit,
        course=course,
        start_fen=start if says_start else None,
        bids=tuple(bids),
    )


def _opens_at(chance: random.Random) -> datetime:
    return datetime(2025, 1, 6, 10) + timedelta(  # noqa: DTZ001 - local time, as sources write it
        days=chance.randrange(340), seconds=chance.randrange(600)
    )


Step = tuple[int, int]
"""Which bidder, and by how many least raises."""


def _sequence(course: Course, chance: random.Random) -> list[Step]:
    """The order of bidders and raises; the first raise is onto the start itself and counts none."""
    if course is Course.ALONE:
        return [(0, 0)]
    if course is Course.THREE_IN_TURN:
        return _opening(chance, 3, 5) + [(turn % 3, 1) for turn in range(30)]
    duel = ALTERNATING_BIDS.get(course, 18)
    if course in {Course.ALTERNATING, Course.JUST_ENOUGH, Course.NOT_QUITE}:
        return _opening(chance, 4, 9) + _in_turn(duel, lambda: 1)
    if course is Course.GREAT_RAISES:
        return _opening(chance, 4, 9) + _in_turn(duel, lambda: chance.randint(2, 9))
    return _opening(chance, chance.randint(4, 7), chance.randint(12, 50))


def _in_turn(count: int, raises: Callable[[], int]) -> list[Step]:
    return [(turn % 2, raises()) for turn in range(count)]


def _opening(chance: random.Random, bidders: int, count: int) -> list[Step]:
    """Bids in a lively order: everyone enters, nobody outbids himself, no two alternate for long.

    Ends with the last bidder, so that a following alternation of the first two is all of it.
    """
    order = [*range(bidders), *(chance.randrange(bidders) for _ in range(count - bidders))]
    chance.shuffle(order)
    kept: list[int] = []
    apart = min(3, bidders - 1)
    for bidder in [*order, *range(bidders)]:
        recent = kept[-apart:]
        kept.append(next(one for one in (bidder, *range(bidders)) if one not in recent))
    while kept[-1] != bidders - 1:
        kept.pop()
    return [(bidder, chance.choice((1, 1, 1, 2, 3, 5))) for bidder in kept]


def _logged(
    sequence: list[Step], opening: int, step: int, at: datetime, chance: random.Random
) -> list[Bid]:
    """The bids of a sequence with their prices and times; the last one wins."""
    initials = chance.sample("ABCDEFGHJKLMNPQRSTUVWXYZ", 8)
    names = [f"{initial}{chance.randrange(1000, 9999)}" for initial in initials]
    bids, price = [], opening
    for number, (bidder, raises) in enumerate(sequence):
        price += step * raises if number else 0
        at += timedelta(seconds=chance.randint(5, 180))
        won = number == len(sequence) - 1
        bids.append(Bid(bidder=names[bidder], fen=price, at=at, won=won))
    return bids
