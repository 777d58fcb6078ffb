"""One kind of planted penalty decision: what is changed in it and in its application."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from data_access.demo.city.draw import days_before
from data_access.demo.city.enforcement import TO_SUE_DAYS
from data_access.demo.plants.plant import Kind
from data_access.demo.plants.rule import Values

FINES, NL = "M03-G", "M11-A-NL-"
EACH = 4
"""So many of each variant at scale 1."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Decisions of one kind; without an application nobody applied to the court."""

    models: Sequence[str]
    kind: Kind
    why: str
    application: Values | None = None
    decision: Values = field(default_factory=dict)
    count: int = EACH


def ending(deadline: date) -> dict[str, object]:
    """The days of a decision whose time to sue ends on this day."""
    served = days_before(deadline, TO_SUE_DAYS)
    return {
        "acted_on": days_before(served, 90),
        "decided_on": days_before(served, 3),
        "served_on": served,
        "pay_due_on": days_before(served, -15),
        "suit_deadline_on": deadline,
    }
