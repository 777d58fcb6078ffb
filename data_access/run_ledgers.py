"""Earlier runs with their ledgers, and the question each of them asked."""

from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound, Refused
from data_access.layer_runs import Question
from data_access.library import known_model, known_models, versions_of
from data_access.run_reports import RunReport
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.declaration import unknown_model
from supervision.ledger import Caution, ConditionCount, Coverage, ExclusionCount, LayerLedger
from supervision.parameters import parameter_values
from supervision.vocabulary import Line, RunStatus


def runs(  # noqa: PLR0913 - what may be asked of them
    stores: Stores,
    scope: Scope,
    run_id: str | None = None,
    model: str | None = None,
    *,
    units: frozenset[str] | None = None,
    limit: int | None = None,
) -> list[RunReport]:
    """Earlier runs, newest first, with their ledgers; or the one of this id.

    units: only runs that read exactly these units.
    Raises NotFound where there is no such run within the viewer's scope.
    """
    table = tables.runs
    statement = sa.select(table).order_by(table.c.started_at.desc(), table.c.run_id)
    if run_id is not None:
        statement = statement.where(table.c.run_id == run_id)
    if model is not None:
        statement = statement.where(table.c.model == model)
    if units is not None:
        statement = statement.where(read_exactly(units))
    with stores.reading() as connection:
        found = connection.execute(scoped(statement.limit(limit), scope)).all()
        if run_id is not None and not found:
            raise NotFound(f"There is no run {run_id}.", hint="`sijian runs` lists the runs.")
        return [_report(connection, scope, row) for row in found]


def read_exactly(units: frozenset[str]) -> sa.ColumnElement[bool]:
    """The condition under which a run read these units and no other."""
    own = tables.run_units.c
    read = sa.select(sa.func.count()).where(own.run_id == tables.runs.c.run_id)
    among = read.where(own.unit_code.in_(sorted(units)))
    whole = sa.literal(len(units))
    return (read.scalar_subquery() == whole) & (among.scalar_subquery() == whole)


def last_run(
    stores: Stores, scope: Scope, model_id: str, *, before: int | None = None
) -> RunReport:
    """The newest run of the model that was not refused; raises NotFound where there is none.

    One over exactly the viewer's units stands before those over a part of them. before: only runs
    of an earlier version than this.
    """
    if known_model(stores, scope, model_id) is None:
        raise unknown_model(model_id, known_models(stores, scope))
    own = tables.runs.c
    statement = (
        sa.select(own.run_id)
        .where(own.model == model_id, own.status != RunStatus.REFUSED.value)
        .order_by(read_exactly(scope.units).desc(), own.started_at.desc(), own.run_id)
        .limit(1)
    )
    if before is not None:
        statement = statement.where(own.version < before)
    with stores.reading() as connection:
        run_id = connection.execute(scoped(statement, scope)).scalar()
    if run_id is not None:
        return runs(stores, scope, run_id)[0]
    if before is not None:
        raise NotFound(
            f"No version of {model_id} before {before} was run.",
            hint="Name a changed version of its file, or changed parameters.",
        )
    raise NotFound(
        f"The model {model_id} has not been run yet.", hint=f"Run `sijian screen {model_id}`."
    )


def question_of(stores: Stores, scope: Scope, report: RunReport) -> Question:
    """The question an earlier run asked, to ask it again.

    Raises Refused where that version is not at hand any more: its layers would not be the run's.
    """
    versions = {one.version: one for one in versions_of(stores, scope, report.model)}
    if not versions:
        raise unknown_model(report.model, known_models(stores, scope))
    if report.version not in versions:
        raise Refused(
            f"The model {report.model} is now of version {max(versions)}; the run was of"
            f" {report.version}.",
            hint=f"Run `sijian screen {report.model}` again.",
        )
    model = versions[report.version]
    return Question(
        model=model,
        parameters=parameter_values(model, report.parameters),
        snapshot=report.snapshot,
        as_of=report.as_of,
        units=frozenset(report.units),
    )


def _report(connection: sa.Connection, scope: Scope, row: sa.Row[Any]) -> RunReport:
    layers, units = tables.run_layers, tables.run_units
    select = sa.select(layers).where(layers.c.run_id == row.run_id).order_by(layers.c.ordinal)
    of_units = sa.select(units.c.unit_code).where(units.c.run_id == row.run_id)
    ledgers = connection.execute(scoped(select, scope)).all()
    names = connection.execute(of_units.order_by(units.c.unit_code)).scalars().all()
    same = {name: getattr(row, name) for name in RunReport.__annotations__ if name in row._fields}
    same |= {"line": Line(row.line), "status": RunStatus(row.status)}
    same |= {
        "coverage": tuple(Coverage(**one) for one in row.coverage),
        "warnings": tuple(Caution(**one) for one in row.warnings),
    }
    return RunReport(**same, layers=tuple(_ledger(one) for one in ledgers), units=tuple(names))


def _ledger(row: sa.Row[Any]) -> LayerLedger:
    same = {name: getattr(row, name) for name in LayerLedger.__annotations__ if name in row._fields}
    same |= {
        "conditions": tuple(ConditionCount(**one) for one in row.conditions),
        "exclusions": tuple(ExclusionCount(**one) for one in row.exclusions),
    }
    return LayerLedger(id=row.layer, **same)
