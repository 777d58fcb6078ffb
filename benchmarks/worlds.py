"""Worlds to measure in: homes with the demo city at a scale, made in a child process.

SIJIAN_BENCH_FOLDER names a folder where they stay between runs; without it they are temporary.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from data_access.accounts import scope_of
from data_access.demo.city_world import fill_city
from data_access.demo.whole import RECEIVED_ON
from data_access.maintenance import create_home
from data_access.settings import Settings
from data_access.stores import Stores, open_stores

SEED = 20_263
T = TypeVar("T")


@contextmanager
def city_home(scale: float) -> Iterator[Path]:
    """A home with the city at this scale."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("SIJIAN_BENCH_FOLDER", folder)) / f"city-{scale:g}"
        if not home.exists():
            making = home.with_suffix(".making")
            in_child(_fill, making, scale)
            making.rename(home)
        yield home


@contextmanager
def opened_home(home: Path, *, writable: bool = False) -> Iterator[Stores]:
    """The stores of a home."""
    stores = open_stores(home, Settings(home=home), writable=writable)
    try:
        yield stores
    finally:
        stores.close()


def in_child(function: Callable[..., T], *arguments: object) -> T:
    """What the function returns, run in a process of its own, whose peak of memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def _fill(home: Path, scale: float) -> None:
    create_home(home, Settings(home=home), demo=True)
    with opened_home(home, writable=True) as stores:
        scope = scope_of(stores, "demo")
        fill_city(stores, scope, scale=scale, seed=SEED, received_on=RECEIVED_ON)
