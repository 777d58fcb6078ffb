"""The twelve on the demo city: forty models in all, and sixteen of them against hand-written SQL.

The forty are screened as `sijian screen` does, samples, batches and writes to casework included, in
a process of their own. By hand: the city at scale 1 has some 6 million rows and takes a minute to
make. SIJIAN_DEMO_SCALE names another scale, SIJIAN_BENCH_TURNS how often each side is timed (5),
SIJIAN_BENCH_FOLDER where worlds stay.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hand_written import models as hand_written
from benchmarks.measured import Measured
from benchmarks.side_by_side import TURNS, SideBySide, side_by_side
from benchmarks.worlds import city_home, in_child, opened_home
from data_access.accounts import scope_of
from data_access.demo.city.draw import LAST_DAY
from data_access.screening import screen
from supervision.declaration import models_named
from supervision.vocabulary import RunStatus

TWELVE = (
    *("M01-A", "M02", "M03-G", "M04", "M05-A", "M06-E"),
    *("M07-C", "M08-D", "M09-B", "M10-C", "M11", "M12"),
)
"""One model, or one group of rules, of each family."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Screened:
    """All models of the twelve screened once: seconds by the clock and of processor time, MB."""

    clock: float
    processor: float
    peak_memory: float


def measure() -> Iterator[Measured]:
    """Each hand-written model beside the engine, all of them together, then all of the twelve."""
    scale = float(os.environ.get("SIJIAN_DEMO_SCALE", "1"))
    turns = int(os.environ.get("SIJIAN_BENCH_TURNS", str(TURNS)))
    with city_home(scale) as home:
        found = in_child(_beside, home, turns)
        for one in found:
            yield Measured(name=one.model, figure=one.ours.clock, baseline=one.by_hand.clock)
        for name, kind in (("together", "clock"), ("together_processor", "processor")):
            yield Measured(
                name=name,
                figure=sum(getattr(one.ours, kind) for one in found),
                baseline=sum(getattr(one.by_hand, kind) for one in found),
            )
        screened = in_child(_screened, home)
        yield Measured(name="seconds", figure=screened.clock)
        yield Measured(name="processor_seconds", figure=screened.processor)
        yield Measured(name="peak_memory", figure=screened.peak_memory)


def _beside(home: Path, turns: int) -> list[SideBySide]:
    found = []
    twelve = {model.id for name in TWELVE for model in models_named(name)}
    with opened_home(home) as stores:
        for model in hand_written():
            if model in twelve:
                found.append(side_by_side(stores, model, as_of=LAST_DAY, turns=turns))
                found[-1].print()
    return found


def _screened(home: Path) -> Screened:
    """Every model once, in a copy of the home whose casework may be written to."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        with opened_home(copy) as stores:
            scope = scope_of(stores, "demo")
            clock, processor = time.perf_counter(), time.process_time()
            for model in (model.id for name in TWELVE for model in models_named(name)):
                report = screen(stores, scope, model, as_of=LAST_DAY)
                print(
                    f"{model}: {report.seconds:.2f} s, {report.leads_found} leads", file=sys.stderr
                )
                if report.status is RunStatus.REFUSED:
                    raise AssertionError(f"{model}: {report.why}")
            return Screened(
                clock=time.perf_counter() - clock,
                processor=time.process_time() - processor,
                peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
