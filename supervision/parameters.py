"""The values of a model's parameters in one run: declared defaults, changed within their ranges."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from supervision.errors import ParameterRefused, UnknownName
from supervision.expressions import Value
from supervision.model_format import Model, Parameter


def parameter_values(
    model: Model, settings: Mapping[str, object] | None = None
) -> dict[str, Value]:
    """The value of every parameter, in the order of the file; `settings` stand before defaults.

    Integers are int, numbers Decimal. A setting may be text, as a command line gives it.
    Raises UnknownName for a name the model does not declare, ParameterRefused for a value of the
    wrong type or outside its range.
    """
    settings = settings or {}
    for name in settings:
        declared_parameter(model, name)
    return {
        parameter.name: parameter_value(parameter, settings.get(parameter.name, parameter.default))
        for parameter in model.parameters
    }


def declared_parameter(model: Model, name: str) -> Parameter:
    """The model's parameter of this name; raises UnknownName where there is none."""
    declared = {parameter.name: parameter for parameter in model.parameters}
    if name not in declared:
        raise UnknownName(
            f"The model {model.id} has no parameter {name}.",
            hint=f"It has: {', '.join(sorted(declared)) or 'none'}.",
        )
    return declared[name]


def parameter_value(parameter: Parameter, given: object) -> Value:
    """The given value as the parameter's type.

    Raises ParameterRefused where it is of the wrong type or outside the range.
    """
    number = _number(given)
    if number is None or (parameter.type == "integer" and number != number.to_integral_value()):
        kind = "a whole number" if parameter.type == "integer" else "a number"
        raise ParameterRefused(f"The parameter {parameter.name} must be {kind}, not {given}.")
    if not parameter.least <= number <= parameter.most:
        raise ParameterRefused(
            f"The parameter {parameter.name} must lie between {parameter.least} and"
            f" {parameter.most}; {given} does not."
        )
    return int(number) if parameter.type == "integer" else number.normalize() + 0


def _number(given: object) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal, str)):
        return None
    try:
        found = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
