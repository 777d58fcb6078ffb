"""The job process as the server sees it: started when there is work, ended with the server.

The server holds the process's standard input: when the server is killed the input ends, and the
process ends too after the job at hand.
"""

import asyncio
import logging
import os
import subprocess
import sys
from pathlib import Path

from dashboard import serving
from data_access import jobs

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 10.0
DEATHS_IN_A_ROW = 5
REST_SECONDS = 30.0

_LOG = logging.getLogger("sijian")


class JobProcess:
    """The one process that does the long work of a home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._told: int | None = None

    @property
    def process_id(self) -> int | None:
        """The process's number; None where it does not run."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process is not None else None

    def start(self) -> None:
        """Starts the process."""
        self._told = None
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dashboard.jobs", "--home", str(self._home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    async def supervise(self) -> None:
        """Starts the process where it has ended and work waits; slowly where it keeps dying."""
        if self._process is None or (status := self._process.poll()) is None:
            return
        self._close_input()
        if status != self._told:
            self._told = status
            self._deaths = self._deaths + 1 if status else 0
            _LOG.log(logging.ERROR if status else logging.DEBUG, "job process ended: %s", status)
        if not await asyncio.to_thread(jobs.is_anything_left, serving.stores()):
            return
        if self._deaths > DEATHS_IN_A_ROW:
            await asyncio.sleep(REST_SECONDS)
        await asyncio.to_thread(self.start)

    def stop(self) -> None:
        """Ends the process; a job at hand goes back into the queue."""
        if self._process is None:
            return
        self._process.terminate()
        self._close_input()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _close_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
