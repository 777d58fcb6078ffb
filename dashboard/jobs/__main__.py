"""The job process: `python -m dashboard.jobs --home DIR` does the long work of one home, in order.

It works at low priority and within a memory limit, so that the screens stay quick. What it does can
be repeated: killed at any moment, the work is taken up again by its successor.
"""

import argparse
import contextlib
import fcntl
import gc
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from dashboard import kept_uploads
from dashboard.failures import Failure, attempt, outcome
from dashboard.jobs import work
from data_access import jobs
from data_access.jobs import Job, JobKind
from data_access.settings import Settings, read_settings
from data_access.stores import Stores, open_stores
from supervision.vocabulary import JobState

NICE = 5
LOOK_SECONDS = 0.3
IDLE_SECONDS = 60.0
"""Without work for this long it ends and gives its memory back; the server starts it again."""

REPORT_SECONDS = 0.5
TIDY_SECONDS = 300.0
MEMORY_BYTES = 6 * 1024**3
"""Private memory of the process; DuckDB and Polars keep within it by their own limits."""

RENEW_BYTES = 700 * 1024**2
"""A process that is still this large after its job ends: its successor begins small."""


class Stopped(BaseException):
    """The process was told to end; no `except Exception` on the way may hold it up."""


class _Ending:
    """Whether the process was told to end, and whether it may be interrupted for it.

    Only the work of a job is interrupted: what writes down that a job was claimed, done or put back
    runs to its end, or a job would be left as running by a process that is no more.
    """

    is_asked = False
    is_held = False

    @classmethod
    def ask(cls, _number: int, _frame: FrameType | None) -> None:
        """The signal's handler."""
        cls.is_asked = True
        if not cls.is_held:
            raise Stopped

    @classmethod
    @contextlib.contextmanager
    def held(cls) -> Iterator[None]:
        """No interruption within; it comes at the end."""
        cls.is_held = True
        yield
        cls.is_held = False
        if cls.is_asked:
            raise Stopped

    @classmethod
    @contextlib.contextmanager
    def interruptible(cls) -> Iterator[None]:
        """Interruption again within, inside of `held`."""
        cls.is_held = False
        if cls.is_asked:
            raise Stopped
        try:
            yield
        finally:
            cls.is_held = True


def main(arguments: list[str] | None = None) -> int:
    """Works until told to end or until the server is gone; the exit status."""
    parser = argparse.ArgumentParser(prog="dashboard.jobs")
    parser.add_argument("--home", type=Path, required=True)
    home = parser.parse_args(arguments).home
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGTERM, _Ending.ask)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's to pass on
    settings = read_settings()
    stores = open_stores(home, settings)
    try:
        with _alone(home):
            _work(stores, settings)
    except Stopped:
        pass
    finally:
        stores.close()
    return 0


def _work(stores: Stores, settings: Settings) -> None:
    outcome(work.tidied, stores.home, settings)
    jobs.take_up_orphans(stores)
    gone = _server_gone()
    tidied, worked = 0.0, time.monotonic()
    while not gone.is_set() and time.monotonic() - worked < IDLE_SECONDS:
        if time.monotonic() - tidied > TIDY_SECONDS:
            kept_uploads.discard_abandoned(stores, _in_use(stores))
            tidied = time.monotonic()
        with _Ending.held():
            job = outcome(jobs.claim_next, stores)
            has_work = isinstance(job, Job)
            if has_work:
                _do(stores, settings, job)
        if not has_work:
            gone.wait(LOOK_SECONDS)
            continue
        worked = time.monotonic()
        if _resident_bytes() > RENEW_BYTES:
            return


def _do(stores: Stores, settings: Settings, job: Job) -> None:
    """Does one job and writes down how it ended."""
    try:
        with _Ending.interruptible(), _reporting(stores, job) as report:
            answer = outcome(work.done, stores.home, settings, job, report)
    except Stopped:
        jobs.put_back(stores, job.job_id)
        raise
    if isinstance(answer, Failure):
        jobs.fail(stores, job.job_id, answer.says, answer.hint)
    else:
        jobs.finish(stores, job.job_id, answer)
    if job.kind is JobKind.INTAKE:
        kept_uploads.discard(stores, str(job.arguments["folder"]))
    gc.collect()


class _Report:
    """The newest progress of a job; written down by a thread of its own.

    The job may be in the middle of its own write to the store when it reports, so it must not wait.
    """

    def __init__(self) -> None:
        self.share: float | None = None
        self.says: str | None = None

    def __call__(self, share: float | None, says: str) -> None:
        self.share, self.says = share, says


@contextlib.contextmanager
def _reporting(stores: Stores, job: Job) -> Iterator[_Report]:
    report, over = _Report(), threading.Event()

    def writing() -> None:
        while not over.wait(REPORT_SECONDS):
            attempt(jobs.report_progress, stores, job.job_id, report.share, report.says)

    thread = threading.Thread(target=writing, name="progress", daemon=True)
    thread.start()
    try:
        yield report
    finally:
        over.set()
        thread.join(REPORT_SECONDS)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Holds the home's job lock, which the kernel gives up when the process dies.

    A predecessor whose server was killed may still be at its last job: wait for it.
    """
    with (home / "jobs.lock").open("w") as lock:
        gone = _server_gone()
        while not attempt(_locked, lock.fileno()):
            if gone.wait(LOOK_SECONDS):
                raise Stopped
        yield


def _locked(descriptor: int) -> bool:
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


_GONE = threading.Event()
_WATCHING: list[threading.Thread] = []


def _server_gone() -> threading.Event:
    """Set once standard input ends: the server that held it is no more."""
    if not _WATCHING:

        def reading() -> None:
            """Unbuffered: a buffer that a thread waits on cannot be closed at the process's end."""
            while os.read(0, 1024):
                pass
            _GONE.set()

        _WATCHING.append(threading.Thread(target=reading, name="server", daemon=True))
        _WATCHING[0].start()
    return _GONE


def _resident_bytes() -> int:
    """Memory in use now; 0 where the system has no /proc.

    Not the peak: what the kernel counts as a process's peak begins with that of its parent.
    """
    counts = Path("/proc/self/statm")
    if not counts.exists():
        return 0
    return int(counts.read_text().split()[1]) * resource.getpagesize()


def _in_use(stores: Stores) -> frozenset[str]:
    """The uploads that unfinished jobs wait for."""
    everything: list[Any] = jobs.jobs(stores, jobs.SYSTEM, limit=1_000)
    return frozenset(
        str(job.arguments.get("folder"))
        for job in everything
        if job.state in {JobState.QUEUED, JobState.RUNNING}
    )


if __name__ == "__main__":
    sys.exit(main())
