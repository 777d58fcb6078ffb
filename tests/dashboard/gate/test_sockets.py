"""Open websockets end with their session, and there are not too many of them."""

import asyncio
import time

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.streamlit_client import Page
from dashboard.gate.rules import Caps
from data_access import accounts
from tests.dashboard.conftest import PASSWORDS


async def closed_after(served, username, act) -> tuple[int | None, str | None]:
    """The closing code of an open page after the act, and where it sends to."""
    async with Page(served.origin, {"Cookie": served.sign_in(username)}) as page:
        await page.rerun()
        assert page.texts()[0].startswith(f"viewer {username}")
        await asyncio.to_thread(act, page._headers["Cookie"])
        return await page.until_closed(), page.redirect


def test_a_disabled_account_loses_its_open_page_and_http(hasty, hasty_stores):
    cookies = []

    def act(cookie):
        cookies.append(cookie)
        accounts.disable_user(hasty_stores, "dave")

    code, redirect = asyncio.run(closed_after(hasty, "dave", act))
    assert (code, redirect) == (1008, "/sign-in?ended=1")
    assert hasty.ask("/", Cookie=cookies[0]).status == 401
    assert hasty.try_sign_in("dave", PASSWORDS["dave"]).status == 401


def test_a_sign_out_ends_the_open_page(hasty):
    def sign_out(cookie):
        answer = hasty.ask("/sign-out", Cookie=cookie)
        assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
        assert "Max-Age=0" in answer.cookies[0]

    code, _ = asyncio.run(closed_after(hasty, "alice", sign_out))
    assert code == 1008


def test_an_idle_page_ends_although_its_timer_ticks(hasty):
    """The page's own timer is no act of its viewer; a click is."""

    async def ticking(*, is_timer: bool) -> bool:
        """Whether the page is still open well after the four seconds of this server."""
        async with Page(hasty.origin, {"Cookie": hasty.sign_in()}) as page:
            until = time.perf_counter() + 9
            try:
                while time.perf_counter() < until:
                    await page.rerun(is_timer=is_timer)
                    await asyncio.sleep(0.5)
            except websockets.ConnectionClosed:
                return False
        return True

    async def both():
        return await asyncio.gather(ticking(is_timer=True), ticking(is_timer=False))

    assert asyncio.run(both()) == [False, True]


def test_a_viewer_has_at_most_so_many_pages(served):
    most = Caps().sockets_of_a_viewer

    async def opening():
        headers = {"Cookie": served.sign_in()}
        pages = [Page(served.origin, headers) for _ in range(most)]
        for page in pages:
            await page.__aenter__()
        with pytest.raises(websockets.InvalidStatus):
            await Page(served.origin, headers).__aenter__()
        async with Page(served.origin, {"Cookie": served.sign_in("bob")}) as other:
            await other.rerun()
        for page in pages:
            await page.__aexit__(None, None, None)

    asyncio.run(opening())


def test_a_flood_of_messages_closes_the_page(served):
    async def flooding():
        heartbeat = BackMsg(app_heartbeat=True).SerializeToString()
        async with Page(served.origin, {"Cookie": served.sign_in()}) as page:
            await page.rerun()
            try:
                for _ in range(1_000):
                    await page.send(heartbeat)
            except websockets.ConnectionClosed:
                pass
            return await page.until_closed()

    assert asyncio.run(flooding()) == 1008


def test_what_is_no_message_closes_the_page(served):
    async def sending():
        async with Page(served.origin, {"Cookie": served.sign_in()}) as page:
            await page.rerun()
            await page.send(b"\xff\xff\xff\xff")
            return await page.until_closed()

    assert asyncio.run(sending()) == 1002
