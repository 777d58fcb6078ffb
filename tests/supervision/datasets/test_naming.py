"""What holds for every contract: names that say their kind, and personal values that are masked."""

import pytest

from supervision.contracts import ColumnType, Identifier, load_contracts
from supervision.vocabulary import Sensitivity

COLUMNS = [(one, column) for one in load_contracts().values() for column in one.columns]


def named(kind: ColumnType) -> list[tuple[str, str]]:
    return [(one.id, column.name) for one, column in COLUMNS if column.type is kind]


@pytest.mark.parametrize(
    ("kind", "is_named"),
    [
        (ColumnType.DATE, lambda name: name.endswith("_on")),
        (ColumnType.INSTANT, lambda name: name.endswith("_at")),
        (ColumnType.MONEY, lambda name: name.endswith("_yuan")),
        (ColumnType.BOOLEAN, lambda name: name.startswith(("is_", "has_"))),
    ],
)
def test_a_column_says_its_kind_in_its_name(kind, is_named):
    assert [found for found in named(kind) if not is_named(found[1])] == []


def test_identifiers_of_persons_are_masked():
    masked = {Identifier.RESIDENT_ID, Identifier.PHONE, Identifier.BANK_ACCOUNT}
    bare = [
        (one.id, column.name)
        for one, column in COLUMNS
        if column.identifier in masked and column.mask is None
    ]
    assert bare == []


def test_what_is_masked_is_never_public_or_internal():
    open_ones = (Sensitivity.PUBLIC, Sensitivity.INTERNAL)
    bare = [
        (one.id, column.name)
        for one, column in COLUMNS
        if column.mask and (column.sensitivity or one.sensitivity) in open_ones
    ]
    assert bare == []


def test_place_on_the_map_is_longitude_and_latitude():
    known = {(one.id, column.name): column.unit for one, column in COLUMNS}
    places = {found: unit for found, unit in known.items() if found[1] in {"longitude", "latitude"}}
    assert places
    assert set(places.values()) == {"度"}
