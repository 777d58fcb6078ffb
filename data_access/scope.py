"""What a viewer may see, and the one way to narrow a statement to it.

`scoped(statement, scope)` adds the conditions for every scoped table that the statement reads and
marks the statement; `stores.py` refuses a statement on scoped tables without that mark, so that a
forgotten scope is an error and never a leak.
"""

from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnElement

from data_access import tables
from data_access.errors import NotAllowed, ScopeMissing
from supervision.declaration import load_models
from supervision.model_format import Model
from supervision.vocabulary import Line, ModelState

MARK = "sijian_scope"

_OF_UNITS = (
    *(tables.batches, tables.remembered_mappings, tables.dataset_counts),
    *(tables.parameter_overlays, tables.due_runs, tables.rule_drafts),
)
"""Tables whose rows belong to a unit, and are seen by whoever sees the unit."""

Statement = TypeVar("Statement", sa.Select, sa.Update, sa.Delete)  # type: ignore[type-arg]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What one viewer may see; hashable, so that it can be part of a cache key.

    own_unit: the unit that owns what the viewer takes in; None where he belongs to none.
    may_investigate: sees the restricted space: models that are restricted, their runs and leads.
    may_publish: publishes models of his units that others wrote.
    is_whole: the system's own scope (reconciling, migrating); never a person's.
    """

    viewer: str
    display_name: str = ""
    units: frozenset[str] = field(default_factory=frozenset)
    lines: frozenset[Line] = field(default_factory=frozenset)
    own_unit: str | None = None
    may_unmask: bool = False
    may_investigate: bool = False
    may_publish: bool = False
    is_whole: bool = False
    session_id: str | None = None
    address: str | None = None

    def require_line(self, line: Line) -> None:
        """Raises NotAllowed unless the line is within this scope."""
        if not self.is_whole and line not in self.lines:
            raise NotAllowed(
                f"{self.viewer} may not see the line {line.value}.",
                hint="An administrator can add the line to this account.",
            )

    def sees(self, model: Model) -> bool:
        """Whether the model is of this scope's lines, and its space open to the viewer."""
        is_open = self.may_investigate or not model.is_restricted
        return self.is_whole or (model.line in self.lines and is_open)

    def require_model(self, model: Model) -> None:
        """Raises NotAllowed unless the viewer sees the model."""
        self.require_line(model.line)
        if not self.sees(model):
            raise NotAllowed(
                f"{self.viewer} may not enter the restricted space of {model.id}.",
                hint="An administrator can open it to an account of procuratorial investigation.",
            )

    def require_unit(self, unit_code: str) -> None:
        """Raises NotAllowed unless the unit is within this scope."""
        if not self.is_whole and unit_code not in self.units:
            raise NotAllowed(
                f"{self.viewer} may not act for the unit {unit_code}.",
                hint="An administrator can add the unit to this account.",
            )


def system_scope(purpose: str) -> Scope:
    """The scope of the system itself, for work on nobody's behalf; the audit shows `purpose`."""
    return Scope(viewer=f"system:{purpose}", is_whole=True)


def visible(table: sa.Table, scope: Scope) -> ColumnElement[bool]:
    """The condition under which a row of a scoped table is within the scope."""
    if scope.is_whole:
        return sa.true()
    units = sorted(scope.units)
    if table in _OF_UNITS:
        return table.c.unit_code.in_(units)
    if table is tables.leads:
        lines = sorted(line.value for line in scope.lines)
        own = tables.leads.c.unit_code.in_(units) & tables.leads.c.line.in_(lines)
        return own & _is_open(tables.leads.c.model, scope)
    if table is tables.runs:
        return _visible_runs(scope)
    if table is tables.kept_models:
        return _visible_models(scope)
    if table is tables.exports:
        return tables.exports.c.exported_by == scope.viewer
    if table is tables.jobs:
        return tables.jobs.c.submitted_by == scope.viewer
    return _visible_through_parent(table, scope)


