"""A viewer without a browser: Streamlit's own protobufs over a websocket.

One `Page` is one open page; `rerun` sends what a browser sends after a click and waits for the end
of the run. The tests of the gate use it as well.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

STREAM = "/_stcore/stream"
NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"  # noqa: S105 - what the browser sends without one


class Page:
    """One open page of the dashboard."""

    def __init__(
        self,
        origin: str,
        headers: dict[str, str],
        *,
        session: str | None = None,
        claimed_origin: str | None = "same",
    ) -> None:
        """`session` is a Streamlit session to take up again; `claimed_origin` None sends none."""
        self._address = origin.replace("http", "ws", 1) + STREAM
        self._origin = origin if claimed_origin == "same" else claimed_origin
        self._headers = headers
        self._protocols = ["streamlit", *([NO_TOKEN, session] if session else [])]
        self.session_id: str | None = None
        self.page_hash = ""
        self.query = ""
        self.redirect: str | None = None
        self.received = 0
        self.elements: list[Element] = []

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            self._address,
            origin=self._origin,  # type: ignore[arg-type]
            subprotocols=self._protocols,  # type: ignore[arg-type]
            additional_headers=self._headers,
            max_size=None,
            proxy=None,
            ping_interval=None,
            open_timeout=30,
        )
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self._socket.close()

    async def rerun(
        self,
        widgets: Iterable[WidgetState] = (),
        *,
        page: str = "",
        query: str = "",
        is_timer: bool = False,
        timeout: float = 120.0,  # noqa: ASYNC109 - a deadline of the run, not of a call
    ) -> float:
        """Runs the page's script once; the seconds from the click to the end of the run."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash if not page else ""
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query or ("" if page else self.query)
        message.rerun_script.is_auto_rerun = is_timer
        message.rerun_script.widget_states.widgets.extend(widgets)
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        await asyncio.wait_for(self._until_finished(), timeout)
        return time.perf_counter() - started

    async def send(self, data: bytes) -> None:
        """Sends bytes as they are."""
        await self._socket.send(data)

    async def until_closed(self, timeout: float = 10.0) -> int | None:  # noqa: ASYNC109
        """Waits until the server closes; the code it gives. What came before is read."""
        try:
            await asyncio.wait_for(self._until_finished(for_ever=True), timeout)
        except websockets.ConnectionClosed:
            return self._socket.close_code
        return None

    def texts(self) -> list[str]:
        """What the last run showed as text, warnings and errors included."""
        found = []
        for element in self.elements:
            kind = element.WhichOneof("type")
            if kind in {"text", "markdown", "alert", "heading"}:
                found.append(getattr(element, kind).body)
            elif kind == "exception":
                found.append(f"{element.exception.type}: {element.exception.message}")
        return found

    def widget(self, kind: str) -> str:
        """The id of the first widget of this kind in the last run."""
        return next(self.widgets(kind))

    def widgets(self, kind: str) -> Iterator[str]:
        """The ids of the widgets of this kind in the last run."""
        for element in self.elements:
            if element.WhichOneof("type") == kind:
                yield getattr(element, kind).id

    async def _until_finished(self, *, for_ever: bool = False) -> None:
        self.elements = []
        while True:
            message = ForwardMsg()
            data = await self._socket.recv(decode=False)
            self.received += len(data)
            message.ParseFromString(data)
            self._note(message)
            finished = message.WhichOneof("type") == "script_finished"
            early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if finished and message.script_finished != early and not for_ever:
                return

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id = message.new_session.initialize.session_id or self.session_id
            self.page_hash = message.new_session.page_script_hash
        elif kind == "navigation":  # which of the pages the script has gone to
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auth_redirect":
            self.redirect = message.auth_redirect.url
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self.elements.append(message.delta.new_element)


def chosen(widget: str, option: str) -> WidgetState:
    """A select box with this option chosen."""
    return WidgetState(id=widget, string_value=option)


def pressed(widget: str) -> WidgetState:
    """A button just pressed."""
    return WidgetState(id=widget, trigger_value=True)
