"""The invoices of the demo firms: an ordinary trade, and in planted firms what was planted.

Ordinary firms void a few invoices and mostly issue them again at once; a voiding firm voids without
issuing again, in few months and to few counterparties.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data_access.demo.firms import PLANTED_YEAR, YEARS, Firm, Trait

RATES = (3, 6, 9, 13)
"""Rates of value-added tax in per cent."""

BUSY = (11, 12)
"""The months in which a voiding firm concentrates."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Invoice:
    """One invoice as the firm's own system knows it; amounts in fen."""

    firm: str
    other: str
    number: int
    issued_on: date
    amount_fen: int
    tax_fen: int
    is_void: bool = False
    is_sale: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """How a firm voids in one year: shares of its invoices, and what follows."""

    void_share: float
    busy_void_share: float
    red_share: float
    reissue_share: float
    favours_few: bool = False


USUAL = Habit(void_share=0.045, busy_void_share=0.045, red_share=0.008, reissue_share=0.7)
HABITS = {
    Trait.VOIDING: Habit(
        void_share=0.35,
        busy_void_share=0.8,
        red_share=0.02,
        reissue_share=0.0,
        favours_few=True,
    ),
    Trait.VOIDING_BORDERLINE: Habit(
        void_share=0.3,
        busy_void_share=0.5,
        red_share=0.02,
        reissue_share=0.05,
        favours_few=True,
    ),
    Trait.SOMEWHAT_MORE: Habit(
        void_share=0.075, busy_void_share=0.075, red_share=0.01, reissue_share=0.6
    ),
    Trait.REISSUING: Habit(void_share=0.6, busy_void_share=0.6, red_share=0.008, reissue_share=1.0),
    Trait.TOO_FEW: Habit(void_share=0.6, busy_void_share=0.6, red_share=0.0, reissue_share=0.0),
}


def invoices(firm: Firm, seed: int) -> list[Invoice]:
    """All invoices of one firm, sales before purchases, each by date."""
    return [*_sales(firm, seed), *_purchases(firm, seed)]


def _sales(firm: Firm, seed: int) -> Iterator[Invoice]:
    chance = random.Random(f"{seed}:sales:{firm.code}")
    buyers = [f"M{chance.randrange(10000, 99999)}" for _ in range(chance.randint(12, 30))]
    number = chance.randrange(10_000_000, 90_000_000)
    for year in YEARS:
        habit = HABITS.get(firm.trait, USUAL) if year == PLANTED_YEAR else USUAL
        count = max(4, round(12 * firm.monthly * (0.9 + 0.2 * chance.random())))
        for day in _days(chance, year, count):
            number += 1
            first = _invoice(firm, buyers, number, day, chance)
            for invoice in _with_habit(first, habit, chance, buyers):
                number = invoice.number
                yield invoice


def _with_habit(
    first: Invoice, habit: Habit, chance: random.Random, buyers: list[str]
) -> Iterator[Invoice]:
    busy = first.issued_on.month in BUSY
    if chance.random() < (habit.busy_void_share if busy else habit.void_share):
        if habit.favours_few and chance.random() < 0.8:
            first = replace(first, other=buyers[chance.randrange(3)])
        yield replace(first, is_void=True)
        if chance.random() < habit.reissue_share:
            yield replace(first, number=first.number + 1)
        return
    yield first
    if chance.random() < habit.red_share:
        yield replace(
            first,
            number=first.number + 1,
            amount_fen=-first.amount_fen,
            tax_fen=-first.tax_fen,
        )


def _purchases(firm: Firm, seed: int) -> Iterator[Invoice]:
    chance = random.Random(f"{seed}:purchases:{firm.code}")
    sellers = [f"G{chance.randrange(10000, 99999)}" for _ in range(chance.randint(4, 12))]
    voided = 0.5 if firm.trait is Trait.VOIDED_PURCHASES else 0.03
    for year in YEARS:
        for day in _days(chance, year, max(2, round(4 * firm.monthly))):
            number = chance.randrange(10_000_000, 90_000_000)
            bought = _invoice(firm, sellers, number, day, chance)
            yield replace(bought, is_sale=False, is_void=chance.random() < voided)


def _invoice(
    firm: Firm, others: list[str], number: int, day: date, chance: random.Random
) -> Invoice:
    amount = round(chance.lognormvariate(13.5, 1.1))
    return Invoice(
        firm=firm.code,
        other=chance.choice(others),
        number=number,
        issued_on=day,
        amount_fen=amount,
        tax_fen=round(amount * chance.choice(RATES) / 100),
    )


def _days(chance: random.Random, year: int, count: int) -> list[date]:
    """So many days of the year, in order."""
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    days = sorted(chance.randrange(length) for _ in range(count))
    return [date(year, 1, 1) + timedelta(days=day) for day in days]
