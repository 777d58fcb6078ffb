"""The stores that this process serves, opened once and shared by the gate and all pages.

Attaching the pool costs a third of a second, so it happens once per home, never per page. The pool
is opened for reading: what writes to it runs in the job process.
"""

import threading
from pathlib import Path

from data_access.settings import read_settings
from data_access.stores import Stores, open_stores

_lock = threading.Lock()
_opened: dict[Path, Stores] = {}


def stores() -> Stores:
    """The stores of the home that the settings name, opened at the first call."""
    settings = read_settings()
    home = settings.home.resolve()
    with _lock:
        found = _opened.get(home)
        if found is None:
            found = _opened[home] = open_stores(home, settings)
        return found


def close() -> None:
    """Gives up all stores that this process opened."""
    with _lock:
        while _opened:
            _opened.popitem()[1].close()
