"""The bounded samples a run keeps of each side of each layer, so that its counts open into rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data_access.layer_runs import Question, rows
from supervision.compiler import CompiledLayer
from supervision.lead_sql import PERIOD, SUBJECT, keyed_rows
from supervision.ledger import LayerLedger, Plain, plain
from supervision.vocabulary import Outcome

SAMPLE_ROWS = 20
NEAR_MISS = "near_miss"


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerSample:
    """One sampled row of a layer: its outcome (or near_miss), subject and columns.

    subject: `kind:key`; None in layers that do not yet know it.
    """

    layer: str
    outcome: str
    ordinal: int
    subject: str | None
    row: Mapping[str, Plain]


def read_samples(
    connection: sa.Connection,
    question: Question,
    compiled: Mapping[str, CompiledLayer],
    ledgers: Iterable[LayerLedger],
) -> tuple[LayerSample, ...]:
    """The first rows of every outcome of every layer, ordered by their columns left to right.

    ledgers: those of the layers; what they count none of is not looked for.
    """
    found: list[LayerSample] = []
    for ledger in ledgers:
        one = compiled[ledger.id]
        for outcome, count in _counted(ledger).items():
            if count:
                found += _sampled(connection, question, one, outcome)
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
    connection: sa.Connection, question: Question, compiled: CompiledLayer, outcome: str
) -> list[LayerSample]:
    which = "TRUE"
    if compiled.has_checks:
        which = "is_near_miss" if outcome == NEAR_MISS else f"outcome = '{outcome}'"
    order = ", ".join((SUBJECT, PERIOD, *compiled.columns))
    statement = (
        f"SELECT {order} FROM ({keyed_rows(question.model, compiled, question.values)}) AS keyed"
        f" WHERE {which} ORDER BY {order} LIMIT {SAMPLE_ROWS}"
    )
    kind = question.model.lead.subject_kind.value
    return [
        LayerSample(
            layer=compiled.layer.id,
            outcome=outcome,
            ordinal=ordinal,
            subject=None if row[SUBJECT] is None else f"{kind}:{row[SUBJECT]}",
            row={name: plain(row[name]) for name in compiled.columns},
        )
        for ordinal, row in enumerate(rows(connection, statement).to_dicts())
    ]
