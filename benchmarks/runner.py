"""The runner: measures scenarios, compares with the limits, writes one JSON array.

Each scenario runs in a child process, so that a peak of memory is its own; what it says goes to
standard error. `python -m benchmarks --measure SCENARIO` runs one by itself, with its traceback.
"""

import importlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.measured import CannotMeasure, Measured

FOLDER = Path(__file__).resolve().parent
LIMITS = FOLDER / "limits.toml"
CHILD = "--measure"
QUIET = "SIJIAN_BENCH_QUIET"
"""Set for a child: what fails in it is said in one line."""
NOT_MEASURED = 3
"""Exit status of a child whose scenario lacks what it needs."""

Row = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Runs the named scenarios, or all that are not run by hand; 2 for an unknown name."""
    limits = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    if arguments[:1] == [CHILD]:
        return _measure(arguments[1])
    unknown = [name for name in arguments if name not in limits]
    if unknown:
        known = ", ".join(limits)
        print(f"There is no scenario {unknown[0]}; there are {known}.", file=sys.stderr)
        return 2
    chosen = arguments or [name for name, of in limits.items() if not of.get("by_hand")]
    rows = [row for name in chosen for row in _scenario(name, limits[name])]
    print(json.dumps(rows, ensure_ascii=False))
    return 0


def _measure(name: str) -> int:
    """In the child: one line of JSON a figure on standard output."""
    if QUIET in os.environ:
        sys.excepthook = _one_line
    scenario = importlib.import_module(f"benchmarks.{name}")
    try:
        for found in scenario.measure():
            line = {"name": found.name, "figure": found.figure, "baseline": found.baseline}
            print("\n" + json.dumps(line), flush=True)
    except CannotMeasure as reason:
        print(f"{name}: {reason}", file=sys.stderr)
        return NOT_MEASURED
    return 0


def _scenario(name: str, limits: Mapping[str, Any]) -> Iterator[Row]:
    print(f"{name}: {limits['says']}", file=sys.stderr)
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks", CHILD, name],
        cwd=FOLDER.parent,
        env={**os.environ, QUIET: "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = [line for line in child.stdout.splitlines() if line.startswith('{"name"')]
    for line in lines:
        yield judged(name, Measured(**json.loads(line)), limits)
    if child.returncode or not lines:
        why = "what it needs is not here" if child.returncode == NOT_MEASURED else "it failed"
        yield _row(name, f"not measured: {why}", None, None, {})


def _one_line(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    print(f"{kind.__name__}: {error}", file=sys.stderr)


def judged(scenario: str, found: Measured, limits: Mapping[str, Any]) -> Row:
    """One figure beside its limit; holds is null where there is no limit."""
    limit = limits.get(found.name) or limits.get("each") or {}
    ratio = found.figure / found.baseline if found.baseline else None
    return _row(scenario, found.name, found.figure, ratio, limit)


def _row(
    scenario: str, says: str, figure: float | None, ratio: float | None, limit: Mapping[str, Any]
) -> Row:
    bounded = ratio if limit.get("bounds") == "ratio" else figure
    judged = bounded is not None and "limit" in limit
    return {
        "scenario": scenario,
        "says": says,
        "figure": None if figure is None else round(figure, 3),
        "unit": limit.get("unit"),
        "ratio": None if ratio is None else round(ratio, 3),
        "limit": limit.get("limit"),
        "holds": bounded <= limit["limit"] if judged and bounded is not None else None,
    }
