"""The statements that measure a dataset's quality, and the conditions of the rows that fail.

Each reads the rows of the units in `:units`. One statement counts, by supply, what coverage and the
contract's own checks need; keys and identifiers are asked by their distinct values.
"""

from collections.abc import Iterable

from supervision.contracts import Check, CheckLevel, Column, ColumnType, DatasetContract, Identifier
from supervision.expressions import bound, columns_of
from supervision.identifiers import MASKED
from supervision.vocabulary import CheckKind

EMPTY = "empty"
"""`empty:<column>` names the rows without a value, as the ids of checks name those that fail."""

SEEN = "list_contains(:units, unit_code)"
_SHARED = (ColumnType.CODE, ColumnType.BOOLEAN)


def measure_statement(contract: DatasetContract) -> str:
    """One row per place of `:places`, null for a batch that is none of `:batches`.

    Columns: source_place, all_rows, lacking_rows (without what is required), first_on, last_on;
    `filled_`, `held_`, `failed_` and `shares_` with the column or check. A name of a contract never
    begins with source_.
    """
    first, last = contract.dated_from or contract.dated_by, contract.dated_by
    terms = [
        "COUNT(*) AS all_rows",
        f"COUNT(*) FILTER (WHERE {lacking(contract)}) AS lacking_rows",
        f"CAST(MIN({first or 'NULL'}) AS DATE) AS first_on",
        f"CAST(MAX({last or 'NULL'}) AS DATE) AS last_on",
        *(f"COUNT({column.name}) AS filled_{column.name}" for column in contract.columns),
        *(f"histogram({column.name}) AS shares_{column.name}" for column in shared(contract)),
    ]
    for check in row_checks(contract):
        holds = _text(check.holds)
        terms.append(f"COUNT(*) FILTER (WHERE {holds}) AS held_{check.id}")
        terms.append(f"COUNT(*) FILTER (WHERE NOT ({holds})) AS failed_{check.id}")
    supplies = (
        "SELECT unnest(:batches) AS source_batch, CAST(unnest(:places) AS INTEGER) AS source_place"
    )
    return (
        f"SELECT source_place, {', '.join(terms)}"
        f" FROM {contract.id} LEFT JOIN ({supplies}) AS source_supplies"
        f" ON batch_id = source_batch WHERE {SEEN} GROUP BY source_place"
    )


def whole_statement(contract: DatasetContract) -> str | None:
    """One row with what each check over all rows answers, by its id; None where there is none."""
    terms = [f"{_text(check.holds)} AS {check.id}" for check in whole_checks(contract)]
    return f"SELECT {', '.join(terms)} FROM {contract.id} WHERE {SEEN}" if terms else None


def months_statement(contract: DatasetContract) -> str | None:
    """One row per month that has rows, its first day; None for an undated dataset."""
    if contract.dated_by is None:
        return None
    month = f"date_trunc('month', CAST({contract.dated_by} AS DATE))"
    return (
        f"SELECT DISTINCT CAST({month} AS DATE) AS month FROM {contract.id}"
        f" WHERE {SEEN} AND {contract.dated_by} IS NOT NULL ORDER BY 1"
    )


def values_statement(contract: DatasetContract, column: str) -> str:
    """One row per distinct text of a column, with its rows."""
    return (
        f"SELECT {column} AS text, COUNT(*) AS rows FROM {contract.id}"
        f" WHERE {SEEN} AND {column} IS NOT NULL GROUP BY {column}"
    )


def meeting_statement(contract: DatasetContract, column: Column) -> str:
    """One row about the distinct keys of a column: found_values, met_values, masked_values, beside.

    beside: distinct keys of the counterpart. Masked keys are not looked for.
    """
    other, theirs = (column.refers or "").split(".")
    masked = f"regexp_matches(CAST(v AS VARCHAR), '{MASKED}')"
    own = f"SELECT DISTINCT {column.name} AS v FROM {contract.id} WHERE {SEEN}"
    beside = f"SELECT DISTINCT {theirs} AS v FROM {other} WHERE {SEEN}"
    return (
        f"WITH own AS ({own} AND {column.name} IS NOT NULL),"
        f" beside AS ({beside} AND {theirs} IS NOT NULL)"
        f" SELECT COUNT(*) FILTER (WHERE NOT {masked}) AS found_values,"
        f" COUNT(*) FILTER (WHERE NOT {masked} AND v IN (SELECT v FROM beside)) AS met_values,"
        f" COUNT(*) FILTER (WHERE {masked}) AS masked_values,"
        " (SELECT COUNT(*) FROM beside) AS beside FROM own"
    )


def failing_condition(contract: DatasetContract, check_id: str) -> str | None:
    """The condition of the rows that fail a check; None where the failure is not one of rows.

    That of a check digit asks for the texts in `:texts`. Also `empty:<column>`.
    """
    kind, _, name = check_id.partition(":")
    column = next((one for one in contract.columns if one.name == name), None)
    if check_id == CheckKind.REQUIRED_FILLED:
        return lacking(contract)
    if column is None:
        found = next((one for one in row_checks(contract) if one.id == check_id), None)
        return None if found is None else f"NOT ({_text(found.holds)})"
    if kind == EMPTY:
        return f"{name} IS NULL"
    if kind == CheckKind.CHECK_DIGIT and column in digits(contract):
        return f"list_contains(:texts, {name})"
    if kind == CheckKind.KEYS_MEET and column.refers is not None:
        other, theirs = column.refers.split(".")
        beside = f"SELECT {theirs} FROM {other} WHERE {SEEN} AND {theirs} IS NOT NULL"
        masked = f"regexp_matches(CAST({name} AS VARCHAR), '{MASKED}')"
        return f"NOT {masked} AND {name} NOT IN ({beside})"
    return None


def row_checks(contract: DatasetContract) -> list[Check]:
    """The declared checks of a field or a row."""
    return [check for check in contract.checks if check.level is not CheckLevel.DATASET]


def whole_checks(contract: DatasetContract) -> list[Check]:
    """The declared checks over all rows."""
    return [check for check in contract.checks if check.level is CheckLevel.DATASET]


def checked_column(check: Check) -> str | None:
    """The column that a check of the level field looks at; None at other levels."""
    return columns_of(check.holds)[0] if check.level is CheckLevel.FIELD else None


def digits(contract: DatasetContract) -> list[Column]:
    """The columns whose identifiers have a check digit."""
    having = (Identifier.RESIDENT_ID, Identifier.CREDIT_CODE)
    return [column for column in contract.columns if column.identifier in having]


def shared(contract: DatasetContract) -> list[Column]:
    """The columns of which the shares of values are compared."""
    return [column for column in contract.columns if column.type in _SHARED]


def lacking(contract: DatasetContract) -> str:
    """The condition of rows without what their contract requires."""
    required: Iterable[str] = (one.name for one in contract.columns if one.required)
    return " OR ".join(f"{name} IS NULL" for name in required) or "FALSE"


def _text(expression: str) -> str:
    """The expression as SQL in which a colon names no parameter."""
    return bound(expression, {}).replace(":", "\\:")
