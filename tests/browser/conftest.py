"""The real server with the screened demo world, and a real browser in front of it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.conftest import copy_of

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START = """
import sys
from pathlib import Path
from dashboard import server
server.serve(Path(sys.argv[1]), demo=True, port=0)
"""
MILLISECONDS = 30_000
SETTLED = (
    "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
)


@dataclass
class Window:
    """One page of the browser, with all it asked for and all it complained about."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Leaves the page, and what it asked for and complained about."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.complaints.clear()

    def go(self, path: str) -> Page:
        """Opens a path and waits until its script has run and its elements stand."""
        self.page.goto(f"{self.origin}{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until the script has run and nothing is loading."""
        self.page.wait_for_selector("[data-testid=stApp]")
        self.page.wait_for_function(SETTLED)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")


@pytest.fixture(scope="session")
def served(
    screened_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of a running server, and the home that it serves."""
    home = copy_of(screened_home, tmp_path_factory.mktemp("browser") / "home")
    home.chmod(0o700)
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    yield line.split(" on ")[1].split(";")[0].split()[0], home
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser that speaks to nobody by itself."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def window(browser: Browser, served: tuple[str, Path]) -> Iterator[Window]:
    """A window of 1440x900."""
    yield from opened_window(browser, served[0], 1440, 900)


def opened_window(browser: Browser, origin: str, width: int, height: int) -> Iterator[Window]:
    """A window of this size, closed afterwards."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(MILLISECONDS)
    window = Window(page=page, origin=origin)

    def asked(request: Request) -> None:
        window.requests.append(request.url)

    def complained(message: ConsoleMessage) -> None:
        if message.type == "error":
            window.complaints.append(message.text)

    page.on("request", asked)
    page.on("console", complained)
    page.on("websocket", lambda socket: window.requests.append(socket.url))
    yield window
    context.close()
