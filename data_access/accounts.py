"""Accounts: who may sign in, and what scope follows from an account.

An account names units; the units below them in the tree follow. Passwords come in as argon2id
hashes: hashing costs 64 MiB and belongs to the server, which bounds how many run at once.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Conflict, NotFound, Refused
from data_access.scope import Scope, system_scope
from data_access.stores import Stores
from data_access.units import with_units_below
from supervision.vocabulary import Line

DEMO_VIEWER = "demo"
DEMO_UNITS = (
    ("990100", "演示市人民检察院", None, 3),
    ("990101", "演示市甲县人民检察院", "990100", 4),
    ("990102", "演示市乙县人民检察院", "990100", 4),
    ("990103", "演示市丙县人民检察院", "990100", 4),
)
"""A fictional city: (code, name, code above, level). 99 is no province."""

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
UNIT_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One account as the sign-in and the administration see it.

    password_hash is None for an account that nobody can sign in to with a password.
    """

    username: str
    display_name: str
    own_unit: str | None
    units: tuple[str, ...]
    lines: tuple[Line, ...]
    may_unmask: bool
    may_investigate: bool
    may_publish: bool
    is_disabled: bool
    password_hash: str | None


def scope_of(
    stores: Stores, username: str, *, session_id: str | None = None, address: str | None = None
) -> Scope:
    """What the account may see: its units with all units below them, and its lines.

    Raises NotFound for an unknown or a disabled account, with the same words.
    """
    with stores.reading() as connection:
        found = _account(connection, username)
        if found is None or found.is_disabled:
            raise NotFound(
                "There is no such account, or it is disabled.",
                hint="An administrator can add it with `sijian user add`.",
            )
        units = with_units_below(connection, found.units)
    return Scope(
        viewer=found.username,
        display_name=found.display_name,
        units=frozenset(units),
        lines=frozenset(found.lines),
        own_unit=found.own_unit,
        may_unmask=found.may_unmask,
        may_investigate=found.may_investigate,
        may_publish=found.may_publish,
        session_id=session_id,
        address=address,
    )


def account(stores: Stores, username: str) -> Account | None:
    """The account of this name, disabled or not; None where there is none."""
    with stores.reading() as connection:
        return _account(connection, username)


def has_accounts(stores: Stores) -> bool:
    """Whether this home has any account; a new one has none."""
    with stores.reading() as connection:
        return connection.execute(sa.select(tables.users.c.username).limit(1)).first() is not None


def add_user(  # noqa: PLR0913 - one argument a property of the account
    stores: Stores,
    username: str,
    password_hash: str | None,
    units: Collection[str],
    lines: Collection[Line],
    *,
    display_name: str | None = None,
    may_unmask: bool = False,
    may_investigate: bool = False,
    may_publish: bool = False,
    by: Scope | None = None,
) -> Account:
    """Adds an account and returns it; the first unit is the account's own.

    password_hash comes from `dashboard.passwords.new_hash`, which checks the password's strength.
    Raises Refused for a malformed name, unit or line, Conflict where the name is taken.
    """
    _check_new(username, units, lines)
    with stores.writing() as connection:
        if _account(connection, username) is not None:
            raise Conflict(f"There is an account {username} already.")
        connection.execute(
            tables.users.insert().values(
                username=username,
                display_name=display_name or username,
                unit_code=next(iter(units)),
                password_hash=password_hash,
                may_unmask=may_unmask,
                may_investigate=may_investigate,
                may_publish=may_publish,
                is_disabled=False,
                created_at=datetime.now(UTC),
            )
        )
        for unit in dict.fromkeys(units):
            connection.execute(tables.user_units.insert().values(username=username, unit_code=unit))
        for line in dict.fromkeys(lines):
            connection.execute(tables.user_lines.insert().values(username=username, line=line))
        _audit_change(connection, by, "account_added", username)
        added = _account(connection, username)
    if added is None:  # pragma: no cover - it was written in this very transaction
        raise NotFound(f"The account {username} was not written.")
    return added


def change_password(
    stores: Stores, username: str, password_hash: str, *, by: Scope | None = None
) -> None:
    """Gives the account another password and ends its sessions; raises NotFound."""
    _change(stores, username, "password_changed", by, password_hash=password_hash)


def store_hash(stores: Stores, username: str, password_hash: str) -> None:
    """Replaces the hash of an unchanged password, made again with today's parameters."""
    users = tables.users
    with stores.writing() as connection:
        connection.execute(
            users.update().where(users.c.username == username).values(password_hash=password_hash)
        )


