"""The subjects of an earlier run: complete lists by outcome, and the stored samples.

A complete list is recomputed from the run's own snapshot, parameters and units, and is therefore
exactly what the run saw; the samples answer quickly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import NotFound, Refused
from data_access.layer_runs import Question, make_tables, opened, rows
from data_access.run_ledgers import question_of, runs
from data_access.run_samples import SampleCheck
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.compiler import CompiledLayer
from supervision.deciding import NEAR_MISS, deciding_checks
from supervision.expressions import columns_of
from supervision.lead_sql import PERIOD, SUBJECT
from supervision.ledger import Plain
from supervision.model_format import Model
from supervision.personal import Mask, masked_record, personal_columns_of
from supervision.subjects import masked, masked_text, parse_subject
from supervision.vocabulary import Outcome, Verdict
from supervision.why_sql import checks_statement


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
    """One sampled row of a layer; subject None: the layer does not yet know it.

    checks: those that put it on its side; none for a kept row, and in runs before casework's
    version 0008. lacking: the columns they read that are empty in the row.
    """

    subject: str | None
    row: Mapping[str, Plain]
    checks: tuple[SampleCheck, ...] = ()
    lacking: tuple[str, ...] = ()


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
    question = question_of(stores, scope, runs(stores, scope, run_id)[0])
    model = question.model
    wanted = _layers(model, outcome, layer)
    found: dict[SubjectRow, None] = {}
    with opened(stores, question, makes_layers=True) as connection:
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
    """The stored sample of one side of a layer of a run, in its order; the reading is audited.

    outcome: kept, dropped, excluded, cannot_judge or near_miss.
    Raises Refused where the model has changed since: it no longer says which columns name persons.
    """
    table = tables.run_samples
    statement = (
        sa.select(table.c.subject, table.c.row, table.c.checks)
        .where(table.c.run_id == run_id, table.c.layer == layer, table.c.outcome == outcome)
        .order_by(table.c.ordinal)
    )
    unmask = unmask and scope.may_unmask
    with stores.writing() as connection:
        found = connection.execute(scoped(statement, scope)).all()
        if found:
            detail = {"layer": layer, "outcome": outcome, "rows": len(found), "unmask": unmask}
            audit.append(
                connection, scope, "sample_read", object_kind="run", object_id=run_id, detail=detail
            )
    if not found:
        return []
    masks = {}
    if not unmask:
        question = question_of(stores, scope, runs(stores, scope, run_id)[0])
        masks = personal_columns_of(question.model)
    return [_sample(row, masks, unmask=unmask) for row in found]


def _sample(row: sa.Row[Any], masks: Mapping[str, Mask], *, unmask: bool) -> SampleRow:
    veiled = row.row if unmask else masked_record(row.row, masks)
    found = SampleRow(subject=row.subject, row=veiled, checks=_checks(row.checks))
    found = replace(found, lacking=_lacking(row.row, found.checks))
    if row.subject is None or unmask:
        return found
    subject = parse_subject(row.subject)

    def hidden(value: Plain) -> Plain:
        return masked_text(value, subject) if isinstance(value, str) else value

    return replace(
        found,
        subject=str(masked(subject)),
        row={name: hidden(value) for name, value in veiled.items()},
        checks=tuple(
            replace(check, actual=hidden(check.actual), limit=hidden(check.limit))
            for check in found.checks
        ),
    )


def _checks(stored: Iterable[Mapping[str, Any]]) -> tuple[SampleCheck, ...]:
    return tuple(SampleCheck(**check) for check in stored)


def _lacking(row: Mapping[str, Plain], checks: tuple[SampleCheck, ...]) -> tuple[str, ...]:
    """The columns that the checks read and the row lacks."""
    read = {name for check in checks for name in columns_of(check.when)}
    return tuple(name for name, value in row.items() if value is None and name in read)


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
    statement = checks_statement(question.model, compiled, question.values, where=where)
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
    if outcome == Verdict.FLAGGED:
        return None
    return "；".join(check.says for _, check in deciding_checks(compiled, row, outcome))


def _masked(row: SubjectRow, scope: Scope, *, unmask: bool) -> SubjectRow:
    if unmask and scope.may_unmask:
        return row
    return SubjectRow(
        subject=str(masked(parse_subject(row.subject))),
        period=row.period,
        layer=row.layer,
        reason=row.reason,
    )
