"""What each kind of job does; runs in the job process."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data_access.intake import intake
from data_access.screening import screen

from dashboard import job_requests, kept_uploads
from dashboard.answers import as_json
from data_access import accounts
from data_access.jobs import Job, JobKind
from data_access.scope import Scope
from data_access.settings import Settings
from data_access.stores import Stores, open_stores

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


def _intake(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    """Paths are relative, so that a batch names the files as the viewer does."""
    options = job_requests.intake_options(job.arguments["options"])
    paths = [Path(name) for name in job.arguments["names"]]
    with contextlib.chdir(kept_uploads.folder_of(stores, job.arguments["folder"])):
        return intake(stores, scope, paths, options, progress)


def _screen(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    return screen(
        stores,
        scope,
        job.arguments["model"],
        as_of=job_requests.day(job.arguments["as_of"]),
        settings=job.arguments["settings"],
        progress=progress,
    )


def _export(stores: Stores, scope: Scope, job: Job, progress: Progress) -> Any:
    """The job's id is the export's: a second try finds what the first one left."""
    raise NotImplementedError


WORK: dict[JobKind, Callable[[Stores, Scope, Job, Progress], Any]] = {
    JobKind.INTAKE: _intake,
    JobKind.SCREEN: _screen,
    JobKind.EXPORT: _export,
}
