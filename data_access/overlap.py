"""How alike models are (同质化): the subjects they both flag, and the conditions they both set.

Pairs stand in the order of their ids. A pair that shares much may be one model said twice, or two
signals of one wrong: that is for a person to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import sqlalchemy as sa

from data_access import tables
from data_access.due_models import models_in_use
from data_access.library import model_of
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.model_format import Model
from supervision.normal_form import NormalCondition, normal_conditions


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedSubjects:
    """How many subjects have leads of the first, of the second, of both.

    share_of_smaller: both, of the smaller of the two; None where that has none.
    """

    first: int
    second: int
    both: int
    share_of_smaller: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionUse:
    """Where a model sets a condition, in its words; parameters: its defaults, by name."""

    layer: str
    id: str
    says: str
    when: str
    parameters: dict[str, Decimal]


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedCondition:
    """One condition that both models set on the same dataset, whatever the threshold.

    expression: its normal form; shared_layers: the file from which both take it; None where each
    has it for itself.
    """

    dataset: str
    expression: str
    shared_layers: str | None
    first: ConditionUse
    second: ConditionUse


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """Two models beside each other, the first by id first."""

    first: str
    second: str
    subjects: SharedSubjects
    conditions: tuple[SharedCondition, ...]


def overlap(stores: Stores, scope: Scope, model_ids: Sequence[str] = ()) -> list[Overlap]:
    """The pairs of models that share subjects or conditions, by id.

    model_ids: one is held against every other of the viewer's lines in use; several against one
    another, and then pairs that share nothing are listed, too. Leads are those of the viewer's
    units that rest on rows which stand.
    Raises UnknownName, NotAllowed (a line).
    """
    named = [model_of(stores, scope, model_id) for model_id in dict.fromkeys(model_ids)]
    for one in named:
        scope.require_model(one)
    among = named if len(named) > 1 else _with_others(stores, scope, named)
    subjects = _subjects(stores, scope, among)
    normal = {one.id: _normal(one) for one in among}
    pairs = combinations(sorted(among, key=lambda one: one.id), 2)
    found = [
        Overlap(
            first=first.id,
            second=second.id,
            subjects=_shared_subjects(subjects[first.id], subjects[second.id]),
            conditions=_shared_conditions(first, second, normal[first.id], normal[second.id]),
        )
        for first, second in pairs
        if len(named) != 1 or named[0].id in {first.id, second.id}
    ]
    return [one for one in found if len(named) > 1 or one.subjects.both or one.conditions]


_NORMAL: dict[str, Sequence[NormalCondition]] = {}
"""By the sha256 of a model: to find them takes a second for a library of forty."""


def _normal(one: Model) -> Sequence[NormalCondition]:
    """The model's conditions in their normal form, found once in a process."""
    if not one.sha256:
        return normal_conditions(one)
    if one.sha256 not in _NORMAL:
        _NORMAL[one.sha256] = normal_conditions(one)
    return _NORMAL[one.sha256]


def _with_others(stores: Stores, scope: Scope, named: list[Model]) -> list[Model]:
    known = {one.id for one in named}
    return [*named, *(one for one in models_in_use(stores, scope) if one.id not in known)]


def _subjects(stores: Stores, scope: Scope, among: Iterable[Model]) -> dict[str, set[str]]:
    """The subjects of each model's leads; withdrawn ones left out."""
    found: dict[str, set[str]] = {one.id: set() for one in among}
    lead = tables.leads.c
    statement = (
        sa.select(lead.model, lead.subject)
        .where(lead.model.in_(sorted(found)), lead.is_withdrawn.is_(False))
        .distinct()
    )
    with stores.reading() as connection:
        for model_id, subject in connection.execute(scoped(statement, scope)):
            found[model_id].add(subject)
    return found


def _shared_subjects(first: set[str], second: set[str]) -> SharedSubjects:
    both, smaller = len(first & second), min(len(first), len(second))
    return SharedSubjects(
        first=len(first),
        second=len(second),
        both=both,
        share_of_smaller=round(both / smaller, 4) if smaller else None,
    )


def _shared_conditions(
    first: Model,
    second: Model,
    of_first: Sequence[NormalCondition],
    of_second: Sequence[NormalCondition],
) -> tuple[SharedCondition, ...]:
    """In the order of the first model; each of its conditions with the second's first like it."""
    by_key: dict[object, NormalCondition] = {}
    for condition in of_second:
        by_key.setdefault(condition.key, condition)
    return tuple(
        SharedCondition(
            dataset=condition.dataset,
            expression=condition.expression,
            shared_layers=_shared_layers(first, second, condition.layer, like.layer),
            first=_use(condition),
            second=_use(like),
        )
        for condition in of_first
        if (like := by_key.get(condition.key)) is not None
    )


def _shared_layers(first: Model, second: Model, own: str, other: str) -> str | None:
    """The file from which both models take the layer; None where they do not."""
    if first.shares is None or first.shares != second.shares or own != other:
        return None
    return first.shares if first.layer(own) == second.layer(other) else None


def _use(condition: NormalCondition) -> ConditionUse:
    return ConditionUse(
        layer=condition.layer,
        id=condition.id,
        says=condition.says,
        when=condition.when,
        parameters=dict(condition.parameters),
    )
