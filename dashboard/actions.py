"""What the screens change: each act answers with a text in the viewer's language, shown once.

An act runs in a callback or after a click, with the viewer looked up anew; what it may do is
decided below, in `data_access`. Long work is handed to the job process under a form's key, so
that a double click is one job.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import failures, serving
from dashboard.jobs import requests
from dashboard.kept_uploads import KeptUpload
from dashboard.messages import has, label, text
from dashboard.viewer import current_viewer
from data_access import leads
from data_access.intake import IntakeOptions
from data_access.lead_filter import LeadFilter
from data_access.lead_rows import LeadCard
from supervision.vocabulary import LeadState

_SAID: Final = "said"
_FORM: Final = "form"


def move_lead(card: LeadCard, to: LeadState, reason: str | None, note: str) -> bool:
    """Moves a lead as its viewer saw it; False, and said why, where someone else was faster."""
    done = failures.outcome(
        leads.move,
        serving.stores(),
        current_viewer(),
        card.lead.lead_id,
        to,
        reason,
        note.strip() or None,
        seen=card.moves,
    )
    is_moved = not isinstance(done, leads.Lead) or done.state is to
    return _answered(done, text("said.moved", state=label(to)) if is_moved else text("two.said"))


def decline(card: LeadCard) -> bool:
    """Takes the decision that waits on a lead off it; False, and said why, where that fails."""
    done = failures.outcome(leads.decline, serving.stores(), current_viewer(), card.lead.lead_id)
    return _answered(done, text("two.taken_off"))


def run_model(model_id: str, as_of: date | None, settings: Mapping[str, Any]) -> str | None:
    """Asks to run a model; the id of its job, or None where it was refused."""
    return _asked(
        "screen",
        lambda form: requests.ask_screen(
            serving.stores(), current_viewer(), model_id, form, as_of=as_of, settings=settings
        ),
    )


def run_due() -> str | None:
    """Asks to make the standing runs that are due; the id of their job, None where refused."""
    return _asked("due", lambda form: requests.ask_due(serving.stores(), current_viewer(), form))


def take_in(upload: KeptUpload, options: IntakeOptions) -> str | None:
    """Asks to take uploaded files in; the id of its job, or None where it was refused."""
    return _asked(
        "intake",
        lambda form: requests.ask_intake(serving.stores(), current_viewer(), upload, options, form),
    )


def export(chosen: LeadFilter, format: str, reason: str, *, unmask: bool) -> str | None:  # noqa: A002
    """Asks for a review list; the id of its job, or None where it was refused."""
    return _asked(
        "export",
        lambda form: requests.ask_export(
            serving.stores(),
            current_viewer(),
            chosen,
            form,
            format=format,
            reason=reason.strip(),
            unmask=unmask,
        ),
    )


def withdraw_batch(batch_id: str, reason: str) -> str | None:
    """Asks to take a batch out again: only the job process writes to the pool."""
    return _asked(
        "withdraw",
        lambda form: requests.ask_withdraw(
            serving.stores(), current_viewer(), batch_id, form, reason=reason.strip()
        ),
    )


def _asked(kind: str, ask: Callable[[str], str]) -> str | None:
    done = failures.outcome(ask, form_key(kind))
    if not _answered(done, text("said.submitted")):
        return None
    new_form(kind)
    return str(done)


def form_key(kind: str) -> str:
    """The key of the form that is open in this session: the same until its work was handed over."""
    keys: dict[str, str] = st.session_state.setdefault(_FORM, {})
    return keys.setdefault(kind, secrets.token_hex(16))


def new_form(kind: str) -> None:
    """Opens a new form, so that the same work can be asked for again on purpose."""
    st.session_state.setdefault(_FORM, {}).pop(kind, None)


def say(says: str) -> None:
    """Keeps one sentence to be shown at the next drawing."""
    st.session_state[_SAID] = says


def tell() -> None:
    """Shows the sentence that was kept, once."""
    if says := st.session_state.pop(_SAID, None):
        st.toast(says)


def told(failure: failures.Failure) -> str:
    """Why something failed, in the viewer's language."""
    if failure.incident:
        return text("failure.unexpected", incident=failure.incident)
    key = f"failure.{failure.kind}"
    return text(key if has(key) else "failure.refused")


def _answered(done: object, says: str) -> bool:
    if isinstance(done, failures.Failure):
        say(told(done))
        return False
    say(says)
    return True
