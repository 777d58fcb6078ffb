"""The files of the lake's tables at a snapshot, from its catalog: what names them, what they hold.

Reading the catalog takes some 10 ms, and a snapshot never changes: the newest one read is kept for
as long as the pool is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from data_access.pool import Pool

_CATALOG = "__ducklake_metadata_lake"
"""DuckLake's own tables, attached beside the lake."""

_STANDS = "begin_snapshot <= :snapshot AND (end_snapshot IS NULL OR end_snapshot > :snapshot)"


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFiles:
    """The files of one table.

    fingerprint: names their content. It follows from the names of the data files and delete files,
        which are never used twice: it changes with every row that is added or deleted, and with
        maintenance that changes none.
    rows: how many they hold, deleted ones included.
    """

    fingerprint: str
    rows: int


_known: WeakKeyDictionary[Pool, tuple[int, Mapping[str, TableFiles]]] = WeakKeyDictionary()


def lake_files(pool: Pool, connection: sa.Connection, snapshot: int) -> Mapping[str, TableFiles]:
    """The files of each of the lake's tables that has any at the snapshot, by table."""
    known = _known.get(pool)
    if known is None or known[0] != snapshot:
        known = _known[pool] = snapshot, _read(connection, snapshot)
    return known[1]


def _read(connection: sa.Connection, snapshot: int) -> Mapping[str, TableFiles]:
    statement = sa.text(
        "WITH files AS (SELECT table_id, path, record_count"
        f" FROM {_CATALOG}.ducklake_data_file WHERE {_STANDS}"
        " UNION ALL"
        f" SELECT table_id, path, 0 FROM {_CATALOG}.ducklake_delete_file WHERE {_STANDS})"
        " SELECT table_name, md5(string_agg(files.path, ',' ORDER BY files.path)) AS fingerprint,"
        " CAST(SUM(record_count) AS BIGINT) AS rows"
        f" FROM files JOIN {_CATALOG}.ducklake_table USING (table_id)"
        f" WHERE {_STANDS} GROUP BY table_name"
    )
    found = connection.execute(statement, {"snapshot": snapshot})
    return {row.table_name: TableFiles(fingerprint=row.fingerprint, rows=row.rows) for row in found}
