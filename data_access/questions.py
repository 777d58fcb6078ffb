"""What a run asks, settled before it starts, and whether the rows suffice for an answer."""

from collections.abc import Mapping
from datetime import date

from data_access.errors import NotFound
from data_access.layer_runs import Question
from data_access.library import is_draft, model_of, reading_units
from data_access.overlays import overlaid
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.ledger import Coverage
from supervision.vocabulary import RunStatus


def ask(  # noqa: PLR0913 - one argument a part of the command
    stores: Stores,
    scope: Scope,
    model_id: str,
    *,
    as_of: date | None = None,
    snapshot: int | None = None,
    settings: Mapping[str, object] | None = None,
) -> Question:
    """The question a run of this viewer asks: its snapshot, day, parameters and units settled.

    Parameters are the model's defaults, before them what the viewer's own unit set, before them
    settings. Units are those whose rows the model may read for him.

    Raises UnknownName, ParameterRefused, NotAllowed (the line), NotFound (the snapshot).
    """
    declared = model_of(stores, scope, model_id)
    scope.require_model(declared)
    parameters = overlaid(stores, scope, declared, settings)
    number = stores.pool.snapshot() if snapshot is None else snapshot
    day = stores.pool.snapshot_day(number)
    if day is None:
        raise NotFound(
            f"The pool has no snapshot {number}.",
            hint="Leave the snapshot out to read the newest.",
        )
    return Question(
        model=declared,
        parameters=parameters,
        snapshot=number,
        as_of=as_of or day,
        units=reading_units(stores, scope, model_id),
        is_draft=is_draft(stores, declared.id, declared.version),
    )


def judge(coverage: tuple[Coverage, ...]) -> tuple[RunStatus, str | None]:
    """Whether the rows suffice for a verdict, for one only for reference, or for none; and why."""
    missing = [one for one in coverage if one.is_required and not one.is_enough]
    if missing:
        return RunStatus.REFUSED, _says(missing)
    thin = [one for one in coverage if not one.is_enough]
    if thin:
        return RunStatus.DEGRADED, _says(thin)
    return RunStatus.COMPLETED, None


def _says(lacking: list[Coverage]) -> str:
    empty = sorted({one.dataset for one in lacking if not one.rows})
    told = [f"{dataset} has no rows in these units" for dataset in empty]
    told += [
        f"{one.dataset}.{one.column} is empty in {one.rows - one.filled} of {one.rows} rows"
        f" ({one.share:.1%} filled, {one.least:.1%} needed)"
        for one in lacking
        if one.rows
    ]
    return "; ".join(told) + "."
