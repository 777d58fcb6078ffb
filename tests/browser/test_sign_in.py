"""The sign-in page and the frame behind it in a real browser, under the content policy."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from data_access import accounts
from data_access.settings import Settings
from data_access.stores import open_stores
from tests.dashboard.conftest import PASSWORDS, home_with_accounts, start, stop

pytestmark = pytest.mark.browser

KNOWN = re.compile(r"inline script.*Content Security Policy|Content Security Policy.*inline script")
"""Streamlit's start page has one inline script; the policy blocks it without a visible effect."""


@pytest.fixture
def running(tmp_path):
    served = start(home_with_accounts(tmp_path / "home"))
    yield served
    stop(served)


def test_a_person_signs_in_works_and_is_shown_out(running, chromium):
    requests, complaints = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(f"{running.origin}/?line=civil")
        expect(page).to_have_url(re.compile(r"/sign-in\?next="))
        page.fill("#username", "alice")
        page.fill("#password", "wrong-password")
        page.click("button")
        expect(page.get_by_role("alert")).to_be_visible()
        assert not [text for text in complaints if "Content Security Policy" in text]
        page.fill("#username", "alice")
        page.fill("#password", PASSWORDS["alice"])
        page.click("button")
        expect(page.get_by_text("viewer alice")).to_be_visible(timeout=30_000)
        expect(page).to_have_url(re.compile(r"/\?line=civil$"))
        assert page.evaluate("document.cookie").find("sijian") == -1

        stores = open_stores(running.home, Settings(home=running.home))
        accounts.disable_user(stores, "alice")
        stores.close()
        expect(page).to_have_url(f"{running.origin}/sign-in?ended=1", timeout=10_000)
        browser.close()

    own = (running.origin, running.origin.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in requests if not url.startswith(own)] == []
    policy = [text for text in complaints if "Content Security Policy" in text]
    assert [text for text in policy if not KNOWN.search(text)] == []
