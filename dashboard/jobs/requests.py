"""What a screen asks the job process to do, and how the request is written down.

`form_key` names one filled-in form: pressing its button twice, in two tabs or after a reload, asks
once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import kept_uploads
from dashboard.answers import as_json
from dashboard.kept_uploads import KeptUpload
from data_access import jobs, review_lists
from data_access.errors import NotAllowed
from data_access.intake import IntakeOptions
from data_access.jobs import JobKind
from data_access.lead_filter import LeadFilter
from data_access.scope import Scope
from data_access.stores import Stores


def ask_intake(
    stores: Stores, scope: Scope, upload: KeptUpload, options: IntakeOptions, form_key: str
) -> str:
    """Asks to take uploaded files in; returns the job's id."""
    if scope.own_unit is None:
        raise NotAllowed("An account without a unit cannot take data in.")
    arguments = {
        "folder": upload.folder,
        "names": list(upload.names),
        "options": as_json(options),
    }
    job_id = jobs.submit(stores, scope, JobKind.INTAKE, arguments, form_key)
    if jobs.job(stores, scope, job_id).arguments.get("folder") != upload.folder:
        kept_uploads.discard(stores, upload.folder)  # the form was sent before, with its own copy
    return job_id


def ask_screen(  # noqa: PLR0913 - one argument a field of the form
    stores: Stores,
    scope: Scope,
    model: str,
    form_key: str,
    *,
    as_of: date | None = None,
    settings: Mapping[str, Any] | None = None,
) -> str:
    """Asks to run a model; returns the job's id."""
    arguments = {
        "model": model,
        "as_of": as_json(as_of),
        "settings": as_json(dict(settings or {})),
    }
    return jobs.submit(stores, scope, JobKind.SCREEN, arguments, form_key)


def ask_due(stores: Stores, scope: Scope, form_key: str) -> str:
    """Asks to make the standing runs that are due; returns the job's id."""
    return jobs.submit(stores, scope, JobKind.DUE, {}, form_key)


def ask_export(  # noqa: PLR0913 - one argument a field of the form
    stores: Stores,
    scope: Scope,
    chosen: LeadFilter,
    form_key: str,
    *,
    format: str,  # noqa: A002 - the word of the command line's contract
    reason: str,
    unmask: bool = False,
) -> str:
    """Asks for a review list; returns the job's id."""
    arguments = {
        "export_id": review_lists.new_export_id(),  # known beforehand: a second try finds it
        "filter": as_json(chosen),
        "format": format,
        "reason": reason,
        "unmask": unmask,
    }
    return jobs.submit(stores, scope, JobKind.EXPORT, arguments, form_key)


def ask_withdraw(stores: Stores, scope: Scope, batch_id: str, form_key: str, *, reason: str) -> str:
    """Asks to take a batch out of the pool again; returns the job's id."""
    arguments = {"batch_id": batch_id, "reason": reason}
    return jobs.submit(stores, scope, JobKind.WITHDRAW, arguments, form_key)


def ask_trial(  # noqa: PLR0913 - one argument a field of the form
    stores: Stores,
    scope: Scope,
    kind: JobKind,
    model: str,
    form_key: str,
    *,
    settings: Mapping[str, Any],
) -> str:
    """Asks what other parameters, or a new version, would change; returns the job's id."""
    arguments = {"model": model, "settings": as_json(dict(settings))}
    return jobs.submit(stores, scope, kind, arguments, form_key)


def intake_options(written: Mapping[str, Any]) -> IntakeOptions:
    """The options as they were before `as_json`."""
    return IntakeOptions(**_with_days(written, "received_on"))


def lead_filter(written: Mapping[str, Any]) -> LeadFilter:
    """The filter as it was before `as_json`."""
    days = [name for name in written if name.endswith(("_from", "_to"))]
    return LeadFilter(**_with_days(written, *days))


def day(written: str | None) -> date | None:
    """The day as it was before `as_json`."""
    return None if written is None else date.fromisoformat(written)


def _with_days(written: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**written, **{name: day(written.get(name)) for name in names}}
