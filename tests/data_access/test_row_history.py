"""The history of a record: every version with its snapshot, batch, file and line."""

from dataclasses import replace

import pytest

from data_access.batches import withdraw
from data_access.errors import NotAllowed, NotFound, Refused
from data_access.row_history import row_history
from data_access.scope import Scope
from supervision.errors import UnknownName
from tests.data_access.account_files import HEADER, account, taken
from tests.data_access.bid_files import SCOPE


def test_a_late_correction_and_its_withdrawal_stand_in_the_history(stores, folder):
    first = taken(stores, folder, HEADER + account("1", "甲") + account("2"), "1.csv")
    second = taken(stores, folder, "\n" + HEADER + account("1", "乙"), "2.csv")
    taken(stores, folder, HEADER + account("3"), "3.csv")
    withdraw(stores, SCOPE, second.batch_id, "x")
    withdraw(stores, SCOPE, first.batch_id, "x")
    history = row_history(stores, SCOPE, "bank_account", {"account_no": "1"})
    assert [(one.change, one.changed, one.batch_id, one.line) for one in history] == [
        ("added", (), first.batch_id, 2),
        ("updated", ("owner_name",), second.batch_id, 3),
        ("restored", ("owner_name",), first.batch_id, 2),
        ("removed", (), None, None),
    ]
    assert [one.snapshot for one in history[:2]] == [first.snapshot, second.snapshot]
    assert [one.values.get("owner_name") for one in history] == ["*", "*", "*", None]
    shown = row_history(
        stores, replace(SCOPE, may_unmask=True), "bank_account", {"account_no": "1"}, unmask=True
    )
    assert [one.values.get("owner_name") for one in shown] == ["甲", "乙", "甲", None]
    with pytest.raises(NotAllowed):
        row_history(stores, SCOPE, "bank_account", {"account_no": "1"}, unmask=True)
    assert history[1].file == str(folder / "2.csv")


def test_a_history_needs_a_key_that_stood_within_the_scope(stores, folder):
    taken(stores, folder, HEADER + account("1"))
    elsewhere = Scope(viewer="x", units=frozenset({"990103"}))
    for scope, key, error in (
        (SCOPE, {}, Refused),
        (SCOPE, {"colour": "x"}, UnknownName),
        (SCOPE, {"opened_on": "昨天"}, Refused),
        (SCOPE, {"account_no": "9"}, NotFound),
        (elsewhere, {"account_no": "1"}, NotFound),
    ):
        with pytest.raises(error):
            row_history(stores, scope, "bank_account", key)
