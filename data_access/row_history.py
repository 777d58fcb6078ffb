"""The history of one record: what stood under its key, snapshot by snapshot, and whence it came.

It is read from the snapshots themselves, so that it also shows what was withdrawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access import audit, tables
from data_access.conversion import convert
from data_access.errors import NotFound, Refused
from data_access.lake_tables import rows_at
from data_access.lead_lookup import require_unmasking
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.contracts import DatasetContract, Mode, contract
from supervision.personal import masked_record, personal_columns

MOST_SNAPSHOTS = 1_000
"""So many of the newest changes of a dataset are looked at."""

_ORIGIN = ("unit_code", "batch_id", "file_sha256", "source_line")


@dataclass(frozen=True, kw_only=True, slots=True)
class RowVersion:
    """A record from one snapshot on, until the next version's.

    change: added, updated (to other values), restored (a version that stood before is back), moved
        (the same values, from another batch) or removed.
    changed: the columns whose values differ from the version before.
    values: by column; empty where it was removed.
    batch_id, file, line: None where it was removed; file is the path as it was given.
    """

    snapshot: int
    recorded_at: datetime
    change: str
    changed: tuple[str, ...]
    unit: str
    batch_id: str | None
    file: str | None
    line: int | None
    values: Mapping[str, Any]


def row_history(
    stores: Stores, scope: Scope, dataset: str, key: Mapping[str, str], *, unmask: bool = False
) -> list[RowVersion]:
    """The versions of the records of this key within the scope, record by record, oldest first.

    key: column -> value as a source would write it; further columns than the key's narrow it too.
    Persons are masked unless `unmask`. Raises NotAllowed where they may not be shown, UnknownName
    for a column that is none, Refused for a value that is none of its column's,
    NotFound where no such record ever stood in the pool.
    """
    require_unmasking(stores, scope, unmask=unmask)
    declared = contract(dataset)
    if not key:
        raise Refused(
            f"A record of {dataset} is named by its key.",
            hint="Its key is " + ", ".join(declared.key) + ": say --key COLUMN=VALUE for each.",
        )
    conditions = _conditions(declared, key)
    with stores.pool.reading() as connection:
        found = [
            (snapshot, at, _matching(connection, declared, snapshot, conditions, scope))
            for snapshot, at in _snapshots(connection, dataset)
        ]
    names = _file_names(stores, scope, {row["batch_id"] for *_, rows in found for row in rows})
    records = dict.fromkeys(_record(row, declared) for *_, rows in found for row in rows)
    history = [one for record in records for one in _of(record, found, declared, names)]
    if not history:
        raise NotFound(
            f"No record of {dataset} with this key stands or stood in the pool.",
            hint="Give the values as the pool has them; `sijian datasets` names the key.",
        )
    if unmask:
        with stores.writing() as connection:
            audit.append(connection, scope, "unmask", object_kind="dataset", object_id=dataset)
        return history
    masks = personal_columns(declared)
    return [replace(one, values=masked_record(one.values, masks)) for one in history]


_Found = Sequence[tuple[int, datetime, Sequence[Mapping[str, Any]]]]


def _of(
    record: tuple[object, ...], found: _Found, declared: DatasetContract, names: Mapping[Any, str]
) -> Iterator[RowVersion]:
    columns = [column.name for column in declared.columns]
    before: Mapping[str, Any] | None = None
    known: set[tuple[object, object]] = set()
    for snapshot, at, rows in found:
        now = next((row for row in rows if _record(row, declared) == record), None)
        if now is before or (now and before and _same(now, before, (*columns, *_ORIGIN))):
            continue
        changed = tuple(n for n in columns if now and before and now[n] != before[n])
        change = _change(now, before, is_known=_version(now) in known, is_changed=bool(changed))
        known.add(_version(now))
        yield RowVersion(
            snapshot=snapshot,
            recorded_at=at.astimezone(UTC),
            change=change,
            changed=changed,
            unit=str(record[0]),
            batch_id=now["batch_id"] if now else None,
            file=names.get((now["batch_id"], now["file_sha256"])) if now else None,
            line=now["source_line"] if now else None,
            values={name: now[name] for name in columns} if now else {},
        )
        before = now


def _change(
    now: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None,
    *,
    is_known: bool,
    is_changed: bool,
) -> str:
    if now is None:
        return "removed"
    if is_known:
        return "restored"
    if before is None:
        return "added"
    return "updated" if is_changed else "moved"


def _version(row: Mapping[str, Any] | None) -> tuple[object, object]:
    return (row["row_id"], row["batch_id"]) if row else (None, None)


def _record(row: Mapping[str, Any], declared: DatasetContract) -> tuple[object, ...]:
    """What names the record of a row: its unit and key; under append the row itself."""
    named = declared.key if declared.mode is Mode.MERGE else ("row_id",)
    return (row["unit_code"], *(str(row[name]) for name in named))


def _same(one: Mapping[str, Any], other: Mapping[str, Any], names: Sequence[str]) -> bool:
    return all(one[name] == other[name] for name in names)


def _conditions(declared: DatasetContract, key: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for name, value in key.items():
        column = declared.column(name)
        read = convert(pl.Series([value], dtype=pl.String), column, declared.missing)
        if read.faults.item() is not None:
            raise Refused(f"{value!r} is no value of {name}.")
        found[name] = read.values.item()
    return found


def _snapshots(connection: sa.Connection, dataset: str) -> list[tuple[int, datetime]]:
    """The snapshots that changed the dataset's rows, oldest first, with their instants."""
    own = sa.text("SELECT table_id FROM ducklake_table_info('lake') WHERE table_name = :dataset")
    number = str(connection.execute(own, {"dataset": dataset}).scalar_one())
    changes = sa.text("SELECT snapshot_id, snapshot_time, changes FROM ducklake_snapshots('lake')")
    found = []
    for snapshot, at, changed in connection.execute(changes):
        touched = {
            name for kind, names in dict(changed).items() if _is_rows(kind) for name in names
        }
        if number in touched:
            found.append((snapshot, at))
    return sorted(found)[-MOST_SNAPSHOTS:]


def _is_rows(kind: str) -> bool:
    return kind in {"tables_inserted_into", "tables_deleted_from"}


def _matching(
    connection: sa.Connection,
    declared: DatasetContract,
    snapshot: int,
    conditions: Mapping[str, Any],
    scope: Scope,
) -> list[Mapping[str, Any]]:
    rows = rows_at(connection, declared, snapshot)
    same = [rows.c[name].is_not_distinct_from(value) for name, value in conditions.items()]
    wanted = sa.select(*rows.c).where(rows.c.unit_code.in_(sorted(scope.units)), *same)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _file_names(stores: Stores, scope: Scope, batch_ids: set[str]) -> dict[tuple[str, str], str]:
    files = tables.batch_files.c
    statement = sa.select(files.batch_id, files.sha256, files.path).where(
        files.batch_id.in_(sorted(batch_ids))
    )
    with stores.reading() as connection:
        found = connection.execute(scoped(statement, scope)).all()
    return {(batch_id, sha256): path for batch_id, sha256, path in found}
