"""The library of a viewer: the packaged models, and those that apply to him from the shelf.

The one place from which screening, catalogue, laboratory, due runs, coverage and pages take their
models. A model of the shelf applies in the unit that keeps it and in those below it once it is
published; a draft applies in its own unit alone, as experimental, while no version is published.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data_access import tables
from data_access.kept_models import ShelvedModel, read_kept
from data_access.scope import Scope, scoped, system_scope, units_above
from data_access.stores import Stores
from data_access.units import with_units_below
from supervision.declaration import load_models, named_among, sound_model, unknown_model
from supervision.errors import ModelMistakes, UnknownName
from supervision.model_format import Model
from supervision.vocabulary import Maturity, ModelOrigin, ModelState

MOST_PARSED = 512
WHOLE = system_scope("library")

_lock = threading.Lock()
_parsed: OrderedDict[str, Model | None] = OrderedDict()
"""Models by the sha256 of their texts; None for one that this version cannot read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryModel:
    """One model as it stands in a viewer's library.

    unit: who keeps it; None for a packaged one. state: published for a packaged one.
    """

    model: Model
    origin: ModelOrigin
    unit: str | None
    state: ModelState


def library(stores: Stores, scope: Scope) -> Mapping[str, Model]:
    """Every model that applies to the viewer's unit by id, sorted by id.

    Packaged ones of lines and spaces that he does not see are among them: ask `scope.sees`.
    """
    return {one.model.id: one.model for one in stock(stores, scope)}


def stock(stores: Stores, scope: Scope) -> list[LibraryModel]:
    """As `library`, each with where it comes from."""
    with stores.reading() as connection:
        applying = _applying(connection, scope, read_kept(connection, scope))
        kept = _read(connection, scope, applying)
    packaged = [
        LibraryModel(model=one, origin=ModelOrigin.PACKAGED, unit=None, state=ModelState.PUBLISHED)
        for one in load_models().values()
    ]
    return sorted((*packaged, *kept), key=lambda one: one.model.id)


def model_of(stores: Stores, scope: Scope, model_id: str) -> Model:
    """The model of this id in the viewer's library; raises UnknownName where there is none."""
    packaged = load_models().get(model_id)
    if packaged is not None:
        return packaged
    found = library(stores, scope)
    if model_id not in found:
        raise unknown_model(model_id, found)
    return found[model_id]


def reading_units(stores: Stores, scope: Scope, model_id: str) -> frozenset[str]:
    """The units whose rows a run of this model by this viewer reads.

    A model of the shelf reads those of the unit that keeps it and of those below it, no others.
    """
    if model_id in load_models():
        return scope.units
    keepers = {one.unit for one in stock(stores, scope) if one.model.id == model_id and one.unit}
    with stores.reading() as connection:
        return frozenset(with_units_below(connection, keepers)) & scope.units


def models_named(stores: Stores, scope: Scope, name: str) -> list[Model]:
    """The models a command means by this name, as `declaration.models_named`."""
    return named_among(library(stores, scope), name)


def known_models(stores: Stores, scope: Scope) -> Mapping[str, Model]:
    """Every model whose runs and leads the viewer may meet, by id, retired ones too: to name it.

    Of several versions that in use, else the newest.
    """
    with stores.reading() as connection:
        every = read_kept(connection, scope)
        newest: dict[str, ShelvedModel] = {}
        for one in sorted(every, key=lambda one: (one.state is ModelState.PUBLISHED, one.version)):
            newest[one.model] = one
        kept = _read(connection, scope, newest.values())
    return {one.model.id: one.model for one in kept} | dict(load_models())


def known_model(stores: Stores, scope: Scope, model_id: str) -> Model | None:
    """One of `known_models`; None for an id that this home does not know."""
    return load_models().get(model_id) or known_models(stores, scope).get(model_id)


def versions_of(stores: Stores, scope: Scope, model_id: str) -> list[Model]:
    """Every version of a model that is at hand: a packaged one, or all that are kept."""
    with stores.reading() as connection:
        return versions_at(connection, scope, model_id)


def versions_at(connection: sa.Connection, scope: Scope, model_id: str) -> list[Model]:
    """As `versions_of`, within the caller's transaction."""
    packaged = load_models().get(model_id)
    if packaged is not None:
        return [packaged]
    every = read_kept(connection, scope, model_id)
    return [one.model for one in _read(connection, scope, every)]


