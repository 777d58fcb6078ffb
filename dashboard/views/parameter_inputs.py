"""Number fields for the parameters of a model, each within its declared range."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from dashboard.messages import escaped, label, text
from supervision.expressions import Value
from supervision.model_format import Model, Parameter

FEWEST_DECIMALS = 2
WIDE = 3
"""Fields beside each other."""


def changed(model: Model, standing: Mapping[str, Value], prefix: str) -> dict[str, Decimal]:
    """The parameters that the viewer gave another value than the standing one, by name.

    prefix: of the fields' keys. A field starts anew where what stands has changed.
    """
    found: dict[str, Decimal] = {}
    for place, column in zip(model.parameters, _columns(len(model.parameters)), strict=True):
        with column:
            value = field(place, standing[place.name], f"{prefix}_{model.id}_{place.name}")
        if value != Decimal(str(standing[place.name])):
            found[place.name] = value
    return found


def field(each: Parameter, standing: Value, key: str) -> Decimal:
    """One parameter as the viewer set it; the field keeps it within its declared range."""
    is_whole = each.type == "integer"
    number = int if is_whole else float
    decimals = 0 if is_whole else max(FEWEST_DECIMALS, *map(_decimals, (each.default, each.least)))
    widget = key if Decimal(str(standing)) == each.default else f"{key}_{standing}"
    shown = st.number_input(
        text("run.setting", title=escaped(each.title), tag=label(each.tag)),
        min_value=number(each.least),
        max_value=number(each.most),
        value=number(within(each, standing)),
        step=1 if is_whole else 10.0**-decimals,
        format=f"%.{decimals}f" if decimals else "%d",
        key=widget,
        help=escaped(each.source),
    )
    return Decimal(str(shown))


def within(each: Parameter, standing: Value) -> Decimal:
    """What stands, or the end of the range next to it: an older version may have allowed more."""
    return min(max(Decimal(str(standing)), each.least), each.most)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _columns(count: int) -> list[st.delta_generator.DeltaGenerator]:
    rows = [st.columns(WIDE, vertical_alignment="bottom") for _ in range(-(-count // WIDE))]
    return [column for row in rows for column in row][:count]
