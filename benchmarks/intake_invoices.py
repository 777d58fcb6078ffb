"""Intake of the real invoice files, against Polars reading them one by one into one Parquet file.

Both sides run in turn, five times each, ours into a fresh home every time; the figure is the
median. What a process does once (imports, attaching the lake) is done before the first turn. Peak
memory is that of a child process which does nothing but one intake.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from benchmarks.measured import CannotMeasure, Measured
from data_access.accounts import initialise_demo, scope_of
from data_access.intake import intake
from data_access.stores import initialise

TURNS = 5
ROWS = 719_584
"""What stands in the pool afterwards; another number means that something else was measured."""

ROOT = Path(__file__).resolve().parents[1]


def measure() -> Iterator[Measured]:
    """Seconds from the first byte to the commit beside Polars' own, and the peak of memory."""
    source = invoices()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, floor = [], []
        _taken_in(source, folder / "warm")
        for turn in range(TURNS):
            floor.append(_timed(lambda: read_one_by_one(source, folder / "floor.parquet")))
            ours.append(_taken_in(source, folder / str(turn)))
        yield Measured(
            name="seconds", figure=statistics.median(ours), baseline=statistics.median(floor)
        )
        yield Measured(name="peak_memory", figure=_peak_of_a_child(source, folder / "peak"))


def invoices() -> Path:
    """The folder of the real invoice files; raises CannotMeasure where there is none."""
    named = os.environ.get("SIJIAN_REAL_DATA")
    found = Path(named or ".") / "vat_invoices"
    if named is None or not found.is_dir():
        raise CannotMeasure("SIJIAN_REAL_DATA does not name a folder with vat_invoices")
    return found


def read_one_by_one(source: Path, target: Path) -> None:
    """The least that any intake must do: every file read by Polars, all written as one Parquet."""
    frames = [pl.read_csv(path) for path in sorted(source.rglob("*.csv"))]
    pl.concat(frames, how="diagonal_relaxed").write_parquet(target)


def _taken_in(source: Path, home: Path) -> float:
    stores = initialise(home)
    try:
        initialise_demo(stores)
        scope = scope_of(stores, "demo")
        report = intake(stores, scope, [source])
    finally:
        stores.close()
    if report.rows_loaded != ROWS:
        raise AssertionError(f"{report.rows_loaded} rows were loaded instead of {ROWS}")
    return report.seconds


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _peak_of_a_child(source: Path, home: Path) -> float:
    """Megabytes (2^20 bytes) that a process needs at most which takes the files in."""
    command = [sys.executable, "-m", "benchmarks.intake_invoices", str(source), str(home)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def peak_memory() -> float:
    """The most megabytes this process ever held (VmHWM).

    Not ru_maxrss: Linux counts into it what the parent held when it forked.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """With a source and a home: one intake, and its peak of memory on standard output."""
    if len(sys.argv) == 3:
        _taken_in(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
        print(peak_memory())
        return
    for found in measure():
        ratio = f", {found.figure / found.baseline:.2f} times" if found.baseline else ""
        print(f"{found.name}: {found.figure:.2f}{ratio}")


if __name__ == "__main__":
    main()
