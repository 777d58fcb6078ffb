"""How the time of each of the forty models grows with the demo city: the exponent from 1 to 4.

An exponent of 1 is as many times the processor time as rows. By hand: the larger city takes minutes
and gigabytes to make. SIJIAN_GROWTH names two other scales ("0.1 0.4"), SIJIAN_BENCH_TURNS and
SIJIAN_BENCH_FOLDER are as of `twelve`.
"""

import math
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured
from benchmarks.side_by_side import TURNS
from benchmarks.twelve import TWELVE
from benchmarks.worlds import city_home, in_child, opened_home
from data_access.accounts import scope_of
from data_access.demo.city.draw import LAST_DAY
from data_access.questions import ask
from data_access.screening import find
from supervision.declaration import models_named


def measure() -> Iterator[Measured]:
    """The exponent of each model, and of all together."""
    small, large = (float(scale) for scale in os.environ.get("SIJIAN_GROWTH", "1 4").split())
    turns = int(os.environ.get("SIJIAN_BENCH_TURNS", str(TURNS)))
    times = []
    for scale in (small, large):
        with city_home(scale) as home:
            times.append(in_child(_processor_seconds, home, turns))
    less, more = times
    for model, seconds in less.items():
        print(f"{model}: {seconds:.3f} s, then {more[model]:.3f} s", file=sys.stderr)
        exponent = math.log(more[model] / seconds) / math.log(large / small)
        yield Measured(name=model, figure=exponent)
    together = sum(more.values()) / sum(less.values())
    yield Measured(name="together", figure=math.log(together) / math.log(large / small))


def _processor_seconds(home: Path, turns: int) -> dict[str, float]:
    """The least time of each model, writes to casework apart."""
    found = {}
    with opened_home(home) as stores:
        scope = scope_of(stores, "demo")
        for model in (model.id for name in TWELVE for model in models_named(name)):
            question = ask(stores, scope, model, as_of=LAST_DAY)
            found[model] = math.inf
            for _ in range(turns):
                began = time.process_time()
                find(stores, question, is_dry=False)
                found[model] = min(found[model], time.process_time() - began)
    return found
