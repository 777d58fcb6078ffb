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
from data_access import leads, model_shelf, packs
from data_access.intake import IntakeOptions
from data_access.kept_models import ShelvedModel
from data_access.lead_filter import LeadFilter
from data_access.lead_rows import LeadCard
from supervision.vocabulary import LeadState, ModelState

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
    return _answered(done, text("said.moved", state=label(to)))


def run_model(model_id: str, as_of: date | None, settings: Mapping[str, Any]) -> str | None:
    """Asks to run a model; the id of its job, or None where it was refused."""
    return _asked(
        "screen",
        lambda form: requests.ask_screen(
            serving.stores(), current_viewer(), model_id, form, as_of=as_of, settings=settings
        ),
    )


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


def decide_model(one: ShelvedModel, act: ModelState, reason: str) -> bool:
    """Publishes, returns or retires a model that an office keeps; False, and said why, where not.

    Who retires what is in use retires the model: no earlier version comes back into use.
    """
    stores, scope = serving.stores(), current_viewer()
    if act is ModelState.PUBLISHED:
        done = failures.outcome(
            model_shelf.publish, stores, scope, one.model, one.version, unit=one.unit
        )
    else:
        decide = model_shelf.send_back if act is ModelState.RETURNED else model_shelf.retire
        version = None if one.state is ModelState.PUBLISHED else one.version
        done = failures.outcome(decide, stores, scope, one.model, reason, version, unit=one.unit)
    return _answered(done, text("said.model_moved", state=label(act)))


def keep_pack(content: bytes, name: str) -> bool:
    """Keeps the models of a pack as drafts of the viewer's unit; False, and said why, where not."""
    done = failures.outcome(packs.take_in_pack, serving.stores(), current_viewer(), content, name)
    return _answered(done, text("said.pack_kept"))


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
