"""Rows that wait in files enter the lake as rows that wait in memory do, and as files where whole."""

from contextlib import contextmanager

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_access import appended_rows, collecting, staged_parts
from data_access.batches import withdraw
from data_access.datasets import datasets
from data_access.errors import StoreUnusable
from data_access.intake import IntakeOptions, intake
from data_access.maintenance import data_files
from data_access.pool import frame
from data_access.row_history import row_history
from data_access.settings import Settings
from data_access.stores import initialise, open_stores
from tests.conftest import copy_of
from tests.data_access.bid_files import HEADER, SCOPE, bid, loaded, put, stored

MANY = "".join(bid(f"A{number}", str(number)) for number in range(40))


def put_into_files(patch: pytest.MonkeyPatch) -> None:
    """Every chunk of rows becomes a file, and identities are compared in many ranges."""
    patch.setattr(staged_parts, "PART_BYTES", 1)
    patch.setattr(collecting, "GATHERED_BYTES", 1)
    patch.setattr(appended_rows, "RANGE_ROWS", 3)


@pytest.fixture
def in_files(monkeypatch):
    put_into_files(monkeypatch)


@pytest.fixture(scope="module")
def homes(empty_home, tmp_path_factory):
    """Two homes, for one of which every chunk of rows becomes a file."""
    folder = tmp_path_factory.mktemp("homes")
    opened = []
    for way in ("memory", "files"):
        home = copy_of(empty_home, folder / way)
        opened.append(open_stores(home, Settings(home=home), writable=True))
    yield opened
    for stores in opened:
        stores.close()


def origins(stores, lots: str) -> list[tuple[object, ...]]:
    """Every origin of every row of these lots, the rows' own and further ones, by file and line."""
    statement = sa.text(
        "SELECT 'own', row_id, file_sha256, source_line FROM auction_bid"
        " WHERE starts_with(lot_code, :lots) UNION ALL"
        " SELECT 'further', row_id, r.file_sha256, r.source_line FROM repeats AS r"
        " JOIN auction_bid USING (row_id) WHERE starts_with(lot_code, :lots)"
    )
    with stores.pool.reading() as connection:
        return sorted(map(tuple, connection.execute(statement, {"lots": lots})), key=str)


def counts(report) -> list[dict[str, int]]:
    """What the report says of rows, as a whole and by file."""
    names = ("rows_read", "rows_loaded", "rows_rejected", "rows_repeated", "rows_set_aside")
    return [{name: getattr(one, name) for name in names} for one in (report, *report.files)]


def taken_over(home) -> list[str]:
    """The lake's files that intake wrote itself."""
    return [name for name in data_files(home) if not name.startswith("ducklake")]


LINES = st.lists(
    st.sampled_from(
        (
            *(bid("A1"), bid("A2", "1"), bid("A3", "1,5"), bid("", "2"), HEADER, "\n"),
            *("流拍,A1,1,昨天\n", "成交,A1\n", "合计,,5,\n", '"成交,A1,1,2\n'),
            '成交,"A\n1",1,2026-05-26 10:00:00\n',
        )
    ),
    max_size=9,
)
BATCHES = st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=2)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(BATCHES)
def test_rows_in_files_become_what_rows_in_memory_do(homes, tmp_path_factory, batches):
    folder = tmp_path_factory.mktemp("files")
    found = []
    for stores, is_in_files in zip(homes, (False, True), strict=True):
        reports = []
        with pytest.MonkeyPatch.context() as patch:
            if is_in_files:
                put_into_files(patch)
            for number, files in enumerate(batches):
                for name, lines in enumerate(files):
                    named = f"{number}/{name}/{folder.name}-.csv"
                    put(folder, named, HEADER + "".join(lines))
                reports += counts(intake(stores, SCOPE, [folder / str(number)]))
        rows = stored(stores).filter(pl.col("lot_code") == f"{folder.name}-")
        found.append((reports, origins(stores, f"{folder.name}-"), rows.drop("batch_id")))
    (one, one_origins, one_rows), (other, other_origins, other_rows) = found
    assert one == other
    assert one_origins == other_origins
    assert_frame_equal(one_rows, other_rows, check_row_order=False)


def test_a_part_without_repeats_is_taken_over_and_one_with_them_is_not(stores, folder, in_files):
    put(folder, "1.csv", HEADER + MANY)
    put(folder, "2.csv", HEADER + bid("A1", "1") + bid("B"))
    options = IntakeOptions(set_values={"lot_code": "甲"})
    report = intake(stores, SCOPE, [folder], options)
    assert (report.rows_loaded, report.rows_repeated) == (41, 1)
    assert len(taken_over(stores.home)) == 1
    assert stored(stores)["row_id"].n_unique() == 41
    assert not list((stores.pool.folder / "staged").iterdir())


