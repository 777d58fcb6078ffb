"""The lake's tables follow the contracts, also where these gain columns when rows already stand."""

from datetime import date

import pytest
import sqlalchemy as sa

from data_access.batches import withdraw
from data_access.errors import Conflict
from data_access.lake_tables import columns_at, dataset_table, rows_at, system_tables
from data_access.pool import ensure_tables, pool_lock
from data_access.row_history import row_history
from supervision.contracts import RESERVED, contract, load_contracts
from supervision.source_sql import source_statement
from tests.data_access.account_files import HEADER, standing, taken
from tests.data_access.bid_files import SCOPE
from tests.data_access.pool_rows import add_rows, standing_rows


def columns(stores, table: str) -> dict[str, str]:
    statement = sa.text(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake'"
        " AND table_name = :table ORDER BY column_index"
    )
    with stores.pool.reading() as connection:
        found = connection.execute(statement, {"table": table})
        return {row.column_name: row.data_type for row in found}


@pytest.mark.parametrize("dataset", ["vat_invoice", "auction_bid", "published_figure"])
def test_a_dataset_has_the_contracts_columns_and_then_those_of_the_pool(stores, dataset):
    names = [column.name for column in contract(dataset).columns]
    assert list(columns(stores, dataset)) == [*names, *RESERVED]


def test_amounts_are_exact_and_instants_have_a_zone(stores):
    found = columns(stores, "auction_bid")
    assert found["bid_yuan"] == "DECIMAL(18,2)"
    assert found["bid_at"] == "TIMESTAMP WITH TIME ZONE"
    assert found["row_id"] == "UUID"
    assert columns(stores, "vat_invoice")["quantity"] == "DECIMAL(20,6)"


def test_making_the_tables_again_writes_no_snapshot(stores):
    before = stores.pool.snapshot()
    ensure_tables(stores.pool)
    assert stores.pool.snapshot() == before


def test_a_column_that_a_contract_gained_is_added_to_the_table(stores):
    with stores.pool.writing() as connection:
        connection.execute(sa.text("ALTER TABLE auction_bid DROP COLUMN start_yuan"))
    assert "start_yuan" not in columns(stores, "auction_bid")
    ensure_tables(stores.pool)
    assert columns(stores, "auction_bid")["start_yuan"] == "DECIMAL(18,2)"


def test_there_is_a_table_for_every_contract_and_no_name_twice():
    names = [dataset_table(one).name for one in load_contracts().values()]
    names += [table.name for table in system_tables]
    assert len(set(names)) == len(names)


def test_rows_of_a_past_snapshot_are_selected_like_those_of_the_newest(stores):
    first = stores.pool.snapshot()
    one = contract("auction_bid")
    with stores.pool.writing() as connection:
        connection.execute(dataset_table(one).insert().values(lot_code="甲", unit_code="990101"))
    for snapshot, expected in ((None, ["甲"]), (first, [])):
        with stores.pool.reading() as connection:
            source = rows_at(connection, one, snapshot)
            statement = sa.select(source.c.lot_code).where(source.c.unit_code == "990101")
            assert connection.scalars(statement).all() == expected


def test_a_column_gained_since_is_empty_in_a_past_snapshot(stores):
    one = contract("auction_bid")
    with stores.pool.writing() as connection:
        connection.execute(sa.text("ALTER TABLE auction_bid DROP COLUMN start_yuan"))
        connection.execute(sa.text("INSERT INTO auction_bid (lot_code) VALUES ('甲')"))
    past = stores.pool.snapshot()
    ensure_tables(stores.pool)
    with stores.pool.reading() as connection:
        source = rows_at(connection, one, past)
        statement = sa.select(source.c.lot_code, source.c.start_yuan)
        assert connection.execute(statement).all() == [("甲", None)]


def test_a_dataset_has_no_rows_before_it_existed(stores):
    one = contract("auction_bid")
    with stores.pool.writing() as connection:
        connection.execute(sa.text("DROP TABLE auction_bid"))
    past = stores.pool.snapshot()
    ensure_tables(stores.pool)
    with stores.pool.reading() as connection:
        assert connection.execute(sa.select(rows_at(connection, one, past).c.lot_code)).all() == []


def test_only_one_process_may_write_to_the_lake(stores):
    with (
        pool_lock(stores.home),
        pytest.raises(Conflict),
        pool_lock(stores.home, wait=False),
    ):
        pass
    with pool_lock(stores.home, wait=False):
        pass


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
        found = standing_rows(stores, "bank_account", snapshot)
        assert found["account_no"].sort().to_list() == ["1", "2"]
        assert found["branch_name"].null_count() == 2
    ensure_tables(stores.pool)
    assert stores.pool.snapshot() == grown + 1


def test_a_run_of_a_snapshot_before_the_column_still_reads_it(stores, grown):
    declared = contract("bank_account")
    with stores.pool.reading() as connection:
        made = source_statement(
            declared,
            units=["990101"],
            as_of=date(2026, 12, 31),
            snapshot=grown,
            stood=columns_at(connection, declared.id, grown),
        )
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
    found = standing_rows(stores, "bank_account")
    assert found["branch_name"].null_count() == 2