def disable_user(stores: Stores, username: str, *, by: Scope | None = None) -> None:
    """Disables the account and ends its sessions at once; raises NotFound."""
    _change(stores, username, "account_disabled", by, is_disabled=True)


def enable_user(stores: Stores, username: str, *, by: Scope | None = None) -> None:
    """Lets a disabled account sign in again; raises NotFound."""
    _change(stores, username, "account_enabled", by, is_disabled=False)


def initialise_demo(stores: Stores) -> None:
    """Marks the home as a demo home with its city and its built-in viewer; safe to repeat.

    The viewer has no password: only `sijian serve --demo` signs it in, on loopback.
    """
    once = "OR IGNORE"
    with stores.writing() as connection:
        connection.execute(tables.facts.insert().prefix_with(once).values(key="is_demo", value="1"))
        for code, name, above, level in DEMO_UNITS:
            connection.execute(
                tables.units.insert()
                .prefix_with(once)
                .values(unit_code=code, unit_name=name, parent_code=above, level=level)
            )
        connection.execute(
            tables.users.insert()
            .prefix_with(once)
            .values(
                username=DEMO_VIEWER,
                display_name="演示用户",
                unit_code="990101",
                password_hash=None,
                may_unmask=True,
                may_investigate=True,
                may_publish=True,
                is_disabled=False,
                created_at=datetime.now(UTC),
            )
        )
        connection.execute(
            tables.user_units.insert()
            .prefix_with(once)
            .values(username=DEMO_VIEWER, unit_code=DEMO_UNITS[0][0])
        )
        for line in Line:
            connection.execute(
                tables.user_lines.insert()
                .prefix_with(once)
                .values(username=DEMO_VIEWER, line=line.value)
            )


def is_demo(stores: Stores) -> bool:
    """Whether this home was made with `sijian init --demo`."""
    statement = sa.select(tables.facts.c.value).where(tables.facts.c.key == "is_demo")
    with stores.reading() as connection:
        return connection.execute(statement).scalar() == "1"


def _account(connection: sa.Connection, username: str) -> Account | None:
    users = tables.users
    found = connection.execute(
        sa.select(
            users.c.username,
            users.c.display_name,
            users.c.unit_code,
            users.c.password_hash,
            users.c.may_unmask,
            users.c.may_investigate,
            users.c.may_publish,
            users.c.is_disabled,
        ).where(users.c.username == username)
    ).one_or_none()
    if found is None:
        return None
    units = sa.select(tables.user_units.c.unit_code).where(tables.user_units.c.username == username)
    lines = sa.select(tables.user_lines.c.line).where(tables.user_lines.c.username == username)
    return Account(
        username=found.username,
        display_name=found.display_name,
        own_unit=found.unit_code,
        units=tuple(sorted(connection.execute(units).scalars())),
        lines=tuple(Line(line) for line in sorted(connection.execute(lines).scalars())),
        may_unmask=found.may_unmask,
        may_investigate=found.may_investigate,
        may_publish=found.may_publish,
        is_disabled=found.is_disabled,
        password_hash=found.password_hash,
    )


def _check_new(username: str, units: Collection[str], lines: Collection[Line]) -> None:
    if not USERNAME.fullmatch(username) or username.startswith("system"):
        raise Refused(
            "A user name has 2 to 32 small letters, digits, dots, hyphens or underscores,"
            " and does not begin with system.",
        )
    if not units or not lines:
        raise Refused("An account needs at least one unit and one line.")
    for unit in units:
        if not UNIT_CODE.fullmatch(unit):
            raise Refused(f"{unit!r} is no unit code.")
    for line in lines:
        if line not in set(Line):
            raise Refused(f"{line!r} is no line.", hint="Lines: " + ", ".join(Line))


def _change(stores: Stores, username: str, event: str, by: Scope | None, **values: object) -> None:
    users, sessions = tables.users, tables.sessions
    with stores.writing() as connection:
        changed = connection.execute(
            users.update().where(users.c.username == username).values(**values)
        )
        if changed.rowcount != 1:
            raise NotFound(f"There is no account {username}.")
        connection.execute(
            sessions.update()
            .where(sessions.c.username == username, sessions.c.ended_at.is_(None))
            .values(ended_at=datetime.now(UTC))
        )
        _audit_change(connection, by, event, username)


def _audit_change(connection: sa.Connection, by: Scope | None, event: str, username: str) -> None:
    actor = by or system_scope("accounts")
    audit.append(connection, actor, event, object_kind="account", object_id=username)
