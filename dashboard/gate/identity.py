"""From the cookie to a live session, cheaply: one look-up of the store a second and a half.

What viewers do is noted here in memory and written to the store now and then, so that a click costs
no write; idle time is judged by the later of both.
"""

import asyncio
import time
from datetime import UTC, datetime
from http.cookies import SimpleCookie

from dashboard import serving
from dashboard.gate.origin import Headers, values_of
from dashboard.gate.rules import Rules
from data_access import accounts, sessions
from data_access.errors import StoreFailure
from data_access.sessions import Session

FRESH_SECONDS = 1.5
MOST_KEPT = 5_000


class Identity:
    """The sessions of this server's viewers as the gate sees them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._kept: dict[str, tuple[float, Session | None]] = {}
        self._acts: dict[str, datetime] = {}

    async def of(self, headers: Headers) -> Session | None:
        """The live session that the request's cookie opens; None where there is none."""
        token = self.token(headers)
        if token is None:
            return None
        key, now = sessions.token_hash(token), time.monotonic()
        found = self._kept.get(key)
        if found is None or now - found[0] > FRESH_SECONDS:
            found = (now, await asyncio.to_thread(self._look_up, token))
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found[1]

    def token(self, headers: Headers) -> str | None:
        """The token in the request's cookie; None where there is not exactly one."""
        found = []
        for line in values_of(headers, b"cookie"):
            for part in line.split(";"):
                name, _, value = part.strip().partition("=")
                if name == self._rules.cookie:
                    found.append(value)
        if len(found) != 1 or not 20 <= len(found[0]) <= 100 or not found[0].isascii():
            return None
        return found[0]

    def note(self, session: Session) -> None:
        """Notes that the session's viewer has just done something."""
        self._acts[session.session_id] = datetime.now(UTC)

    async def open(self, username: str, address: str | None) -> tuple[str, Session]:
        """A new session of this account, and its token."""
        return await asyncio.to_thread(sessions.open_session, serving.stores(), username, address)

    async def open_demo(self, address: str | None) -> tuple[str, Session]:
        """A session of the demo home's built-in viewer, and its token."""
        return await self.open(accounts.DEMO_VIEWER, address)

    async def end(self, headers: Headers) -> None:
        """Ends the session that the request's cookie opens, if there is one."""
        token, session = self.token(headers), await self.of(headers)
        if token is None or session is None:
            return
        await asyncio.to_thread(sessions.end_session, serving.stores(), session)
        self._kept.pop(sessions.token_hash(token), None)

    async def live(self, session_ids: set[str]) -> set[str]:
        """Those of the sessions that are live at this moment; the others are not used again."""
        found = await asyncio.to_thread(self._live, session_ids)
        ended = session_ids - found
        self._kept = {
            key: kept
            for key, kept in self._kept.items()
            if kept[1] is None or kept[1].session_id not in ended
        }
        return found

    async def save_acts(self) -> None:
        """Writes what was noted since the last time to the store."""
        acts, self._acts = self._acts, {}
        if not acts:
            return
        try:
            await asyncio.to_thread(sessions.touch, serving.stores(), acts)
        except StoreFailure:
            self._acts = acts | self._acts
            raise

    def set_cookie(self, token: str | None) -> str:
        """The Set-Cookie header's value that gives out the token, or takes the cookie back."""
        cookie: SimpleCookie = SimpleCookie()
        cookie[self._rules.cookie] = token or ""
        morsel = cookie[self._rules.cookie]
        morsel["path"], morsel["httponly"], morsel["samesite"] = "/", True, "Strict"
        if self._rules.is_secure:
            morsel["secure"] = True
        if token is None:
            morsel["max-age"] = 0
        return morsel.OutputString()

    def _look_up(self, token: str) -> Session | None:
        now = datetime.now(UTC)
        return sessions.session_of(serving.stores(), token, now, self._rules.limits, {**self._acts})

    def _live(self, session_ids: set[str]) -> set[str]:
        now = datetime.now(UTC)
        return set(
            sessions.live_sessions(
                serving.stores(), session_ids, now, self._rules.limits, {**self._acts}
            )
        )
