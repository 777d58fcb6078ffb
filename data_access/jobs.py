"""Long work as rows of a table: what a screen asked for and the job process does.

A click writes a row and returns; the one job process of a home takes the rows in order. A job whose
process died is taken up again, three times at most; every kind of work is made so that doing it
again adds nothing twice.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Conflict, NotFound, TooMany
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.vocabulary import JobState

MOST_ATTEMPTS = 3
MOST_WAITING = 20
"""Jobs of one viewer that may wait at a time."""

GIVEN_UP = "The work stopped three times before its end; the server's log says where."
GIVEN_UP_HINT = "Try a smaller file, or tell your administrator."

SYSTEM = system_scope("jobs")
"""The scope of the job process itself, which sees the jobs of all viewers."""


class JobKind(StrEnum):
    """What a job does."""

    INTAKE = "intake"
    SCREEN = "screen"
    EXPORT = "export"
    WITHDRAW = "withdraw"
    WHAT_IF = "what_if"
    BACKTEST = "backtest"
    DUE = "due"


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One piece of long work.

    progress_share: 0 to 1, or None while it cannot be told. result: what the work answered, as
    JSON, once it is done; error and hint: one sentence each, once it has failed.
    """

    job_id: str
    kind: JobKind
    arguments: Mapping[str, Any]
    submitted_by: str
    submitted_at: datetime
    state: JobState
    progress_share: float | None
    progress_says: str | None
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None
    attempts: int
    result: Any
    error: str | None
    hint: str | None

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self.state in {JobState.DONE, JobState.FAILED}


def submit(
    stores: Stores, scope: Scope, kind: JobKind, arguments: Mapping[str, Any], form_key: str
) -> str:
    """Queues work for the viewer and returns its id; the same form again returns the same id.

    Raises TooMany where the viewer has too much waiting, Conflict for another viewer's form.
    """
    with stores.writing() as connection:
        known = _of_form(connection, form_key)
        if known is not None:
            if known.submitted_by != scope.viewer:
                raise Conflict("This form belongs to someone else.")
            return str(known.job_id)
        if _waiting(connection, scope) >= MOST_WAITING:
            raise TooMany(
                f"{MOST_WAITING} pieces of work are waiting already.",
                hint="Wait until some of them are done.",
            )
        job_id = secrets.token_hex(16)
        connection.execute(
            tables.jobs.insert().values(
                job_id=job_id,
                kind=JobKind(kind).value,
                arguments=dict(arguments),
                submitted_by=scope.viewer,
                submitted_at=datetime.now(UTC),
                state=JobState.QUEUED.value,
                attempts=0,
                form_key=form_key,
            )
        )
        audit.append(
            connection,
            scope,
            "job_submitted",
            object_kind="job",
            object_id=job_id,
            detail={"kind": JobKind(kind).value},
        )
    return job_id


def jobs(stores: Stores, scope: Scope, *, limit: int = 50) -> list[Job]:
    """The viewer's newest jobs, newest first."""
    table = tables.jobs
    statement = sa.select(*_columns()).order_by(table.c.submitted_at.desc()).limit(limit)
    with stores.reading() as connection:
        return [_job(row) for row in connection.execute(scoped(statement, scope))]


def job(stores: Stores, scope: Scope, job_id: str) -> Job:
    """One job of the viewer; raises NotFound."""
    statement = sa.select(*_columns()).where(tables.jobs.c.job_id == job_id)
    with stores.reading() as connection:
        row = connection.execute(scoped(statement, scope)).one_or_none()
    if row is None:
        raise NotFound("There is no such job.")
    return _job(row)


def take_up_orphans(stores: Stores) -> list[Job]:
    """Puts jobs whose process died back into the queue, and gives up those that died too often.

    Returns the jobs given up. Only the one process that works on this home's jobs calls it.
    """
    table = tables.jobs
    running = sa.select(*_columns()).where(table.c.state == JobState.RUNNING.value)
    with stores.writing() as connection:
        orphans = [_job(row) for row in connection.execute(scoped(running, SYSTEM))]
        given_up = [orphan for orphan in orphans if orphan.attempts >= MOST_ATTEMPTS]
        again = [orphan.job_id for orphan in orphans if orphan.attempts < MOST_ATTEMPTS]
        _set(connection, again, state=JobState.QUEUED.value, progress_share=None)
        _set(
            connection,
            [orphan.job_id for orphan in given_up],
            state=JobState.FAILED.value,
            finished_at=datetime.now(UTC),
            error=GIVEN_UP,
            hint=GIVEN_UP_HINT,
        )
    return given_up


