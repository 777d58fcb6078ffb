"""Sessions of signed-in viewers, and what guards the sign-in.

The token lives in the viewer's cookie only; the store keeps its SHA-256. A session ends by
sign-out, by 15 minutes without an act, after 8 hours, or with its account. Five failed sign-ins
lock an account for 15 minutes; the name of an unknown account is never stored, since people type
passwords there.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from data_access import accounts, audit, tables
from data_access.errors import NotFound
from data_access.scope import Scope
from data_access.stores import Stores

LOCK = timedelta(minutes=15)
FAILURES_TO_LOCK = 5
FAILURES_OF_AN_ADDRESS = 30
"""Failed sign-ins from one address within LOCK before it must wait; an office may share one."""

KEEP_ENDED = timedelta(days=7)

TOKEN_BYTES = 32

LOCKED = "locked"
"""The name under which tries at locked accounts are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One signed-in viewer at one browser; `session_id` is not the token and opens nothing."""

    session_id: str
    username: str
    opened_at: datetime
    seen_at: datetime
    address: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How long a session lasts without an act, and at all."""

    idle: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=8)


LIMITS = Limits()
NO_ACTS: Mapping[str, datetime] = {}
ENDLESS = Limits(idle=timedelta(days=3650), longest=timedelta(days=3650))
"""For the built-in viewer of a demo home, whom nobody could sign in again."""


def open_session(stores: Stores, username: str, address: str | None) -> tuple[str, Session]:
    """A new session of this account and its token, which is given out this once.

    Raises NotFound for an unknown or disabled account. The failures of the account are forgotten.
    """
    found = accounts.account(stores, username)
    if found is None or found.is_disabled:
        raise NotFound("There is no such account, or it is disabled.")
    now = datetime.now(UTC)
    token, session_id = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_hex(16)
    failures = tables.sign_in_failures
    with stores.writing() as connection:
        connection.execute(
            tables.sessions.insert().values(
                token_sha256=token_hash(token),
                session_id=session_id,
                username=username,
                opened_at=now,
                seen_at=now,
                address=address,
            )
        )
        connection.execute(failures.delete().where(failures.c.username == username))
        _append(connection, "sign_in", username, session_id=session_id, address=address)
    return token, Session(
        session_id=session_id, username=username, opened_at=now, seen_at=now, address=address
    )


def session_of(
    stores: Stores,
    token: str,
    now: datetime,
    limits: Limits = LIMITS,
    acts: Mapping[str, datetime] = NO_ACTS,
) -> Session | None:
    """The live session of this token; None where it is unknown or has ended.

    acts: when viewers last did something, by session, where the store does not know it yet.
    """
    where = tables.sessions.c.token_sha256 == token_hash(token)
    found = _live(stores, where, now, limits, acts)
    return found[0] if found else None


def live_sessions(
    stores: Stores,
    session_ids: Collection[str],
    now: datetime,
    limits: Limits = LIMITS,
    acts: Mapping[str, datetime] = NO_ACTS,
) -> dict[str, Session]:
    """Those of the sessions that are live, by id; acts as in `session_of`."""
    where = tables.sessions.c.session_id.in_(list(session_ids))
    return {found.session_id: found for found in _live(stores, where, now, limits, acts)}


def touch(stores: Stores, seen_at: Mapping[str, datetime]) -> None:
    """Notes when the viewers of these sessions last did something."""
    if not seen_at:
        return
    sessions = tables.sessions
    with stores.writing() as connection:
        connection.execute(
            sessions.update()
            .where(sessions.c.session_id == sa.bindparam("of"))
            .values(seen_at=sa.bindparam("at")),
            [{"of": session_id, "at": at} for session_id, at in seen_at.items()],
        )


def end_session(stores: Stores, session: Session) -> None:
    """Ends the session by its viewer's wish."""
    with stores.writing() as connection:
        _end(connection, tables.sessions.c.session_id == session.session_id)
        _append(
            connection,
            "sign_out",
            session.username,
            session_id=session.session_id,
            address=session.address,
        )


