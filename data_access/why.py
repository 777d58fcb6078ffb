"""Why a model says what it says of one subject: followed through the layers of its last run."""

from dataclasses import dataclass

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import NotFound
from data_access.layer_runs import make_tables, opened
from data_access.run_ledgers import last_run, question_of, runs
from data_access.run_reports import RunReport
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from data_access.subject_courses import subject_courses
from supervision.errors import UnknownName
from supervision.subjects import masked, parse_subject
from supervision.verdicts import CheckAnswer, Course
from supervision.vocabulary import Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodVerdict:
    """The verdict of one behaviour period of the subject; period None: it came not that far."""

    period: str | None
    unit: str | None
    verdict: Verdict
    reached: str | None
    stopped_at: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """What a run says of a subject, and on which check it stopped.

    reached: the last layer it came to; stopped_at: None where it was flagged; conditions: those of
    the period that came furthest, in order; periods: the verdicts of all.
    """

    model: str
    run_id: str
    subject: str
    verdict: Verdict
    reached: str | None
    stopped_at: str | None
    conditions: tuple[CheckAnswer, ...]
    periods: tuple[PeriodVerdict, ...]


def why(stores: Stores, scope: Scope, model_id: str, subject: str, *, unmask: bool = False) -> Why:
    """The subject's way through the layers of the model's last run within the viewer's scope.

    Raises NotFound where the model was never run, UnknownName for an unknown model or a subject
    that is not spelled kind:key.
    """
    return _why(stores, scope, last_run(stores, scope, model_id), subject, unmask=unmask)


def why_run(
    stores: Stores, scope: Scope, run_id: str, subject: str, *, unmask: bool = False
) -> Why:
    """The subject's way through the layers of one run within the viewer's scope.

    Raises NotFound where there is no such run, UnknownName for a subject that is not spelled
    kind:key, Refused where the model has changed since.
    """
    return _why(stores, scope, runs(stores, scope, run_id)[0], subject, unmask=unmask)


def why_lead(stores: Stores, scope: Scope, lead_id: str, *, unmask: bool = False) -> Why:
    """The way of one lead's subject through the layers of the run that last found it.

    Raises NotFound where there is no such lead within the viewer's scope.
    """
    leads = tables.leads.c
    statement = sa.select(leads.subject, leads.run_id).where(leads.lead_id == lead_id)
    with stores.reading() as connection:
        row = connection.execute(scoped(statement, scope)).first()
    if row is None:
        raise NotFound(f"There is no lead {lead_id}.", hint="`sijian leads` lists the leads.")
    return _why(stores, scope, runs(stores, scope, row.run_id)[0], row.subject, unmask=unmask)


def _why(stores: Stores, scope: Scope, report: RunReport, subject: str, *, unmask: bool) -> Why:
    named = parse_subject(subject)
    question = question_of(stores, scope, report)
    kind = question.model.lead.subject_kind
    if named.kind is not kind:
        raise UnknownName(
            f"The model {report.model} is about a {kind.value}, not a {named.kind.value}.",
            hint=f"Spell the subject {kind.value}:key.",
        )
    with opened(stores, question, makes_layers=True) as connection:
        compiled = make_tables(connection, question)
        found = subject_courses(connection, question, compiled, named.key)
    shown = named if unmask and scope.may_unmask else masked(named)
    first = found[0] if found else None
    verdict = Verdict.ABSENT if first is None else first.verdict
    _audit(stores, scope, report, verdict)
    return Why(
        model=report.model,
        run_id=report.run_id or "",
        subject=str(shown),
        verdict=verdict,
        reached=None if first is None else first.reached,
        stopped_at=None if first is None else first.stopped_at,
        conditions=() if first is None else first.conditions,
        periods=tuple(_period(course) for course in found),
    )


def _audit(stores: Stores, scope: Scope, report: RunReport, verdict: Verdict) -> None:
    """That someone asked, and what the answer was; never about whom."""
    detail = {"model": report.model, "verdict": verdict.value}
    with stores.writing() as connection:
        audit.append(
            connection, scope, "why", object_kind="run", object_id=report.run_id, detail=detail
        )


def _period(course: Course) -> PeriodVerdict:
    return PeriodVerdict(
        period=course.period,
        unit=course.unit_code,
        verdict=course.verdict,
        reached=course.reached,
        stopped_at=course.stopped_at,
    )
