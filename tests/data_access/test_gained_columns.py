"""A contract gains a column when rows already stand: they are read, replaced and restored."""

from datetime import date

import pytest
import sqlalchemy as sa

from data_access.batches import withdraw
from data_access.datasets import dataset_rows
from data_access.pool import ensure_tables
from data_access.row_history import row_history
from supervision.contracts import contract
from supervision.source_sql import source_statement
from tests.data_access.account_files import HEADER, standing, taken
from tests.data_access.bid_files import SCOPE
from tests.data_access.pool_rows import add_rows

OLD = "account_no,owner_id,owner_name,status\n1,Z1,甲,active\n2,Z1,乙,active\n"


@pytest.fixture
def grown(stores) -> int:
    """The newest snapshot before `branch_name` and `phone` were columns of accounts."""
    with stores.pool.writing() as connection:
        for name in ("branch_name", "phone"):
            connection.exec_driver_sql(f"ALTER TABLE bank_account DROP COLUMN {name}")
    add_rows(stores, "bank_account", OLD)
    before = stores.pool.snapshot()
    ensure_tables(stores.pool)
    return before


def test_rows_that_stood_have_no_value_in_the_new_column_now_and_then(stores, grown):
    for snapshot in (None, grown):
        found = dataset_rows(stores, SCOPE, "bank_account", snapshot=snapshot, limit=9)
        assert found["account_no"].sort().to_list() == ["1", "2"]
        assert found["branch_name"].null_count() == 2
    ensure_tables(stores.pool)
    assert stores.pool.snapshot() == grown + 1


def test_a_run_of_a_snapshot_before_the_column_still_reads_it(stores, grown):
    declared = contract("bank_account")
    made = source_statement(declared, units=["990101"], as_of=date(2026, 12, 31), snapshot=grown)
    with stores.pool.reading() as connection:
        connection.exec_driver_sql(made)
        counted = sa.text("SELECT count(*), count(branch_name) FROM source_bank_account")
        assert tuple(connection.execute(counted).one()) == (2, 0)


def test_a_batch_with_the_new_column_replaces_and_its_withdrawal_restores(stores, grown, folder):
    text = HEADER.replace("\n", ",开户网点\n") + "1,Z1,甲,正常,城东\n3,Z1,丙,正常,城西\n"
    report = taken(stores, folder, text)
    assert (report.rows_loaded, report.rows_updated) == (2, 1)
    history = row_history(stores, SCOPE, "bank_account", {"account_no": "1"})
    assert [one.values["branch_name"] for one in history] == [None, "城东"]
    assert history[1].changed == ("branch_name",)
    withdraw(stores, SCOPE, report.batch_id, "x")
    assert standing(stores) == {"1": ("甲", "active"), "2": ("乙", "active")}
    found = dataset_rows(stores, SCOPE, "bank_account", limit=9)
    assert found["branch_name"].null_count() == 2
