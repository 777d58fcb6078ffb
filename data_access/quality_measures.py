"""Measuring a dataset's quality on the pool: one statement by supply, and one a key or identifier.

A supply is one of three kinds of rows: those of the newest batch, of the other batches of the same
supplier, or of any other supplier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data_access.batches import Batch
from data_access.lake_tables import rejects
from data_access.pool import frame
from data_access.scope import Scope
from supervision import quality_sql
from supervision.contracts import Column, DatasetContract
from supervision.identifiers import checks as right_digits
from supervision.quality import Meeting
from supervision.vocabulary import BatchState


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply:
    """What was measured of one supplier's rows: of the newest batch of the dataset, or of the rest.

    supplier: None for rows whose batch names none. filled: rows with a value, by column; checked:
    rows that hold and that fail, by check; shares: rows by value, by column.
    """

    supplier: str | None = None
    is_newest: bool = False
    rows: int = 0
    lacking: int = 0
    first_on: date | None = None
    last_on: date | None = None
    filled: Mapping[str, int]
    checked: Mapping[str, tuple[int, int]]
    shares: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectCount:
    """How many faults of one kind a batch had: its reason's code, and the column it is about."""

    batch_id: str
    column: str | None
    reason: str
    faults: int


def newest_of(batches: Sequence[Batch]) -> Batch | None:
    """The batch that was received last and stands in the pool."""
    standing = [batch for batch in batches if batch.state is BatchState.LOADED]
    return max(standing, key=lambda one: (one.received_on, one.loaded_at), default=None)


def supplies(
    connection: sa.Connection, scope: Scope, contract: DatasetContract, batches: Sequence[Batch]
) -> list[Supply]:
    """What stands of a dataset by supply, suppliers in the order of their names."""
    newest = newest_of(batches)
    kinds = {batch.batch_id: (batch.supplier, batch is newest) for batch in batches}
    places = sorted(set(kinds.values()), key=lambda kind: (kind[0] or "", kind[1]))
    values = {
        "units": sorted(scope.units),
        "batches": list(kinds),
        "places": [places.index(kind) for kind in kinds.values()],
    }
    statement = sa.text(quality_sql.measure_statement(contract))
    found = [
        _supply(contract, places, dict(row))
        for row in connection.execute(statement, values).mappings()
    ]
    return sorted(found, key=lambda supply: (supply.supplier or "", supply.is_newest))


def whole_answers(
    connection: sa.Connection, scope: Scope, contract: DatasetContract
) -> dict[str, bool | None]:
    """What each check over all rows answers, by its id; None where it does not apply."""
    statement = quality_sql.whole_statement(contract)
    if statement is None:
        return {}
    return dict(connection.execute(sa.text(statement), _units(scope)).mappings().one())


def months(connection: sa.Connection, scope: Scope, contract: DatasetContract) -> list[date]:
    """The first day of each month that has rows, in order."""
    statement = quality_sql.months_statement(contract)
    if statement is None:
        return []
    return list(connection.execute(sa.text(statement), _units(scope)).scalars())


def meeting(
    connection: sa.Connection, scope: Scope, contract: DatasetContract, column: Column
) -> Meeting:
    """How the keys of a column meet those they refer to."""
    statement = sa.text(quality_sql.meeting_statement(contract, column))
    row = connection.execute(statement, _units(scope)).one()
    return Meeting(
        values=row.found_values, met=row.met_values, masked=row.masked_values, beside=row.beside
    )


def digits(
    connection: sa.Connection, scope: Scope, contract: DatasetContract, column: Column
) -> tuple[int, int, list[str]]:
    """Rows with a right and with a wrong check digit, and the texts of the wrong ones."""
    if column.identifier is None:
        return 0, 0, []
    statement = sa.text(quality_sql.values_statement(contract, column.name))
    found = frame(connection, statement, **_units(scope))
    right = right_digits(found["text"], column.identifier)
    wrong = found.filter((~right).fill_null(value=False))
    return (
        int(found.filter(right.fill_null(value=False))["rows"].sum()),
        int(wrong["rows"].sum()),
        wrong["text"].to_list(),
    )


def reject_counts(
    connection: sa.Connection, scope: Scope, batches: Sequence[Batch]
) -> list[RejectCount]:
    """What of the batches did not come in, one entry a batch, column and reason, in their order.

    Each batch keeps its rejects in a file of its own, so all batches are asked at once.
    """
    places = {batch.batch_id: place for place, batch in enumerate(batches) if batch.rows_rejected}
    if not places:
        return []
    own = rejects.c
    statement = (
        sa.select(own.batch_id, own.column_name, own.reason, sa.func.count().label("faults"))
        .where(own.batch_id.in_(list(places)), own.unit_code.in_(sorted(scope.units)))
        .group_by(own.batch_id, own.column_name, own.reason)
    )
    found = [
        RejectCount(
            batch_id=row.batch_id, column=row.column_name, reason=row.reason, faults=row.faults
        )
        for row in connection.execute(statement)
    ]
    return sorted(found, key=lambda one: (places[one.batch_id], one.column or "", one.reason))


def _units(scope: Scope) -> dict[str, Any]:
    return {"units": sorted(scope.units)}


def _supply(
    contract: DatasetContract, places: Sequence[tuple[str | None, bool]], row: Mapping[str, Any]
) -> Supply:
    place = row["source_place"]
    supplier, is_newest = (None, False) if place is None else places[place]
    return Supply(
        supplier=supplier,
        is_newest=is_newest,
        rows=row["all_rows"],
        lacking=row["lacking_rows"],
        first_on=row["first_on"],
        last_on=row["last_on"],
        filled={column.name: row[f"filled_{column.name}"] for column in contract.columns},
        checked={
            check.id: (row[f"held_{check.id}"], row[f"failed_{check.id}"])
            for check in quality_sql.row_checks(contract)
        },
        shares={
            column.name: {str(value): count for value, count in _pairs(row, column)}
            for column in quality_sql.shared(contract)
        },
    )


def _pairs(row: Mapping[str, Any], column: Column) -> list[tuple[object, int]]:
    return list((row[f"shares_{column.name}"] or {}).items())
