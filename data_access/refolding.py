"""Values that a row took over from earlier rows of its record, found anew when one of these leaves.

A file of fewer columns leaves what stands in the others. When the batch that said it is withdrawn,
the row that stands has in these columns what the rows left in its chain say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.lake_tables import rows_at
from data_access.pool import frame
from data_access.row_identity import row_identities
from supervision.contracts import DatasetContract

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """A row of a chain, where it stands, and the columns that its files did not have.

    by_absent: the columns that the files of what replaced it did not have.
    leaves: it goes with the withdrawn batch; is_back: it will stand again.
    """

    key_id: str
    row_id: str
    snapshot: int
    absent: str
    by_absent: str
    leaves: bool
    is_back: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Refolded:
    """What changes besides what leaves and comes back.

    rows: rows of the dataset in place of others, whose row_ids are in `was`.
    links: `row_id, snapshot, by_absent` of rows of chains that another one follows now.
    """

    rows: pl.DataFrame
    links: pl.DataFrame


def refolded(
    connection: sa.Connection,
    contract: DatasetContract,
    chains: Sequence[Earlier],
    standing: pl.DataFrame,
) -> Refolded:
    """The rows among `standing` that come out otherwise once the leaving rows are gone.

    chains: by key_id and snapshot. standing: the dataset's columns and key_id, ids as text; the
    rows that will stand.
    """
    values = _values(connection, contract, chains)
    tops = {row["key_id"]: row for row in standing.iter_rows(named=True)}
    changed: list[Row] = []
    links: list[tuple[str, int, str]] = []
    for key, group in groupby(chains, key=lambda one: one.key_id):
        chain = list(group)
        links += _links(chain)
        top = tops.get(key)
        fresh = None if top is None else _fold(top, chain, values)
        if fresh is not None and fresh != top:
            changed.append(fresh)
    rows = pl.DataFrame(changed, schema=standing.schema).rename({"row_id": "was"})
    if changed:
        unit = changed[0]["unit_code"]
        rows = rows.with_columns(row_identities(rows, contract.columns, unit))
    names = ["row_id", "snapshot", "by_absent"]
    return Refolded(rows=rows, links=pl.DataFrame(links, schema=names, orient="row"))


def _links(chain: Sequence[Earlier]) -> list[tuple[str, int, str]]:
    found = []
    for before, one in pairwise(chain):
        if one.leaves and not before.leaves:
            found.append((before.row_id, before.snapshot, one.by_absent))
    return found


def _fold(top: Row, chain: Sequence[Earlier], values: Mapping[tuple[str, int], Row]) -> Row:
    """The row with what the rows left before it say in the columns that its own files lacked."""
    back = next((one for one in chain if one.is_back), None)
    absent = chain[-1].by_absent if back is None else back.absent
    fresh = dict(top)
    for name in filter(None, absent.split(",")):
        before = (
            one
            for one in reversed(chain)
            if not one.leaves and not one.is_back and name not in one.absent.split(",")
        )
        said = next(before, None)
        fresh[name] = None if said is None else values[said.row_id, said.snapshot][name]
    return fresh


def _values(
    connection: sa.Connection, contract: DatasetContract, chains: Sequence[Earlier]
) -> dict[tuple[str, int], Row]:
    """The rows of the chains as they stand in their snapshots."""
    found: dict[tuple[str, int], Row] = {}
    for snapshot in sorted({one.snapshot for one in chains}):
        wanted = [one.row_id for one in chains if one.snapshot == snapshot]
        rows = rows_at(connection, contract, snapshot)
        row_id = sa.cast(rows.c.row_id, sa.Text).label("row_id")
        values = (rows.c[column.name] for column in contract.columns)
        was = sa.select(*values, row_id).where(row_id.in_(sa.text("SELECT unnest(:wanted)")))
        for row in frame(connection, was, wanted=wanted).iter_rows(named=True):
            found[row["row_id"], snapshot] = row
    return found
