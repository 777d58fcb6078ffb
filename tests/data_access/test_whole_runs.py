"""A dry run is one statement: it answers as the run does that makes a table of every layer."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from data_access.questions import ask
from data_access.scope import scoped, system_scope
from data_access.screening import find, screen
from data_access.tables import dataset_counts
from supervision.vocabulary import RunStatus
from tests.data_access.pool_rows import BIDDING, add_rows

AS_OF = date(2026, 12, 31)
NOT_COUNTED = 77_777
"""Rows that no statement on the pool could count."""


def both(stores, scope, model, as_of=AS_OF, **asked):
    question = ask(stores, scope, model, as_of=as_of, **asked)
    return find(stores, question, is_dry=True), find(stores, question, is_dry=False)


def test_it_finds_what_a_run_finds_and_takes_no_samples(screened, scope):
    dry, wet = both(screened, scope, BIDDING)
    assert [replace(one, seconds=None, sql="") for one in wet.layers] == [
        replace(one, sql="") for one in dry.layers
    ]
    assert (dry.coverage, dry.leads, dry.warnings) == (wet.coverage, wet.leads, wet.warnings)
    assert dry.leads
    assert wet.samples
    assert (dry.samples, dry.batches) == ((), {})


def test_it_reads_an_earlier_snapshot_as_it_was(own, scope):
    snapshot = own.pool.snapshot()
    before, _ = both(own, scope, BIDDING)
    bids = "lot_code,bidder_code,bid_yuan,bid_at\nNEW,B1,100.00,2026-05-26 10:00:00+08:00\n"
    add_rows(own, "auction_bid", bids, batch_id="batch-2")
    dry, wet = both(own, scope, BIDDING, snapshot=snapshot)
    assert dry == replace(wet, samples=(), batches={}, layers=dry.layers) == before
    now, _ = both(own, scope, BIDDING)
    assert now.coverage[0].rows == before.coverage[0].rows + 1


def falsify(stores, **values):
    """Changes every kept count and leaves its fingerprint as it is."""
    with stores.writing() as connection:
        statement = sa.update(dataset_counts).values(**values)
        connection.execute(scoped(statement, system_scope("test")))


def test_coverage_is_what_is_kept_of_the_dataset(own, scope):
    falsify(own, rows=NOT_COUNTED)
    for found in both(own, scope, BIDDING):
        assert {one.rows for one in found.coverage} == {NOT_COUNTED}


def test_where_a_row_is_later_than_asked_coverage_is_counted(own, scope):
    falsify(own, rows=NOT_COUNTED, last_on=date(2027, 1, 1))
    for found in both(own, scope, BIDDING):
        assert NOT_COUNTED not in {one.rows for one in found.coverage}


def test_a_run_on_too_little_is_refused_alike(stores, scope):
    for found in both(stores, scope, BIDDING):
        assert (found.layers, found.leads) == ((), ())
    assert screen(stores, scope, BIDDING, dry_run=True).status is RunStatus.REFUSED
