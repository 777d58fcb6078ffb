"""Earlier runs and their ledgers, their complete lists of subjects, and the models' catalogue.

Stored samples answer quickly; a complete list is recomputed from the run's own snapshot, parameters
and units, and is therefore exactly what the run saw.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound, Refused
from data_access.layer_runs import Question, make_tables, opened, rows
from data_access.run_reports import RunReport
from data_access.run_samples import NEAR_MISS
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.compiler import CompiledLayer
from supervision.declaration import model as model_of
from supervision.lead_sql import PERIOD, SUBJECT
from supervision.ledger import (
    Caution,
    ConditionCount,
    Coverage,
    ExclusionCount,
    LayerLedger,
    Plain,
)
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.subjects import masked, masked_text, parse_subject
from supervision.vocabulary import Line, Outcome, RunStatus, Verdict
from supervision.why_sql import checks_of, checks_statement


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectRow:
    """One subject and period with this outcome in a layer, and the sentence that decided it.

    period: None in layers that do not yet know it. reason: None where the row was kept.
    """

    subject: str
    period: str | None
    layer: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleRow:
    """One sampled row of a layer; subject None: the layer does not yet know it."""

    subject: str | None
    row: Mapping[str, Plain]


def runs(
    stores: Stores,
    scope: Scope,
    run_id: str | None = None,
    *,
    model: str | None = None,
    limit: int | None = None,
) -> list[RunReport]:
    """Earlier runs, newest first, with their ledgers; or the one of this id.

    Raises NotFound where there is no such run within the viewer's scope.
    """
    table = tables.runs
    statement = sa.select(table).order_by(table.c.started_at.desc(), table.c.run_id)
    if run_id is not None:
        statement = statement.where(table.c.run_id == run_id)
    if model is not None:
        statement = statement.where(table.c.model == model)
    with stores.reading() as connection:
        found = connection.execute(scoped(statement.limit(limit), scope)).all()
        if run_id is not None and not found:
            raise NotFound(f"There is no run {run_id}.", hint="`sijian runs` lists the runs.")
        return [_report(connection, scope, row) for row in found]


def last_run(stores: Stores, scope: Scope, model_id: str) -> RunReport:
    """The newest run of the model that was not refused; raises NotFound where there is none."""
    model_of(model_id)
    for report in runs(stores, scope, model=model_id):
        if report.status is not RunStatus.REFUSED:
            return report
    raise NotFound(
        f"The model {model_id} has not been run yet.", hint=f"Run `sijian screen {model_id}`."
    )


def question_of(report: RunReport) -> Question:
    """The question an earlier run asked, to ask it again.

    Raises Refused where the model has changed since: its layers would not be the run's.
    """
    model = model_of(report.model)
    if model.version != report.version:
        raise Refused(
            f"The model {model.id} is now of version {model.version}; the run was of"
            f" {report.version}.",
            hint=f"Run `sijian screen {model.id}` again.",
        )
    return Question(
        model=model,
        parameters=parameter_values(model, report.parameters),
        snapshot=report.snapshot,
        as_of=report.as_of,
        units=frozenset(report.units),
    )


def subjects(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    run_id: str,
    outcome: str,
    layer: str | None = None,
    *,
    unmask: bool = False,
) -> list[SubjectRow]:
    """All subjects with this outcome in a layer of a run; sorted by layer, subject and period.

    outcome: flagged, dropped, excluded, cannot_judge or near_miss. layer None: every layer on the
    lead's way; for flagged, the last one.
    Raises NotFound for an unknown run or layer, Refused for an unknown outcome.
    """
    question = question_of(runs(stores, scope, run_id)[0])
    model = question.model
    wanted = _layers(model, outcome, layer)
    found: dict[SubjectRow, None] = {}
    with opened(stores, question) as connection:
        compiled = make_tables(connection, question)
        for layer_id in wanted:
            found |= dict.fromkeys(_subject_rows(connection, question, compiled[layer_id], outcome))
    return [_masked(row, scope, unmask=unmask) for row in found]


def samples(  # noqa: PLR0913 - one argument a part of the request
    stores: Stores,
    scope: Scope,
    run_id: str,
    layer: str,
    outcome: str,
    *,
    unmask: bool = False,
) -> list[SampleRow]:
    """The stored sample of one side of a layer of a run, in its order.

    outcome: kept, dropped, excluded, cannot_judge or near_miss.
    """
    table = tables.run_samples
    statement = (
        sa.select(table.c.subject, table.c.row)
        .where(table.c.run_id == run_id, table.c.layer == layer, table.c.outcome == outcome)
        .order_by(table.c.ordinal)
    )
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).all()
    return [_sample(row, shows=unmask and scope.may_unmask) for row in found]


def _sample(row: sa.Row[Any], *, shows: bool) -> SampleRow:
    if row.subject is None or shows:
        return SampleRow(subject=row.subject, row=row.row)
    subject = parse_subject(row.subject)
    veiled = {
        name: masked_text(value, subject) if isinstance(value, str) else value
        for name, value in row.row.items()
    }
    return SampleRow(subject=str(masked(subject)), row=veiled)


def _layers(model: Model, outcome: str, layer: str | None) -> list[str]:
    known = [one.id for one in model.layers]
    outcomes = [Verdict.FLAGGED, Outcome.DROPPED, Outcome.EXCLUDED, Outcome.CANNOT_JUDGE, NEAR_MISS]
    if outcome not in [str(one) for one in outcomes]:
        raise Refused(
            f"There is no outcome {outcome}.", hint=f"The outcomes are: {', '.join(outcomes)}."
        )
    if layer is not None and layer not in known:
        raise NotFound(
            f"The model {model.id} has no layer {layer}.", hint=f"It has: {', '.join(known)}."
        )
    if layer is not None:
        return [layer]
    path = [one.id for one in model.lead_path]
    return path[-1:] if outcome == Verdict.FLAGGED else path


def _subject_rows(
    connection: sa.Connection, question: Question, compiled: CompiledLayer, outcome: str
) -> Iterator[SubjectRow]:
    where = "is_near_miss" if outcome == NEAR_MISS else f"outcome = '{_stored(outcome)}'"
    if not compiled.has_checks:
        where = "TRUE" if outcome == Verdict.FLAGGED else "FALSE"
    statement = checks_statement(question.model, compiled, question.parameters, where=where)
    kind = question.model.lead.subject_kind.value
    for row in rows(connection, statement).to_dicts():
        if row[SUBJECT] is not None:
            yield SubjectRow(
                subject=f"{kind}:{row[SUBJECT]}",
                period=row[PERIOD],
                layer=compiled.layer.id,
                reason=_deciding(compiled, row, outcome),
            )


def _stored(outcome: str) -> str:
    return Outcome.KEPT.value if outcome == Verdict.FLAGGED else outcome


def _deciding(compiled: CompiledLayer, row: Mapping[str, Any], outcome: str) -> str | None:
    """The sentences of the checks that made the outcome; None for kept rows."""
    excluding = {exclusion.id for exclusion in compiled.layer.exclusions}
    held = {Outcome.EXCLUDED.value: True, Outcome.CANNOT_JUDGE.value: None}.get(outcome, False)
    if outcome == Verdict.FLAGGED:
        return None
    says = [
        check.says
        for check in checks_of(compiled)
        if (check.id in excluding) == (outcome == Outcome.EXCLUDED.value)
        and row[f"b_{check.id}"] is held
    ]
    return "；".join(says)


def _masked(row: SubjectRow, scope: Scope, *, unmask: bool) -> SubjectRow:
    if unmask and scope.may_unmask:
        return row
    return SubjectRow(
        subject=str(masked(parse_subject(row.subject))),
        period=row.period,
        layer=row.layer,
        reason=row.reason,
    )


def _report(connection: sa.Connection, scope: Scope, row: sa.Row[Any]) -> RunReport:
    layers, units = tables.run_layers, tables.run_units
    select = sa.select(layers).where(layers.c.run_id == row.run_id).order_by(layers.c.ordinal)
    of_units = sa.select(units.c.unit_code).where(units.c.run_id == row.run_id)
    ledgers = connection.execute(scoped(select, scope)).all()
    names = connection.execute(of_units.order_by(units.c.unit_code)).scalars().all()
    same = {name: getattr(row, name) for name in RunReport.__annotations__ if name in row._fields}
    same |= {"line": Line(row.line), "status": RunStatus(row.status)}
    same |= {
        "coverage": tuple(Coverage(**one) for one in row.coverage),
        "warnings": tuple(Caution(**one) for one in row.warnings),
    }
    return RunReport(**same, layers=tuple(_ledger(one) for one in ledgers), units=tuple(names))


def _ledger(row: sa.Row[Any]) -> LayerLedger:
    same = {name: getattr(row, name) for name in LayerLedger.__annotations__ if name in row._fields}
    same |= {
        "conditions": tuple(ConditionCount(**one) for one in row.conditions),
        "exclusions": tuple(ExclusionCount(**one) for one in row.exclusions),
    }
    return LayerLedger(id=row.layer, **same)
