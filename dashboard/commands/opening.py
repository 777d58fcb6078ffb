"""How a command reaches the stores: home and viewer settled, stores opened and closed again."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import CannotRun
from data_access.accounts import DEMO_VIEWER, is_demo, scope_of
from data_access.scope import Scope
from data_access.settings import Settings, read_settings
from data_access.stores import Stores, open_stores


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with: the opened stores and the viewer's scope."""

    stores: Stores
    scope: Scope


def settled(home: Path | None, viewer: str | None = None) -> Settings:
    """The settings of the environment, with what the command line says instead."""
    try:
        found = read_settings()
    except ValueError as error:
        raise CannotRun(
            "SIJIAN_POOL_THREADS, SIJIAN_EXPORT_ROWS or SIJIAN_SELECT_SECONDS is not a number."
        ) from error
    return dataclasses.replace(found, home=home or found.home, viewer=viewer or found.viewer)


@contextmanager
def opened(home: Path | None, viewer: str | None, *, writable: bool = False) -> Iterator[Desk]:
    """The stores of the home within the viewer's scope; `writable` is about the pool.

    Raises CannotRun where no viewer is named and the home has no default, NotFound for a viewer
    that does not exist.
    """
    settings = settled(home, viewer)
    stores = open_stores(settings.home, settings, writable=writable)
    try:
        yield Desk(stores=stores, scope=scope_of(stores, _viewer(stores, settings)))
    finally:
        stores.close()


def _viewer(stores: Stores, settings: Settings) -> str:
    if settings.viewer is not None:
        return settings.viewer
    if not is_demo(stores):
        raise CannotRun(
            "This home has no default viewer.", hint="Say --viewer NAME or set SIJIAN_VIEWER."
        )
    return DEMO_VIEWER
