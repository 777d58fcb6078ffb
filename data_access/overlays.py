"""Parameters as an office sets them for its own unit (参数设定): who, when, why, within the range.

Nothing is ever overwritten: a later entry stands before an earlier one, and an entry without a
value takes the unit back to the model's default. What a run used stands in the run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import Refused
from data_access.library import model_of
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.errors import ParameterRefused
from supervision.expressions import Value
from supervision.ledger import plain
from supervision.model_format import Model, Parameter
from supervision.parameters import declared_parameter, parameter_value, parameter_values


@dataclass(frozen=True, kw_only=True, slots=True)
class OverlayEntry:
    """One change of a unit's parameter; value None: back to the model's default."""

    entry_id: int
    model: str
    version: int
    unit: str
    parameter: str
    value: Decimal | None
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterSetting:
    """One parameter as it stands for a unit.

    overlay: what the unit set; None where the default stands. value: what a run uses; None where
    the unit's value lies outside the range of the model's present version, so that runs are refused
    until it is changed or cleared. entry: the unit's entry that stands.
    """

    name: str
    title: str
    default: Value
    least: Value
    most: Value
    overlay: Value | None
    value: Value | None
    entry: OverlayEntry | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """A model's parameters for the viewer's own unit, and the changes of every unit in the scope.

    unit: None where the viewer belongs to none. history: newest first.
    """

    model: str
    version: int
    unit: str | None
    parameters: tuple[ParameterSetting, ...]
    history: tuple[OverlayEntry, ...]

    @property
    def values(self) -> dict[str, Value]:
        """What a run uses, by name; the default where the unit's value is not allowed any more."""
        return {
            one.name: one.default if one.value is None else one.value for one in self.parameters
        }


def overlay(stores: Stores, scope: Scope, model_id: str) -> Overlay:
    """How the parameters of a model stand for the viewer's own unit, in the order of the file.

    Raises UnknownName, NotAllowed (the model's line).
    """
    model = model_of(stores, scope, model_id)
    scope.require_model(model)
    history = _history(stores, scope, model_id)
    standing = _standing(history, scope.own_unit)
    return Overlay(
        model=model.id,
        version=model.version,
        unit=scope.own_unit,
        parameters=tuple(_setting(one, standing.get(one.name)) for one in model.parameters),
        history=history,
    )


def overlaid(
    stores: Stores, scope: Scope, model: Model, settings: Mapping[str, object] | None = None
) -> dict[str, Value]:
    """The parameters of a run of this viewer: defaults, before them his unit's, before them his.

    What the unit set of a parameter that the model has no more is passed over.
    Raises UnknownName, ParameterRefused.
    """
    given = dict(settings or {})
    standing = _standing(_history(stores, scope, model.id), scope.own_unit)
    open_ones = {name: entry for name, entry in standing.items() if name not in given}
    return parameter_values(model, {**_fit(model, open_ones), **given})


def unfit_overlays(stores: Stores, scope: Scope, models: Iterable[Model]) -> dict[str, str]:
    """Why runs of these models are refused to the viewer's unit, by id: it set what their present
    version does not allow; models of which it set nothing such are absent.
    """
    history: dict[str, list[OverlayEntry]] = {}
    with stores.reading() as connection:
        for entry in _entries(connection, scope, None):
            history.setdefault(entry.model, []).append(entry)
    found = {}
    for model in models:
        try:
            _fit(model, _standing(history.get(model.id, ()), scope.own_unit))
        except ParameterRefused as refused:
            found[model.id] = str(refused)
    return found


def set_overlay(
    stores: Stores, scope: Scope, model_id: str, changes: Mapping[str, object], reason: str
) -> Overlay:
    """Sets parameters for the viewer's own unit, each in an entry of its own; a None clears.

    Raises Refused (no unit, no reason, nothing to clear), UnknownName, ParameterRefused,
    NotAllowed; then nothing is written.
    """
    model, unit = model_of(stores, scope, model_id), scope.own_unit
    scope.require_model(model)
    if unit is None:
        raise Refused(
            f"{scope.viewer} belongs to no unit, so there is none to set parameters for.",
            hint="An administrator can give the account a unit of its own.",
        )
    scope.require_unit(unit)
    if not reason.strip():
        raise Refused("A changed parameter needs a reason.", hint="Say why it is changed.")
    exact = {name: _exact(model, name, given) for name, given in changes.items()}
    with stores.writing() as connection:
        standing = _standing(_entries(connection, scope, model_id), unit)
        for name, value in exact.items():
            if value is None and name not in standing:
                raise Refused(f"The unit {unit} has set no {name} of its own.")
            _append(connection, scope, model, unit, name, value, reason.strip())
    return overlay(stores, scope, model_id)


