"""The models that offices keep in casework, each version an entry, with what became of it.

Nothing is overwritten: an entry stays as it was written, and what was decided of it are further
rows, of which the last one stands.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.model_pack import ModelTexts
from supervision.vocabulary import Line, ModelOrigin, ModelState

_NAMES = (
    *("entry_id", "model", "version", "origin", "title", "line", "is_restricted", "sha256"),
    *("written_by", "written_at"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelMove:
    """One decision about a kept model; reason: None for a publication that says none."""

    state: ModelState
    at: datetime
    by: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShelvedModel:
    """One version of a model that a unit keeps; sha256: of its texts; history: oldest first."""

    entry_id: int
    model: str
    version: int
    unit: str
    origin: ModelOrigin
    title: str
    line: Line
    is_restricted: bool
    sha256: str
    state: ModelState
    written_by: str
    written_at: datetime
    history: tuple[ModelMove, ...]

    @property
    def was_published(self) -> bool:
        """Whether it ever was in use, be it retired since."""
        return any(move.state is ModelState.PUBLISHED for move in self.history)


def kept_models(
    stores: Stores, scope: Scope, model_id: str | None = None, *, unit: str | None = None
) -> list[ShelvedModel]:
    """The models kept in the viewer's units, and those that units above his own published.

    Of this id and this unit, where named; sorted by model, unit and version, newest first.
    """
    with stores.reading() as connection:
        return read_kept(connection, scope, model_id, unit=unit)


def read_kept(
    connection: sa.Connection,
    scope: Scope,
    model_id: str | None = None,
    *,
    unit: str | None = None,
) -> list[ShelvedModel]:
    """As `kept_models`, within the caller's transaction."""
    own = tables.kept_models.c
    statement = sa.select(*(own[name] for name in _NAMES), own.unit_code).order_by(
        own.model, own.unit_code, own.version.desc()
    )
    if model_id is not None:
        statement = statement.where(own.model == model_id)
    if unit is not None:
        statement = statement.where(own.unit_code == unit)
    found = connection.execute(scoped(statement, scope)).mappings().all()
    moves = _moves(connection, scope, [row["entry_id"] for row in found])
    return [_entry(row, moves.get(row["entry_id"], ())) for row in found]


def newest_kept(
    stores: Stores,
    scope: Scope,
    model_id: str,
    *,
    version: int | None = None,
    unit: str | None = None,
) -> ShelvedModel:
    """The entry of this model and version, without one the newest.

    unit: the one that keeps it; None: his own unit's entry stands before those of others.

    Raises NotFound where there is none within the viewer's scope.
    """
    found = [
        one
        for one in kept_models(stores, scope, model_id, unit=unit)
        if version is None or one.version == version
    ]
    if not found:
        named = model_id if version is None else f"{model_id} of version {version}"
        raise NotFound(
            f"No unit of yours keeps a model {named}.", hint="`sijian shelf list` lists them."
        )
    return max(found, key=lambda one: (one.unit == scope.own_unit, one.version))


def kept_texts(stores: Stores, scope: Scope, entry_id: int) -> ModelTexts:
    """The texts of one entry; raises NotFound where there is none within the viewer's scope."""
    own = tables.kept_models.c
    statement = sa.select(own.model_text, own.fixtures_text, own.shared_text)
    with stores.reading() as connection:
        row = connection.execute(scoped(statement.where(own.entry_id == entry_id), scope)).first()
    if row is None:
        raise NotFound("There is no such kept model.", hint="`sijian shelf list` lists them.")
    return ModelTexts(model=row.model_text, fixtures=row.fixtures_text, shared=row.shared_text)


def _moves(
    connection: sa.Connection, scope: Scope, entries: list[int]
) -> dict[int, tuple[ModelMove, ...]]:
    if not entries:
        return {}
    own = tables.kept_model_moves.c
    names = (own.entry_id, own.state, own.at, own.by, own.reason)
    statement = sa.select(*names).where(own.entry_id.in_(entries)).order_by(own.move_id)
    found: dict[int, tuple[ModelMove, ...]] = {}
    for row in connection.execute(scoped(statement, scope)):
        move = ModelMove(state=ModelState(row.state), at=row.at, by=row.by, reason=row.reason)
        found[row.entry_id] = (*found.get(row.entry_id, ()), move)
    return found


def _entry(row: sa.RowMapping, moves: tuple[ModelMove, ...]) -> ShelvedModel:
    same = {name: row[name] for name in _NAMES}
    same |= {"origin": ModelOrigin(row["origin"]), "line": Line(row["line"])}
    state = moves[-1].state if moves else ModelState.DRAFT
    return ShelvedModel(**same, unit=row["unit_code"], state=state, history=moves)
