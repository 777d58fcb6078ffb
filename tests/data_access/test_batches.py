"""Batches: what came in, and taking it out again without taking what others supplied."""

from datetime import date

import pytest
import sqlalchemy as sa

from data_access import tables
from data_access.batches import batches, datasets, reconcile, reject_count, rejects, withdraw
from data_access.datasets import dataset_rows
from data_access.errors import NotFound
from data_access.intake import intake
from data_access.scope import Scope
from supervision.vocabulary import BatchState
from tests.data_access.bid_files import HEADER, SCOPE, audits, bid, loaded, put, stored
from tests.data_access.lead_builder import add_leads, lead_values, run_values


def test_a_withdrawn_batch_leaves_and_its_files_count_as_unseen(stores, folder):
    path = put(folder, "甲.csv", HEADER + bid("A1") + "流拍,A,1,x\n")
    first = intake(stores, SCOPE, [path])
    done = withdraw(stores, SCOPE, first.batch_id, "送错了")
    assert done.state is BatchState.WITHDRAWN
    assert done.withdrawn_reason == "送错了"
    assert stored(stores).height == 0
    again = intake(stores, SCOPE, [path])
    assert (again.rows_loaded, again.rows_rejected) == (1, 1)
    assert again.batch_id not in {None, first.batch_id}
    assert len(rejects(stores, SCOPE, again.batch_id)) == 2


def test_withdrawing_twice_changes_nothing(stores, folder):
    batch = loaded(stores, folder, bid("A1")).batch_id
    first = withdraw(stores, SCOPE, batch, "一")
    snapshot = stores.pool.snapshot()
    assert withdraw(stores, SCOPE, batch, "二") == first
    assert stores.pool.snapshot() == snapshot
    assert audits(stores) == ["intake", "withdraw"]


def test_a_row_that_another_batch_supplied_too_stays_as_that_batchs(stores, folder):
    one = loaded(stores, folder, bid("A1") + bid("A2"), "1/甲.csv")
    two = loaded(stores, folder, "\n" + bid("A2"), "2/甲.csv")
    three = loaded(stores, folder, "\n\n" + bid("A2"), "3/甲.csv")
    withdraw(stores, SCOPE, one.batch_id, "x")
    [left] = stored(stores).rows(named=True)
    assert (left["bidder_code"], left["batch_id"]) == ("A2", two.batch_id)
    assert (left["file_sha256"], left["source_line"]) == (two.files[0].sha256, 3)
    withdraw(stores, SCOPE, two.batch_id, "x")
    assert stored(stores)["batch_id"].to_list() == [three.batch_id]
    withdraw(stores, SCOPE, three.batch_id, "x")
    assert stored(stores).height == 0


def test_a_repeat_withdrawn_first_does_not_come_back_later(stores, folder):
    one = loaded(stores, folder, bid("A1"), "1/甲.csv")
    two = loaded(stores, folder, "\n" + bid("A1"), "2/甲.csv")
    withdraw(stores, SCOPE, two.batch_id, "x")
    assert stored(stores)["batch_id"].to_list() == [one.batch_id]
    withdraw(stores, SCOPE, one.batch_id, "x")
    assert stored(stores).height == 0


def test_the_past_keeps_what_was_withdrawn(stores, folder):
    first = loaded(stores, folder, bid("A1"))
    withdraw(stores, SCOPE, first.batch_id, "x")
    past = dataset_rows(stores, SCOPE, "auction_bid", snapshot=first.snapshot, limit=10)
    assert past["batch_id"].to_list() == [first.batch_id]


def add_lead(stores, batch_id: str) -> None:
    """A lead of the batch, found by a model that is declared no more."""
    with stores.writing() as connection:
        connection.execute(tables.runs.insert().values(run_values(model="forgotten")))
    add_leads(stores, lead_values(1))
    with stores.writing() as connection:
        behind = {"lead_id": "lead-1", "batch_id": batch_id}
        connection.execute(tables.lead_batches.insert().values(behind))


def is_marked(stores) -> bool:
    with stores.reading() as connection:
        return bool(connection.execute(sa.text("SELECT is_withdrawn FROM leads")).scalar())


def test_leads_are_marked_when_rows_behind_them_are_gone(stores, folder):
    batch = loaded(stores, folder, bid("A1")).batch_id
    add_lead(stores, batch)
    withdraw(stores, SCOPE, batch, "x")
    assert is_marked(stores)


def test_leads_follow_rows_that_another_batch_takes_over(stores, folder):
    one = loaded(stores, folder, bid("A1"), "1/甲.csv")
    two = loaded(stores, folder, "\n" + bid("A1"), "2/甲.csv")
    add_lead(stores, one.batch_id)
    withdraw(stores, SCOPE, one.batch_id, "x")
    assert not is_marked(stores)
    withdraw(stores, SCOPE, two.batch_id, "x")
    assert is_marked(stores)


def test_the_count_of_rejects_is_that_of_their_whole_list(stores, folder):
    text = HEADER + "=流拍,,一百,昨天\n" + bid("A1") + "流拍,A,1,x\n"
    batch = intake(stores, SCOPE, [put(folder, "甲.csv", text)]).batch_id
    whole = len(rejects(stores, SCOPE, batch))
    assert reject_count(stores, SCOPE, batch) == whole > 2
    assert len(rejects(stores, SCOPE, batch, limit=1, offset=whole - 1)) == 1
    assert reject_count(stores, SCOPE, "nonsense") == 0
    elsewhere = Scope(viewer="x", units=frozenset({"990103"}))
    assert reject_count(stores, elsewhere, batch) == 0
    clean = loaded(stores, folder, bid("A1"), "乙.csv").batch_id
    assert reject_count(stores, SCOPE, clean) == 0


def test_batches_beyond_the_scope_are_not_found(stores, folder):
    batch = loaded(stores, folder, bid("A1")).batch_id
    other = Scope(viewer="x", units=frozenset({"990103"}))
    for attempt in (
        lambda: batches(stores, other, batch),
        lambda: rejects(stores, other, batch),
        lambda: withdraw(stores, other, batch, "x"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert stored(stores).height == 1


def test_the_overview_counts_what_stands_within_the_scope(stores, folder):
    text = HEADER + bid("A1", at="2026-05-25 23:30:00") + bid("A2", at="2026-05-26 00:30:00")
    intake(stores, SCOPE, [put(folder, "甲.csv", text)])
    found = {overview.id: overview for overview in datasets(stores, SCOPE)}
    bids = found["auction_bid"]
    assert (bids.rows, bids.first_on, bids.last_on) == (2, date(2026, 5, 25), date(2026, 5, 26))
    assert bids.snapshot == stores.pool.snapshot()
    assert bids.contract.title == "网拍竞买记录"
    assert found["vat_invoice"].rows == 0
    assert found["vat_invoice"].first_on is None
    [alone] = datasets(stores, Scope(viewer="x"), "auction_bid")
    assert (alone.rows, alone.received_on) == (0, None)


def test_reconciling_in_order_changes_nothing(stores, folder):
    loaded(stores, folder, bid("A1"))
    before = batches(stores, SCOPE)
    reconcile(stores)
    assert batches(stores, SCOPE) == before
