"""The bounded samples a run keeps of each side of each layer, so that its counts open into rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data_access.layer_runs import Question, rows
from supervision.compiler import CompiledLayer
from supervision.deciding import NEAR_MISS, deciding_checks
from supervision.lead_sql import SUBJECT
from supervision.ledger import LayerLedger, Plain, plain
from supervision.vocabulary import Outcome
from supervision.why_sql import sample_statement

SAMPLE_ROWS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleCheck:
    """One check that put a sampled row on its side, with its value and limit where it has them.

    test: the id of the layer's condition or exclusion that it is, or is one way to meet.
    """

    test: str
    says: str
    when: str
    actual: Plain
    limit: Plain


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerSample:
    """One sampled row of a layer: its outcome (or near_miss), subject, columns and deciding checks.

    subject: `kind:key`; None in layers that do not yet know it.
    """

    layer: str
    outcome: str
    ordinal: int
    subject: str | None
    row: Mapping[str, Plain]
    checks: tuple[SampleCheck, ...]


def read_samples(
    connection: sa.Connection,
    question: Question,
    compiled: Mapping[str, CompiledLayer],
    ledgers: Iterable[LayerLedger],
) -> tuple[LayerSample, ...]:
    """The first rows of every side of every layer, ordered by their columns left to right.

    Where several tests put rows on a side, each of them is among the sample.
    ledgers: those of the layers; what they count none of is not looked for.
    """
    found: list[LayerSample] = []
    for ledger in ledgers:
        for side, count in _counted(ledger).items():
            if count:
                found += _sampled(connection, question, compiled[ledger.id], ledger, side)
    return tuple(found)


def _counted(ledger: LayerLedger) -> dict[str, int]:
    """The rows of the layer's relation with each outcome; what a join dropped is not among them."""
    return {
        Outcome.KEPT.value: ledger.rows_kept,
        Outcome.DROPPED.value: ledger.rows_dropped - ledger.join_dropped,
        Outcome.EXCLUDED.value: ledger.rows_excluded,
        Outcome.CANNOT_JUDGE.value: ledger.rows_cannot_judge,
        NEAR_MISS: ledger.rows_near_miss,
    }


def _sampled(
    connection: sa.Connection,
    question: Question,
    compiled: CompiledLayer,
    ledger: LayerLedger,
    side: str,
) -> list[LayerSample]:
    statement = sample_statement(
        question.model,
        compiled,
        question.values,
        side,
        causes=_causes(ledger, side),
        limit=SAMPLE_ROWS,
    )
    kind = question.model.lead.subject_kind.value
    return [
        LayerSample(
            layer=compiled.layer.id,
            outcome=side,
            ordinal=ordinal,
            subject=None if row[SUBJECT] is None else f"{kind}:{row[SUBJECT]}",
            row={name: plain(row[name]) for name in compiled.columns},
            checks=_checks(compiled, row, side),
        )
        for ordinal, row in enumerate(rows(connection, statement).to_dicts())
    ]


def _causes(ledger: LayerLedger, side: str) -> set[str]:
    """The tests that put some row of the layer on this side."""
    if side == Outcome.EXCLUDED.value:
        return {entry.id for entry in ledger.exclusions if entry.excluded_count}
    if side == Outcome.CANNOT_JUDGE.value:
        return {entry.id for entry in ledger.conditions if entry.null_count}
    return {entry.id for entry in ledger.conditions if entry.false_count}


def _checks(compiled: CompiledLayer, row: Mapping[str, Any], side: str) -> tuple[SampleCheck, ...]:
    return tuple(
        SampleCheck(
            test=test,
            says=check.says,
            when=check.when,
            actual=plain(row[f"a_{check.id}"]),
            limit=plain(row[f"l_{check.id}"]),
        )
        for test, check in deciding_checks(compiled, row, side)
    )