def scoped(statement: Statement, scope: Scope) -> Statement:
    """The statement narrowed to the scope and marked as narrowed.

    Raises ScopeMissing when the scope is None: there is no default viewer.
    """
    if scope is None:
        raise ScopeMissing("A statement on scoped rows was built without a scope.")
    for table in scoped_tables(statement):
        statement = statement.where(visible(table, scope))
    return statement.execution_options(**{MARK: scope.viewer})


def scoped_tables(statement: sa.sql.ClauseElement) -> list[sa.Table]:
    """The scoped tables that the statement itself names; not those of its sub-queries."""
    if isinstance(statement, (sa.Update, sa.Delete)):
        sources: list[sa.FromClause] = [statement.table]
    elif isinstance(statement, sa.Select):
        sources = list(statement.get_final_froms())
    else:
        sources = []
    found = [table for source in sources for table in _joined_tables(source)]
    return [table for table in found if table.info.get("scoped")]


def every_scoped_table(statement: sa.sql.ClauseElement) -> list[sa.Table]:
    """The scoped tables anywhere in the statement, sub-queries included."""
    found = {element for element in visitors.iterate(statement) if isinstance(element, sa.Table)}
    return [table for table in found if table.info.get("scoped")]


def units_above(unit_code: str) -> sa.Select[tuple[str]]:
    """The codes of the units above this one, as a statement."""
    units = tables.units
    above = sa.select(units.c.parent_code.label("unit_code")).where(units.c.unit_code == unit_code)
    found = above.cte(recursive=True)
    found = found.union(
        sa.select(units.c.parent_code).join(found, units.c.unit_code == found.c.unit_code)
    )
    return sa.select(found.c.unit_code).where(found.c.unit_code.is_not(None))


def _joined_tables(source: sa.FromClause) -> list[sa.Table]:
    if isinstance(source, sa.Join):
        return _joined_tables(source.left) + _joined_tables(source.right)
    return [source] if isinstance(source, sa.Table) else []


def _visible_runs(scope: Scope) -> ColumnElement[bool]:
    foreign = sa.select(tables.run_units.c.run_id).where(
        tables.run_units.c.run_id == tables.runs.c.run_id,
        tables.run_units.c.unit_code.not_in(sorted(scope.units)),
    )
    lines = sorted(line.value for line in scope.lines)
    own = ~foreign.exists() & tables.runs.c.line.in_(lines)
    return own & _is_open(tables.runs.c.model, scope)


def _is_open(model: sa.Column[str], scope: Scope) -> ColumnElement[bool]:
    """Whether the model is none of the restricted space, or that space is open to the viewer."""
    if scope.may_investigate:
        return sa.true()
    packaged = sorted(one.id for one in load_models().values() if one.is_restricted)
    kept = sa.select(tables.kept_models.c.model).where(tables.kept_models.c.is_restricted)
    return model.not_in(packaged) & model.not_in(kept)


def _visible_models(scope: Scope) -> ColumnElement[bool]:
    """Models that the units keep, and those which the units above the viewer's own published."""
    kept, move = tables.kept_models.c, tables.kept_model_moves.c
    own: ColumnElement[bool] = kept.unit_code.in_(sorted(scope.units))
    if scope.own_unit is not None:
        was_published = sa.exists().where(
            move.entry_id == kept.entry_id, move.state == ModelState.PUBLISHED.value
        )
        own |= kept.unit_code.in_(units_above(scope.own_unit)) & was_published
    is_open = sa.true() if scope.may_investigate else ~kept.is_restricted
    return own & kept.line.in_(sorted(line.value for line in scope.lines)) & is_open


def _visible_through_parent(table: sa.Table, scope: Scope) -> ColumnElement[bool]:
    parents = {
        "batch_files": (tables.batches, "batch_id"),
        "run_layers": (tables.runs, "run_id"),
        "run_samples": (tables.runs, "run_id"),
        "lead_batches": (tables.leads, "lead_id"),
        "lead_sightings": (tables.leads, "lead_id"),
        "lead_history": (tables.leads, "lead_id"),
        "kept_model_moves": (tables.kept_models, "entry_id"),
        "lead_proposals": (tables.leads, "lead_id"),
    }
    parent, key = parents[table.name]
    return table.c[key].in_(sa.select(parent.c[key]).where(visible(parent, scope)))
