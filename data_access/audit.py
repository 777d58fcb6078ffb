"""The audit: who did or saw what, appended in the same transaction as the act itself.

A read that is audited fails when its line cannot be written. Details hold codes and counts, never a
personal value.
"""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.scope import Scope


def app_version() -> str:
    """The version of this installation; `0` in a tree that was never installed."""
    try:
        return version("sijian")
    except PackageNotFoundError:
        return "0"


def append(  # noqa: PLR0913 - one argument a field of the line
    connection: sa.Connection,
    scope: Scope,
    event: str,
    *,
    object_kind: str | None = None,
    object_id: str | None = None,
    result: str = "ok",
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Appends one line to the audit within the caller's transaction."""
    connection.execute(
        tables.audit.insert().values(
            at=datetime.now(UTC),
            username=scope.viewer,
            session_id=scope.session_id,
            address=scope.address,
            event=event,
            object_kind=object_kind,
            object_id=object_id,
            result=result,
            reason=reason,
            detail=detail or {},
            app_version=app_version(),
        )
    )
