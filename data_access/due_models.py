"""Which models are due: those whose data or version changed since they were last run.

Standing models are not among them: for each batch of theirs a run is due, see `due_runs`.
"""

import sqlalchemy as sa

from data_access import tables
from data_access.library import library, reading_units
from data_access.run_reports import RunReport
from data_access.runs import runs
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.model_format import Model
from supervision.vocabulary import Maturity


def models_in_use(stores: Stores, scope: Scope) -> list[Model]:
    """The models of the viewer's lines that are not retired, sorted by id."""
    return [
        found
        for found in library(stores, scope).values()
        if scope.sees(found) and found.maturity is not Maturity.RETIRED
    ]


def due_models(stores: Stores, scope: Scope) -> list[Model]:
    """The models in use that a night job should run: never run on the viewer's units, of another
    version since, or with a batch of what they require that came in or was withdrawn since; sorted
    by id. A model that was refused is due again once there is something new to read.
    """
    own = [found for found in models_in_use(stores, scope) if not found.is_standing]
    return [found for found in own if _is_due(stores, scope, found)]


def _is_due(stores: Stores, scope: Scope, model: Model) -> bool:
    units = reading_units(stores, scope, model.id)
    earlier = runs(stores, scope, model=model.id, units=units, limit=1)
    if not earlier:
        return True
    return earlier[0].version != model.version or _has_changed(stores, scope, model, earlier[0])


def _has_changed(stores: Stores, scope: Scope, model: Model, report: RunReport) -> bool:
    batch = tables.batches.c
    statement = (
        sa.select(sa.literal(1))
        .select_from(tables.batches)
        .where(
            batch.dataset.in_([need.dataset for need in model.requires]),
            (batch.snapshot > report.snapshot) | (batch.withdrawn_at > report.started_at),
        )
        .limit(1)
    )
    with stores.reading() as connection:
        return connection.execute(scoped(statement, scope)).first() is not None
