"""The gate as a whole, attacked over HTTP and the websocket on a running server."""

import asyncio

import pytest
import websockets
from streamlit import config

from benchmarks.streamlit_client import Page, pressed
from dashboard import (
    export_route,
    model_card_route,
    pack_route,
    rejects_route,
    requests_route,
    template_route,
)
from dashboard.gate.entrance import CLOSED, OPEN_CORE
from dashboard.gate.rules import rules_for
from dashboard.server import build

CLOSED_TO_ALL = (
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/script-health-check",
    "/_stcore/anything",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/component/x/y.js",
    "/app/static/x.svg",
)
NEEDS_A_SESSION = (
    "/",
    "/leads",
    "/static/js/index.js",
    "/favicon.png",
    "/manifest.json",
    "/media/0123456789abcdef.csv",
    "/export/0123456789abcdef",
    "/requests/all/xlsx",
    "/template/vat_invoice",
    "/model-card/invoice_voiding",
    "/_stcore/host-config",
    "/_stcore/bidi-components/x/y.js",
    "/_stcore/upload_file/a/b",
    "/no/such/path",
)


async def opened(served, cookie, **how):
    """The texts of a page opened with this cookie."""
    async with Page(served.origin, {"Cookie": cookie} if cookie else {}, **how) as page:
        await page.rerun()
        return page.texts(), page.session_id


def refused(served, cookie, **how) -> int:
    """The status with which the websocket is refused."""
    with pytest.raises(websockets.InvalidStatus) as found:
        asyncio.run(opened(served, cookie, **how))
    return found.value.response.status_code


@pytest.mark.parametrize("path", CLOSED_TO_ALL)
def test_what_no_viewer_needs_is_closed_to_all(served, path):
    cookie = served.sign_in()
    for headers in ({}, {"Cookie": cookie}):
        for method in ("GET", "HEAD", "POST"):
            answer = served.ask(path, method=method, Origin=served.origin, **headers)
            assert answer.status == 404, (path, method)


@pytest.mark.parametrize("path", NEEDS_A_SESSION)
def test_without_a_session_no_path_answers(served, path):
    assert served.ask(path).status == 401
    sent = served.ask(path, Accept="text/html")
    assert (sent.status, sent.headers["location"][:8]) == (303, "/sign-in")
    assert b"streamlit" not in sent.body.lower()


def test_every_route_of_streamlit_is_classified(tmp_path):
    """A new route of Streamlit's fails here until somebody decides who may use it."""
    entry = tmp_path / "entry.py"
    entry.touch()
    gate = build(entry, rules_for("127.0.0.1", 1, None, is_demo=False))
    routes = gate._app._build_starlette_app().routes
    known = {
        *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream"),
        *("/_stcore/upload_file/{session_id}/{file_id}", "/_stcore/bidi-components/{path:path}"),
    }
    ours = {
        each.PATH
        for each in (
            *(export_route, model_card_route, pack_route, rejects_route, requests_route),
            template_route,
        )
    }
    ours |= {"/media/{file_id:path}", ""}
    paths = {route.path for route in routes}
    unknown = {
        path
        for path in paths - known - ours
        if not (CLOSED.fullmatch(path) and not OPEN_CORE.fullmatch(path))
    }
    assert not unknown
    assert config.get_option("server.enableStaticServing") is False


def test_a_live_session_opens_the_pages(served):
    cookie = served.sign_in()
    assert served.ask("/", Cookie=cookie).status == 200
    texts, _ = asyncio.run(opened(served, cookie))
    assert texts[0] == "viewer alice units 990100,990101,990102,990103"


def test_health_answers_this_machine_only_without_a_session(served):
    assert served.ask("/_stcore/health").status == 200


def test_the_websocket_needs_a_session_and_our_origin(served):
    cookie = served.sign_in()
    assert refused(served, None) == 403
    assert refused(served, "sijian_1=forged") == 403
    assert refused(served, cookie, claimed_origin=None) == 403
    assert refused(served, cookie, claimed_origin="http://evil.example") == 403


def test_a_forged_identity_header_changes_nothing(served):
    """Whatever the spelling, the viewer stays who the session says."""
    cookie = served.sign_in("bob")

    async def forged(name):
        headers = {"Cookie": cookie, name: "alice"}
        async with Page(served.origin, headers) as page:
            await page.rerun()
            return page.texts()[0]

    for name in ("X-Auth-User", "x-auth-user", "X_Auth_User", "X-AUTH_USER", "X-Auth-Sid"):
        assert asyncio.run(forged(name)) == "viewer bob units 990102", name


def test_a_stolen_streamlit_session_gives_nothing(served):
    """Neither another account nor another sign-in of the same account gets the state."""

    async def attack():
        alice, bob, again = (served.sign_in(name) for name in ("alice", "bob", "alice"))
        async with Page(served.origin, {"Cookie": alice}) as victim:
            await victim.rerun()
            await victim.rerun([pressed(victim.widget("button"))])
            await victim.rerun()
            assert victim.texts()[1] == "remembered of alice"
            for thief in (bob, again):
                texts, taken = await opened(served, thief, session=victim.session_id)
                assert texts[1] == "remembered nothing"
                assert taken != victim.session_id
            await victim.rerun()
            assert victim.texts()[1] == "remembered of alice"

    asyncio.run(attack())


def test_changes_without_our_origin_are_refused(served):
    cookie = served.sign_in()
    for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        answer = served.ask("/sign-in", method="POST", body="x=1", Cookie=cookie, **origin)
        assert answer.status == 403
    assert served.ask("/", Host="evil.example", Cookie=cookie).status == 403
    assert served.ask("/", Origin="http://evil.example", Cookie=cookie).status == 403


def test_other_methods_are_refused(served):
    cookie = served.sign_in()
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = served.ask("/", method=method, Cookie=cookie, Origin=served.origin)
        assert answer.status == 405, method


def test_an_unexpected_failure_shows_a_number_and_no_value(served):
    async def failing():
        async with Page(served.origin, {"Cookie": served.sign_in()}) as page:
            await page.rerun()
            await page.rerun([pressed([*page.widgets("button")][1])])
            return page.texts()

    shown = " ".join(asyncio.run(failing()))
    log = (served.home.parent / "server.log").read_text()
    assert "canary" not in shown + log
    assert "RuntimeError" not in shown
    number = next(word for word in log.split() if len(word) == 9 and word.endswith(":"))[:-1]
    assert number in shown


def test_a_demo_signs_its_viewer_in_and_knows_no_sign_in_page(demo_server):
    answer = demo_server.ask("/", Accept="text/html")
    assert answer.status == 200
    cookie = answer.cookies[0].split(";")[0]
    texts, _ = asyncio.run(opened(demo_server, cookie))
    assert texts[0].startswith("viewer demo units 990100")
    assert demo_server.ask("/sign-in").headers["location"] == "/"
    assert demo_server.ask("/media/x").status == 401