def forget_ended(stores: Stores, now: datetime, limits: Limits = LIMITS) -> None:
    """Ends what has outlived its hours and drops what ended long ago; the audit keeps the acts."""
    sessions, failures = tables.sessions, tables.sign_in_failures
    with stores.writing() as connection:
        _end(
            connection,
            (sessions.c.opened_at < now - limits.longest)
            | (sessions.c.seen_at < now - limits.idle),
        )
        connection.execute(sessions.delete().where(sessions.c.ended_at < now - KEEP_ENDED))
        connection.execute(failures.delete().where(failures.c.failed_at < now - KEEP_ENDED))


def note_failure(
    stores: Stores, username: str, address: str, now: datetime, *, was_locked: bool = False
) -> None:
    """Notes a failed sign-in and locks the account at the fifth within the time of a lock.

    A try at a locked account counts against the address only, so that nobody can keep it locked.
    """
    name = LOCKED if was_locked else _stored_name(stores, username)
    failures = tables.sign_in_failures
    with stores.writing() as connection:
        connection.execute(failures.insert().values(username=name, address=address, failed_at=now))
        _append(connection, "sign_in", name, address=address, result="refused")
        count = _failures(connection, failures.c.username == name, now)
        if count == FAILURES_TO_LOCK and not was_locked:
            _append(connection, "account_locked", name, address=address)


def is_locked(stores: Stores, username: str, now: datetime) -> bool:
    """Whether this name has failed too often of late; unknown names lock like known ones."""
    name = _stored_name(stores, username)
    with stores.reading() as connection:
        found = _failures(connection, tables.sign_in_failures.c.username == name, now)
    return found >= FAILURES_TO_LOCK


def is_throttled(stores: Stores, address: str, now: datetime) -> bool:
    """Whether too many sign-ins from this address have failed of late."""
    with stores.reading() as connection:
        found = _failures(connection, tables.sign_in_failures.c.address == address, now)
    return found >= FAILURES_OF_AN_ADDRESS


def token_hash(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode("ascii", "replace")).hexdigest()


def _live(
    stores: Stores,
    where: sa.ColumnElement[bool],
    now: datetime,
    limits: Limits,
    acts: Mapping[str, datetime],
) -> list[Session]:
    sessions, users = tables.sessions, tables.users
    statement = (
        sa.select(
            sessions.c.session_id,
            sessions.c.username,
            sessions.c.opened_at,
            sessions.c.seen_at,
            sessions.c.address,
        )
        .join(users, users.c.username == sessions.c.username)
        .where(
            where,
            sessions.c.ended_at.is_(None),
            sessions.c.opened_at > now - limits.longest,
            users.c.is_disabled.is_(False),
        )
    )
    with stores.reading() as connection:
        rows = connection.execute(statement).all()
    return [
        Session(
            session_id=row.session_id,
            username=row.username,
            opened_at=row.opened_at,
            seen_at=row.seen_at,
            address=row.address,
        )
        for row in rows
        if max(row.seen_at, acts.get(row.session_id, row.seen_at)) > now - limits.idle
    ]


def _end(connection: sa.Connection, where: sa.ColumnElement[bool]) -> None:
    sessions = tables.sessions
    connection.execute(
        sessions.update()
        .where(where, sessions.c.ended_at.is_(None))
        .values(ended_at=datetime.now(UTC))
    )


def _failures(connection: sa.Connection, where: sa.ColumnElement[bool], now: datetime) -> int:
    failures = tables.sign_in_failures
    statement = sa.select(sa.func.count()).where(where, failures.c.failed_at > now - LOCK)
    return int(connection.execute(statement).scalar_one())


def _stored_name(stores: Stores, username: str) -> str:
    if accounts.account(stores, username) is not None:
        return username
    return "unknown:" + hashlib.sha256(username.encode("utf-8", "replace")).hexdigest()[:12]


def _append(  # noqa: PLR0913 - one argument a field of the line
    connection: sa.Connection,
    event: str,
    username: str,
    *,
    session_id: str | None = None,
    address: str | None = None,
    result: str = "ok",
) -> None:
    actor = Scope(viewer=username, session_id=session_id, address=address)
    audit.append(connection, actor, event, object_kind="account", object_id=username, result=result)