def test_what_was_taken_over_moves_with_its_home_and_can_be_withdrawn(
    stores, folder, tmp_path, in_files
):
    report = intake(stores, SCOPE, [put(folder, "甲.csv", HEADER + MANY)])
    assert taken_over(stores.home)
    rows = stored(stores)
    stores.close()
    moved = stores.home.rename(tmp_path / "it's :moved 50%")
    again = initialise(moved)
    assert_frame_equal(stored(again), rows, check_row_order=False)
    more = put(folder, "乙.csv", HEADER + MANY + bid("A1", "1"))
    assert intake(again, SCOPE, [more]).rows_loaded == 40
    assert intake(again, SCOPE, [put(folder, "丙.csv", HEADER + MANY)]).rows_loaded == 40
    assert stored(again).height == 120
    withdraw(again, SCOPE, report.batch_id, "x")
    assert stored(again).height == 80
    again.close()


def test_what_was_taken_over_is_counted_and_has_a_history(stores, folder, in_files):
    report = intake(stores, SCOPE, [put(folder, "甲.csv", HEADER + MANY)])
    [found] = datasets(stores, SCOPE, "auction_bid")
    assert found.rows == 40
    [one] = row_history(stores, SCOPE, "auction_bid", {"bidder_code": "A7"})
    assert (one.change, one.batch_id, one.line) == ("added", report.batch_id, 9)
    withdraw(stores, SCOPE, report.batch_id, "x")
    [found] = datasets(stores, SCOPE, "auction_bid")
    assert found.rows == 0
    history = row_history(stores, SCOPE, "auction_bid", {"bidder_code": "A7"})
    assert [one.change for one in history] == ["added", "removed"]


def test_a_table_of_parts_gains_columns_and_is_compacted(stores, folder, in_files):
    """What DuckLake may be asked to do with its own files it can do with these."""
    for name in ("甲", "乙"):
        intake(stores, SCOPE, [put(folder, f"{name}.csv", HEADER + MANY)])
    with stores.pool.writing() as connection:
        connection.execute(sa.text("ALTER TABLE auction_bid ADD COLUMN gained_on DATE"))
    with stores.pool.writing() as connection:
        connection.execute(sa.text("DELETE FROM auction_bid WHERE bidder_code = 'A1'"))
    with stores.pool.writing() as connection:
        connection.execute(sa.text("CALL ducklake_rewrite_data_files('lake', 'auction_bid')"))
    with stores.pool.reading() as connection:
        statement = "SELECT lot_code, count(*) AS n, count(gained_on) AS m FROM auction_bid"
        found = frame(connection, sa.text(f"{statement} GROUP BY lot_code ORDER BY lot_code"))
    assert found.rows() == [("乙", 39, 0), ("甲", 39, 0)]


def test_a_batch_that_cannot_be_written_leaves_no_file(stores, folder, in_files, monkeypatch):
    path = put(folder, "甲.csv", HEADER + MANY)
    broken = sa.table("no_such_table", sa.column("batch_id"))
    with monkeypatch.context() as patch:
        patch.setattr("data_access.lake_tables.rejects", broken)
        with pytest.raises(sa.exc.ProgrammingError):
            intake(stores, SCOPE, [path])
    assert not list(stores.pool.folder.rglob("*-0.parquet"))
    assert stored(stores).height == 0
    assert intake(stores, SCOPE, [path]).rows_loaded == 40


def test_a_dry_run_of_many_rows_leaves_nothing(stores, folder, in_files):
    path = put(folder, "甲.csv", HEADER + MANY)
    report = intake(stores, SCOPE, [path], IntakeOptions(dry_run=True))
    assert (report.rows_loaded, report.batch_id) == (40, None)
    assert not list((stores.pool.folder / "staged").iterdir())
    assert not list(stores.pool.folder.rglob("*.parquet"))


@contextmanager
def full_folder(parent, _full):
    """A folder of which the disk takes nothing more."""
    folder = parent.parent / "full"
    folder.mkdir(exist_ok=True)
    for number in range(9):
        (folder / f"{number}.parquet").symlink_to("/dev/full")
    yield folder


@pytest.mark.usefixtures("in_files")
def test_a_disk_that_is_full_leaves_the_pool_as_it_was(stores, tmp_path, monkeypatch):
    monkeypatch.setattr(staged_parts, "working_folder", full_folder)
    with pytest.raises(StoreUnusable, match="no room for the rows of the batch"):
        loaded(stores, tmp_path, MANY)
    monkeypatch.undo()
    assert loaded(stores, tmp_path, MANY).rows_loaded == 40