def _append(  # noqa: PLR0913, PLR0917 - one argument a column
    connection: sa.Connection,
    scope: Scope,
    model: Model,
    unit: str,
    parameter: str,
    value: Value | None,
    reason: str,
) -> None:
    entry = {
        "unit_code": unit,
        "model": model.id,
        "version": model.version,
        "parameter": parameter,
        "value": None if value is None else str(value),
        "at": datetime.now(UTC),
        "by": scope.viewer,
        "reason": reason,
    }
    connection.execute(tables.parameter_overlays.insert().values(entry))
    audit.append(
        connection,
        scope,
        "overlay",
        object_kind="model",
        object_id=model.id,
        reason=reason,
        detail={"unit": unit, "parameter": parameter, "value": plain(value)},
    )


def _exact(model: Model, name: str, given: object) -> Value | None:
    parameter = declared_parameter(model, name)
    return None if given is None else parameter_value(parameter, given)


def _fit(model: Model, standing: Mapping[str, OverlayEntry]) -> dict[str, Value]:
    """The unit's values of parameters that the model has; raises ParameterRefused."""
    declared = {one.name for one in model.parameters}
    return {name: _fitting(model, entry) for name, entry in standing.items() if name in declared}


def _fitting(model: Model, entry: OverlayEntry) -> Value:
    """The unit's value; raises ParameterRefused where the model's range has moved away from it."""
    try:
        return parameter_value(declared_parameter(model, entry.parameter), entry.value)
    except ParameterRefused as refused:
        raise ParameterRefused(
            f"The unit {entry.unit} has set {entry.parameter} of {model.id} to {entry.value}, which"
            f" version {model.version} does not allow.",
            hint=f"Say `sijian overlay {model.id}` with --set or --clear {entry.parameter}.",
        ) from refused


def _setting(parameter: Parameter, entry: OverlayEntry | None) -> ParameterSetting:
    default = parameter_value(parameter, parameter.default)
    value: Value | None = default
    if entry is not None:
        try:
            value = parameter_value(parameter, entry.value)
        except ParameterRefused:
            value = None
    return ParameterSetting(
        name=parameter.name,
        title=parameter.title,
        default=default,
        least=parameter_value(parameter, parameter.least),
        most=parameter_value(parameter, parameter.most),
        overlay=None if entry is None else entry.value,
        value=value,
        entry=entry,
    )


def _standing(history: Sequence[OverlayEntry], unit: str | None) -> dict[str, OverlayEntry]:
    """The unit's entry that stands, by parameter; those that were cleared are absent."""
    newest: dict[str, OverlayEntry] = {}
    for entry in history:
        if entry.unit == unit:
            newest.setdefault(entry.parameter, entry)
    return {name: entry for name, entry in newest.items() if entry.value is not None}


def _history(stores: Stores, scope: Scope, model_id: str) -> tuple[OverlayEntry, ...]:
    with stores.reading() as connection:
        return _entries(connection, scope, model_id)


def _entries(
    connection: sa.Connection, scope: Scope, model_id: str | None
) -> tuple[OverlayEntry, ...]:
    own = tables.parameter_overlays
    names = ("entry_id", "model", "version", "parameter", "value", "at", "by", "reason")
    statement = sa.select(*(own.c[name] for name in names), own.c.unit_code.label("unit")).order_by(
        own.c.entry_id.desc()
    )
    if model_id is not None:
        statement = statement.where(own.c.model == model_id)
    found = connection.execute(scoped(statement, scope)).mappings()
    return tuple(OverlayEntry(**{**row, "value": _number(row["value"])}) for row in found)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
