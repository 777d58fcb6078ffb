"""The viewer without a browser does what a browser does."""

import asyncio

from benchmarks.streamlit_client import Page, chosen
from tests.dashboard.conftest import home_with_accounts, start, stop

APP = """
import streamlit as st

def first():
    st.text("first")

def second():
    chosen = st.selectbox("line", ["civil", "criminal"], key="line", bind="query-params")
    st.text(f"second {chosen} {st.query_params.to_dict()}")

st.navigation([st.Page(first, default=True), st.Page(second)]).run()
"""


def test_a_click_stays_on_its_page_and_keeps_the_address(tmp_path):
    entry = tmp_path / "entry.py"
    entry.write_text(APP, encoding="utf-8")
    served = start(home_with_accounts(tmp_path / "home"), entry=entry)

    async def clicking():
        async with Page(served.origin, {"Cookie": served.sign_in()}) as page:
            await page.rerun(page="second")
            opened = page.texts()
            await page.rerun([chosen(page.widget("selectbox"), "criminal")])
            clicked = page.texts()
            await page.rerun()
            return opened, clicked, page.texts()

    try:
        opened, clicked, again = asyncio.run(clicking())
    finally:
        stop(served)
    assert opened == ["second civil {}"]
    assert clicked[0].startswith("second criminal")
    assert again[0].startswith("second criminal")
