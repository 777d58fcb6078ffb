"""Following one subject through the layers of a run whose tables stand on a connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Any

import sqlalchemy as sa

from data_access.layer_runs import Question, rows
from supervision.compiler import CompiledLayer
from supervision.layer_format import Check, Layer
from supervision.lead_sql import knows_period, knows_subject
from supervision.ledger import plain
from supervision.verdicts import CheckAnswer, Course, Standing, courses, joined
from supervision.vocabulary import Outcome
from supervision.why_sql import checks_of, checks_statement, folded_statement

BY_PRECEDENCE = (Outcome.KEPT, Outcome.CANNOT_JUDGE, Outcome.EXCLUDED, Outcome.DROPPED)
"""Which outcome stands for a subject of which the rows of one layer differ."""


def subject_courses(
    connection: sa.Connection,
    question: Question,
    compiled: Mapping[str, CompiledLayer],
    key: str,
) -> tuple[Course, ...]:
    """The courses of the subject with this key, furthest first; none where it is absent.

    They begin at the first layer that has what the subject is made of: a cluster is known only
    once its members have been laid beside each other. Where rows of several layers are put
    together, the subject is followed through each of them.
    """
    model = question.model
    paths = dict.fromkeys(
        tuple(dropwhile(lambda name: not knows_subject(model, compiled[name]), _ids(path)))
        for path in model.lead_paths
    )
    wanted = dict.fromkeys(layer for path in paths for layer in path)
    standings = {layer: _standings(connection, question, compiled[layer], key) for layer in wanted}
    ways = [course for path in paths if path for course in courses(path, standings)]
    return joined(ways, _ids(model.layers))


def _ids(layers: Iterable[Layer]) -> list[str]:
    return [layer.id for layer in layers]


def _standings(
    connection: sa.Connection, question: Question, compiled: CompiledLayer, key: str
) -> list[Standing]:
    model, parameters = question.model, question.values
    is_folded = model.grain(compiled.layer) == "rows" and model.layers[-1].id != compiled.layer.id
    if is_folded or not knows_period(model, compiled):
        statement = folded_statement(model, compiled, parameters, key)
        return _folded(compiled, rows(connection, statement).row(0, named=True))
    statement = checks_statement(model, compiled, parameters, subject_key=key)
    found: dict[tuple[str | None, str | None], list[Standing]] = {}
    for row in rows(connection, statement).to_dicts():
        standing = _standing(compiled, row)
        found.setdefault((standing.period, standing.unit_code), []).append(standing)
    return [_as_one(several) for several in found.values()]


def _as_one(several: Sequence[Standing]) -> Standing:
    """What groups finer than the subject's periods say of one period."""
    if len(several) == 1:
        return several[0]
    outcomes = {standing.outcome for standing in several}
    answers = zip(*(standing.answers for standing in several), strict=True)
    return replace(
        several[0],
        outcome=next(outcome for outcome in BY_PRECEDENCE if outcome in outcomes),
        answers=tuple(_answered_by_many(answer) for answer in answers),
    )


def _answered_by_many(answers: Sequence[CheckAnswer]) -> CheckAnswer:
    said = {answer.outcome for answer in answers}
    outcome = True if True in said else None if None in said else False
    return replace(answers[0], outcome=outcome, actual=None, limit=None, near=False)


def _folded(compiled: CompiledLayer, row: Mapping[str, Any]) -> list[Standing]:
    if not row["all_rows"]:
        return []
    outcome = next(found for found in BY_PRECEDENCE if row[f"{found.value}_count"])
    answers = tuple(
        CheckAnswer(
            layer=compiled.layer.id,
            says=check.says,
            when=check.when,
            outcome=_folded_outcome(row, check.id),
            actual=None,
            limit=None,
            near=False,
        )
        for check in checks_of(compiled)
    )
    return [
        Standing(
            layer=compiled.layer.id, period=None, unit_code=None, outcome=outcome, answers=answers
        )
    ]


def _folded_outcome(row: Mapping[str, Any], check_id: str) -> bool | None:
    if row[f"b_{check_id}_true"]:
        return True
    return None if row[f"b_{check_id}_null"] else False


def _standing(compiled: CompiledLayer, row: Mapping[str, Any]) -> Standing:
    answers = tuple(
        CheckAnswer(
            layer=compiled.layer.id,
            says=check.says,
            when=check.when,
            outcome=row[f"b_{check.id}"],
            actual=plain(row[f"a_{check.id}"]),
            limit=plain(row[f"l_{check.id}"]),
            near=isinstance(check, Check) and row[f"n_{check.id}"] is True,
        )
        for check in checks_of(compiled)
    )
    return Standing(
        layer=compiled.layer.id,
        period=row["lead_period"],
        unit_code=row["unit_code"],
        outcome=Outcome(row["outcome"]),
        answers=answers,
    )
