"""The runs of one model in a line each, for its history: no layers, no parameters."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from data_access import tables
from data_access.library import model_of
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.ledger import Caution
from supervision.vocabulary import RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class RunLine:
    """One run of a model; leads_found is 0 where it was refused."""

    run_id: str
    version: int
    snapshot: int
    as_of: date
    started_at: datetime
    run_by: str
    status: RunStatus
    leads_found: int
    leads_new: int
    warnings: tuple[Caution, ...]
    seconds: float


def run_history(stores: Stores, scope: Scope, model_id: str, *, limit: int) -> list[RunLine]:
    """The newest runs of a model within the viewer's scope, newest first.

    Raises UnknownName, NotAllowed (the model's line or space).
    """
    scope.require_model(model_of(stores, scope, model_id))
    run = tables.runs.c
    names = list(RunLine.__annotations__)
    statement = (
        sa.select(*(run[name] for name in names))
        .where(run.model == model_id)
        .order_by(run.started_at.desc(), run.run_id)
        .limit(limit)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).mappings().all()
    return [
        RunLine(
            **{
                **row,
                "status": RunStatus(row["status"]),
                "warnings": tuple(Caution(**one) for one in row["warnings"]),
            }
        )
        for row in rows
    ]
