"""Open websockets: how many, how fast, and their end with the session that opened them.

Streamlit asks for the viewer once, when the websocket opens. So the gate looks at all open sessions
every second and a half and closes the sockets of those that ended, after telling the browser to go
to the sign-in page.
"""

import asyncio
import time
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.failures import attempt
from dashboard.gate.headers import with_identity
from dashboard.gate.identity import Identity
from dashboard.gate.rules import Caps
from data_access.sessions import Session

POLICY_VIOLATION = 1008
SIGN_IN_PATH = "/sign-in"


class Sockets:
    """The open websockets of this server."""

    def __init__(self, caps: Caps, identity: Identity) -> None:
        self._caps = caps
        self._identity = identity
        self._open: set[_Socket] = set()

    def has_room_for(self, session: Session) -> bool:
        """Whether one more websocket of this viewer may open."""
        if len(self._open) >= self._caps.sockets:
            return False
        by_viewer = Counter(socket.session.username for socket in self._open)
        return by_viewer[session.username] < self._caps.sockets_of_a_viewer

    async def serve(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, session: Session
    ) -> None:
        """Serves one websocket until it closes or its session ends."""
        socket = _Socket(session, receive, send, self._identity, self._caps)
        self._open.add(socket)
        try:
            named = {**scope, "headers": with_identity(scope["headers"], session)}
            await app(named, socket.receive, socket.send)
        finally:
            self._open.discard(socket)
            socket.leave()

    async def close_ended(self) -> None:
        """Closes the websockets whose sessions have ended."""
        looked_at = [*self._open]  # one that opens meanwhile is not among those asked about
        if not looked_at:
            return
        live = await self._identity.live({socket.session.session_id for socket in looked_at})
        for socket in looked_at:
            if socket.session.session_id not in live:
                socket.end()

    def __len__(self) -> int:
        return len(self._open)


class _Socket:
    """One websocket between the browser and Streamlit."""

    def __init__(
        self, session: Session, receive: Receive, send: Send, identity: Identity, caps: Caps
    ) -> None:
        self.session = session
        self._receive, self._send = receive, send
        self._identity = identity
        self._caps = caps
        self._allowance, self._counted_at = float(caps.messages_in_a_row), time.monotonic()
        self._ended = asyncio.Event()
        self._ending = asyncio.ensure_future(self._ended.wait())
        self._is_open = self._is_closed = False

    def end(self) -> None:
        """Makes the next word of either side the last."""
        self._ended.set()

    def leave(self) -> None:
        """Gives up what waits for the end."""
        self._ending.cancel()

    async def receive(self) -> Message:
        """The browser's next message; a disconnect once the session has ended."""
        coming = asyncio.ensure_future(self._receive())
        await asyncio.wait({coming, self._ending}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            coming.cancel()
            return await self._close(tell=True)
        message = coming.result()
        if message["type"] != "websocket.receive":
            return message
        if not self._may_speak():
            return await self._close(tell=False)
        if _is_an_act(message):
            self._identity.note(self.session)
        return message

    async def send(self, message: Message) -> None:
        """Passes Streamlit's message on unless the session has ended."""
        if self._ended.is_set():
            return
        self._is_open |= message["type"] == "websocket.accept"
        self._is_closed |= message["type"] == "websocket.close"
        await self._send(message)

    async def _close(self, *, tell: bool) -> Message:
        self._ended.set()
        if self._is_open and tell:
            await self._send({"type": "websocket.send", "bytes": _go_to_sign_in()})
        if not self._is_closed:
            await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    def _may_speak(self) -> bool:
        now = time.monotonic()
        gained = (now - self._counted_at) * self._caps.messages_a_second
        self._allowance = min(self._caps.messages_in_a_row, self._allowance + gained) - 1
        self._counted_at = now
        return self._allowance >= 0


def _is_an_act(message: Message) -> bool:
    """Whether the viewer did something: neither a heartbeat nor a timer of the page."""
    content = attempt(BackMsg.FromString, message.get("bytes") or b"")
    if content is None:
        return False  # no message of Streamlit's: it closes the socket itself
    kind = content.WhichOneof("type")
    if kind == "rerun_script":
        return not content.rerun_script.is_auto_rerun
    return kind not in {None, "app_heartbeat"}


def _go_to_sign_in() -> bytes:
    message = ForwardMsg()
    message.auth_redirect.url = f"{SIGN_IN_PATH}?ended=1"
    return message.SerializeToString()