def shelf_number(stores: Stores) -> int:
    """A number that rises with every change on a shelf: what is remembered is keyed by it."""
    with stores.reading() as connection:
        counts = [
            scoped(sa.select(sa.func.count()).select_from(table), WHOLE)
            for table in (tables.kept_models, tables.kept_model_moves)
        ]
        return sum(connection.execute(count).scalar_one() for count in counts)


def is_draft(stores: Stores, model_id: str, version: int) -> bool:
    """Whether nobody published this version of the model: what it finds is for reference (参考)."""
    if model_id in load_models():
        return False
    with stores.reading() as connection:
        every = read_kept(connection, WHOLE, model_id)
    return not any(one.was_published for one in every if one.version == version)


def standing_of(connection: sa.Connection, scope: Scope, unit: str, dataset: str) -> list[str]:
    """The ids of standing models on the shelf that read this dataset for this unit, sorted."""
    kept = tables.kept_models.c
    statement = sa.select(kept.entry_id).where(kept.is_standing)
    wanted = set(connection.execute(scoped(statement, scope)).scalars())
    units = {unit, *_above(connection, unit)}
    applying = _published(read_kept(connection, scope), units)
    found = [one for one in applying.values() if one.entry_id in wanted]
    return sorted(
        one.model.id
        for one in _read(connection, scope, found)
        if dataset in {need.dataset for need in one.model.requires}
    )


def _applying(
    connection: sa.Connection, scope: Scope, every: Iterable[ShelvedModel]
) -> list[ShelvedModel]:
    """One entry of each model that applies to the viewer's own unit."""
    own = scope.own_unit
    if own is None:
        return []
    every = list(every)
    found = _published(every, {own, *_above(connection, own)})
    mine = [one for one in every if one.unit == own and one.state is ModelState.DRAFT]
    for one in sorted(mine, key=lambda one: one.version, reverse=True):
        found.setdefault(one.model, one)
    return list(found.values())


def _published(every: Iterable[ShelvedModel], units: Collection[str]) -> dict[str, ShelvedModel]:
    """The newest published version of each model that one of these units keeps."""
    found: dict[str, ShelvedModel] = {}
    for one in sorted(every, key=lambda one: one.version):
        if one.unit in units and one.state is ModelState.PUBLISHED:
            found[one.model] = one
    return found


def _above(connection: sa.Connection, unit: str) -> list[str]:
    return [str(code) for code in connection.execute(units_above(unit)).scalars()]


def _read(
    connection: sa.Connection, scope: Scope, entries: Iterable[ShelvedModel]
) -> list[LibraryModel]:
    """The models of these entries; one that this version cannot read is left out."""
    entries = [one for one in entries if one.model not in load_models()]
    with _lock:
        at_hand = {one.sha256: _parsed.get(one.sha256) for one in entries if one.sha256 in _parsed}
    missing = [one.entry_id for one in entries if one.sha256 not in at_hand]
    at_hand |= _parse(connection, scope, missing)
    found = []
    for one in entries:
        model = at_hand[one.sha256]
        if model is None:
            continue
        if one.state is ModelState.DRAFT:
            model = model.model_copy(update={"maturity": Maturity.EXPERIMENTAL})
        elif one.state is not ModelState.PUBLISHED:
            last = one.history[-1]
            ended = {"retired_on": last.at.date(), "retired_because": last.reason}
            model = model.model_copy(update={"maturity": Maturity.RETIRED, **ended})
        found.append(LibraryModel(model=model, origin=one.origin, unit=one.unit, state=one.state))
    return found


def _parse(
    connection: sa.Connection, scope: Scope, missing: Collection[int]
) -> dict[str, Model | None]:
    """The models of these entries by the sha256 of their texts, kept for the next time."""
    if not missing:
        return {}
    own = tables.kept_models.c
    statement = sa.select(own.model, own.sha256, own.model_text, own.shared_text)
    statement = statement.where(own.entry_id.in_(sorted(missing)))
    found: dict[str, Model | None] = {}
    for row in connection.execute(scoped(statement, scope)):
        try:
            file = f"{row.model}.toml"
            found[row.sha256] = sound_model(row.model_text, file, row.shared_text)
        except (ModelMistakes, UnknownName):
            found[row.sha256] = None
    with _lock:
        _parsed.update(found)
        while len(_parsed) > MOST_PARSED:
            _parsed.popitem(last=False)
    return found
