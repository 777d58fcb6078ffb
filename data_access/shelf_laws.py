"""The laws of the shelf: whose a kept model is, which ids are free, which versions are new.

An id and a version name one content in a whole home, so that a run never speaks of two models.
"""

import re

from data_access.errors import Refused
from data_access.kept_models import ShelvedModel, kept_models
from data_access.scope import Scope, system_scope
from data_access.stores import Stores
from supervision.declaration import load_models
from supervision.errors import Mistake, ModelMistakes
from supervision.model_format import Model
from supervision.vocabulary import Maturity, ModelOrigin, ModelState

WHOLE = system_scope("shelf")


def next_rule_id(stores: Stores, scope: Scope) -> str:
    """The id of the next rule that the viewer's unit writes, such as `U-990101-03`.

    Raises Refused for a viewer without a unit.
    """
    prefix = f"U-{own_unit(scope)}-"
    numbers = [
        int(one.model.removeprefix(prefix))
        for one in kept_models(stores, WHOLE)
        if re.fullmatch(rf"{re.escape(prefix)}[0-9]{{1,6}}", one.model)
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def next_version(stores: Stores, scope: Scope, model_id: str) -> int:
    """The version that a change of this model by the viewer's unit has; 1 for a new one."""
    known = kept_models(stores, WHOLE, model_id, unit=own_unit(scope))
    return max((one.version for one in known), default=0) + 1


def own_unit(scope: Scope) -> str:
    """The unit the viewer keeps models for, his own; raises Refused where he belongs to none."""
    if scope.own_unit is None:
        raise Refused(
            f"{scope.viewer} belongs to no unit, so there is none to keep a model for.",
            hint="An administrator can give the account a unit of its own.",
        )
    return scope.own_unit


def require_own_id(model: Model, unit: str, origin: ModelOrigin) -> None:
    """Raises Refused for a packaged id, and for a rule whose id has not the prefix of its unit."""
    packaged = load_models().get(model.id)
    if packaged is not None:
        same = packaged.sha256 == model.sha256
        raise Refused(
            f"{model.id} is here already: it is a packaged model."
            if same
            else f"{model.id} is a packaged model of another content.",
            hint="" if same else "Give the changed model an id of its own.",
        )
    if origin is ModelOrigin.RULE and not model.id.startswith(f"U-{unit}-"):
        raise Refused(
            f"A rule of the unit {unit} has an id of its own, not {model.id}.",
            hint=f"Let it begin with U-{unit}-.",
        )
    if origin is ModelOrigin.RULE and model.maturity is not Maturity.EXPERIMENTAL:
        says = "a rule begins as experimental"
        raise ModelMistakes([Mistake(file=f"{model.id}.toml", where="maturity", says=says)])


def require_new(model: Model, unit: str, sha256: str, known: list[ShelvedModel]) -> None:
    """Raises Refused unless version and content are new; id and version name one content."""
    own = [one for one in known if one.unit == unit]
    if own and all(one.state is ModelState.RETIRED for one in own):
        raise Refused(
            f"{model.id} was retired; its id is not used again.",
            hint="Give the new model an id of its own.",
        )
    newest = max((one.version for one in own), default=0)
    if model.version <= newest:
        raise Refused(
            f"{model.id} is kept in version {newest}; a change needs a later one.",
            hint=f"Let it say version = {newest + 1}.",
        )
    if any(one.is_restricted != model.is_restricted for one in known):
        raise Refused(
            f"{model.id} may not change between open and restricted.",
            hint="Give this model an id of its own.",
        )
    if any(one.version == model.version and one.sha256 != sha256 for one in known):
        raise Refused(
            f"Another unit keeps {model.id} in version {model.version} with another content.",
            hint="Give this model an id or a version of its own.",
        )
