"""From an exception to text: the only place that catches everything.

What we raise ourselves says in one sentence what is wrong. Anything else gets an incident number:
the screen shows the number, the server's log has the rest, and neither shows a value of the data.
"""

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from dashboard import messages
from dashboard.errors import DashboardError
from data_access.errors import DataAccessError
from supervision.errors import SupervisionError

P = ParamSpec("P")
T = TypeVar("T")

_LOG = logging.getLogger("sijian")
_DELIBERATE = (DashboardError, DataAccessError, SupervisionError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """What a person is told: a sentence, perhaps a hint, perhaps an incident number to ask about.

    kind: the class of the error, for the title in the viewer's language.
    """

    kind: str
    says: str
    hint: str = ""
    incident: str | None = None


def explained(error: BaseException) -> Failure:
    """The text of an error; an unexpected one is logged under a new incident number."""
    if isinstance(error, _DELIBERATE):
        return Failure(kind=type(error).__name__, says=str(error), hint=error.hint)
    incident = secrets.token_hex(4).upper()
    _LOG.error("incident %s: %s", incident, _places(error))
    return Failure(
        kind="Unexpected",
        says=f"Something unexpected happened. Incident {incident}.",
        hint="Tell your administrator this number; the server's log has the rest.",
        incident=incident,
    )


def outcome(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Failure:
    """What the act returns, or why it failed."""
    try:
        return act(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - this file is where everything is caught
        return explained(error)


def attempt(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What the act returns; None where it fails, for acts whose failure has no consequence."""
    try:
        return act(*args, **kwargs)
    except Exception:  # noqa: BLE001 - this file is where everything is caught
        return None


async def kept_going(act: Callable[[], Awaitable[None]]) -> None:
    """Awaits an act that is repeated anyway: a failure is logged and ends nothing."""
    try:
        await act()
    except Exception as error:  # noqa: BLE001 - this file is where everything is caught
        if isinstance(error, _DELIBERATE):
            _LOG.warning("%s", error)
        else:
            explained(error)


def show(error: BaseException) -> None:
    """Draws the error where the page stands, in the viewer's language."""
    failure = explained(error)
    key = f"failure.{failure.kind}"
    if failure.incident is not None:
        st.error(messages.text("failure.unexpected", incident=failure.incident))
        return
    title = messages.text(key if messages.has(key) else "failure.refused")
    st.warning(title)
    st.text(failure.says)
    if failure.hint:
        st.text(failure.hint)


def on_script_error(error: Exception) -> bool:
    """Streamlit's hook: shows our text in place of its own."""
    show(error)
    return True


def keep_values_out_of_the_log() -> None:
    """Makes every log line of this process, whoever writes it, name an error by class and place.

    Streamlit and uvicorn log an error with its message and its source lines, and both may hold a
    value of the data.
    """
    logging.setLogRecordFactory(_private_record)


def _private_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.msg = f"{record.getMessage()}: {_places(error)}"
        record.args = None
    record.exc_info = None
    return record


def _places(error: BaseException) -> str:
    """Class and places of an error without its message, which may hold a value of the data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    causes = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < 5:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " < ".join(causes) + " at " + " > ".join(places)
