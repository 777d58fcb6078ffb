"""The shelf (本院模型): models an office writes or brings in, and how they come into use.

A model enters as a draft of the viewer's own unit, having passed everything an installed one must;
somebody else, who may publish, brings it into use (decision 0021).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Conflict, NotAllowed, Refused
from data_access.kept_models import (
    ModelMove,
    ShelvedModel,
    kept_models,
    kept_texts,
    newest_kept,
    read_kept,
)
from data_access.scope import Scope
from data_access.shelf_checks import ProposedModel, proposed_model
from data_access.shelf_laws import (
    WHOLE,
    next_rule_id,
    next_version,
    own_unit,
    require_new,
    require_own_id,
)
from data_access.stores import Stores
from supervision.declaration import packaged_layers
from supervision.model_pack import ModelTexts
from supervision.vocabulary import ModelOrigin, ModelState

__all__ = [
    "ModelMove",
    "ModelTexts",
    "ShelvedModel",
    "kept_models",
    "kept_texts",
    "newest_kept",
    "next_rule_id",
    "next_version",
    "publish",
    "retire",
    "send_back",
    "shelve",
    "shelve_all",
]

_SHARES = re.compile(r'^shares *= *"([a-z0-9_]+)"\s*$', re.MULTILINE)
_OPEN = frozenset({ModelState.DRAFT, ModelState.RETURNED, ModelState.PUBLISHED})


def shelve(  # noqa: PLR0913 - one argument a text
    stores: Stores,
    scope: Scope,
    text: str,
    fixtures: str,
    *,
    origin: ModelOrigin,
    shared: str | None = None,
) -> ShelvedModel:
    """Keeps a model as a draft of the viewer's own unit; what is kept already is returned as it is.

    shared: the text of the layers it shares; None where it shares none, or those of a packaged
    family.
    Raises ModelMistakes with everything wrong, Refused for an id that is not free or a version that
    does not rise, NotAllowed for a line or space of others; then nothing is written.
    """
    own_unit(scope)
    if shared is None and (named := _SHARES.search(text)):
        shared = packaged_layers(named[1])
    proposed = proposed_model(ModelTexts(model=text, fixtures=fixtures, shared=shared))
    return shelve_all(stores, scope, [proposed], origin=origin)[0]


def shelve_all(
    stores: Stores, scope: Scope, proposed: Sequence[ProposedModel], *, origin: ModelOrigin
) -> list[ShelvedModel]:
    """As `shelve`, of several models that passed their checks: all of them are kept, or none."""
    unit = own_unit(scope)
    scope.require_unit(unit)
    for one in proposed:
        scope.require_model(one.model)
        require_own_id(one.model, unit, origin)
    with stores.writing() as connection:
        return [_kept(connection, scope, one, origin=origin) for one in proposed]


def publish(
    stores: Stores,
    scope: Scope,
    model_id: str,
    version: int | None = None,
    *,
    unit: str | None = None,
) -> ShelvedModel:
    """Brings a draft into use in its unit and those below; without a version the newest.

    unit: the one that keeps it; None: the viewer's own before others.
    Raises NotFound, NotAllowed (the right, the unit), Refused for whoever wrote it, Conflict where
    it is no draft or a later version is in use.
    """
    found = newest_kept(stores, scope, model_id, version=version, unit=unit)
    scope.require_unit(found.unit)
    _require_right(scope)
    if found.written_by == scope.viewer:
        raise Refused(
            f"{scope.viewer} wrote {found.model} and cannot publish it.",
            hint="A model comes into use when a second person has read it.",
        )
    with stores.writing() as connection:
        known = read_kept(connection, WHOLE, found.model, unit=found.unit)
        _require_state(_only(known, found.version), ModelState.DRAFT)
        later = [one.version for one in known if one.state is ModelState.PUBLISHED]
        if later and max(later) > found.version:
            raise Conflict(f"Version {max(later)} of {found.model} is in use already.")
        _move(connection, scope, found, ModelState.PUBLISHED, None)
    return _now(stores, scope, found)


def send_back(  # noqa: PLR0913 - which entry, and why
    stores: Stores,
    scope: Scope,
    model_id: str,
    reason: str,
    version: int | None = None,
    *,
    unit: str | None = None,
) -> ShelvedModel:
    """Returns a draft to who wrote it, with the reason; it is not run any more.

    Raises NotFound, NotAllowed, Refused (no reason), Conflict where it is no draft.
    """
    found = newest_kept(stores, scope, model_id, version=version, unit=unit)
    scope.require_unit(found.unit)
    _require_right(scope)
    said = _said(reason)
    with stores.writing() as connection:
        known = read_kept(connection, WHOLE, found.model, unit=found.unit)
        _require_state(_only(known, found.version), ModelState.DRAFT)
        _move(connection, scope, found, ModelState.RETURNED, said)
    return _now(stores, scope, found)


def retire(  # noqa: PLR0913 - which entry, and why
    stores: Stores,
    scope: Scope,
    model_id: str,
    reason: str,
    version: int | None = None,
    *,
    unit: str | None = None,
) -> ShelvedModel:
    """Takes a model out of use, every version of it; or one version only. It stays to be read.

    Whoever wrote what was never published may retire it, everything else whoever may publish.
    Raises NotFound, NotAllowed, Refused (no reason), Conflict where it is retired already.
    """
    found = newest_kept(stores, scope, model_id, version=version, unit=unit)
    scope.require_unit(found.unit)
    said = _said(reason)
    with stores.writing() as connection:
        known = read_kept(connection, WHOLE, found.model, unit=found.unit)
        meant = [one for one in known if version is None or one.version == version]
        open_ones = [one for one in meant if one.state in _OPEN]
        if not open_ones:
            raise Conflict(f"{found.model} is retired already.")
        if any(one.was_published or one.written_by != scope.viewer for one in open_ones):
            _require_right(scope)
        for one in open_ones:
            _move(connection, scope, one, ModelState.RETIRED, said)
    return _now(stores, scope, found)


def _kept(
    connection: sa.Connection, scope: Scope, proposed: ProposedModel, *, origin: ModelOrigin
) -> ShelvedModel:
    model, unit = proposed.model, own_unit(scope)
    known = read_kept(connection, WHOLE, model.id)
    same = [one for one in known if (one.unit, one.version) == (unit, model.version)]
    if same and same[0].sha256 == proposed.sha256:
        return same[0]
    require_new(model, unit, proposed.sha256, known)
    row = {
        "unit_code": unit,
        "model": model.id,
        "version": model.version,
        "origin": origin.value,
        "title": model.title,
        "line": model.line.value,
        "is_restricted": model.is_restricted,
        "is_standing": model.is_standing,
        "datasets": [need.dataset for need in model.requires],
        "model_text": proposed.texts.model,
        "fixtures_text": proposed.texts.fixtures,
        "shared_text": proposed.texts.shared,
        "sha256": proposed.sha256,
        "written_by": scope.viewer,
        "written_at": datetime.now(UTC),
    }
    connection.execute(tables.kept_models.insert().values(row))
    detail = {"unit": unit, "version": model.version, "origin": origin.value}
    audit.append(
        connection, scope, "model_kept", object_kind="model", object_id=model.id, detail=detail
    )
    return _only(read_kept(connection, WHOLE, model.id, unit=unit), model.version)


def _move(
    connection: sa.Connection,
    scope: Scope,
    entry: ShelvedModel,
    state: ModelState,
    reason: str | None,
) -> None:
    row = {
        "entry_id": entry.entry_id,
        "state": state.value,
        "at": datetime.now(UTC),
        "by": scope.viewer,
        "reason": reason,
    }
    connection.execute(tables.kept_model_moves.insert().values(row))
    audit.append(
        connection,
        scope,
        f"model_{state.value}",
        object_kind="model",
        object_id=entry.model,
        reason=reason,
        detail={"unit": entry.unit, "version": entry.version},
    )


def _now(stores: Stores, scope: Scope, entry: ShelvedModel) -> ShelvedModel:
    """The entry as it stands since something was decided."""
    return newest_kept(stores, scope, entry.model, version=entry.version, unit=entry.unit)


def _require_right(scope: Scope) -> None:
    if not (scope.may_publish or scope.is_whole):
        raise NotAllowed(
            f"{scope.viewer} may not publish or retire models.",
            hint="An administrator can add the right to this account.",
        )


def _require_state(entry: ShelvedModel, state: ModelState) -> None:
    if entry.state is not state:
        raise Conflict(f"Version {entry.version} of {entry.model} is {entry.state.value} already.")


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("This needs a reason.", hint="Say why.")
    return reason.strip()


def _only(known: list[ShelvedModel], version: int) -> ShelvedModel:
    return next(one for one in known if one.version == version)
