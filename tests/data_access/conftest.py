"""What the tests of the stores share: a folder of sources, and a home with screened rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_access.scope import Scope
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from tests.conftest import copy_of
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, add_rows, fixture_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files of a test lie, apart from its stores."""
    found = tmp_path / "in"
    found.mkdir()
    return found


@pytest.fixture(scope="module")
def fill(scope: Scope) -> Callable[[Stores], None]:
    """Puts the bidding model's fixture into stores and screens it; a module may fill otherwise."""

    def screened_bids(stores: Stores) -> None:
        add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
        screen(stores, scope, BIDDING, settings=BIDDING_SETTINGS)

    return screened_bids


@pytest.fixture(scope="module")
def screened(
    empty_home: Path, tmp_path_factory: pytest.TempPathFactory, fill: Callable[[Stores], None]
) -> Iterator[Stores]:
    """A filled home for tests that only read it."""
    home = copy_of(empty_home, tmp_path_factory.mktemp("screened") / "home")
    opened = open_stores(home, Settings(home=home), writable=True)
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def own(stores: Stores, fill: Callable[[Stores], None]) -> Stores:
    """The same home, this test's own."""
    fill(stores)
    return stores
