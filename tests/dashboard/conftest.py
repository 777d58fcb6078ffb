"""A real server on loopback, started by the test as a process of its own."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from dashboard import passwords
from data_access import accounts
from data_access.settings import Settings
from data_access.stores import Stores, initialise, open_stores
from supervision.vocabulary import Line

ROOT = Path(__file__).resolve().parents[2]
ENTRY = Path(__file__).resolve().parent / "small_app.py"
PASSWORDS = {
    "alice": "Correct-Horse-9",
    "bob": "Battery-Staple-7",
    "carol": "Paper-Lantern-5",
    "dave": "Quiet-Harbour-3",
    "erin": "Winter-Orchid-4",
}

START = """
import json, sys
from datetime import timedelta
from pathlib import Path
from dashboard import server
from data_access.sessions import Limits
given = json.loads(sys.argv[1])
idle = given["idle"]
limits = Limits(idle=timedelta(seconds=idle), longest=timedelta(hours=8)) if idle else None
server.serve(Path(given["home"]), demo=given["demo"], port=0, entry=Path(given["entry"]),
             limits=limits)
"""


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Served:
    """A running server and a client to it."""

    def __init__(self, home: Path, process: subprocess.Popen[str], origin: str) -> None:
        self.home = home
        self.process = process
        self.origin = origin
        self.host = urlsplit(origin).netloc
        self.cookie = f"sijian_{urlsplit(origin).port}"

    def ask(self, path, *, method="GET", body=None, **headers) -> Answer:
        """One request; header names are given with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask_exactly(path, method=method, body=body, headers=named)

    def ask_exactly(self, path, *, method="GET", body=None, headers=None) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            found = connection.getresponse()
            return Answer(
                status=found.status,
                headers={name.lower(): value for name, value in found.getheaders()},
                cookies=found.headers.get_all("set-cookie") or [],
                body=found.read(),
            )
        finally:
            connection.close()

    def try_sign_in(self, username, password, **fields) -> Answer:
        form = urlencode({"username": username, "password": password, **fields})
        kind = "application/x-www-form-urlencoded"
        return self.ask("/sign-in", method="POST", body=form, Origin=self.origin, Content_Type=kind)

    def sign_in(self, username="alice") -> str:
        """The Cookie header of a fresh session."""
        answer = self.try_sign_in(username, PASSWORDS[username])
        assert answer.status == 303, answer
        return answer.cookies[0].split(";")[0]


def start(home: Path, *, demo=False, idle=None, entry=ENTRY, cwd=None, environment=None) -> Served:
    """Starts a server and waits for the line that says where it is."""
    path = [str(ROOT), os.environ.get("PYTHONPATH")]
    given = {"home": str(home), "demo": demo, "idle": idle, "entry": str(entry)}
    with (home.parent / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", START, json.dumps(given)],
            cwd=cwd or home.parent,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, path)),
                **(environment or {}),
            },
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    line = process.stdout.readline()
    if not line.startswith("Sijian serves"):
        process.communicate(timeout=20)
        pytest.fail((home.parent / "server.log").read_text())
    return Served(home, process, line.split(" on ")[1].split(";")[0])


def stop(served: Served) -> None:
    served.process.terminate()
    served.process.communicate(timeout=20)


def home_with_accounts(home: Path) -> Path:
    """A demo home with the accounts of the tests; bob sees one county, the others the city."""
    stores = initialise(home)
    accounts.initialise_demo(stores)
    for username, password in PASSWORDS.items():
        units = ["990102"] if username == "bob" else ["990100"]
        password_hash = passwords.new_hash(username, password)
        accounts.add_user(stores, username, password_hash, units, list(Line))
    stores.close()
    return home


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Served]:
    """One server with a sign-in page, shared by the tests that leave it as it is."""
    home = home_with_accounts(tmp_path_factory.mktemp("served") / "home")
    running = start(home)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def hasty(tmp_path_factory) -> Iterator[Served]:
    """A server whose sessions end after four idle seconds; each test uses up accounts of its own.

    Failed sign-ins count against this machine's address: a test that makes many takes them back.
    """
    running = start(home_with_accounts(tmp_path_factory.mktemp("hasty") / "home"), idle=4)
    yield running
    stop(running)


@pytest.fixture
def hasty_stores(hasty: Served) -> Iterator[Stores]:
    """The stores that the hasty server works on, opened a second time."""
    opened = open_stores(hasty.home, Settings(home=hasty.home))
    yield opened
    opened.close()


@pytest.fixture
def demo_server(tmp_path) -> Iterator[Served]:
    """A server of a demo home, which signs its built-in viewer in."""
    running = start(home_with_accounts(tmp_path / "home"), demo=True)
    yield running
    stop(running)


@pytest.fixture
def served_stores(served: Served) -> Iterator[Stores]:
    """The stores that the shared server works on, opened a second time."""
    opened = open_stores(served.home, Settings(home=served.home))
    yield opened
    opened.close()
