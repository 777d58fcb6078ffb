"""The demo world at scale 1 made and loaded into a fresh home, in seconds, and its peak of memory.

By hand: it takes a minute or two. SIJIAN_DEMO_SCALE names another scale.
"""

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured
from data_access.accounts import scope_of
from data_access.demo import fill_whole
from data_access.maintenance import create_home
from data_access.settings import Settings
from data_access.stores import open_stores


def measure() -> Iterator[Measured]:
    """Seconds from nothing to the last batch; megabytes at the peak."""
    scale = float(os.environ.get("SIJIAN_DEMO_SCALE", "1"))
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        create_home(home, Settings(home=home), demo=True)
        stores = open_stores(home, Settings(home=home), writable=True)
        begun = time.perf_counter()
        fill_whole(stores, scope_of(stores, "demo"), scale=scale)
        yield Measured(name="seconds", figure=time.perf_counter() - begun)
        stores.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Measured(name="peak_memory", figure=peak)
