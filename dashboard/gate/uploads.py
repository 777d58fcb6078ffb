"""Who may upload how much.

Streamlit takes any number of large files from whoever holds a websocket and keeps them in memory.
The gate lets a signed-in viewer upload to his own page only, one file at a time, within limits.
"""

import asyncio
import re
from collections import defaultdict

from starlette.types import Message, Receive
from streamlit.runtime import Runtime, exists, get_instance

from dashboard.gate.headers import SESSION_HEADER
from dashboard.gate.origin import Headers, values_of
from dashboard.gate.rules import MEGABYTE, Caps
from data_access.sessions import Session

PATH = re.compile(r"/_stcore/upload_file/([^/]{1,100})/([^/]{1,100})")
FRAMING = MEGABYTE
"""A form is a little larger than the file it carries."""


class Uploads:
    """The uploads under way on this server."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._under_way = 0
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def turn(self, session: Session) -> asyncio.Lock:
        """The lock that lets one viewer upload one file at a time."""
        if len(self._turns) > 2_000:
            for name in [name for name, lock in self._turns.items() if not lock.locked()]:
                del self._turns[name]
        return self._turns[session.username]

    def refusal(self, path: str, headers: Headers, session: Session) -> int | None:
        """The status with which to refuse this upload; None where it may go on."""
        found = PATH.fullmatch(path)
        if found is None or not exists():
            return 404
        runtime, page = get_instance(), found.group(1)
        if not _is_own_page(runtime, page, session):
            return 403
        declared = _declared(headers)
        if declared is not None and declared > self._caps.upload_bytes + FRAMING:
            return 413
        files, held = _held(runtime, page)
        if files >= self._caps.uploads_of_a_page:
            return 429
        most = declared if declared is not None else self._caps.upload_bytes
        if held + self._under_way + most > self._caps.uploads_bytes:
            return 429
        return None

    def counted(self, receive: Receive) -> "Counted":
        """`receive` that counts what comes in and stops a body that grows beyond the limit."""
        return Counted(self, receive, self._caps.upload_bytes + FRAMING)

    def add(self, count: int) -> None:
        """Notes bytes that are now in memory, or no longer."""
        self._under_way += count


class Counted:
    """The body of one upload as it comes in."""

    def __init__(self, uploads: Uploads, receive: Receive, most: int) -> None:
        self._uploads, self._receive, self._most = uploads, receive, most
        self._count = 0

    async def __call__(self) -> Message:
        """The next part of the body; a disconnect where the body has grown too large."""
        message = await self._receive()
        size = len(message.get("body", b""))
        self._count += size
        self._uploads.add(size)
        if self._count > self._most + FRAMING:
            return {"type": "http.disconnect"}
        return message

    def done(self) -> None:
        """The body has been taken over or given up."""
        self._uploads.add(-self._count)


def _is_own_page(runtime: Runtime, page: str, session: Session) -> bool:
    client = runtime.get_client(page)
    if client is None:
        return False
    named = {name.lower(): value for name, value in client.client_context.headers}
    return named.get(SESSION_HEADER.lower()) == session.session_id


def _declared(headers: Headers) -> int | None:
    given = values_of(headers, b"content-length")
    return int(given[0]) if given and given[0].isascii() and given[0].isdigit() else None


def _held(runtime: Runtime, page: str) -> tuple[int, int]:
    """How many files this page holds, and how many bytes all pages hold together."""
    storage = getattr(runtime.uploaded_file_mgr, "file_storage", {})
    pages = {name: [*files.values()] for name, files in [*storage.items()]}
    held = sum(len(file.data) for files in pages.values() for file in files)
    return len(pages.get(page, ())), held
