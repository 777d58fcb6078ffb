"""Screening: a model is run on the pool, and leaves a run with its ledger, and leads.

The pool is read on one connection that writes nothing; everything a run leaves is written to
casework in one transaction, so that a run is there as a whole or not at all.
"""

import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import sqlalchemy as sa

from data_access.errors import Refused
from data_access.filled_columns import known_coverage
from data_access.layer_runs import (
    Progress,
    Question,
    counted_by,
    make_layers,
    opened,
    read_coverage,
    rows,
)
from data_access.questions import ask, judge
from data_access.run_reports import Found, LeadCounts, RunReport
from data_access.run_samples import read_samples
from data_access.run_writes import write_run
from data_access.scope import Scope
from data_access.stores import Stores
from data_access.whole_runs import answers_of
from data_access.why import Why, why, why_lead
from supervision.compiler import CompiledLayer
from supervision.count_sql import ROW_COUNT
from supervision.errors import Mistake, ModelMistakes
from supervision.lead_rows import FoundLead, found_leads
from supervision.lead_sql import batches_statement, lead_statement, subjects_counted
from supervision.ledger import DRAFT, Caution, flags_too_many, warnings_of
from supervision.model_format import Model
from supervision.vocabulary import RunStatus

__all__ = ["RunReport", "Why", "screen", "why", "why_lead"]

LeadKey = tuple[str, str, str]
"""Subject's key, period and unit: what a batch is joined to a lead by."""


def screen(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    model_id: str,
    *,
    as_of: date | None = None,
    snapshot: int | None = None,
    settings: Mapping[str, object] | None = None,
    dry_run: bool = False,
    due: Sequence[int] = (),
    progress: Progress | None = None,
) -> RunReport:
    """One run of a model on the rows of the viewer's units; a dry run writes nothing.

    as_of: the day on which clocks and windows stand; None means the snapshot's day. snapshot: None
    means the newest. settings: parameter values other than those of the viewer's unit. due: the due
    runs that are done with this one.
    A run that is refused because something required is missing is an answer, and is recorded.
    Raises UnknownName, ParameterRefused, NotAllowed (the model's line), NotFound (the snapshot),
    Refused (a SELECT beyond its limits), Conflict (another process did what was due).
    """
    question = ask(stores, scope, model_id, as_of=as_of, snapshot=snapshot, settings=settings)
    started_at, began = datetime.now(UTC), time.perf_counter()
    found = find(stores, question, progress, is_dry=dry_run)
    status, lacking = judge(found.coverage)
    report = RunReport(
        run_id=None if dry_run else uuid.uuid4().hex,
        model=question.model.id,
        version=question.model.version,
        line=question.model.line,
        snapshot=question.snapshot,
        as_of=question.as_of,
        parameters=dict(question.parameters),
        status=status,
        why=lacking,
        layers=found.layers,
        coverage=found.coverage,
        warnings=cautions(question, found),
        units=tuple(sorted(question.units)),
        leads_found=len(found.leads),
        leads_new=0,
        leads_known=0,
        leads_reopened=0,
        started_at=started_at,
        run_by=scope.viewer,
        seconds=round(time.perf_counter() - began, 6),
    )
    if dry_run:
        return report
    if progress is not None:
        progress(None, "progress.writing")
    counts = write_run(stores, scope, question.model, report, found, due=due)
    return with_counts(report, counts)


def with_counts(report: RunReport, counts: LeadCounts) -> RunReport:
    """The report with what became of its leads."""
    return replace(
        report,
        leads_found=counts.found,
        leads_new=counts.new,
        leads_known=counts.known,
        leads_reopened=counts.reopened,
    )


def cautions(question: Question, found: Found) -> tuple[Caution, ...]:
    """What a reader of what was found should know, layer by layer, then of the run as a whole."""
    model = question.model
    of_draft = (Caution(code=DRAFT, layer=model.layers[-1].id),) if question.is_draft else ()
    return (*of_draft, *warnings_of(model, found.layers), *found.warnings)


