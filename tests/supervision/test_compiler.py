from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.compiler import compile_layers, kept_rows
from supervision.count_sql import layer_counts
from supervision.declaration import model, read_model
from supervision.layer_format import Layer
from supervision.ledger import layer_ledger
from supervision.parameters import parameter_values
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)
COLUMNS = "lot_code VARCHAR, bidder_code VARCHAR, bid_yuan DECIMAL(18, 2), bid_at TIMESTAMP"
ROWS = f"{COLUMNS}, start_yuan DECIMAL(18, 2), unit_code VARCHAR"

lots = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([None, 0, 50, 200])), max_size=30)


def outcome_of(bids: int, start: int | None) -> str:
    """The rule of the house, written out: excluded, else dropped, else cannot judge, else kept."""
    tests = [bids >= 3, None if start is None else start > 100]
    if start == 0:
        return "excluded"
    if False in tests:
        return "dropped"
    return "cannot_judge" if None in tests else "kept"


def is_near(bids: int, start: int | None) -> bool:
    return bids == 2 and start == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lots=lots)
def test_every_row_has_exactly_the_outcome_of_the_rule(lots):
    compiled = compile_layers(SMALL, parameter_values(SMALL))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE source_auction_bid ({ROWS})")
        for number, (bids, start) in enumerate(lots):
            row = [f"L{number:02}", "A", 1, "2026-01-01", start, "990101"]
            connection.executemany(
                "INSERT INTO source_auction_bid VALUES (?, ?, ?, ?, ?, ?)", [row] * bids
            )
        for layer in compiled.values():
            for table, statement in layer.tables.items():
                connection.execute(f"CREATE TABLE {table} AS {statement}")
        busy = compiled["busy"]
        found = connection.execute(
            f"SELECT outcome, is_near_miss FROM {busy.judged} ORDER BY lot_code"
        ).fetchall()
        kept = connection.execute(f"SELECT COUNT(*) FROM ({kept_rows(busy)})").fetchone()
        cursor = connection.execute(layer_counts(busy).statement)
        names = [column[0] for column in cursor.description]
        counted = dict(zip(names, cursor.fetchone(), strict=True))
    expected = [outcome_of(*lot) for lot in lots]
    assert found == [(outcome, is_near(*lot)) for outcome, lot in zip(expected, lots, strict=True)]
    ledger = layer_ledger(SMALL, busy, counted, driving_count=None, seconds=0)
    assert kept == (expected.count("kept"),)
    assert ledger.rows_in == len(lots)
    assert ledger.rows_kept == expected.count("kept")
    assert ledger.rows_dropped == expected.count("dropped")
    assert ledger.rows_excluded == expected.count("excluded")
    assert ledger.rows_cannot_judge == expected.count("cannot_judge")
    assert ledger.rows_near_miss == sum(is_near(*lot) for lot in lots)


def written(name):
    found = model(name)
    values = {**parameter_values(found), "as_of": date(2025, 12, 31)}
    return {name: one.table is not None for name, one in compile_layers(found, values).items()}


def test_a_plain_filter_is_written_to_a_table_only_where_several_read_it():
    assert all(written("invoice_voiding").values())
    tables = written("M08-D")
    assert not tables["registered"]
    assert tables["verdict"]


def test_only_needed_columns_are_carried():
    voiding = model("invoice_voiding")
    compiled = compile_layers(voiding, parameter_values(voiding))
    assert "tax_yuan" not in compiled["sales"].sql
    assert "invoice_number" not in compiled["sales"].sql
    assert "log_odds" not in compiled["unexplained"].columns


def test_looking_at_rows_again_keeps_where_they_stand_and_writes_no_table():
    bidding = model("auction_bidding")
    compiled = compile_layers(bidding, parameter_values(bidding), is_standalone=True)
    assert {layer.table for layer in compiled.values()} == {None}
    assert {"batch_id", "file_sha256", "source_line"} <= set(compiled["bids"].columns)


