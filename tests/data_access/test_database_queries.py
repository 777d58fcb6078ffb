"""A query on another database: read only, its answer as text, its password nowhere."""

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data_access.batches import batches
from data_access.database_queries import DatabaseQuery, _field, database_query
from data_access.errors import SourceRefused
from data_access.intake import IntakeOptions, intake
from tests.data_access.bid_files import SCOPE, audits, stored

SELECT = "SELECT code AS 竞买号, yuan AS 价格, at AS 时间, state AS 状态, '甲' AS 标的 FROM bid ORDER BY code"


@pytest.fixture
def database(folder):
    """The URL of an SQLite file with two bids."""
    path = folder / "他库.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bid (code TEXT, yuan REAL, at TEXT, state TEXT)")
        rows = [
            ("001", 1e3, "2026-05-26 10:00:00", "出局"),
            ("A\n2", 2.5, "2026-05-26 10:01:00", "成交"),
        ]
        connection.executemany("INSERT INTO bid VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return f"sqlite:///{path}"


def test_an_answer_is_taken_in_as_a_file_would_be(stores, database):
    query = database_query(database, SELECT + ";")
    report = intake(stores, SCOPE, [query])
    assert (report.dataset, report.rows_loaded, report.rows_rejected) == ("auction_bid", 2, 0)
    assert [file.path for file in report.files] == [str(query.path)]
    assert str(query.path).startswith("sqlite/他库.db/query-")
    rows = stored(stores).sort("bid_yuan")
    assert rows["bidder_code"].to_list() == ["A 2", "001"]
    assert [str(value) for value in rows["bid_yuan"]] == ["2.50", "1000.00"]
    assert rows["source_line"].to_list() == [3, 2]
    again = intake(stores, SCOPE, [database_query(database, SELECT)])
    assert (again.batch_id, again.rows_repeated) == (None, 2)


def test_a_variable_may_hold_the_address(database, folder):
    query = database_query("OTHER_STORE", "SELECT 1 AS a", {"OTHER_STORE": database})
    assert query.write(folder / "0.csv").read_text() == "a\n1\n"
    with pytest.raises(SourceRefused, match="no environment variable OTHER_STORE"):
        database_query("OTHER_STORE", "SELECT 1", {})


def test_neither_password_nor_statement_is_ever_said(stores, capfd):
    secret, person = "geheim", "330106199001011234"
    for address in (
        f"postgresql://u:{secret}@127.0.0.1:1/db",
        f"nosuch://u:{secret}@127.0.0.1/db",
        f"sqlite:////nowhere/{secret}.db",
    ):
        query = database_query(address, f"SELECT * FROM t WHERE id_no = '{person}'")
        with pytest.raises(SourceRefused) as raised:
            intake(stores, SCOPE, [query])
        said = f"{raised.value} {raised.value.hint} {query!r} {raised.value.__cause__!r}"
        assert person not in said
        if "sqlite" not in address:
            assert secret not in said
    assert batches(stores, SCOPE) == []
    assert audits(stores) == []
    assert secret not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM bid",
        "SELECT 1; DROP TABLE bid",
        "-- SELECT\nUPDATE bid SET yuan = 0",
        "",
        "PRAGMA user_version = 7",
    ],
)
def test_a_statement_that_may_write_is_refused(database, statement):
    with pytest.raises(SourceRefused, match="not one statement that only reads"):
        database_query(database, statement)


def test_what_still_writes_fails_and_the_other_database_is_as_before(database, folder):
    query = database_query(
        database, "WITH t AS (SELECT 1) INSERT INTO bid SELECT '1', 1, '', '' FROM t"
    )
    with pytest.raises(SourceRefused, match=r"The query on .* failed \(\w+\)"):
        query.write(folder / "0.csv")
    count = database_query(database, "SELECT count(*) AS n FROM bid")
    assert count.write(folder / "0.csv").read_text() == "n\n2\n"


def test_a_file_of_another_engine_is_read_only_too(folder):
    path = folder / "他.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT 330106199001011234::BIGINT AS 号, 1.50 AS 数")
    query = database_query(f"duckdb:///{path}", "SELECT * FROM t WHERE 数::VARCHAR LIKE '1%'")
    assert query.write(folder / "0.csv").read_text() == "号,数\n330106199001011234,1.50\n"
    begun = database_query(f"duckdb:///{path}", "WITH x AS (SELECT 1) INSERT INTO t SELECT 1, 2")
    with pytest.raises(SourceRefused, match="failed"):
        begun.write(folder / "0.csv")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (1.0, "1"),
        (1e20, "\ue000100000000000000000000"),
        (330106199001011234, "330106199001011234"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 5, 26), "2026-05-26"),
        (datetime(2026, 5, 26, 2, 3, 4, tzinfo=UTC), "2026-05-26 10:03:04"),
        ("甲\r\n乙", "甲 乙"),
        (b"\xe7\x94\xb2", "甲"),
        (b"\xff", "\\xff"),
    ],
)
def test_a_value_becomes_its_exact_text(value, text):
    assert _field(value) == text


@pytest.mark.parametrize("address", ["no url", "://", "sqlite//x"])
def test_what_is_no_address_is_refused_without_repeating_it(address):
    with pytest.raises(SourceRefused) as raised:
        database_query(address, "SELECT 1")
    assert address not in str(raised.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedQuery(DatabaseQuery):
    """A query that counts how often it is asked."""

    asked: list[Path] = field(default_factory=list)

    def write(self, target: Path) -> Path:
        self.asked.append(target)
        return DatabaseQuery.write(self, target)


def test_a_dry_run_asks_the_database_once(stores, database):
    plain = database_query(database, SELECT)
    query = CountedQuery(url=plain.url, statement=plain.statement)
    report = intake(stores, SCOPE, [query], IntakeOptions(dry_run=True))
    assert (report.rows_loaded, len(report.first_rows)) == (2, 2)
    assert len(query.asked) == 1
