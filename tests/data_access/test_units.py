"""Names of units, within the scope."""

from data_access.scope import Scope
from data_access.units import unit_names


def test_units_are_named_in_code_order(stores, scope):
    assert list(unit_names(stores, scope)) == ["990100", "990101", "990102", "990103"]


def test_a_unit_outside_the_scope_is_not_named(stores):
    narrow = Scope(viewer="narrow", units=frozenset({"990102"}))
    assert list(unit_names(stores, narrow)) == ["990102"]
