"""Showing the product: the dashboard, the demo world, the benchmarks."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import dashboard
from dashboard import answers
from dashboard.commands.opening import opened, settled
from dashboard.commands.options import AsJson, Home, Viewer
from dashboard.commands.progress import progress
from dashboard.errors import CannotRun

WRONG_USAGE = 2
"""The exit status of the benchmarks' runner for a scenario that it does not know."""


def serve(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Signs in the built-in viewer; only in a demo home.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes any free port.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Serves the dashboard until it is told to stop."""
    from dashboard import server  # noqa: PLC0415 - loads Streamlit, which no other command needs

    settings = settled(home, viewer)
    quiet = contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()
    if as_json:
        answers.show({"home": settings.home, "address": address, "port": port}, as_json_text=True)
        sys.stdout.flush()
    with quiet:
        server.serve(settings.home, demo=demo, port=port, address=address)


def demo(
    *,
    scale: Annotated[
        float | None,
        typer.Option(help="1 is a city of some 5 million rows; without it a small one."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same world, byte for byte.")] = 1,
    truth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Receives the planted truth as CSV.")
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Fills a demo home with the demo world; safe to repeat."""
    from data_access import demo as demo_world  # noqa: PLC0415 - a city to load, needed here only

    with opened(home, viewer, writable=True) as desk, progress("Demo world") as report:
        found = demo_world.fill_whole(
            desk.stores, desk.scope, scale=scale, seed=seed, truth=truth, progress=report
        )
    answers.show(found, as_json_text=as_json)


def bench(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="One scenario; all without.")
    ] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Runs benchmarks against their limits, in a child process; uses no home of yours."""
    settled(home, viewer)
    root = Path(dashboard.__file__).resolve().parents[1]
    if not (root / "benchmarks" / "limits.toml").exists():
        raise CannotRun("The benchmarks come with the source tree, not with the installed package.")
    command = [sys.executable, "-m", "benchmarks", *([scenario] if scenario else [])]
    child = subprocess.run(  # noqa: S603 - our own runner, and the scenario as its argument
        command, cwd=root, stdout=subprocess.PIPE, check=False
    )
    if child.returncode == WRONG_USAGE:
        raise CannotRun(f"There is no scenario {scenario}.")
    if child.returncode:
        raise CannotRun("The benchmarks failed; what they said stands above.")
    answers.show(json.loads(child.stdout), as_json_text=as_json)
