"""What stands of each dataset, counted again only where its files changed.

A snapshot follows every batch, but a batch touches one dataset, and counting 143 of them takes a
second. So casework keeps the counts by unit under the fingerprint of a dataset's files: a new batch
costs the count of one dataset, a new process none.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from data_access.lake_files import lake_files
from data_access.pool import Pool, newest_snapshot
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from data_access.tables import dataset_counts
from supervision.contracts import DatasetContract, contract


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How many rows of a dataset stand, and the first and last of their days; None without any.

    filled: of each column that its contract does not require, the rows that have a value.
    """

    rows: int = 0
    first_on: date | None = None
    last_on: date | None = None
    filled: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted(Standing):
    """What stands of one dataset in one unit."""

    dataset: str
    unit: str


def standing(
    stores: Stores, connection: sa.Connection, scope: Scope, wanted: Sequence[DatasetContract]
) -> dict[str, Standing]:
    """What stands of the datasets within the scope, by id; those without rows are absent.

    connection: of the pool; the answer is of the state that its transaction sees.
    """
    counted = _up_to_date(stores, connection, wanted, newest_snapshot(connection))
    return _together(one for one in counted if scope.is_whole or one.unit in scope.units)


def standing_within(
    stores: Stores, connection: sa.Connection, newest: int, units: Mapping[str, Collection[str]]
) -> dict[str, Standing]:
    """What stands of each dataset within units of its own, as `standing`.

    newest: the newest snapshot that the connection's transaction sees.
    """
    counted = _up_to_date(stores, connection, [contract(name) for name in units], newest)
    return _together(one for one in counted if one.unit in units[one.dataset])


def _up_to_date(
    stores: Stores, connection: sa.Connection, wanted: Sequence[DatasetContract], newest: int
) -> list[_Counted]:
    """The counts of every unit, of which the caller takes those it may see."""
    files = lake_files(stores.pool, connection, newest)
    prints = {
        one.id: _fingerprint(one, files[one.id].fingerprint) for one in wanted if one.id in files
    }
    kept = _kept(stores, prints)
    changed = [one for one in wanted if one.id in prints and one.id not in kept]
    counted = _counted(connection, changed) if changed else []
    if changed:
        _keep(stores, counted, prints)
    return [*(one for every in kept.values() for one in every), *counted]


def _fingerprint(one: DatasetContract, files: str) -> str:
    """That of the files, and of the columns that are looked at."""
    looked_at = ",".join([one.dated_from or "", one.dated_by or "", *_optional(one)])
    return f"{files}:{hashlib.sha256(looked_at.encode()).hexdigest()[:16]}"


def _optional(one: DatasetContract) -> list[str]:
    return [column.name for column in one.columns if not column.required]


_seen: WeakKeyDictionary[Pool, dict[str, tuple[str, list[_Counted]]]] = WeakKeyDictionary()
"""What was last read of each dataset, and its fingerprint: what is counted under one never changes.
"""


def _kept(stores: Stores, prints: Mapping[str, str]) -> dict[str, list[_Counted]]:
    """What casework keeps under these fingerprints, by dataset."""
    seen = _seen.setdefault(stores.pool, {})
    found = {
        name: seen[name][1] for name, one in prints.items() if name in seen and seen[name][0] == one
    }
    unread = {name: one for name, one in prints.items() if name not in found}
    if unread:
        read = _read(stores, unread)
        seen.update({name: (prints[name], counted) for name, counted in read.items()})
        found |= read
    return found


def _read(stores: Stores, prints: Mapping[str, str]) -> dict[str, list[_Counted]]:
    own = dataset_counts.c
    statement = sa.select(
        own.dataset, own.unit_code, own.fingerprint, own.rows, own.first_on, own.last_on, own.filled
    ).where(own.dataset.in_(prints))
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, system_scope("standing"))).all()
    found: dict[str, list[_Counted]] = {}
    for row in rows:
        if row.fingerprint == prints[row.dataset]:
            found.setdefault(row.dataset, []).append(_counted_row(row))
    return found


def _counted_row(row: sa.Row[Any]) -> _Counted:
    return _Counted(
        dataset=row.dataset,
        unit=row.unit_code,
        rows=row.rows,
        first_on=row.first_on,
        last_on=row.last_on,
        filled=row.filled,
    )


def _keep(stores: Stores, counted: Sequence[_Counted], prints: Mapping[str, str]) -> None:
    """Replaces what casework keeps of the datasets that were counted."""
    values = [
        {
            "dataset": one.dataset,
            "unit_code": one.unit,
            "fingerprint": prints[one.dataset],
            "rows": one.rows,
            "first_on": one.first_on,
            "last_on": one.last_on,
            "filled": dict(one.filled),
        }
        for one in counted
    ]
    gone = sa.delete(dataset_counts).where(
        dataset_counts.c.dataset.in_({one.dataset for one in counted})
    )
    with stores.writing() as connection:
        connection.execute(scoped(gone, system_scope("standing")))
        if values:
            connection.execute(sa.insert(dataset_counts), values)


def _counted(connection: sa.Connection, wanted: Sequence[DatasetContract]) -> list[_Counted]:
    """By dataset and unit, in one statement: asked one by one they take three times as long."""
    counts = " UNION ALL ".join(map(_count, wanted))
    return [_counted_row(row) for row in connection.execute(sa.text(counts))]


def _count(one: DatasetContract) -> str:
    """Text, not Core: of 143 parts SQLAlchemy makes a statement in twice the time it runs."""
    first, last = one.dated_from or one.dated_by or "NULL", one.dated_by or "NULL"
    filled = ", ".join(f"'{name}': COUNT({name})" for name in _optional(one)).replace(": ", r"\: ")
    return (
        f"SELECT '{one.id}' AS dataset, unit_code, COUNT(*) AS rows,"
        f" CAST(MIN({first}) AS DATE) AS first_on, CAST(MAX({last}) AS DATE) AS last_on,"
        f" CAST(MAP {{{filled}}} AS MAP(VARCHAR, BIGINT)) AS filled"
        f" FROM {one.id} WHERE unit_code IS NOT NULL GROUP BY unit_code"
    )


def _together(counted: Iterable[_Counted]) -> dict[str, Standing]:
    """The units of each dataset taken together."""
    found: dict[str, Standing] = {}
    for one in counted:
        so_far = found.get(one.dataset, Standing())
        firsts = [day for day in (so_far.first_on, one.first_on) if day is not None]
        lasts = [day for day in (so_far.last_on, one.last_on) if day is not None]
        found[one.dataset] = Standing(
            rows=so_far.rows + one.rows,
            first_on=min(firsts, default=None),
            last_on=max(lasts, default=None),
            filled={name: so_far.filled.get(name, 0) + n for name, n in one.filled.items()},
        )
    return found
