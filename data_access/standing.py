"""What stands of each dataset, counted again only where its files changed.

A snapshot follows every batch, but a batch touches one dataset, and counting 143 of them takes a
second. So casework keeps the counts by unit under the fingerprint of a dataset's files: a new batch
costs the count of one dataset, a new process none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data_access.pool import newest_snapshot
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from data_access.tables import dataset_counts
from supervision.contracts import DatasetContract

_CATALOG = "__ducklake_metadata_lake"
"""DuckLake's own tables, attached beside the lake."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How many rows of a dataset stand, and the first and last of their days; None without any."""

    rows: int = 0
    first_on: date | None = None
    last_on: date | None = None


def standing(
    stores: Stores, connection: sa.Connection, scope: Scope, wanted: Sequence[DatasetContract]
) -> dict[str, Standing]:
    """What stands of the datasets within the scope, by id; those without rows are absent.

    connection: of the pool; the answer is of the state that its transaction sees.
    """
    files = fingerprints(connection)
    prints = {one.id: _fingerprint(one, files[one.id]) for one in wanted if one.id in files}
    found, known = _kept(stores, scope)
    changed = [one for one in wanted if one.id in prints and known.get(one.id) != prints[one.id]]
    answer = {one: stands for one, stands in found.items() if known[one] == prints.get(one)}
    if changed:
        counted = _counted(connection, changed)
        _keep(stores, counted, prints)
        answer |= _together([row for row in counted if scope.is_whole or row[1] in scope.units])
    return answer


def fingerprints(connection: sa.Connection) -> Mapping[str, str]:
    """What names the content of each of the lake's tables that has files, by table.

    It follows from the names of the data files and delete files that stand at the newest snapshot,
    which are never used twice: it changes with every row that is added or deleted, and with
    maintenance that changes none.
    """
    statement = sa.text(
        "WITH files AS ("
        f" SELECT table_id, path FROM {_CATALOG}.ducklake_data_file WHERE {_STANDS}"
        " UNION ALL"
        f" SELECT table_id, path FROM {_CATALOG}.ducklake_delete_file WHERE {_STANDS})"
        " SELECT table_name, md5(string_agg(files.path, ',' ORDER BY files.path)) AS fingerprint"
        f" FROM files JOIN {_CATALOG}.ducklake_table USING (table_id)"
        f" WHERE {_STANDS} GROUP BY table_name"
    )
    found = connection.execute(statement, {"snapshot": newest_snapshot(connection)})
    return {row.table_name: row.fingerprint for row in found}


def row_counts(connection: sa.Connection, snapshot: int) -> Mapping[str, int]:
    """The rows of each of the lake's tables that has files at the snapshot, deleted ones included.

    From the catalog alone, where counting the rows of a table would open its files.
    """
    statement = sa.text(
        "WITH files AS (SELECT table_id, CAST(SUM(record_count) AS BIGINT) AS row_count"
        f" FROM {_CATALOG}.ducklake_data_file WHERE {_STANDS} GROUP BY table_id)"
        " SELECT table_name, row_count FROM files"
        f" JOIN {_CATALOG}.ducklake_table USING (table_id) WHERE {_STANDS}"
    )
    found = connection.execute(statement, {"snapshot": snapshot})
    return {row.table_name: row.row_count for row in found}


_STANDS = "begin_snapshot <= :snapshot AND (end_snapshot IS NULL OR end_snapshot > :snapshot)"

_Row = tuple[str, str, int, date | None, date | None]
"""What was counted: dataset, unit, rows, first and last day."""


def _fingerprint(one: DatasetContract, files: str) -> str:
    """That of the files, and of the columns whose days are looked at."""
    return f"{files}:{one.dated_from or ''}:{one.dated_by or ''}"


def _kept(stores: Stores, scope: Scope) -> tuple[dict[str, Standing], dict[str, str]]:
    """What casework keeps of this scope by dataset, and the fingerprint of every kept count."""
    own = dataset_counts.c
    prints = sa.select(own.dataset, own.fingerprint).distinct()
    counts = sa.select(own.dataset, own.unit_code, own.rows, own.first_on, own.last_on)
    with stores.reading() as connection:
        known = connection.execute(scoped(prints, system_scope("standing"))).all()
        found = connection.execute(scoped(counts, scope)).all()
    return _together(tuple(row) for row in found), {row.dataset: row.fingerprint for row in known}


def _keep(stores: Stores, counted: Sequence[_Row], prints: Mapping[str, str]) -> None:
    """Replaces what casework keeps of the datasets that were counted."""
    names = dataset_counts.c.keys()
    rows = [(row[0], row[1], prints[row[0]], *row[2:]) for row in counted]
    gone = sa.delete(dataset_counts).where(dataset_counts.c.dataset.in_({row[0] for row in rows}))
    with stores.writing() as connection:
        connection.execute(scoped(gone, system_scope("standing")))
        if rows:
            values = [dict(zip(names, row, strict=True)) for row in rows]
            connection.execute(sa.insert(dataset_counts), values)


def _counted(connection: sa.Connection, wanted: Sequence[DatasetContract]) -> list[_Row]:
    """By dataset and unit, in one statement: asked one by one they take three times as long."""
    counts = " UNION ALL ".join(map(_count, wanted))
    return [tuple(row) for row in connection.execute(sa.text(counts))]


def _count(one: DatasetContract) -> str:
    """Text, not Core: of 143 parts SQLAlchemy makes a statement in twice the time it runs."""
    first, last = one.dated_from or one.dated_by or "NULL", one.dated_by or "NULL"
    return (
        f"SELECT '{one.id}' AS dataset, unit_code, COUNT(*) AS rows,"
        f" CAST(MIN({first}) AS DATE) AS first_on, CAST(MAX({last}) AS DATE) AS last_on"
        f" FROM {one.id} WHERE unit_code IS NOT NULL GROUP BY unit_code"
    )


def _together(rows: Iterable[_Row]) -> dict[str, Standing]:
    """The units of each dataset taken together."""
    found: dict[str, Standing] = {}
    for dataset, _unit, count, first_on, last_on in rows:
        so_far = found.get(dataset, Standing())
        firsts = [day for day in (so_far.first_on, first_on) if day is not None]
        lasts = [day for day in (so_far.last_on, last_on) if day is not None]
        found[dataset] = Standing(
            rows=so_far.rows + count,
            first_on=min(firsts, default=None),
            last_on=max(lasts, default=None),
        )
    return found
