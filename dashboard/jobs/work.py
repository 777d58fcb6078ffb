"""What each kind of job does; runs in the job process."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard import kept_uploads
from dashboard.answers import as_json
from dashboard.exports.writers import writer
from dashboard.jobs import requests, trials
from data_access import accounts, batches, review_lists
from data_access.backtest import backtest
from data_access.intake import intake
from data_access.jobs import Job, JobKind
from data_access.scope import Scope
from data_access.screening import screen
from data_access.settings import Settings
from data_access.standing_runs import run_due
from data_access.stores import Stores, open_stores
from data_access.what_if import what_if

Progress = Callable[[float | None, str], None]


def done(home: Path, settings: Settings, job: Job, progress: Progress) -> Any:
    """Does the job within its viewer's scope as it is now, and returns the answer as JSON.

    Opens stores of its own: what the pool's engine holds in memory goes with the job.
    """
    stores = open_stores(home, settings, writable=True)
    try:
        scope = accounts.scope_of(stores, job.submitted_by)
        return as_json(WORK[job.kind](stores, scope, job, progress))
    finally:
        stores.close()


def tidied(home: Path, settings: Settings) -> None:
    """Brings both stores in line after a process was killed between them."""
    stores = open_stores(home, settings, writable=True)
    try:
        batches.reconcile(stores)
    finally:
        stores.close()


def _intake(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    """Paths are relative, so that a batch names the files as the viewer does."""
    options = requests.intake_options(job.arguments["options"])
    paths = [Path(name) for name in job.arguments["names"]]
    with contextlib.chdir(kept_uploads.folder_of(stores, job.arguments["folder"])):
        return intake(stores, scope, paths, options, progress)


def _screen(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    return screen(
        stores,
        scope,
        job.arguments["model"],
        as_of=requests.day(job.arguments["as_of"]),
        settings=job.arguments["settings"],
        progress=progress,
    )


def _export(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    """The number was given out with the request, so a second try finds the first one's list."""
    asked = job.arguments
    return review_lists.export(
        stores,
        scope,
        requests.lead_filter(asked["filter"]),
        format=asked["format"],
        reason=asked["reason"],
        write=writer(asked["format"]),
        unmask=asked["unmask"],
        export_id=asked["export_id"],
        progress=progress,
    )


def _withdraw(stores: Stores, scope: Scope, job: Job, _progress: Progress) -> Any:
    return batches.withdraw(stores, scope, job.arguments["batch_id"], job.arguments["reason"])


def _what_if(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    asked = job.arguments
    return trials.of_what_if(
        what_if(stores, scope, asked["model"], asked["settings"], progress=progress)
    )


def _backtest(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    asked = job.arguments
    return trials.of_backtest(
        backtest(stores, scope, asked["model"], settings=asked["settings"], progress=progress)
    )


def _due(stores: Stores, scope: Scope, _job: Job, progress: Progress) -> Any:
    return list(run_due(stores, scope, telling=lambda _model: contextlib.nullcontext(progress)))


WORK: dict[JobKind, Callable[[Stores, Scope, Job, Progress], Any]] = {
    JobKind.INTAKE: _intake,
    JobKind.SCREEN: _screen,
    JobKind.EXPORT: _export,
    JobKind.WITHDRAW: _withdraw,
    JobKind.WHAT_IF: _what_if,
    JobKind.BACKTEST: _backtest,
    JobKind.DUE: _due,
}
