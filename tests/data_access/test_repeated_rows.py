import pytest

from data_access.errors import NotFound
from data_access.repeated_rows import repeated_count, repeated_rows
from data_access.scope import Scope
from tests.data_access.bid_files import SCOPE, bid, loaded


def test_a_repeated_row_stands_beside_the_row_that_was_there_first(stores, folder):
    first = loaded(stores, folder, bid("A1") + bid("A2"), "1/甲.csv").batch_id
    second = loaded(stores, folder, bid("A3") + bid("A2") + bid("A3"), "2/甲.csv").batch_id
    found = repeated_rows(stores, SCOPE, second, limit=10)
    assert [(row.line, row.first_batch_id, row.first_line) for row in found] == [
        (3, first, 3),
        (4, second, 2),
    ]
    assert [row.first_file.rpartition("/")[2] for row in found] == ["甲.csv", "甲.csv"]
    assert repeated_count(stores, SCOPE, second) == 2
    assert repeated_rows(stores, SCOPE, second, limit=1, offset=1) == found[1:]
    stranger = Scope(viewer="x", units=frozenset({"990102"}), lines=SCOPE.lines)
    assert repeated_count(stores, stranger, second) == 0
    with pytest.raises(NotFound):
        repeated_rows(stores, stranger, second, limit=10)
