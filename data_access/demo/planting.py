"""What is planted of each kind, and in which order the kinds come: one that tells nothing."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from data_access.demo.truth import Label, Planted

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Planting:
    """Of one kind: how many at scale 1, what the model ought to say, and the trap's word."""

    count: int
    label: Label
    trap: str

    def of(self, model: str, subject: str) -> Planted:
        """What the model ought to say of this subject."""
        return Planted(model=model, subject=subject, label=self.label, trap=self.trap)


NOTHING = Planting(0, Label.NEGATIVE, "clear")
"""What is planted in an ordinary subject."""


def shuffled_kinds(
    ordinary: list[Kind], planted: Mapping[Kind, Planting], scale: float, seed: str
) -> list[Kind]:
    """The ordinary kinds and the planted ones, no fewer than at scale 1, shuffled by the seed."""
    kinds = list(ordinary)
    for kind, planting in planted.items():
        kinds += [kind] * max(planting.count, round(planting.count * scale))
    random.Random(seed).shuffle(kinds)
    return kinds