def is_anything_left(stores: Stores) -> bool:
    """Whether a job waits, or is running or was when its process died."""
    table = tables.jobs
    unfinished = [JobState.QUEUED.value, JobState.RUNNING.value]
    statement = sa.select(table.c.job_id).where(table.c.state.in_(unfinished)).limit(1)
    with stores.reading() as connection:
        return connection.execute(scoped(statement, SYSTEM)).first() is not None


def claim_next(stores: Stores) -> Job | None:
    """The job that has waited longest, now running; None where none waits."""
    table = tables.jobs
    waiting = (
        sa.select(table.c.job_id)
        .where(table.c.state == JobState.QUEUED.value)
        .order_by(table.c.submitted_at, table.c.job_id)
        .limit(1)
    )
    with stores.reading() as connection:  # an empty queue is looked at often: no write lock for it
        job_id = connection.execute(scoped(waiting, SYSTEM)).scalar()
    if job_id is None:
        return None
    now = datetime.now(UTC)
    claim = (
        sa.update(table)
        .where(table.c.job_id == job_id, table.c.state == JobState.QUEUED.value)
        .values(
            state=JobState.RUNNING.value,
            started_at=now,
            heartbeat_at=now,
            attempts=table.c.attempts + 1,
        )
    )
    with stores.writing() as connection:
        claimed = connection.execute(scoped(claim, SYSTEM)).rowcount == 1
    return job(stores, SYSTEM, job_id) if claimed else None


def report_progress(
    stores: Stores, job_id: str, share: float | None, says: str | None = None
) -> None:
    """Notes how far a running job is, and that its process lives."""
    with stores.writing() as connection:
        _set(
            connection,
            [job_id],
            progress_share=share,
            progress_says=says,
            heartbeat_at=datetime.now(UTC),
        )


def finish(stores: Stores, job_id: str, result: Any) -> None:
    """Marks a running job as done with what it answered."""
    with stores.writing() as connection:
        _set(
            connection,
            [job_id],
            state=JobState.DONE.value,
            progress_share=1.0,
            finished_at=datetime.now(UTC),
            result=result,
        )


def fail(stores: Stores, job_id: str, error: str, hint: str = "") -> None:
    """Marks a running job as failed with one sentence."""
    with stores.writing() as connection:
        _set(
            connection,
            [job_id],
            state=JobState.FAILED.value,
            finished_at=datetime.now(UTC),
            error=error,
            hint=hint or None,
        )


def put_back(stores: Stores, job_id: str) -> None:
    """Puts a running job back into the queue, without counting the attempt."""
    table = tables.jobs
    with stores.writing() as connection:
        _set(
            connection,
            [job_id],
            state=JobState.QUEUED.value,
            progress_share=None,
            attempts=table.c.attempts - 1,
        )


def _set(connection: sa.Connection, job_ids: list[str], **values: Any) -> None:
    if not job_ids:
        return
    table = tables.jobs
    statement = (
        sa.update(table)
        .where(table.c.job_id.in_(job_ids), table.c.state == JobState.RUNNING.value)
        .values(**values)
    )
    connection.execute(scoped(statement, SYSTEM))


def _of_form(connection: sa.Connection, form_key: str) -> sa.Row[Any] | None:
    table = tables.jobs
    statement = sa.select(table.c.job_id, table.c.submitted_by).where(table.c.form_key == form_key)
    return connection.execute(scoped(statement, SYSTEM)).one_or_none()


def _waiting(connection: sa.Connection, scope: Scope) -> int:
    table = tables.jobs
    statement = (
        sa.select(sa.func.count())
        .where(table.c.submitted_by == scope.viewer, table.c.state == JobState.QUEUED.value)
        .select_from(table)
    )
    return int(connection.execute(scoped(statement, scope)).scalar_one())


def _columns() -> list[sa.Column[Any]]:
    return [column for column in tables.jobs.c if column.name != "form_key"]


def _job(row: sa.Row[Any]) -> Job:
    return Job(
        job_id=row.job_id,
        kind=JobKind(row.kind),
        arguments=row.arguments,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        state=JobState(row.state),
        progress_share=row.progress_share,
        progress_says=row.progress_says,
        started_at=row.started_at,
        heartbeat_at=row.heartbeat_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        result=row.result,
        error=row.error,
        hint=row.hint,
    )
