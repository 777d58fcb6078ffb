"""Our settings, read once from the environment into one frozen value.

Streamlit's own keys live in `.streamlit/config.toml`; nothing else reads the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = Path("var")
"""Where both stores live unless said otherwise: beside the checkout, out of version control."""

EXPORT_ROWS = 200_000
SELECT_SECONDS = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an office can set.

    home: the folder of both stores (SIJIAN_HOME).
    viewer: whose scope and whose name in the audit a command runs under (SIJIAN_VIEWER);
        None means that the command must be told, except in a demo home.
    pool_memory: DuckDB's memory limit (SIJIAN_POOL_MEMORY); 2GB leaves room on a 4 GB server.
    pool_spill: what DuckDB may write to the home's temporary folder where memory does not suffice
        (SIJIAN_POOL_SPILL); 16GB stops a join without end before it fills the disk.
    pool_threads: DuckDB's threads (SIJIAN_POOL_THREADS); None means one a core.
    origin: the address by which browsers reach the server (SIJIAN_ORIGIN), where a proxy that
        speaks TLS stands before it; None means that it is used on its own machine.
    export_rows: leads that one review list may hold (SIJIAN_EXPORT_ROWS); a longer one is refused
        as a whole. 200,000 can still be verified within the limits of the reader's child process.
    select_seconds: how long the SELECT of a model's layer may take (SIJIAN_SELECT_SECONDS); longer,
        its run is refused. 300 is more than all models together need on five million rows.
    """

    home: Path = DEFAULT_HOME
    viewer: str | None = None
    pool_memory: str = "2GB"
    pool_spill: str = "16GB"
    pool_threads: int | None = None
    origin: str | None = None
    export_rows: int = EXPORT_ROWS
    select_seconds: float = SELECT_SECONDS


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment; raises ValueError where a number is none."""
    threads = environment.get("SIJIAN_POOL_THREADS")
    return Settings(
        home=Path(environment.get("SIJIAN_HOME") or DEFAULT_HOME),
        viewer=environment.get("SIJIAN_VIEWER") or None,
        pool_memory=environment.get("SIJIAN_POOL_MEMORY") or "2GB",
        pool_spill=environment.get("SIJIAN_POOL_SPILL") or "16GB",
        pool_threads=int(threads) if threads else None,
        origin=environment.get("SIJIAN_ORIGIN") or None,
        export_rows=int(environment.get("SIJIAN_EXPORT_ROWS") or EXPORT_ROWS),
        select_seconds=float(environment.get("SIJIAN_SELECT_SECONDS") or SELECT_SECONDS),
    )
