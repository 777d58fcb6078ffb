"""The datasets of the pool: their contracts, what stands of each, and their rows."""

from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa

from data_access import audit, tables
from data_access.lake_tables import rows_at
from data_access.pool import frame, newest_snapshot
from data_access.scope import Scope, scoped
from data_access.standing import Standing, standing
from data_access.stores import Stores
from supervision.contracts import Column, DatasetContract, contract, load_contracts
from supervision.personal import masked_rows, personal_columns
from supervision.vocabulary import BatchState


@dataclass(frozen=True, kw_only=True, slots=True)
class DatasetOverview:
    """A contract, and what of it stands in the pool within a scope.

    snapshot: the newest of the pool; the other figures are of it.
    first_on, last_on: the days its rows cover; None without rows or without a date.
    received_on: when the newest of its batches was received; None without one.
    """

    id: str
    title: str
    title_en: str
    owner: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: int
    snapshot: int
    first_on: date | None
    last_on: date | None
    received_on: date | None

    @property
    def contract(self) -> DatasetContract:
        """The contract itself."""
        return contract(self.id)


def datasets(stores: Stores, scope: Scope, dataset: str | None = None) -> list[DatasetOverview]:
    """Every dataset with what stands of it within the scope, by id; with an id that one.

    Raises UnknownName where there is no such dataset.
    """
    wanted = list(load_contracts().values()) if dataset is None else [contract(dataset)]
    received = _received(stores, scope)
    with stores.pool.reading() as connection:
        snapshot = newest_snapshot(connection)
        found = standing(stores, connection, scope, wanted)
    return [
        _overview(one, snapshot, found.get(one.id, Standing()), received.get(one.id))
        for one in wanted
    ]


def note_template(stores: Stores, scope: Scope, dataset: str) -> DatasetContract:
    """The contract of which a viewer fetches the data template; audited.

    Raises UnknownName where there is no such dataset.
    """
    found = contract(dataset)
    with stores.writing() as connection:
        audit.append(
            connection, scope, "template_fetched", object_kind="dataset", object_id=dataset
        )
    return found


def dataset_rows(  # noqa: PLR0913 - each narrows the answer in its own way
    stores: Stores,
    scope: Scope,
    dataset: str,
    *,
    batch_id: str | None = None,
    snapshot: int | None = None,
    limit: int,
    offset: int = 0,
) -> pl.DataFrame:
    """Rows of a dataset within the scope's units, by batch, file and line; of one batch if named.

    Columns: those of the contract, then `unit_code, batch_id, file_sha256, source_line, row_id`.
    Persons are masked.
    """
    with stores.pool.reading() as connection:
        source = rows_at(connection, contract(dataset), snapshot)
        statement = (
            sa.select(*source.c)
            .where(source.c.unit_code.in_(sorted(scope.units)))
            .order_by(source.c.batch_id, source.c.file_sha256, source.c.source_line)
            .limit(limit)
            .offset(offset)
        )
        if batch_id is not None:
            statement = statement.where(source.c.batch_id == batch_id)
        found = frame(connection, statement)
    return masked_rows(found, personal_columns(contract(dataset)))


def _overview(
    one: DatasetContract, snapshot: int, stands: Standing, received_on: date | None
) -> DatasetOverview:
    return DatasetOverview(
        id=one.id,
        title=one.title,
        title_en=one.title_en,
        owner=one.owner,
        columns=one.columns,
        key=one.key,
        rows=stands.rows,
        snapshot=snapshot,
        first_on=stands.first_on,
        last_on=stands.last_on,
        received_on=received_on,
    )


def _received(stores: Stores, scope: Scope) -> dict[str, date]:
    own = tables.batches
    statement = (
        sa.select(own.c.dataset, sa.func.max(own.c.received_on).label("day"))
        .where(own.c.state == BatchState.LOADED)
        .group_by(own.c.dataset)
    )
    with stores.reading() as connection:
        return {row.dataset: row.day for row in connection.execute(scoped(statement, scope))}
