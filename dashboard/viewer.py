"""Who looks at the page, and what he may see.

The gate puts the viewer into `st.user` when the websocket opens; a page asks here at the time of
use, inside fragments and callbacks too. The account is looked up again every two seconds, so that a
disabled account or an ended session stops even a page that is already open.
"""

import threading
import time

import streamlit as st

from dashboard import failures, serving
from dashboard.errors import NotSignedIn
from data_access import accounts
from data_access.errors import NotFound
from data_access.scope import Scope
from data_access.stores import Stores

FRESH_SECONDS = 2.0
"""How long a scope is used before the account is read again."""

MOST_KEPT = 2_000

_lock = threading.Lock()
_kept: dict[tuple[str, str, str | None], tuple[float, Scope]] = {}


def current_viewer() -> Scope:
    """The scope of whoever looks at this page; where that is nobody, says so and stops the page."""
    try:
        return named_viewer()
    except NotSignedIn as error:
        failures.show(error)
        st.stop()


def named_viewer() -> Scope:
    """The scope of whoever looks at this page; raises NotSignedIn where that is nobody."""
    username, session_id = st.user.get("username"), st.user.get("sid")
    if not isinstance(username, str) or not username:
        raise NotSignedIn("Nobody is signed in.", hint="Sign in again.")
    return _scope(serving.stores(), username, session_id if isinstance(session_id, str) else None)


def forget() -> None:
    """Forgets every scope kept, so that the next use reads the account."""
    with _lock:
        _kept.clear()


def _scope(stores: Stores, username: str, session_id: str | None) -> Scope:
    key = (str(stores.home), username, session_id)
    now = time.monotonic()
    with _lock:
        found = _kept.get(key)
    if found is not None and now - found[0] < FRESH_SECONDS:
        return found[1]
    scope = _looked_up(stores, username, session_id)
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = (now, scope)
    return scope


def _looked_up(stores: Stores, username: str, session_id: str | None) -> Scope:
    try:
        return accounts.scope_of(stores, username, session_id=session_id)
    except NotFound as error:
        raise NotSignedIn("The account has ended.", hint="Sign in again.") from error
