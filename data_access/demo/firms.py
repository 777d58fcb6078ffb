"""The firms of the demo city: who they are, how much they invoice, and what is planted in them."""

import random
from dataclasses import dataclass
from enum import StrEnum

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
    Trait.VOIDING: (6, Label.POSITIVE, "clear"),
    Trait.VOIDING_BORDERLINE: (3, Label.POSITIVE, "borderline"),
    Trait.SOMEWHAT_MORE: (3, Label.NEGATIVE, "borderline"),
    Trait.REISSUING: (3, Label.NEGATIVE, "look_alike"),
    Trait.VOIDED_PURCHASES: (3, Label.NEGATIVE, "look_alike"),
    Trait.TOO_FEW: (6, Label.NOT_JUDGEABLE, "too_few"),
}
"""By trait: how many firms at scale 1, what the model ought to say, and the trap's word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Firm:
    """One firm: its code, the county that supplied it, its trait and its invoices per month."""

    code: str
    unit: str
    trait: Trait
    monthly: float

    def planted(self) -> Planted:
        """What the voiding model ought to say of this firm."""
        _, label, trap = PLANTED.get(self.trait, (0, Label.NEGATIVE, "clear"))
        return Planted(model=MODEL, subject=f"firm:{self.code}", label=label, trap=trap)


def firms(scale: float, seed: int) -> list[Firm]:
    """All firms of the world, in the order of their codes, which tell nothing of their traits."""
    traits = [Trait.ORDINARY] * max(FEWEST_ORDINARY, round(ORDINARY * scale))
    for trait, (count, _, _) in PLANTED.items():
        traits += [trait] * max(count, round(count * scale))
    random.Random(f"{seed}:traits").shuffle(traits)
    return [_firm(number, trait, seed) for number, trait in enumerate(traits, 1)]


def _firm(number: int, trait: Trait, seed: int) -> Firm:
    chance = random.Random(f"{seed}:firm:{number}")
    monthly = min(25.0, 3.0 + chance.lognormvariate(1.2, 0.7))
    if trait is Trait.TOO_FEW:
        monthly = 0.4
    elif trait is not Trait.ORDINARY:
        monthly = max(5.0, monthly)
    return Firm(code=f"Y{90000 + number}", unit=COUNTIES[number % 3], trait=trait, monthly=monthly)
