"""Shares with their uncertainty: how sure a figure from so many cases can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import quantiles

NORMAL_95 = 1.959964
"""The quantile of the standard normal distribution for a two-sided interval of 95 %."""

FEWEST = 20
"""From fewer cases than this a share says nothing: only the counts are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proportion:
    """So many of so many; share, low and high (0 to 1) are None where there are fewer than 20."""

    numerator: int
    denominator: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Between which shares (0 to 1) the middle half of some units lies."""

    low: float
    high: float


def wilson_interval(numerator: int, denominator: int, z: float = NORMAL_95) -> tuple[float, float]:
    """The limits (0 to 1) between which the share that stands behind these counts lies.

    z: the normal quantile, by default for 95 %. Raises ValueError where there is nothing to count
    or the counts are no share.
    Source: Wilson 1927, score interval without continuity correction.
    """
    if denominator < 1 or not 0 <= numerator <= denominator:
        raise ValueError("a share needs counts of which the second is the larger")
    share, squared = numerator / denominator, z * z / denominator
    middle = (share + squared / 2) / (1 + squared)
    spread = share * (1 - share) / denominator + squared / (4 * denominator)
    half = z * sqrt(spread) / (1 + squared)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def proportion(numerator: int, denominator: int) -> Proportion:
    """The share with its interval of 95 %, rounded to four places; counts alone of fewer than 20.

    Raises ValueError where the counts are no share.
    """
    if denominator < FEWEST:
        return Proportion(
            numerator=numerator, denominator=denominator, share=None, low=None, high=None
        )
    low, high = wilson_interval(numerator, denominator)
    return Proportion(
        numerator=numerator,
        denominator=denominator,
        share=round(numerator / denominator, 4),
        low=round(low, 4),
        high=round(high, 4),
    )


def middle_half(shares: Sequence[float], *, fewest: int) -> Band | None:
    """The 25th and the 75th percentile of these shares, in whole hundredths.

    None of fewer shares than `fewest`: then the band would tell whose they are.
    """
    if len(shares) < fewest:
        return None
    low, _middle, high = quantiles(shares, n=4, method="inclusive")
    return Band(low=round(low, 2), high=round(high, 2))
