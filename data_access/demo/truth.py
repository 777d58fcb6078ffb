"""What was planted: one line per subject that a model can judge, with its label and its trap."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a model ought to say of a subject."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_JUDGEABLE = "not_judgeable"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Planted:
    """One subject, the model it was made for, and what that model ought to say."""

    model: str
    subject: str
    label: Label
    trap: str


def truth_file(planted: Iterable[Planted]) -> str:
    """The truth as CSV text, sorted, with the header `model,subject,label,trap`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("model", "subject", "label", "trap"))
    for entry in sorted(planted):
        writer.writerow((entry.model, entry.subject, entry.label.value, entry.trap))
    return text.getvalue()
