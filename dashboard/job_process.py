"""The job process as the server sees it: started and ended with it, started again when it dies.

The server holds the process's standard input: when the server is killed the input ends, and the
process ends too after the job at hand.
"""

import asyncio
import logging
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 10.0
RESTARTS_IN_A_ROW = 5
REST_SECONDS = 30.0

_LOG = logging.getLogger("sijian")


class JobProcess:
    """The one process that does the long work of a home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths = 0

    @property
    def process_id(self) -> int | None:
        """The process's number; None where it does not run."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process is not None else None

    def start(self) -> None:
        """Starts the process."""
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dashboard.jobs", "--home", str(self._home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    async def supervise(self) -> None:
        """Starts the process again where it has ended; ever more slowly where it keeps dying."""
        if self._process is None or (status := self._process.poll()) is None:
            return
        self._deaths = self._deaths + 1 if status else 0
        if status:
            _LOG.error("the job process ended with status %s", status)
        if self._deaths > RESTARTS_IN_A_ROW:
            await asyncio.sleep(REST_SECONDS)
        self._close_input()
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
