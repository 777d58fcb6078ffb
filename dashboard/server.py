"""The server: one process, `st.App` behind the gate, and the job process at its side.

A rerun is cheap because of three settings: what is imported at start-up is frozen out of the
garbage collector, Streamlit does not collect after every run, and charts are made of graph objects.
"""

import asyncio
import contextlib
import dataclasses
import gc
import importlib
import logging
import os
import pkgutil
import resource
import socket
import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
import uvicorn

import dashboard
from dashboard import (
    export_route,
    failures,
    hardening,
    left_pages,
    model_card_route,
    pack_route,
    passwords,
    rejects_route,
    requests_route,
    serving,
    template_route,
    views,
)
from dashboard.errors import CannotServe
from dashboard.gate import entrance
from dashboard.gate.entrance import Gate
from dashboard.gate.rules import Rules, rules_for
from dashboard.jobs.process import JobProcess
from data_access import accounts, sessions
from data_access.datasets import datasets
from data_access.scope import system_scope
from data_access.sessions import Limits
from data_access.settings import read_settings

ENTRY = Path(__file__).resolve().parent / "app.py"
OPEN_FILES = 65_536
MOST_FRAME_BYTES = 4 * 1024 * 1024
NOT_WARMED = ("app", "command_line", "commands", "server", "jobs")
"""Modules of the dashboard that run something when imported, or that no page uses."""


def serve(  # noqa: PLR0913 - one argument an option of the command, two for tests
    home: Path,
    *,
    demo: bool,
    port: int,
    address: str = "127.0.0.1",
    entry: Path = ENTRY,
    limits: Limits | None = None,
) -> None:
    """Serves the dashboard of a home until it is told to stop; port 0 takes a free one.

    entry: the script behind the gate; limits: how long sessions last, where not as usual.
    Raises CannotServe or StoreFailure, each with one sentence, before anything is served.
    """
    home = checked_home(home)
    os.environ["SIJIAN_HOME"] = str(home)  # the pages, the gate and the job process read it
    origin = read_settings().origin
    rules_for(address, port, origin, is_demo=demo)  # refuses before anything is opened
    try:
        _open(demo=demo)
        with contextlib.closing(_listen(address, port)) as listening:
            port = listening.getsockname()[1]
            rules = rules_for(address, port, origin, is_demo=demo)
            rules = rules if limits is None else dataclasses.replace(rules, limits=limits)
            hardening.configure(rules, address, port)
            _raise_open_files()
            _log_to_standard_error()
            _run(build(entry, rules, jobs_home=home), listening)
    finally:
        serving.close()


def _run(gate: Gate, listening: socket.socket) -> None:
    server = uvicorn.Server(_uvicorn(gate, gate.rules))
    server.run(sockets=[listening])
    if not server.started:
        raise CannotServe("The server did not start; the lines above say why.")


def build(entry: Path, rules: Rules, *, jobs_home: Path | None = None) -> Gate:
    """The gate in front of a Streamlit application; `jobs_home` None starts no job process."""
    gates: list[Gate] = []

    @contextlib.asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        await asyncio.to_thread(warm_up)
        async with _background(gates[0], jobs_home):
            _say(f"Sijian serves {serving.stores().home} on {min(rules.origins)}; Ctrl+C ends it.")
            yield

    app = st.App(
        entry,
        lifespan=lifespan,
        routes=[
            export_route.route(),
            model_card_route.route(),
            pack_route.route(),
            rejects_route.route(),
            requests_route.route(),
            template_route.route(),
        ],
        on_script_error=failures.on_script_error,
    )
    gates.append(Gate(app, rules))
    return gates[0]


def warm_up() -> None:
    """Imports all that pages use, asks the first question, and freezes it all."""
    for name in ("polars", "pandas", "pyarrow", "plotly.graph_objects", "streamlit.elements.arrow"):
        importlib.import_module(name)
    for package in (dashboard, views):
        for found in pkgutil.iter_modules(package.__path__):
            if found.name not in NOT_WARMED:
                importlib.import_module(f"{package.__name__}.{found.name}")
    passwords.matches(None, "")
    stores = serving.stores()
    accounts.is_demo(stores)
    datasets(stores, system_scope("warm_up"))  # attaches the lake, counts what is not counted yet
    gc.collect()
    gc.freeze()


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def checked_home(home: Path) -> Path:
    """The home, absolute; raises CannotServe where another user of the machine could change it."""
    home = home.resolve()
    if not home.is_dir():
        raise CannotServe(
            f"There is no home in {home}.", hint="Run `sijian init` to create the stores."
        )
    if home.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise CannotServe(
            f"Others can write to {home}.", hint=f"Run `chmod go-rwx {home}` and start again."
        )
    return home


def _open(*, demo: bool) -> None:
    if demo and not accounts.is_demo(serving.stores()):
        serving.close()
        raise CannotServe(
            "--demo serves a demo home only, and this is none.",
            hint="Leave --demo out, or make one with `sijian init --demo --home DIR`.",
        )
    serving.stores()


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        listening.listen(2_048)  # who comes before the server accepts waits instead of failing
    except OSError as error:
        listening.close()
        raise CannotServe(
            f"Port {port} of {address} cannot be used: {error.strerror}.",
            hint="Another server may hold it; choose one with --port.",
        ) from error
    return listening


def _uvicorn(gate: Gate, rules: Rules) -> uvicorn.Config:
    return uvicorn.Config(
        gate,
        workers=1,
        server_header=False,
        access_log=False,
        log_level=logging.WARNING,
        ws="websockets-sansio",
        ws_max_size=MOST_FRAME_BYTES,
        ws_per_message_deflate=False,  # 35 KB a click: cheaper to send than to pack
        ws_ping_interval=20,
        ws_ping_timeout=20,
        proxy_headers=rules.is_secure,
        timeout_graceful_shutdown=5,
        lifespan="on",
    )


def _raise_open_files() -> None:
    """Four file descriptors a session: the usual 1,024 would end at 252 viewers."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _log_to_standard_error() -> None:
    """Our own lines once, with their time; Streamlit gives the root logger a handler of its own."""
    failures.keep_values_out_of_the_log()
    log = logging.getLogger("sijian")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False


@contextlib.asynccontextmanager
async def _background(gate: Gate, jobs_home: Path | None) -> AsyncIterator[None]:
    """What runs beside the requests: the end of sessions, their acts, the job process."""
    process = JobProcess(jobs_home) if jobs_home is not None else None
    await asyncio.to_thread(_forget_ended, gate.rules.limits)
    tasks = [
        asyncio.create_task(_every(entrance.WATCH_SECONDS, gate.sockets.close_ended)),
        asyncio.create_task(_every(entrance.SAVE_SECONDS, gate.identity.save_acts)),
        asyncio.create_task(_every(left_pages.EVERY_SECONDS, left_pages.give_up)),
    ]
    if process is not None:
        await asyncio.to_thread(process.start)
        tasks.append(asyncio.create_task(_every(1.0, process.supervise)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if process is not None:
            await asyncio.to_thread(process.stop)


def _forget_ended(limits: Limits) -> None:
    sessions.forget_ended(serving.stores(), datetime.now(UTC), limits)


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Repeats an act for as long as the server runs; one that fails is tried again."""
    while True:
        await asyncio.sleep(seconds)
        await failures.kept_going(act)
