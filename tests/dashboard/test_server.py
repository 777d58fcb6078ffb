"""The server as a process: where it starts, what it refuses, what runs at its side."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from benchmarks.streamlit_client import Page
from dashboard import server, serving
from dashboard.errors import CannotServe
from data_access import accounts, jobs
from data_access.errors import StoreMissing
from data_access.settings import Settings
from data_access.stores import initialise, open_stores
from tests.dashboard.conftest import PASSWORDS, ROOT, home_with_accounts, start, stop

CLOCK = threading.Event()


def texts_of(served):
    async def opened():
        async with Page(served.origin, {"Cookie": served.sign_in()}) as page:
            await page.rerun()
            return page.texts()

    return asyncio.run(opened())


def process_of_jobs(served) -> int:
    """The job process that this server started."""
    found = subprocess.run(
        ["pgrep", "-P", str(served.process.pid)], capture_output=True, text=True, check=True
    )
    return int(found.stdout.split()[0])


def is_running(process_id) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def awaited(what, seconds=30.0):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        CLOCK.wait(0.05)


def test_an_installation_serves_from_any_folder_with_its_own_configuration(tmp_path):
    """As a wheel lays it out: the configuration inside the package, none beside it."""
    installed = tmp_path / "site"
    for package in ("supervision", "data_access", "dashboard", "pages"):
        shutil.copytree(
            ROOT / package, installed / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copytree(ROOT / ".streamlit", installed / "dashboard" / ".streamlit")
    home = home_with_accounts(tmp_path / "home")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    running = start(home, cwd=elsewhere, environment={"PYTHONPATH": str(installed)})
    try:
        assert texts_of(running)[0].startswith("viewer alice")
    finally:
        stop(running)


def test_what_was_imported_at_the_start_is_frozen(served):
    assert "frozen True" in texts_of(served)


def test_a_home_that_is_none_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(CannotServe, match="There is no home"):
        server.serve(tmp_path / "nowhere", demo=False, port=0)
    (tmp_path / "empty").mkdir(mode=0o700)
    with pytest.raises(StoreMissing):
        server.serve(tmp_path / "empty", demo=False, port=0)


@pytest.fixture
def plain_home(tmp_path, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", "")
    home = tmp_path / "home"
    initialise(home).close()
    yield home
    serving.close()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_a_home_that_others_can_write_to_is_refused(plain_home, mode):
    plain_home.chmod(mode)
    with pytest.raises(CannotServe, match="Others can write"):
        server.serve(plain_home, demo=False, port=0)


def test_a_demo_is_served_from_a_demo_home_only(plain_home):
    with pytest.raises(CannotServe, match="demo home"):
        server.serve(plain_home, demo=True, port=0)


def test_an_address_that_others_reach_needs_a_proxy(plain_home):
    with pytest.raises(CannotServe, match="in the clear"):
        server.serve(plain_home, demo=False, port=0, address="0.0.0.0")  # noqa: S104


def test_a_port_that_is_taken_is_named(plain_home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotServe, match="cannot be used"):
            server.serve(plain_home, demo=False, port=taken.getsockname()[1])


def test_the_job_process_lives_and_ends_with_its_server(tmp_path):
    running = start(home_with_accounts(tmp_path / "home"))
    killed = process_of_jobs(running)
    os.kill(killed, signal.SIGKILL)
    stores = open_stores(running.home, Settings(home=running.home))
    scope = accounts.scope_of(stores, "alice")
    job_id = jobs.submit(
        stores, scope, jobs.JobKind.WITHDRAW, {"batch_id": "none", "reason": "x"}, "form"
    )
    awaited(lambda: jobs.job(stores, scope, job_id).is_over)
    assert jobs.job(stores, scope, job_id).error
    stores.close()
    worker = process_of_jobs(running)
    assert worker != killed
    stop(running)
    assert not is_running(worker)
    assert running.process.returncode in {0, -signal.SIGTERM}


def test_a_killed_server_leaves_no_process_behind(tmp_path):
    running = start(home_with_accounts(tmp_path / "home"))
    worker = process_of_jobs(running)
    running.process.kill()
    running.process.communicate(timeout=20)
    awaited(lambda: not is_running(worker))


def test_after_a_restart_the_same_session_goes_on(tmp_path):
    """The session is the store's: a restart signs nobody out who comes back to the same port."""
    home = home_with_accounts(tmp_path / "home")
    first = start(home)
    token = first.sign_in().split("=", 1)[1]
    stop(first)
    second = start(home)
    try:
        assert second.ask("/", Cookie=f"{second.cookie}={token}").status == 200
        assert PASSWORDS["alice"] not in (home.parent / "server.log").read_text()
    finally:
        stop(second)
