"""The small demo city of the tests: made once a process, whoever asks for it first."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from data_access.demo.city_world import world
from data_access.demo.plants.plant import Truth

SCALE, SEED = 0.02, 7


@cache
def small_city() -> tuple[Mapping[str, pl.DataFrame], tuple[Truth, ...]]:
    """Every dataset with what is planted in it, and the truth of that."""
    return world(SCALE, SEED)
