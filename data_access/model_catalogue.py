"""The models as a viewer meets them: what they need, whether the pool can serve them, last run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.filled_columns import Filled, filled_columns
from data_access.library import LibraryModel, model_of, stock
from data_access.overlays import unfit_overlays
from data_access.questions import judge
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.contracts import contract
from supervision.coverage_sql import ALL_ROWS, coverage
from supervision.declaration import unknown_model
from supervision.ledger import Coverage
from supervision.model_format import Model
from supervision.vocabulary import (
    Business,
    Kind,
    Line,
    Maturity,
    ModelOrigin,
    ModelState,
    RunStatus,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LastRun:
    """The newest run of a model within the viewer's scope."""

    run_id: str
    started_at: datetime
    as_of: date
    snapshot: int
    status: RunStatus
    leads_found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelOverview:
    """One model in the catalogue.

    requires: datasets with their required columns. why_not: what the viewer's rows lack; None where
    the model can run. last_run: None where it was never run. unit: the one that keeps it; None
    for a packaged model, whose state is published.
    """

    id: str
    version: int
    title: str
    line: Line
    business: Business
    kind: tuple[Kind, ...]
    maturity: Maturity
    origin: ModelOrigin
    unit: str | None
    state: ModelState
    requires: dict[str, tuple[str, ...]]
    runnable: bool
    why_not: str | None
    last_run: LastRun | None


def model_catalogue(
    stores: Stores, scope: Scope, model_id: str | None = None
) -> list[ModelOverview]:
    """The models of the viewer's lines, sorted by id; or the one of this id.

    Raises UnknownName for an unknown id, NotAllowed for a model of another line.
    """
    every = stock(stores, scope)
    shown = [one for one in every if scope.sees(one.model)]
    if model_id is not None:
        shown = [one for one in every if one.model.id == model_id]
        if not shown:
            raise unknown_model(model_id, [one.model.id for one in every])
        scope.require_model(shown[0].model)
    models = [one.model for one in shown]
    asked: dict[str, set[str]] = {}
    for need in (need for found in models for need in found.requires):
        asked.setdefault(need.dataset, set()).update((*need.required, *need.optional))
    filled = filled_columns(stores, scope, asked)
    runs, unfit = _last_runs(stores, scope), unfit_overlays(stores, scope, models)
    return [
        _overview(
            one, _why_not(one.model, filled) or unfit.get(one.model.id), runs.get(one.model.id)
        )
        for one in shown
    ]


def note_card(stores: Stores, scope: Scope, model_id: str) -> Model:
    """The model whose card a viewer prints; audited. Raises UnknownName, NotAllowed."""
    found = model_of(stores, scope, model_id)
    scope.require_model(found)
    with stores.writing() as connection:
        audit.append(connection, scope, "card_printed", object_kind="model", object_id=model_id)
    return found


def _overview(one: LibraryModel, why_not: str | None, run: LastRun | None) -> ModelOverview:
    model = one.model
    return ModelOverview(
        id=model.id,
        version=model.version,
        title=model.title,
        line=model.line,
        business=model.business,
        kind=model.kinds,
        maturity=model.maturity,
        origin=one.origin,
        unit=one.unit,
        state=one.state,
        requires={need.dataset: tuple(need.required) for need in model.requires},
        runnable=why_not is None,
        why_not=why_not,
        last_run=run,
    )


def _why_not(model: Model, filled: Mapping[str, Filled]) -> str | None:
    found: list[Coverage] = []
    for need in model.requires:
        stands = filled[need.dataset]
        counted = {ALL_ROWS: stands.rows, **stands.columns}
        found += coverage(model, contract(need.dataset), counted)
    status, says = judge(tuple(found))
    return says if status is RunStatus.REFUSED else None


def _last_runs(stores: Stores, scope: Scope) -> dict[str, LastRun]:
    """The newest run of each model, by its id."""
    run = tables.runs
    names = ("run_id", "started_at", "as_of", "snapshot", "status", "leads_found")
    place = sa.func.row_number().over(
        partition_by=run.c.model, order_by=(run.c.started_at.desc(), run.c.run_id)
    )
    ranked = sa.select(run.c.model, *(run.c[name] for name in names), place.label("place"))
    with stores.reading() as connection:
        found = connection.execute(scoped(ranked.order_by(run.c.model, place), scope)).all()
    return {
        row.model: LastRun(
            run_id=row.run_id,
            started_at=row.started_at,
            as_of=row.as_of,
            snapshot=row.snapshot,
            status=RunStatus(row.status),
            leads_found=row.leads_found,
        )
        for row in found
        if row.place == 1
    }
