"""Mappings that a viewer said of a supplier's header, remembered for the next file of that header.

A mapping is remembered for an owner unit, a supplier (or none named), a dataset and a header. It
is used for a table that has every cell of that header, so also for one that came back with its
reasons beside it; a mapping that is said anew replaces it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import NotFound
from data_access.recognition import folded
from data_access.reject_records import RETURNED
from data_access.scope import Scope, scoped
from data_access.stores import Stores


@dataclass(frozen=True, kw_only=True, slots=True)
class RememberedMapping:
    """header -> column, as said of a supplier's header; supplier None where none was named."""

    mapping_id: str
    unit: str
    supplier: str | None
    dataset: str
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    remembered_at: datetime
    remembered_by: str

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a table of this header has every cell of the one it was said of."""
        return set(_cells(self.header)) <= {folded(cell) for cell in header}


def remembered_mappings(stores: Stores, scope: Scope) -> list[RememberedMapping]:
    """The mappings remembered for the units of the scope, newest first."""
    own = tables.remembered_mappings
    statement = sa.select(own).order_by(own.c.remembered_at.desc(), own.c.mapping_id)
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).mappings().all()
    return [
        RememberedMapping(
            unit=row["unit_code"],
            header=tuple(row["header"]),
            **{
                name: row[name]
                for name in (
                    *("mapping_id", "supplier", "dataset", "mapping"),
                    *("remembered_at", "remembered_by"),
                )
            },
        )
        for row in rows
    ]


def remember(  # noqa: PLR0913 - one argument a part of what is remembered
    stores: Stores,
    scope: Scope,
    *,
    unit: str,
    supplier: str | None,
    dataset: str,
    header: Sequence[str],
    mapping: Mapping[str, str],
) -> None:
    """Remembers a mapping for a supplier's header; audited where it says something new."""
    mapping_id = _id_of(unit, supplier, dataset, header)
    own = tables.remembered_mappings
    standing = sa.select(own.c.mapping).where(own.c.mapping_id == mapping_id)
    values = {
        "mapping_id": mapping_id,
        "unit_code": unit,
        "supplier": supplier,
        "dataset": dataset,
        "header": [cell for cell in header if _is_own(cell)],
        "mapping": dict(mapping),
        "remembered_at": datetime.now(UTC),
        "remembered_by": scope.viewer,
    }
    with stores.writing() as connection:
        if connection.execute(scoped(standing, scope)).scalar() == dict(mapping):
            return
        gone = sa.delete(own).where(own.c.mapping_id == mapping_id)
        connection.execute(scoped(gone, scope))
        connection.execute(own.insert().values(values))
        audit.append(
            connection, scope, "mapping_remembered", object_kind="mapping", object_id=mapping_id
        )


def forget(stores: Stores, scope: Scope, mapping_id: str) -> RememberedMapping:
    """Forgets a mapping and returns it; raises NotFound where the scope has none of this id."""
    own = tables.remembered_mappings
    found = {one.mapping_id: one for one in remembered_mappings(stores, scope)}.get(mapping_id)
    if found is None:
        raise NotFound(
            f"There is no remembered mapping {mapping_id}.", hint="`sijian mappings` lists them."
        )
    gone = sa.delete(own).where(own.c.mapping_id == mapping_id)
    with stores.writing() as connection:
        connection.execute(scoped(gone, scope))
        audit.append(
            connection, scope, "mapping_forgotten", object_kind="mapping", object_id=mapping_id
        )
    return found


def _id_of(unit: str, supplier: str | None, dataset: str, header: Sequence[str]) -> str:
    said = [unit, supplier, dataset, sorted(_cells(header))]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def _cells(header: Sequence[str]) -> list[str]:
    return [folded(cell) for cell in header if _is_own(cell)]


def _is_own(cell: str) -> bool:
    return bool(folded(cell)) and folded(cell) not in RETURNED
