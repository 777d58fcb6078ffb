"""What every test shares: a clean environment, temporary homes, and no silent skipping in CI."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.accounts import scope_of
from data_access.demo import fill
from data_access.maintenance import create_home
from data_access.scope import Scope
from data_access.screening import screen
from data_access.settings import Settings
from data_access.stores import Stores, open_stores

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
SEED = 7
SCREENED = ("auction_bidding", "invoice_voiding")
"""The models that find something in the small demo world."""
SCALE = 0.05
"""The demo world of the tests: the same traps as scale 1, with as few ordinary rows as can be."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped browser test is a failed one."""
    report = yield
    if IN_CI and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: browser tests are never skipped in CI"
    return report


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test inherits a home, a viewer or limits from whoever runs it."""
    for name in ("SIJIAN_HOME", "SIJIAN_VIEWER", "SIJIAN_POOL_MEMORY", "SIJIAN_POOL_THREADS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder in which no store stands yet."""
    return tmp_path / "home"


def copy_of(home: Path, target: Path) -> Path:
    """A copy of a home, which shares the seventy megabytes of extensions with it."""
    shutil.copytree(home, target, ignore=shutil.ignore_patterns("*.lock", "extensions"))
    (target / "extensions").symlink_to(home / "extensions")
    return target


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home without rows; never written to by a test."""
    home = tmp_path_factory.mktemp("empty") / "home"
    create_home(home, Settings(home=home), demo=True)
    return home


@pytest.fixture
def stores(empty_home: Path, home: Path) -> Iterator[Stores]:
    """Fresh stores of a demo home, writable, without rows."""
    opened = open_stores(copy_of(empty_home, home), Settings(home=home), writable=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def scope(empty_home: Path) -> Scope:
    """The scope of the demo home's built-in viewer, the same in every copy of that home."""
    stores = open_stores(empty_home)
    try:
        return scope_of(stores, "demo")
    finally:
        stores.close()


@pytest.fixture(scope="session")
def demo_truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the planted truth of the tests' demo world is written."""
    return tmp_path_factory.mktemp("truth") / "truth.csv"


@pytest.fixture(scope="session")
def screened_home(
    tmp_path_factory: pytest.TempPathFactory, empty_home: Path, demo_truth: Path
) -> Path:
    """A demo home with the small demo world, its models run once; never written to by a test."""
    home = copy_of(empty_home, tmp_path_factory.mktemp("screened") / "home")
    stores = open_stores(home, Settings(home=home), writable=True)
    try:
        scope = scope_of(stores, "demo")
        fill(stores, scope, scale=SCALE, seed=SEED, truth=demo_truth)
        for model in SCREENED:
            screen(stores, scope, model)
    finally:
        stores.close()
    return home


@pytest.fixture
def screened_stores(screened_home: Path, tmp_path: Path) -> Iterator[Stores]:
    """The screened demo world, a copy of its own for this test, open for writing."""
    copy = copy_of(screened_home, tmp_path / "screened")
    opened = open_stores(copy, Settings(home=copy), writable=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; without one the test is skipped here and fails in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("chromium is not installed (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data, where the environment names one."""
    named = os.environ.get("SIJIAN_REAL_DATA")
    if not named:
        pytest.skip("SIJIAN_REAL_DATA is not set: the real data are not on this machine")
    return Path(named)