def find(
    stores: Stores, question: Question, progress: Progress | None = None, *, is_dry: bool
) -> Found:
    """All that a run finds in the pool; nothing is written.

    is_dry: without what only the casework store needs, samples and the batches behind leads.
    """
    if is_dry:
        with suppress(Refused):  # beyond the limits of a SELECT: layer by layer, to say of which
            return _found_at_once(stores, question, progress)
    model = question.model
    with opened(stores, question, makes_layers=True) as connection:
        compiled, ledgers = make_layers(connection, question, progress)
        known = known_coverage(stores, connection, question)
        coverage = read_coverage(connection, model, ledgers, known)
        if judge(coverage)[0] is RunStatus.REFUSED:
            return Found(coverage=coverage)
        last = compiled[model.layers[-1].id]
        found = rows(connection, lead_statement(model, last, question.values))
        leads = _leads(model, found.to_dicts())
        return Found(
            coverage=coverage,
            layers=ledgers,
            leads=leads,
            warnings=_warnings(question, leads, _subjects(connection, question, compiled)),
            samples=() if is_dry else read_samples(connection, question, compiled, ledgers),
            batches={} if is_dry else _batches(connection, question, last, leads),
        )


def _found_at_once(stores: Stores, question: Question, progress: Progress | None) -> Found:
    """What a dry run finds, in one statement."""
    if progress is not None:
        progress(None, "progress.screening")
    answers = answers_of(stores, question)
    if judge(answers.coverage)[0] is RunStatus.REFUSED:
        return Found(coverage=answers.coverage)
    leads = _leads(question.model, answers.leads)
    return Found(
        coverage=answers.coverage,
        layers=answers.layers,
        leads=leads,
        warnings=_warnings(question, leads, answers.subjects),
    )


def _leads(model: Model, found: Iterable[Mapping[str, object]]) -> tuple[FoundLead, ...]:
    """The leads by subject, period and unit, of which no two are the same."""
    leads = found_leads(model, found)
    if len({lead.lead_id for lead in leads}) != len(leads):
        says = "two rows of the last layer are the same lead: same unit, subject and period"
        raise ModelMistakes([Mistake(file=f"{model.id}.toml", where="lead.subject", says=says)])
    return tuple(sorted(leads, key=_place))


def _place(lead: FoundLead) -> tuple[str, str, bool, str]:
    return lead.subject, lead.period, lead.unit_code is None, lead.unit_code or ""


def _warnings(
    question: Question, leads: tuple[FoundLead, ...], subjects: tuple[str, int] | None
) -> tuple[Caution, ...]:
    """The warning of a run that flags too many of its subjects.

    subjects: in which layer how many different ones stand; None where nobody asks.
    """
    if subjects is None:
        return ()
    layer, count = subjects
    flagged = len({lead.subject for lead in leads})
    return flags_too_many(question.model, layer, flagged=flagged, subjects=count)


def _subjects(
    connection: sa.Connection, question: Question, compiled: Mapping[str, CompiledLayer]
) -> tuple[str, int] | None:
    if question.model.lead.warn_above is None:
        return None
    layer, counts = subjects_counted(question.model, compiled, question.values)
    return layer, counted_by(connection, counts)[ROW_COUNT]


def _batches(
    connection: sa.Connection,
    question: Question,
    last: CompiledLayer,
    leads: tuple[FoundLead, ...],
) -> dict[str, frozenset[str]]:
    """The batches behind each lead, by lead_id."""
    by_key: dict[LeadKey, set[str]] = {}
    for statement in batches_statement(question.model, last, question.values):
        for subject, period, unit, batch in rows(connection, statement).iter_rows():
            by_key.setdefault((subject, period, unit), set()).add(batch)
    return {
        lead.lead_id: frozenset(
            by_key.get((lead.subject.partition(":")[2], lead.period, lead.unit_code or ""), ())
        )
        for lead in leads
    }
