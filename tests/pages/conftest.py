"""Pages run by Streamlit's own script runner, without a browser, on the screened demo world."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import serving, viewer
from data_access.accounts import add_user, scope_of
from data_access.scope import Scope
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from supervision.vocabulary import Line
from tests.conftest import copy_of

ENTRY = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
SECONDS = 30

Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def shared_home(screened_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One screened demo world for all tests that only look; its audit grows, nothing else does."""
    home = copy_of(screened_home, tmp_path_factory.mktemp("pages") / "home")
    stores = open_stores(home, Settings(home=home))
    add_user(stores, "civil.only", None, ["990101"], [Line.CIVIL])
    stores.close()
    return home


@pytest.fixture
def looked_at(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    """The stores that the pages of this test read."""
    yield from _served(shared_home, monkeypatch)


@pytest.fixture
def changed(shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    """The stores of a test that changes them: a copy of its own."""
    yield from _served(copy_of(shared_home, tmp_path / "changed"), monkeypatch)


@pytest.fixture
def seen(shared_home: Path, looked_at: Stores) -> Scope:
    """The scope of the demo viewer."""
    return scope_of(looked_at, "demo")


@pytest.fixture
def opened(looked_at: Stores) -> Opened:
    """Opens a page by its file, with parameters of the URL, as a viewer, in a language."""
    return open_page


def open_page(
    page: str, *, username: str = "demo", language: str | None = None, **parameters: str
) -> AppTest:
    """The page after its first run."""
    app = AppTest.from_file(str(ENTRY), default_timeout=SECONDS)
    app.user = {"username": username, "sid": "test"}
    if language is not None:
        app.session_state["lang"] = language
    app.run()
    for key, value in parameters.items():
        app.query_params[key] = value
    app = app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception, app.exception
    return app


def _served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    monkeypatch.setenv("SIJIAN_HOME", str(home))
    viewer.forget()
    yield serving.stores()
    st.cache_data.clear()
    viewer.forget()
