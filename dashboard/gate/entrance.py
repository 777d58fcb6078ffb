"""The ASGI application in front of Streamlit: every request and every websocket passes here.

The order is the point: Host and Origin first, then what is closed to everybody, then the sign-in,
then the session. Nothing reaches Streamlit without one.
"""

import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.gate.headers import protected, with_identity
from dashboard.gate.identity import Identity
from dashboard.gate.origin import READS, is_at_home
from dashboard.gate.rules import Rules, is_loopback
from dashboard.gate.sign_in import SignIn, to_sign_in
from dashboard.gate.sockets import POLICY_VIOLATION, SIGN_IN_PATH, Sockets
from dashboard.gate.uploads import Uploads
from data_access.errors import StoreFailure
from data_access.sessions import Session

SIGN_OUT_PATH = "/sign-out"
STREAM_PATH = "/_stcore/stream"
HEALTH_PATH = "/_stcore/health"
UPLOAD_PATH = "/_stcore/upload_file/"
WATCH_SECONDS = 1.5
"""How often sessions of open websockets are looked at: an ended one closes within five seconds."""

SAVE_SECONDS = 5.0
"""How often what viewers did is written to the store."""

SESSION_KEY = "sijian.session"
"""Where our own routes find the live session in the ASGI scope."""

OPEN_CORE = re.compile(r"/_stcore/(health|host-config|stream|upload_file/.*|bidi-components/.*)")
CLOSED = re.compile(r"/(_stcore|auth|oauth2callback|component|app/static)(/.*)?")
NAVIGATION = re.compile(r"text/html")


class Gate:
    """Streamlit's application behind our rules."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.rules = rules
        self.identity = Identity(rules)
        self.sockets = Sockets(rules.caps, self.identity)
        self._app = app
        self._sign_in = SignIn(rules.caps, self.identity)
        self._uploads = Uploads(rules.caps)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, refuses or passes on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._answered(scope, receive, protected(send, scope["path"], self.rules))

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._http(scope, receive, send)
        except StoreFailure:
            await _plain(503)(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = None
        if scope["path"] == STREAM_PATH and is_at_home(
            scope["headers"], self.rules, must_name_origin=True
        ):
            session = await self.identity.of(scope["headers"])
        if session is None or not self.sockets.has_room_for(session):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await self.sockets.serve(self._app, scope, receive, send, session)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer = self._refused(request) or await self._at_the_door(request)
        if answer is not None:
            await answer(scope, receive, send)
            return
        session = await self.identity.of(scope["headers"])
        if session is None:
            await self._without_session(request, scope, receive, send)
        else:
            await self._pass(session, scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """What is closed to everybody, whoever they are."""
        method, path = request.method, request.scope["path"]
        changes = method not in READS
        if not is_at_home(request.scope["headers"], self.rules, must_name_origin=changes):
            return _plain(403)
        if CLOSED.fullmatch(path) and not OPEN_CORE.fullmatch(path):
            return _plain(404)
        allowed = method in READS
        allowed |= method == "POST" and path == SIGN_IN_PATH
        allowed |= method in {"PUT", "DELETE"} and path.startswith(UPLOAD_PATH)
        return None if allowed else _plain(405)

    async def _at_the_door(self, request: Request) -> Response | None:
        """What is answered without a session."""
        path = request.scope["path"]
        if path in {SIGN_IN_PATH, SIGN_OUT_PATH} and self.rules.is_demo:
            return Response(status_code=303, headers={"location": "/"})
        if path == SIGN_OUT_PATH:
            return await self._sign_in.sign_out(request)
        if path == SIGN_IN_PATH and request.method == "POST":
            return await self._sign_in.sign_in(request)
        if path == SIGN_IN_PATH:
            return self._sign_in.page(request)
        return None

    async def _without_session(
        self, request: Request, scope: Scope, receive: Receive, send: Send
    ) -> None:
        address = request.client.host if request.client else None
        path = scope["path"]
        if path == HEALTH_PATH and is_loopback(address):
            await self._app(scope, receive, send)
        elif not (request.method in READS and _is_navigation(request)):
            await _plain(404 if path == HEALTH_PATH else 401)(scope, receive, send)
        elif self.rules.is_demo:
            token, session = await self.identity.open_demo(address)
            handing = _handing_out(send, self.identity.set_cookie(token))
            await self._pass(session, scope, receive, handing)
        else:
            await to_sign_in(request)(scope, receive, send)

    async def _pass(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        named = {**scope, "headers": with_identity(scope["headers"], session)}
        named[SESSION_KEY] = session
        if _is_navigation(Request(scope)):
            self.identity.note(session)
        if not scope["path"].startswith(UPLOAD_PATH):
            await self._app(named, receive, send)
            return
        self.identity.note(session)
        async with self._uploads.turn(session):
            await self._upload(session, named, receive, send)

    async def _upload(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._uploads.refusal(scope["path"], scope["headers"], session)
        if refusal is not None and scope["method"] != "DELETE":
            await _plain(refusal)(scope, receive, send)
            return
        counted = self._uploads.counted(receive)
        try:
            await self._app(scope, counted, send)
        finally:
            counted.done()


def _plain(status: int) -> Response:
    return PlainTextResponse("", status_code=status)


def _is_navigation(request: Request) -> bool:
    """Whether a person opens a page, as opposed to a page fetching something.

    A client that is no browser (curl, a probe) says no mode and accepts anything.
    """
    mode, accepted = request.headers.get("sec-fetch-mode"), request.headers.get("accept", "")
    if mode is None and accepted == "*/*":
        return True
    return mode in {None, "navigate"} and NAVIGATION.search(accepted) is not None


def _handing_out(send: Send, cookie: str) -> Send:
    async def sending(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            given = [*message.get("headers", ()), (b"set-cookie", cookie.encode("ascii"))]  # type: ignore[misc]
            message = {**message, "headers": given}
        await send(message)

    return sending  # type: ignore[return-value]
