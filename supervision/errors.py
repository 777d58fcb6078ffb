"""What can go wrong in the domain.

SupervisionError
├── AuthorsMistake          a declaration is wrong; all mistakes of a file are reported together
│   ├── ContractMistakes    a dataset contract
│   ├── ModelMistakes       a supervision model
│   └── ClockMistakes       statutory periods
├── UnknownName             no contract, model, parameter or code of this name
├── ParameterRefused        a parameter's value is of the wrong type or outside its range
├── PeriodRefused           a period cannot be computed from what was given
├── MoveRefused             a lead may not move that way
└── WordingRefused          a text accuses where it may only point out
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One mistake of a declaration: which file, which table and key, what is wrong."""

    file: str
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.says}"


class SupervisionError(Exception):
    """Root of the domain's errors; `hint` says what to do next, or is empty."""

    def __init__(self, says: str, *, hint: str = "") -> None:
        super().__init__(says)
        self.hint = hint


class AuthorsMistake(SupervisionError):
    """A declaration is wrong; `mistakes` lists all of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(str(mistake) for mistake in self.mistakes))


class ContractMistakes(AuthorsMistake):
    """A dataset contract is wrong."""


class ModelMistakes(AuthorsMistake):
    """A supervision model is wrong."""


class ClockMistakes(AuthorsMistake):
    """Statutory periods are wrongly declared."""


class UnknownName(SupervisionError):
    """Nothing of this name is declared."""


class ParameterRefused(SupervisionError):
    """A parameter's value is of the wrong type or outside its range."""


class PeriodRefused(SupervisionError):
    """A statutory period has no such extension, or is counted in another unit."""


class MoveRefused(SupervisionError):
    """The lead's state does not allow this move, or its reason code is not of this move."""


class WordingRefused(SupervisionError):
    """A text accuses where it may only point out."""
