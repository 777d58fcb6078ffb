"""The subjects of an earlier run: complete lists by outcome, and the stored samples.

A complete list is recomputed from the run's own snapshot, parameters and units, and is therefore
exactly what the run saw; the samples answer quickly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound, Refused
from data_access.layer_runs import Question, make_tables, opened, rows
from data_access.run_ledgers import question_of, runs
from data_access.run_samples import NEAR_MISS
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.compiler import CompiledLayer
from supervision.lead_sql import PERIOD, SUBJECT
from supervision.ledger import Plain
from supervision.model_format import Model
from supervision.personal import Mask, masked_record, personal_columns_of
from supervision.subjects import masked, masked_text, parse_subject
from supervision.vocabulary import Outcome, Verdict
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
    if unmask and scope.may_unmask:
        return [SampleRow(subject=row.subject, row=row.row) for row in found]
    masks = personal_columns_of(question_of(runs(stores, scope, run_id)[0]).model) if found else {}
    return [_veiled_sample(row, masks) for row in found]


def _veiled_sample(row: sa.Row[Any], masks: Mapping[str, Mask]) -> SampleRow:
    veiled = masked_record(row.row, masks)
    if row.subject is None:
        return SampleRow(subject=None, row=veiled)
    subject = parse_subject(row.subject)
    named = {
        name: masked_text(value, subject) if isinstance(value, str) else value
        for name, value in veiled.items()
    }
    return SampleRow(subject=str(masked(subject)), row=named)


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
