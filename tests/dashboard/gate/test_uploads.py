"""Uploads: one's own page only, within size, number and total."""

import asyncio
import http.client
from uuid import uuid4

from benchmarks.streamlit_client import Page
from dashboard.gate.rules import MEGABYTE, Caps

BOUNDARY = "----part"
TOKEN = "2|00000000|00112233445566778899aabbccddeeff|1"


def form(content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def put(served, cookie, page, content, **more):
    headers = {
        "Cookie": f"{cookie}; _streamlit_xsrf={TOKEN}",
        "X-Xsrftoken": TOKEN,
        "Origin": served.origin,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    path = f"/_stcore/upload_file/{page}/{uuid4()}"
    return served.ask_exactly(path, method="PUT", body=content, headers=headers | more).status


def with_page(served, username, act):
    """The act's answer while a page of this viewer is open."""

    async def opened():
        cookie = served.sign_in(username)
        async with Page(served.origin, {"Cookie": cookie}) as page:
            await page.rerun()
            return await asyncio.to_thread(act, cookie, page.session_id)

    return asyncio.run(opened())


def test_a_viewer_uploads_to_his_own_page(served):
    def act(cookie, page):
        return put(served, cookie, page, form(b"a,b\n1,2\n"))

    assert with_page(served, "alice", act) == 204


def test_nobody_uploads_to_the_page_of_another(served):
    def act(cookie, page):
        strangers = [served.sign_in("bob"), served.sign_in("alice"), ""]
        return [put(served, stranger, page, form(b"x")) for stranger in strangers]

    assert with_page(served, "alice", act) == [403, 403, 401]


def test_a_file_that_is_too_large_is_refused_whether_it_says_so_or_not(served):
    size = Caps().upload_bytes + 2 * MEGABYTE

    def act(cookie, page):
        declared = put(served, cookie, page, b"", **{"Content-Length": str(size)})
        parts = (b"x" * MEGABYTE for _ in range(size // MEGABYTE + 2))
        try:
            chunked = put(served, cookie, page, parts, **{"Transfer-Encoding": "chunked"})
        except (ConnectionError, http.client.HTTPException):
            chunked = "cut off"
        return declared, chunked

    declared, chunked = with_page(served, "alice", act)
    assert declared == 413
    assert chunked in {413, "cut off"}


def test_a_page_holds_only_so_many_files(served):
    most = Caps().uploads_of_a_page

    def act(cookie, page):
        return [put(served, cookie, page, form(b"x")) for _ in range(most + 2)]

    assert with_page(served, "bob", act) == [204] * most + [429] * 2


def test_all_uploads_together_stay_within_the_total(hasty):
    """E-5: eight large files took the server beyond a gigabyte, without a sign-in."""
    content = form(b"x" * (49 * MEGABYTE))

    def act(cookie, page):
        return [put(hasty, cookie, page, content) for _ in range(8)]

    found = with_page(hasty, "alice", act)
    assert found == [204] * 6 + [429] * 2
    assert hasty.ask("/_stcore/health").status == 200
