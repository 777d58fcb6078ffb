"""What is taken from every request and what is added to every response.

The content policy was tried with tables and charts in Chromium: nothing needs `unsafe-eval`, and
nothing is ever fetched from elsewhere.
"""

import re
from collections.abc import Iterable

from starlette.types import Message, Send

from dashboard.gate.rules import Rules
from data_access.sessions import Session

USER_HEADER, SESSION_HEADER = "X-Auth-User", "X-Auth-Sid"
TRUSTED_HEADERS = {USER_HEADER: "username", SESSION_HEADER: "sid"}
"""Streamlit's `server.trustedUserHeaders`: only the gate writes them."""

_POLICY = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
)
CONTENT_POLICY = "; ".join(_POLICY)

PROTECTION = {
    b"content-security-policy": CONTENT_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    b"x-robots-tag": b"noindex",
}
NEVER_SENT = re.compile(rb"server|x-powered-by|access-control-.*")
HASHED_ASSET = re.compile(r"/static/(js|css|media)/[^/]+\.[A-Za-z0-9_-]{8}\.[a-z0-9]+")
FOR_EVER = b"private, max-age=31536000, immutable"
IDENTITY = re.compile(rb"x-auth-.*|remote-user|x-remote-.*|x-forwarded-user|x-user.*")


def without_identity(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers without any by which a client could name itself, however it spells them."""
    return [
        (name, value)
        for name, value in headers
        if not IDENTITY.fullmatch(name.strip().lower().replace(b"_", b"-"))
    ]


def with_identity(
    headers: Iterable[tuple[bytes, bytes]], session: Session
) -> list[tuple[bytes, bytes]]:
    """The headers by which the gate, and only the gate, tells Streamlit who the viewer is."""
    return [
        *without_identity(headers),
        (USER_HEADER.lower().encode(), session.username.encode("ascii")),
        (SESSION_HEADER.lower().encode(), session.session_id.encode("ascii")),
    ]


def protected(send: Send, path: str, rules: Rules) -> Send:
    """`send` with the protection added to the response's headers."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _protected(message, path, rules)}
        await send(message)

    return sending


def _protected(message: Message, path: str, rules: Rules) -> list[tuple[bytes, bytes]]:
    given = [(name.lower(), value) for name, value in message.get("headers", ())]
    kept = [
        (name, _guarded_cookie(value, rules) if name == b"set-cookie" else value)
        for name, value in given
        if name not in PROTECTION and name != b"cache-control" and not NEVER_SENT.fullmatch(name)
    ]
    kept += PROTECTION.items()
    kept.append((b"cache-control", FOR_EVER if _lasts(message, path) else b"no-store"))
    if rules.is_secure:
        kept.append((b"strict-transport-security", b"max-age=31536000"))
    return kept


def _lasts(message: Message, path: str) -> bool:
    """Whether this is a hashed asset; Streamlit answers a missing one with its start page."""
    is_page = any(
        name.lower() == b"content-type" and b"text/html" in value
        for name, value in message.get("headers", ())
    )
    known = HASHED_ASSET.fullmatch(path) is not None
    return known and not is_page and message["status"] in {200, 206, 304}


def _guarded_cookie(value: bytes, rules: Rules) -> bytes:
    """Streamlit does not know that a proxy speaks TLS, so its own cookies lack Secure."""
    if rules.is_secure and b"secure" not in value.lower():
        return value + b"; Secure"
    return value
