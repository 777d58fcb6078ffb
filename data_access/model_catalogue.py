"""The models as a viewer meets them: what they need, whether the pool can serve them, last run."""

from dataclasses import dataclass
from datetime import date, datetime

from data_access.layer_runs import opened, read_coverage
from data_access.questions import ask, judge
from data_access.run_ledgers import runs
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.declaration import load_models
from supervision.declaration import model as model_of
from supervision.errors import ParameterRefused
from supervision.model_format import Model
from supervision.vocabulary import Business, Kind, Line, Maturity, RunStatus


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
    the model can run. last_run: None where it was never run.
    """

    id: str
    version: int
    title: str
    line: Line
    business: Business
    kind: tuple[Kind, ...]
    maturity: Maturity
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
    if model_id is not None:
        found = model_of(model_id)
        scope.require_line(found.line)
        return [_overview(stores, scope, found)]
    shown = [found for found in load_models().values() if found.line in scope.lines]
    return [_overview(stores, scope, found) for found in shown]


def _overview(stores: Stores, scope: Scope, model: Model) -> ModelOverview:
    why_not = _why_not(stores, scope, model)
    earlier = runs(stores, scope, model=model.id, limit=1)
    return ModelOverview(
        id=model.id,
        version=model.version,
        title=model.title,
        line=model.line,
        business=model.business,
        kind=model.kinds,
        maturity=model.maturity,
        requires={need.dataset: tuple(need.required) for need in model.requires},
        runnable=why_not is None,
        why_not=why_not,
        last_run=None
        if not earlier
        else LastRun(
            run_id=earlier[0].run_id or "",
            started_at=earlier[0].started_at,
            as_of=earlier[0].as_of,
            snapshot=earlier[0].snapshot,
            status=earlier[0].status,
            leads_found=earlier[0].leads_found,
        ),
    )


def _why_not(stores: Stores, scope: Scope, model: Model) -> str | None:
    try:
        question = ask(stores, scope, model.id)
    except ParameterRefused as refused:
        return str(refused)
    with opened(stores, question) as connection:
        status, says = judge(read_coverage(connection, model))
    return says if status is RunStatus.REFUSED else None
