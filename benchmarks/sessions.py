"""100 viewers with 10 seconds between clicks on the lead queue, through the gate.

Each viewer is an account of its own with a session and a websocket; a click chooses another line in
the filter bar. The clicks begin when every viewer has his page and come at random from then on, ten
a second in all. An empty page is measured in the same way before it, in a server of its own.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from websockets.exceptions import WebSocketException

from benchmarks.measured import Measured
from benchmarks.streamlit_client import Page, chosen
from dashboard.server import ENTRY
from data_access import accounts, sessions, tables
from data_access.demo import fill
from data_access.jobs import SYSTEM
from data_access.scope import scoped
from data_access.screening import screen
from data_access.stores import Stores, initialise
from supervision.declaration import load_models
from supervision.vocabulary import Line

VIEWERS = int(os.environ.get("SIJIAN_BENCH_VIEWERS") or 100)
SECONDS = float(os.environ.get("SIJIAN_BENCH_SECONDS") or 60)
THINK_SECONDS = 10.0
LEADS = 5_000
ROOT = Path(__file__).resolve().parents[1]
EMPTY = """
import streamlit as st

st.selectbox("line", ["1", "2", "3", "4"], key="line")
"""
SERVE = (
    "import sys; from pathlib import Path; from dashboard import server;"
    " server.serve(Path(sys.argv[1]), demo=False, port=0, entry=Path(sys.argv[2]))"
)


@dataclass
class Load:
    """What the viewers of one server met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    waiting: int = 0

    def arrived(self, begin: asyncio.Event) -> None:
        """One more viewer has his page before him; the clicks begin when all have."""
        self.waiting -= 1
        if not self.waiting:
            begin.set()

    def at(self, share: float) -> float:
        """The milliseconds within which this share of the clicks was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def measure() -> Iterator[Measured]:
    """The 95th percentile beside an empty page's, the errors, the server's memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        tokens = _prepared(home)
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        plain = _loaded(home, empty, "", tokens)
        queue = _loaded(home, ENTRY, "leads", tokens)
    for name, load in (("empty page", plain), ("lead queue", queue)):
        print(
            f"sessions: {name}: {len(load.seconds)} clicks,"
            f" median {statistics.median(load.seconds) * 1000:.0f} ms,"
            f" p95 {load.at(0.95):.0f} ms, most {max(load.seconds) * 1000:.0f} ms,"
            f" {len(load.errors)} errors {load.errors[:2]}, {load.megabytes:.0f} MB",
            file=sys.stderr,
        )
    yield Measured(name="p95", figure=queue.at(0.95), baseline=plain.at(0.95))
    yield Measured(name="errors", figure=len(queue.errors) + len(plain.errors))
    yield Measured(name="memory", figure=queue.megabytes, baseline=plain.megabytes)


def _prepared(home: Path) -> list[str]:
    """A home with a screened demo world and a long queue; the tokens of its viewers."""
    stores = initialise(home)
    try:
        accounts.initialise_demo(stores)
        scope = accounts.scope_of(stores, accounts.DEMO_VIEWER)
        fill(stores, scope, scale=0.1, seed=1)
        for model in load_models():
            screen(stores, scope, model)
        _lengthen(stores)
        return [_token(stores, f"viewer{number}") for number in range(VIEWERS)]
    finally:
        stores.close()


def _token(stores: Stores, username: str) -> str:
    accounts.add_user(stores, username, None, ["990100"], list(Line), may_unmask=True)
    token, _session = sessions.open_session(stores, username, "127.0.0.1")
    return token


def _lengthen(stores: Stores) -> None:
    """Copies leads until the queue is as long as a busy office's."""
    with stores.writing() as connection:
        found = connection.execute(scoped(sa.select(tables.leads), SYSTEM)).mappings().all()
        copies = [
            dict(found[number % len(found)])
            | {"lead_id": f"copy{number}", "lead_no": 1_000_000 + number}
            for number in range(LEADS - len(found))
        ]
        connection.execute(tables.leads.insert(), copies)


def _loaded(home: Path, entry: Path, page: str, tokens: list[str]) -> Load:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(home), str(entry)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if server.stdout is None:  # pragma: no cover - it was asked for
            raise RuntimeError("The server has no output.")
        origin = server.stdout.readline().split(" on ")[1].split(";")[0]
        return asyncio.run(_viewers(origin, page, tokens, server.pid))
    finally:
        server.terminate()
        server.wait(30)


async def _viewers(origin: str, page: str, tokens: list[str], server: int) -> Load:
    load, begin = Load(waiting=len(tokens)), asyncio.Event()
    cookie = f"sijian_{origin.rsplit(':', 1)[1]}"
    tasks = []
    for number, token in enumerate(tokens):
        headers = {"Cookie": f"{cookie}={token}"}
        tasks.append(asyncio.create_task(_viewer(load, begin, origin, page, headers, number)))
        await asyncio.sleep(0.05)
    await begin.wait()
    await asyncio.sleep(SECONDS)
    load.megabytes = _megabytes(server)
    await asyncio.gather(*tasks)
    return load


async def _viewer(  # noqa: PLR0913, PLR0917 - what one viewer needs to know
    load: Load, begin: asyncio.Event, origin: str, page: str, headers: dict[str, str], number: int
) -> None:
    chance = random.Random(number)
    try:
        async with Page(origin, headers) as opened:
            await opened.rerun(page=page)
            boxes = [found.selectbox for found in opened.elements if found.HasField("selectbox")]
            box, options = boxes[0].id, [*boxes[0].options]
            load.arrived(begin)
            await begin.wait()
            until = time.perf_counter() + SECONDS
            await asyncio.sleep(chance.expovariate(1 / THINK_SECONDS))
            while time.perf_counter() < until:
                widget = chosen(box, chance.choice(options))
                load.seconds.append(await opened.rerun([widget]))
                await asyncio.sleep(chance.expovariate(1 / THINK_SECONDS))
    except (OSError, TimeoutError, IndexError, WebSocketException) as error:
        load.errors.append(repr(error)[:100])
        if not begin.is_set():
            load.arrived(begin)


def _megabytes(process: int) -> float:
    """Resident memory of the server and what it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    pages = [
        int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in [process, *children]
    ]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    for found in measure():
        print(json.dumps({"name": found.name, "figure": found.figure, "baseline": found.baseline}))
