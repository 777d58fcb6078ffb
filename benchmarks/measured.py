"""What a scenario hands to the runner."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """One figure of a scenario; name is its table in limits.toml.

    baseline: the same work done another way in the same run, in the same unit; None where the limit
        is on the figure itself.
    """

    name: str
    figure: float
    baseline: float | None = None


class CannotMeasure(Exception):
    """What the scenario needs is not here; says what."""
