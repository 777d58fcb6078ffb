"""The lake is attached once, locked down, and seen in whole states only."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.errors import StoreMissing, StoreUnusable
from data_access.lake_tables import loaded_batches
from data_access.pool import Pool, frame
from data_access.settings import Settings
from data_access.stores import Stores


def test_a_reader_sees_what_another_connection_committed(stores: Stores) -> None:
    reader = Pool(stores.home, Settings(), writable=False)
    with stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE numbers (n INTEGER)"))
        connection.execute(sa.text("INSERT INTO numbers SELECT range FROM range(5)"))
    with reader.reading() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM numbers")).scalar() == 5
    reader.close()


def test_a_failed_write_leaves_no_snapshot(stores: Stores) -> None:
    before = stores.pool.snapshot()
    with pytest.raises(RuntimeError), stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE half (n INTEGER)"))
        raise RuntimeError
    assert stores.pool.snapshot() == before


def test_a_past_state_can_be_read(stores: Stores) -> None:
    with stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE numbers (n INTEGER)"))
    before = stores.pool.snapshot()
    with stores.pool.writing() as connection:
        connection.execute(sa.text("INSERT INTO numbers VALUES (1)"))
    past = sa.text(f"SELECT count(*) FROM numbers AT (VERSION => {before})")
    with stores.pool.reading() as connection:
        assert connection.execute(past).scalar() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.db'",
        "SET threads = 1",
        "INSTALL httpfs",
    ],
)
def test_the_engine_reaches_nothing_but_the_lake(stores: Stores, statement: str) -> None:
    with stores.pool.reading() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.text(statement))


def test_a_pool_without_a_batch_is_empty(stores: Stores) -> None:
    assert stores.pool.is_empty()
    with stores.pool.writing() as connection:
        connection.execute(loaded_batches.insert().values(batch_id="b", dataset="vat_invoice"))
    assert not stores.pool.is_empty()


def test_days_are_counted_in_shanghai(stores: Stores) -> None:
    statement = sa.text("SELECT CAST(TIMESTAMPTZ '2026-05-26 20:00:00+00' AS DATE)")
    with stores.pool.reading() as connection:
        assert str(connection.execute(statement).scalar()) == "2026-05-27"


def test_a_frame_keeps_its_schema_when_it_is_empty(stores: Stores) -> None:
    with stores.pool.reading() as connection:
        found = frame(connection, sa.text("SELECT CAST(1 AS BIGINT) AS n WHERE 1 = :one"), one=2)
    assert found.schema.names() == ["n"]
    assert found.is_empty()


def test_a_home_without_a_pool_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="no pool"):
        Pool(tmp_path, Settings(), writable=False)


def test_a_pool_opened_for_reading_cannot_write(stores: Stores) -> None:
    reader = Pool(stores.home, Settings(), writable=False)
    with pytest.raises(StoreUnusable, match="reading only"), reader.writing():
        pass
    reader.close()


def test_a_reader_in_another_process_does_not_hold_up_a_commit(stores: Stores) -> None:
    with stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE numbers (n INTEGER)"))
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(stores.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdin is not None
        assert reader.stdout.readline() == "0\n"
        with stores.pool.writing() as connection:
            connection.execute(sa.text("INSERT INTO numbers VALUES (1)"))
        reader.stdin.write("go on\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "0\n", "a reader keeps the state that it began with"
    assert reader.returncode == 0


READER = """
import sys
from pathlib import Path
import sqlalchemy as sa
from data_access.stores import open_stores

count = sa.text("SELECT count(*) FROM numbers")
stores = open_stores(Path(sys.argv[1]))
with stores.pool.reading() as connection:
    print(connection.execute(count).scalar(), flush=True)
    sys.stdin.readline()
    print(connection.execute(count).scalar(), flush=True)
"""
