"""Screening: a model is run on the pool, and leaves a run with its ledger, and leads.

The pool is read on one connection that writes nothing; everything a run leaves is written to
casework in one transaction, so that a run is there as a whole or not at all.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import sqlalchemy as sa

from data_access.errors import NotFound
from data_access.layer_runs import Progress, Question, make_layers, opened, read_coverage, rows
from data_access.run_reports import Found, LeadCounts, RunReport
from data_access.run_samples import read_samples
from data_access.run_writes import write_run
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.compiler import CompiledLayer
from supervision.declaration import model as model_of
from supervision.errors import Mistake, ModelMistakes
from supervision.lead_rows import FoundLead, found_lead
from supervision.lead_sql import batches_statement, lead_statement
from supervision.ledger import Coverage, warnings_of
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.vocabulary import RunStatus

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
    progress: Progress | None = None,
) -> RunReport:
    """One run of a model on the rows of the viewer's units; a dry run writes nothing.

    as_of: the day on which clocks and windows stand; None means the snapshot's day. snapshot: None
    means the newest. settings: parameter values other than the defaults.
    A run that is refused because something required is missing is an answer, and is recorded.
    Raises UnknownName, ParameterRefused, NotAllowed (the model's line), NotFound (the snapshot).
    """
    question = ask(stores, scope, model_id, as_of=as_of, snapshot=snapshot, settings=settings)
    started_at, began = datetime.now(UTC), time.perf_counter()
    found = _read(stores, question, progress, is_dry=dry_run)
    status, why = judge(found.coverage)
    report = RunReport(
        run_id=None if dry_run else uuid.uuid4().hex,
        model=question.model.id,
        version=question.model.version,
        line=question.model.line,
        snapshot=question.snapshot,
        as_of=question.as_of,
        parameters=dict(question.parameters),
        status=status,
        why=why,
        layers=found.layers,
        coverage=found.coverage,
        warnings=warnings_of(question.model, found.layers),
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
    counts = write_run(stores, scope, question.model, report, found)
    return with_counts(report, counts)


def ask(
    stores: Stores,
    scope: Scope,
    model_id: str,
    *,
    as_of: date | None = None,
    snapshot: int | None = None,
    settings: Mapping[str, object] | None = None,
) -> Question:
    """The question a run of this viewer asks, settled to its snapshot, day, parameters and units."""
    declared = model_of(model_id)
    scope.require_line(declared.line)
    parameters = parameter_values(declared, settings)
    number = stores.pool.snapshot() if snapshot is None else snapshot
    day = stores.pool.snapshot_day(number)
    if day is None:
        raise NotFound(
            f"The pool has no snapshot {number}.",
            hint="Leave the snapshot out to read the newest.",
        )
    return Question(
        model=declared,
        parameters=parameters,
        snapshot=number,
        as_of=as_of or day,
        units=scope.units,
    )


def judge(coverage: tuple[Coverage, ...]) -> tuple[RunStatus, str | None]:
    """Whether the rows suffice for a verdict, for one only for reference, or for none; and why."""
    missing = [one for one in coverage if one.is_required and not one.is_enough]
    if missing:
        return RunStatus.REFUSED, _says(missing)
    thin = [one for one in coverage if not one.is_enough]
    if thin:
        return RunStatus.DEGRADED, _says(thin)
    return RunStatus.COMPLETED, None


def with_counts(report: RunReport, counts: LeadCounts) -> RunReport:
    """The report with what became of its leads."""
    return replace(
        report,
        leads_found=counts.found,
        leads_new=counts.new,
        leads_known=counts.known,
        leads_reopened=counts.reopened,
    )


def _says(lacking: list[Coverage]) -> str:
    empty = sorted({one.dataset for one in lacking if not one.rows})
    told = [f"{dataset} has no rows in these units" for dataset in empty]
    told += [
        f"{one.dataset}.{one.column} is empty in {one.rows - one.filled} of {one.rows} rows"
        f" ({one.share:.1%} filled, {one.least:.1%} needed)"
        for one in lacking
        if one.rows
    ]
    return "; ".join(told) + "."


def _read(stores: Stores, question: Question, progress: Progress | None, *, is_dry: bool) -> Found:
    model = question.model
    with opened(stores, question) as connection:
        coverage = read_coverage(connection, model)
        if judge(coverage)[0] is RunStatus.REFUSED:
            return Found(coverage=coverage)
        compiled, ledgers = make_layers(connection, question, progress)
        last = compiled[model.layers[-1].id]
        found = rows(connection, lead_statement(model, last, question.parameters))
        leads = tuple(found_lead(model, row) for row in found.to_dicts())
        _refuse_twins(model, leads)
        if is_dry:
            return Found(coverage=coverage, layers=ledgers, leads=leads)
        return Found(
            coverage=coverage,
            layers=ledgers,
            leads=leads,
            samples=read_samples(connection, question, compiled),
            batches=_batches(connection, question, last, leads),
        )


def _refuse_twins(model: Model, leads: tuple[FoundLead, ...]) -> None:
    if len({lead.lead_id for lead in leads}) != len(leads):
        says = "two rows of the last layer are the same lead: same unit, subject and period"
        raise ModelMistakes([Mistake(file=f"{model.id}.toml", where="lead.subject", says=says)])


def _batches(
    connection: sa.Connection,
    question: Question,
    last: CompiledLayer,
    leads: tuple[FoundLead, ...],
) -> dict[str, frozenset[str]]:
    """The batches behind each lead, by lead_id."""
    by_key: dict[LeadKey, set[str]] = {}
    for statement in batches_statement(question.model, last, question.parameters):
        for subject, period, unit, batch in rows(connection, statement).iter_rows():
            by_key.setdefault((subject, period, unit), set()).add(batch)
    return {
        lead.lead_id: frozenset(
            by_key.get((lead.subject.partition(":")[2], lead.period, lead.unit_code or ""), ())
        )
        for lead in leads
    }
