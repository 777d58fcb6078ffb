"""The sign-in page and the sign-out.

The page is one small HTML file of our own: no script, nothing fetched. Whoever fails is told the
same after the same time, whether the name is unknown, the password wrong or the account locked.
"""

import asyncio
import re
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard import messages, passwords, serving
from dashboard.gate.identity import Identity
from dashboard.gate.rules import Caps
from dashboard.gate.sockets import SIGN_IN_PATH
from data_access import accounts, sessions
from data_access.errors import NotFound

MOST_BYTES = 4_096
LOCAL_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-./?=&%]{0,500}")
NOWHERE = "?"
"""The address in the audit where the server could not tell it."""


class SignIn:
    """Sign-in and sign-out of one server."""

    def __init__(self, caps: Caps, identity: Identity) -> None:
        self._identity = identity
        self._waiting = 0
        self._most_waiting = caps.sign_ins_waiting
        self._hashing = asyncio.Semaphore(caps.hashes_at_once)

    def page(self, request: Request) -> Response:
        """The empty sign-in page."""
        ended = "sign_in.ended" if "ended" in request.query_params else None
        return _page(_language(request), target_of(request.query_params.get("next")), ended, 200)

    async def sign_in(self, request: Request) -> Response:
        """Signs in, or says with one text for every reason that it did not work."""
        form = await _form(request)
        language = _language(request, form.get("lang"))
        target = target_of(form.get("next"))
        if form.get("refused"):
            return _page(language, target, "sign_in.failed", 413)
        address = request.client.host if request.client else NOWHERE
        if self._waiting >= self._most_waiting:
            return _page(language, target, "sign_in.busy", 503)
        if await asyncio.to_thread(_is_throttled, address):
            return _page(language, target, "sign_in.throttled", 429)
        username = form.get("username", "").strip().lower()
        if not await self._is_right(username, form.get("password", ""), address):
            return _page(language, target, "sign_in.failed", 401)
        await self._identity.end(request.headers.raw)
        try:
            token, _session = await self._identity.open(username, address)
        except NotFound:  # disabled in this very moment
            return _page(language, target, "sign_in.failed", 401)
        response = RedirectResponse(target, status_code=303)
        response.headers.append("set-cookie", self._identity.set_cookie(token))
        return response

    async def sign_out(self, request: Request) -> Response:
        """Ends the session and everything the browser kept of it."""
        await self._identity.end(request.headers.raw)
        response = RedirectResponse(SIGN_IN_PATH, status_code=303)
        response.headers.append("set-cookie", self._identity.set_cookie(None))
        response.headers["clear-site-data"] = '"cache", "storage"'
        return response

    async def _is_right(self, username: str, password: str, address: str) -> bool:
        self._waiting += 1
        try:
            async with self._hashing:
                return await asyncio.to_thread(is_right, username, password, address)
        finally:
            self._waiting -= 1


def target_of(given: str | None) -> str:
    """Where to go after the sign-in: a page of ours, never another site's."""
    return given if given and LOCAL_PATH.fullmatch(given) else "/"


def is_right(username: str, password: str, address: str) -> bool:
    """Whether name and password are right; does the same work whatever is wrong."""
    stores, now = serving.stores(), datetime.now(UTC)
    account = accounts.account(stores, username)
    locked = sessions.is_locked(stores, username, now)
    usable = account is not None and not account.is_disabled and not locked
    password_hash = account.password_hash if account is not None else None
    right = passwords.matches(password_hash, password) and usable
    if not right:
        sessions.note_failure(stores, username, address, now, was_locked=locked)
    elif password_hash is not None and passwords.needs_new_hash(password_hash):
        accounts.store_hash(stores, username, passwords.rehashed(password))
    return right


def to_sign_in(request: Request) -> Response:
    """Sends the browser to the sign-in page and remembers where it wanted to go."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = f"?next={quote(wanted)}" if target_of(wanted) != "/" else ""
    return RedirectResponse(f"{SIGN_IN_PATH}{query}", status_code=303)


def _is_throttled(address: str) -> bool:
    return sessions.is_throttled(serving.stores(), address, datetime.now(UTC))


async def _form(request: Request) -> dict[str, str]:
    """The fields of the form; `refused` where the body is larger than any honest one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return {"refused": "1"}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _language(request: Request, chosen: str | None = None) -> str:
    named = chosen or request.query_params.get("lang")
    return named if named in messages.LANGUAGES else messages.CHINESE


def _page(language: str, target: str, notice: str | None, status: int) -> Response:
    texts = messages.catalogue(language)
    template = (files("dashboard") / "gate" / "sign_in.html").read_text(encoding="utf-8")
    other = next(name for name in messages.LANGUAGES if name != language)
    values = {key: escape(texts[f"sign_in.{key}"]) for key in TEXTS}
    filled = Template(template).substitute(
        values,
        html_language="zh-CN" if language == messages.CHINESE else "en",
        language=language,
        other_language=f"{SIGN_IN_PATH}?lang={other}&amp;next={quote(target)}",
        target=escape(target),
        notice=f'<p role="alert">{escape(texts[notice])}</p>' if notice else "",
    )
    return HTMLResponse(filled, status_code=status)


TEXTS = ("title", "subtitle", "username", "password", "submit", "switch", "note")
