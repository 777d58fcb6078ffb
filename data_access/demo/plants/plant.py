"""Planted rows with their truth: which subject, which model or rule, and why.

Five kinds: positive; borderline on either side of a threshold; innocent look-alikes of a known
cause of false alarms; and subjects that cannot be judged because a field is missing.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from data_access.demo.truth import Label, Planted


class Kind(StrEnum):
    """What a planted subject is."""

    POSITIVE = "positive"
    BORDERLINE_IN = "borderline_in"
    BORDERLINE_OUT = "borderline_out"
    LOOKALIKE = "lookalike"
    CANNOT_JUDGE = "cannot_judge"


_MEANS = {
    Kind.POSITIVE: (Label.POSITIVE, "clear"),
    Kind.BORDERLINE_IN: (Label.POSITIVE, "borderline"),
    Kind.BORDERLINE_OUT: (Label.NEGATIVE, "borderline"),
    Kind.LOOKALIKE: (Label.NEGATIVE, "look_alike"),
    Kind.CANNOT_JUDGE: (Label.NOT_JUDGEABLE, "missing_field"),
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Truth:
    """One planted subject for one model or rule; `why` is one sentence of the field."""

    model: str
    subject: str
    unit: str
    period: str
    kind: Kind
    why: str

    def planted(self) -> Planted:
        """The same in the words of the truth file."""
        label, trap = _MEANS[self.kind]
        return Planted(model=self.model, subject=self.subject, label=label, trap=trap)


@dataclass(slots=True)
class Plants:
    """The planted rows by dataset, and the truth of them."""

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    truth: list[Truth] = field(default_factory=list)

    def add(self, dataset: str, *frames: pl.DataFrame) -> None:
        """Rows for a dataset."""
        self.frames.setdefault(dataset, []).extend(frames)

    def say(  # noqa: PLR0913, PLR0917 - one argument a column of the truth
        self,
        model: str,
        subject_kind: str,
        keys: Iterable[str],
        units: Iterable[str],
        kind: Kind,
        why: str,
        period: str = "2025",
    ) -> None:
        """One line of truth for each key."""
        for key, unit in zip(keys, units, strict=True):
            subject = f"{subject_kind}:{key}"
            self.truth.append(
                Truth(model=model, subject=subject, unit=unit, period=period, kind=kind, why=why)
            )

    def join(self, other: "Plants") -> None:
        """Takes over what another family planted."""
        for dataset, frames in other.frames.items():
            self.add(dataset, *frames)
        self.truth.extend(other.truth)


def truth_details(truth: Sequence[Truth]) -> str:
    """The truth with unit, period, kind and reason as CSV text, sorted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("model", "subject", "unit", "period", "kind", "why"))
    for one in sorted(truth):
        writer.writerow((one.model, one.subject, one.unit, one.period, one.kind.value, one.why))
    return text.getvalue()
