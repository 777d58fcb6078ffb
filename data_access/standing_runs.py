"""Standing models run on what is due: once for each model and unit, in the order of arrival.

A run reads the newest state of the pool: whatever else is due for the same model and unit has been
read with it and is done, too. An older state would find again what was withdrawn since.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date

from data_access import audit
from data_access.due_runs import DueRun, close_due, due_runs, open_due
from data_access.errors import Conflict, Refused
from data_access.layer_runs import Progress
from data_access.library import library
from data_access.run_reports import RunReport
from data_access.scope import Scope
from data_access.screening import screen
from data_access.stores import Stores
from data_access.units import with_units_below
from supervision.errors import AuthorsMistake, ParameterRefused
from supervision.model_format import Model
from supervision.vocabulary import Maturity

Telling = Callable[[str], AbstractContextManager[Progress | None]]
"""Given a model's id, what its run is told its progress by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingRun:
    """What became of what was due for one model and unit.

    due: the due runs that are done with it. report: None where no run could be made; why: its
    reason, or that of a run that was refused; else None.
    """

    model: str
    unit: str
    due: tuple[DueRun, ...]
    report: RunReport | None
    why: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingRun:
    """What is due for one model and unit, the oldest first; one run will read it all.

    scope: the viewer's, narrowed to what the unit may read; None where he sees less than that, so
    that the run is left to others.
    """

    model: str
    unit: str
    due: tuple[DueRun, ...]
    scope: Scope | None


def waiting_runs(stores: Stores, scope: Scope) -> list[WaitingRun]:
    """The standing runs that wait, of the viewer's lines, in the order in which they became due."""
    return [
        WaitingRun(model=model_id, unit=unit, due=due, scope=_scope_of_unit(stores, scope, unit))
        for (model_id, unit), due in _groups(stores, scope).items()
    ]


def run_due(
    stores: Stores,
    scope: Scope,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    telling: Telling | None = None,
) -> Iterator[StandingRun]:
    """Makes the standing runs that are due, one after another; a dry run leaves them due.

    Each reads the batch's unit and those below it, with that unit's parameters. What is due for a
    unit of which the viewer does not see everything, or of another line, is left to others. A model
    that cannot run is done for these batches, with the reason.
    """
    for waiting in waiting_runs(stores, scope):
        model_id, own = waiting.model, waiting.scope
        if own is None:
            continue
        found = library(stores, own).get(model_id)
        if found is not None and not scope.sees(found):
            continue
        ids = () if dry_run else tuple(one.due_id for one in waiting.due)
        done = StandingRun(
            model=model_id, unit=waiting.unit, due=waiting.due, report=None, why=None
        )
        try:
            _require_standing(found, model_id)
            with _told(telling, model_id) as progress:
                report = screen(
                    stores,
                    own,
                    model_id,
                    as_of=as_of,
                    dry_run=dry_run,
                    due=ids,
                    progress=progress,
                )
        except (Refused, ParameterRefused, AuthorsMistake) as refused:
            if _closed(stores, own, ids, str(refused)):
                yield replace(done, why=str(refused))
        except Conflict:
            continue
        else:
            yield replace(done, report=report, why=report.why)


def _groups(stores: Stores, scope: Scope) -> dict[tuple[str, str], tuple[DueRun, ...]]:
    """What is due by model and unit, the oldest first."""
    found: dict[tuple[str, str], tuple[DueRun, ...]] = {}
    for one in due_runs(stores, scope, is_open=True):
        key = (one.model, one.unit)
        found[key] = (*found.get(key, ()), one)
    return found


def _scope_of_unit(stores: Stores, scope: Scope, unit: str) -> Scope | None:
    """The viewer's scope narrowed to what the unit may read; None where he sees less than that."""
    with stores.reading() as connection:
        units = frozenset(with_units_below(connection, {unit}))
    if not units <= scope.units:
        return None
    return replace(scope, units=units, own_unit=unit)


def _require_standing(found: Model | None, model_id: str) -> None:
    if found is None or not found.is_standing or found.maturity is Maturity.RETIRED:
        raise Refused(f"{model_id} is no standing model any more.")


def _told(telling: Telling | None, model_id: str) -> AbstractContextManager[Progress | None]:
    return nullcontext() if telling is None else telling(model_id)


def _closed(stores: Stores, scope: Scope, ids: tuple[int, ...], why: str) -> bool:
    """Closes what is due without a run; False where another process was first."""
    if not ids:
        return True
    try:
        with stores.writing() as connection:
            open_due(connection, ids)
            close_due(connection, ids, run_id=None, why=why)
            detail = {"due": list(ids), "unit": scope.own_unit}
            audit.append(connection, scope, "screen", result="refused", reason=why, detail=detail)
    except Conflict:
        return False
    return True
