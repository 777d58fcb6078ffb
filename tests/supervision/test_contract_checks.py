"""The checks of the packaged contracts: each runs on rows of its dataset."""

import duckdb
import pytest

from supervision.contracts import ColumnType, contract, load_contracts

STORED = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.CODE: "VARCHAR",
    ColumnType.MONEY: "DECIMAL(18, 2)",
    ColumnType.NUMBER: "DECIMAL(20, 6)",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.DATE: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
    ColumnType.BOOLEAN: "BOOLEAN",
}


def answers(dataset: str, **values: str) -> dict[str, bool | None]:
    """What each check of the dataset says of one row with these values, null elsewhere."""
    one = contract(dataset)
    cells = ", ".join(
        f"CAST({values.get(column.name, 'NULL')} AS {STORED[column.type]}) AS {column.name}"
        for column in one.columns
    )
    said = {}
    for check in one.checks:
        statement = f"SELECT {check.holds} FROM (SELECT {cells})"
        said[check.id] = duckdb.execute(statement).fetchone()[0]
    return said


@pytest.mark.parametrize("dataset", [one.id for one in load_contracts().values() if one.checks])
def test_every_check_runs_and_answers_yes_no_or_not_applicable(dataset):
    assert set(answers(dataset).values()) <= {True, False, None}


def test_a_good_row_meets_its_checks_and_a_wrong_one_does_not():
    good = answers("civil_case", filed_on="'2026-01-05'", closed_on="'2026-02-05'")
    wrong = answers("civil_case", filed_on="'2026-01-05'", closed_on="'2025-12-31'")
    assert (good["closed_after_filed"], wrong["closed_after_filed"]) == (True, False)
    assert wrong["hearing_after_filed"] is None


@pytest.mark.parametrize(
    ("check", "values"),
    [
        ("conditional_is_minor", {"result": "'conditional'", "age_at_crime": "18"}),
        ("no_plea_when_no_crime", {"result": "'not_prosecuted_evidence'", "is_plea": "TRUE"}),
    ],
)
def test_a_wrong_entry_of_the_quality_rules_fails_its_check(check, values):
    assert answers("prosecution_review", **values)[check] is False
