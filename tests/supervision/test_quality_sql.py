"""Every contract can be measured: its statements run on tables of its own columns."""

import pytest
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from data_access.lake_tables import dataset_table
from supervision import quality_sql
from supervision.contracts import load_contracts
from supervision.vocabulary import CheckKind

VALUES = {"units": ["990101"], "batches": ["b"], "places": [0], "texts": ["x"]}


@pytest.fixture(scope="module")
def tables():
    """Empty tables of every contract, outside of any lake."""
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.connect() as connection:
        for declared in load_contracts().values():
            connection.execute(CreateTable(dataset_table(declared)))
        yield connection
    engine.dispose()


def ran(connection: sa.Connection, statement: str) -> int:
    named = {name: value for name, value in VALUES.items() if f":{name}" in statement}
    return len(connection.execute(sa.text(statement), named).all())


def test_every_statement_of_every_contract_runs(tables):
    for declared in load_contracts().values():
        assert ran(tables, quality_sql.measure_statement(declared)) == 0
        assert ran(tables, quality_sql.whole_statement(declared) or "SELECT 1") == 1
        assert ran(tables, quality_sql.months_statement(declared) or "SELECT 1") in {0, 1}


def test_every_key_can_be_looked_for_and_those_not_found_be_shown(tables):
    keys = 0
    for declared in load_contracts().values():
        for column in declared.columns:
            if column.refers is None:
                continue
            keys += 1
            assert ran(tables, quality_sql.meeting_statement(declared, column)) == 1
            fails = quality_sql.failing_condition(declared, f"{CheckKind.KEYS_MEET}:{column.name}")
            assert ran(tables, f"SELECT 1 FROM {declared.id} WHERE {fails}") == 0
    assert keys > 200


def test_what_is_no_check_of_rows_has_no_condition():
    declared = load_contracts()["inmate_score"]
    for check in (
        "score",
        "nonsense",
        "empty:nonsense",
        "fresh",
        "keys_meet:score",
        "coverage_kept",
    ):
        assert quality_sql.failing_condition(declared, check) is None
    assert quality_sql.failing_condition(declared, "empty:score") == "score IS NULL"
