"""Many questions asked at once, on a DuckDB of its own."""

import duckdb

from supervision.count_sql import Counts, row_count
from supervision.run_sql import NamedRows, asked_at_once


def test_counts_come_by_place_and_rows_after_them():
    relations = {
        "lots": NamedRows(sql="SELECT UNNEST([1, 2, NULL]) AS lot_no", is_kept=True),
        "known": NamedRows(sql="SELECT lot_no FROM lots WHERE lot_no IS NOT NULL", is_kept=False),
    }
    filled = Counts(terms={"all": "COUNT(*)", "filled": "COUNT(lot_no)"}, relation="lots")
    sql = asked_at_once(
        relations, [filled, row_count("known")], "SELECT lot_no, 'x' AS kind FROM known"
    )
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchall()
    assert sorted(found, key=str) == [
        (0, [3, 2], None),
        (1, [2], None),
        (2, None, {"lot_no": 1, "kind": "x"}),
        (2, None, {"lot_no": 2, "kind": "x"}),
    ]


def test_of_no_rows_only_the_counts_come():
    relations = {"lots": NamedRows(sql="SELECT 1 AS lot_no WHERE FALSE", is_kept=True)}
    sql = asked_at_once(relations, [row_count("lots")], "SELECT lot_no FROM lots")
    with duckdb.connect() as connection:
        assert connection.execute(sql).fetchall() == [(0, [0], None)]
