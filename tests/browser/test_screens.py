"""Every screen in a real browser: nothing leaves the machine, nothing is cut off, all is Chinese.

Each screen is opened once and looked at; the tests judge what was seen.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from data_access.accounts import scope_of
from data_access.batches import batches
from data_access.lead_filter import LeadFilter
from data_access.leads import page as lead_page
from data_access.runs import runs
from data_access.settings import Settings
from data_access.stores import open_stores
from tests.browser.conftest import opened_window

pytestmark = pytest.mark.browser

PAGES = (
    *("", "leads", "lead", "review-lists", "trends", "briefing"),
    *("models", "rule", "run", "pool", "dataset", "intake", "batch"),
)
EXPECTED = (
    re.compile(r"Executing inline script violates"),  # Streamlit's own, which the policy refuses
    re.compile(r"status of 404"),  # Streamlit looks for its base path under the page's
)
LATIN = {
    *(
        "csv",
        "xlsx",
        "zip",
        "xls",
        "ods",
        "json",
        "parquet",
        "txt",
        "tsv",
        *("xlsb", "xlsm", "jsonl", "ndjson", "geojson"),
        "excel",
        "english",
        "demo",
    ),
    *("upload", "per", "file", "skip", "main", "content"),  # Streamlit's own, not to be changed
}
"""Latin words that a Chinese screen may show."""

WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1
        && !each.closest('[data-testid=stDataFrame]')
        && !each.closest('[data-testid=stBidiComponentRegular]')
        && getComputedStyle(each).visibility !== 'hidden')
    .map(each => each.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('[data-testid=stMetricValue], h1, h2, h3')]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.innerText)"""
SAID = """() => [...document.querySelectorAll('h1, h2, h3, p, label, button, li, a, text')]
    .map(each => {
        const own = each.cloneNode(true);
        own.querySelectorAll('[data-testid=stIconMaterial]').forEach(icon => icon.remove());
        return own.textContent;
    }).join(' ')"""


@dataclass(frozen=True)
class Seen:
    """What was seen of one screen."""

    requests: list[str]
    complaints: list[str]
    failures: int
    wide: list[str]
    cut: list[str]
    said: str


@pytest.fixture(scope="module")
def seen(served, browser) -> dict[str, Seen]:
    """All screens, each opened once at 1440x900, in a window that keeps what it has fetched."""
    found = {}
    for window in opened_window(browser, served[0], 1440, 900):
        for page, path in addresses(served[1]).items():
            window.forget()
            opened = window.go(path)
            found[page] = Seen(
                requests=list(window.requests),
                complaints=list(window.complaints),
                failures=opened.locator("[data-testid=stException]").count(),
                wide=opened.evaluate(WIDE),
                cut=opened.evaluate(CUT),
                said=opened.evaluate(SAID),
            )
    return found


def addresses(home) -> dict[str, str]:
    """Each page with the parameters under which it shows something."""
    stores = open_stores(home, Settings(home=home))
    scope = scope_of(stores, "demo")
    named = {
        "lead": "?lead=" + lead_page(stores, scope, LeadFilter(line="criminal"), 1)[0].lead_id,
        "run": "?run=" + (runs(stores, scope, model="invoice_voiding")[0].run_id or ""),
        "batch": "?batch=" + batches(stores, scope)[0].batch_id,
        "dataset": "?dataset=auction_bid&side=checks",
    }
    stores.close()
    return {page: f"/{page}{named.get(page, '')}" for page in PAGES}


def test_no_request_leaves_the_machine(seen, served):
    own = urlsplit(served[0]).netloc
    asked = [url for each in seen.values() for url in each.requests]
    foreign = [
        url
        for url in asked
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != own
    ]
    assert len(asked) > 10 * len(PAGES)
    assert foreign == []


@pytest.mark.parametrize("page", PAGES)
def test_the_browser_has_nothing_to_complain_about(seen, page):
    unexpected = [
        text for text in seen[page].complaints if not any(each.search(text) for each in EXPECTED)
    ]
    assert unexpected == []
    assert seen[page].failures == 0


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_cut_off(seen, page):
    assert seen[page].wide == []
    assert seen[page].cut == []


@pytest.mark.parametrize("page", PAGES)
def test_the_chinese_screen_speaks_chinese(seen, page):
    said = re.sub(r"\bX[0-9A-Z]{11}\b", "", seen[page].said)  # numbers of exports are data
    words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", said)}
    assert words - LATIN == set()
    assert re.search(r"[\u4e00-\u9fff]", seen[page].said)
