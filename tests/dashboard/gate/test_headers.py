"""What every response carries, and what no request brings in."""

import re
from datetime import UTC, datetime

from dashboard.gate.headers import CONTENT_POLICY, with_identity, without_identity
from data_access.sessions import Session


def answers(served):
    cookie = served.sign_in()
    asset = re.search(r"/static/js/index\.[\w-]{8}\.js", served.ask("/", Cookie=cookie).text)
    return asset.group(), {
        "page": served.ask("/", Cookie=cookie),
        "asset": served.ask(asset.group(), Cookie=cookie),
        "lost asset": served.ask("/static/js/lost.AAAAAAAA.js", Cookie=cookie),
        "sign-in": served.ask("/sign-in"),
        "no session": served.ask("/leads"),
        "sent on": served.ask("/leads", Accept="text/html"),
        "closed": served.ask("/_stcore/metrics"),
        "foreign": served.ask("/", Origin="http://evil.example"),
        "health": served.ask("/_stcore/health"),
        "host": served.ask("/_stcore/host-config", Cookie=cookie),
        "no file": served.ask("/media/x", Cookie=cookie),
        "no method": served.ask("/", method="DELETE", Origin=served.origin),
    }


def test_every_answer_is_protected(served):
    _, found = answers(served)
    for name, answer in found.items():
        assert answer.headers["content-security-policy"] == CONTENT_POLICY, name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert answer.headers["x-frame-options"] == "DENY", name
        assert "server" not in answer.headers, name
        assert not [header for header in answer.headers if header.startswith("access-control")]
        for cookie in answer.cookies:
            assert "samesite=strict" in cookie.lower(), name


def test_only_hashed_assets_are_kept_by_the_browser(served):
    _, found = answers(served)
    for name, answer in found.items():
        kept = answer.headers["cache-control"]
        assert kept.startswith("private, max-age") if name == "asset" else kept == "no-store", name


def test_nothing_is_fetched_from_elsewhere():
    sources = {word for part in CONTENT_POLICY.split("; ") for word in part.split()[1:]}
    assert sources <= {
        "'self'",
        "'none'",
        "'unsafe-inline'",
        "'wasm-unsafe-eval'",
        "data:",
        "blob:",
    }
    assert "script-src 'self' 'wasm-unsafe-eval'" in CONTENT_POLICY


def test_identity_comes_from_the_gate_alone():
    session = Session(
        session_id="abc",
        username="alice",
        opened_at=datetime(2026, 1, 1, tzinfo=UTC),
        seen_at=datetime(2026, 1, 1, tzinfo=UTC),
        address=None,
    )
    given = [
        (b"host", b"x"),
        (b"X-Auth-User", b"mallory"),
        (b"x_auth_user", b"mallory"),
        (b"X-AUTH-SID", b"1"),
        (b"Remote-User", b"mallory"),
    ]
    assert without_identity(given) == [(b"host", b"x")]
    assert with_identity(given, session) == [
        (b"host", b"x"),
        (b"x-auth-user", b"alice"),
        (b"x-auth-sid", b"abc"),
    ]
