"""The firms of the demo city: who they are, how much they invoice, and what is planted in them."""

import random
from dataclasses import dataclass
from enum import StrEnum

from data_access.demo.planting import NOTHING, Planting, shuffled_kinds
from data_access.demo.truth import Label, Planted

MODEL = "invoice_voiding"
COUNTIES = ("990101", "990102", "990103")
YEARS = (2023, 2024, 2025)
PLANTED_YEAR = 2024
"""The one year in which a planted firm behaves unlike the others."""

ORDINARY = 200
FEWEST_ORDINARY = 90
"""A comparison of firms of similar size needs this many, however small the scale."""


class Trait(StrEnum):
    """How a firm behaves in the planted year."""

    ORDINARY = "ordinary"
    VOIDING = "voiding"
    VOIDING_BORDERLINE = "voiding_borderline"
    SOMEWHAT_MORE = "somewhat_more"
    REISSUING = "reissuing"
    VOIDED_PURCHASES = "voided_purchases"
    TOO_FEW = "too_few"


PLANTED = {
    Trait.VOIDING: Planting(6, Label.POSITIVE, "clear"),
    Trait.VOIDING_BORDERLINE: Planting(3, Label.POSITIVE, "borderline"),
    Trait.SOMEWHAT_MORE: Planting(3, Label.NEGATIVE, "borderline"),
    Trait.REISSUING: Planting(3, Label.NEGATIVE, "look_alike"),
    Trait.VOIDED_PURCHASES: Planting(3, Label.NEGATIVE, "look_alike"),
    Trait.TOO_FEW: Planting(6, Label.NOT_JUDGEABLE, "too_few"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Firm:
    """One firm: its code, the county that supplied it, its trait and its invoices per month."""

    code: str
    unit: str
    trait: Trait
    monthly: float

    def planted(self) -> Planted:
        """What the voiding model ought to say of this firm."""
        return PLANTED.get(self.trait, NOTHING).of(MODEL, f"firm:{self.code}")


def firms(scale: float, seed: int) -> list[Firm]:
    """All firms of the world, in the order of their codes, which tell nothing of their traits."""
    ordinary = [Trait.ORDINARY] * max(FEWEST_ORDINARY, round(ORDINARY * scale))
    traits = shuffled_kinds(ordinary, PLANTED, scale, f"{seed}:traits")
    return [_firm(number, trait, seed) for number, trait in enumerate(traits, 1)]


def _firm(number: int, trait: Trait, seed: int) -> Firm:
    chance = random.Random(f"{seed}:firm:{number}")
    monthly = min(25.0, 3.0 + chance.lognormvariate(1.2, 0.7))
    if trait is Trait.TOO_FEW:
        monthly = 0.4
    elif trait is not Trait.ORDINARY:
        monthly = max(5.0, monthly)
    return Firm(code=f"Y{90000 + number}", unit=COUNTIES[number % 3], trait=trait, monthly=monthly)