def test_the_same_model_and_parameters_are_the_same_statements():
    bidding = model("auction_bidding")
    first = compile_layers(bidding, parameter_values(bidding))
    again = compile_layers(bidding, parameter_values(bidding))
    assert [layer.sql for layer in first.values()] == [layer.sql for layer in again.values()]


def test_a_parameter_changes_the_statement():
    usual = compile_layers(SMALL, parameter_values(SMALL))["busy"]
    other = compile_layers(SMALL, parameter_values(SMALL, {"least_bids": 9}))["busy"]
    assert "bid_count >= 3" in usual.sql
    assert "bid_count >= 9" in other.sql


def test_the_columns_that_may_be_null_are_counted_for_each_condition():
    busy = compile_layers(SMALL, parameter_values(SMALL))["busy"]
    assert "null_started_start_yuan" in layer_counts(busy).terms
    lots = compile_layers(SMALL, parameter_values(SMALL))["lots"]
    assert not [name for name in layer_counts(lots).terms if name.startswith("null_")]


def test_a_layer_that_only_asks_who_stands_beside_writes_those_and_counts_the_others():
    corrected = model("M08-D")
    values = {**parameter_values(corrected), "as_of": date(2025, 12, 31)}
    drives = compile_layers(corrected, values)["drives"]
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE layer_people AS SELECT UNNEST(['A', 'A', 'B']) AS person_id"
        )
        connection.execute(
            "CREATE TABLE source_traffic_violation AS SELECT driver_id, '某市' AS city,"
            " TIMESTAMPTZ '2025-01-01' AS happened_at"
            " FROM (SELECT UNNEST(['A', 'C', NULL, 'A', 'D']) AS driver_id)"
        )
        connection.execute(f"CREATE TABLE {drives.table} AS {drives.written}")
        written = connection.execute("SELECT person_id FROM layer_drives").fetchall()
        cursor = connection.execute(layer_counts(drives).statement)
        counted = dict(
            zip([name for name, *_ in cursor.description], cursor.fetchone(), strict=True)
        )
        kept = connection.execute(kept_rows(drives, ["person_id"])).fetchall()
        outcomes = connection.execute(
            f"SELECT outcome, COUNT(*) FROM {drives.judged} GROUP BY outcome"
        ).fetchall()
    assert written == kept == [("A",), ("A",)]
    ledger = layer_ledger(corrected, drives, counted, driving_count=None, seconds=0)
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_dropped) == (5, 2, 2)
    assert ledger.rows_cannot_judge == ledger.conditions[0].null_count == 1
    assert ledger.conditions[0].null_columns == {"has_drivers": 1}
    assert dict(outcomes) == {"kept": 2, "dropped": 2, "cannot_judge": 1}


def test_of_a_dataset_that_is_grouped_only_the_keys_of_the_layer_before_are_read():
    false_claims = model("M02")
    values = {**parameter_values(false_claims), "as_of": date(2025, 12, 31)}
    claimants = compile_layers(false_claims, values)["claimants"].sql
    assert (
        "SEMI JOIN (SELECT creditor_id FROM layer_wage_claims WHERE (c_is_wage AND c_high)"
        in claimants
    )


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_select_that_names_no_column_counts_the_rows_of_a_layer(is_looked_at):
    lots, busy = SMALL.layers
    select = {"sql": "SELECT COUNT(*) AS lots_count FROM lots", "relations": ["lots"]}
    tally = Layer.model_validate(
        {"id": "tally", "title": "几件标的", "select": {**select, "columns": ["lots_count"]}}
    )
    counting = SMALL.model_copy(update={"layers": (lots, tally, busy)})
    layers = compile_layers(counting, parameter_values(SMALL), is_looked_at=is_looked_at)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE source_auction_bid ({ROWS})")
        connection.executemany(
            "INSERT INTO source_auction_bid VALUES (?, 'A', 1, '2026-01-01', 1, '990101')",
            [["L1"], ["L2"], ["L2"]],
        )
        connection.execute(f"CREATE TABLE {layers['lots'].table} AS {layers['lots'].written}")
        found = connection.execute(layers["tally"].sql).fetchall()
    assert found == [(2,)]
