"""What came of a model's leads: how many persons confirmed, by the version that flagged them.

A lead that several versions flagged counts for each of them. The leads of the viewer's units are
counted; those of all others appear only as one band of at least `FEWEST_UNITS` units, see
docs/decisions/0027_band_of_other_units.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.lead_verdicts import CONCLUDING, Tally, tally_of
from data_access.library import model_of
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.leads import is_confirmed
from supervision.statistics import FEWEST, Band, middle_half
from supervision.vocabulary import LeadState

FEWEST_UNITS = 5
"""From fewer other units than this no band is said: one of them could work out the rest."""

Counts = sa.Row[tuple[object, ...]]
"""How many leads share a state, the reason of their conclusion, and perhaps version and unit."""

OTHERS = system_scope("precision")
"""The scope under which the leads of other units are counted, and nothing else is read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """What a model has led to in the viewer's units.

    last_run_at: None where it was never run. leads: each once, whatever became of it.
    """

    model: str
    runs: int
    last_run_at: datetime | None
    leads: int
    concluded: Tally


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionPrecision:
    """What persons concluded on the leads that one version flagged.

    leads, concluded: of the viewer's units. others: where the middle half of the other units lies;
    None where fewer than FEWEST_UNITS have enough concluded leads.
    """

    version: int
    leads: int
    concluded: Tally
    others: Band | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Precision:
    """The versions of a model that flagged a lead of the viewer's units, the newest first.

    fewest_units, fewest_concluded: how many other units with how many concluded leads each make a
    band.
    """

    model: str
    fewest_units: int
    fewest_concluded: int
    versions: tuple[VersionPrecision, ...]


def effect(stores: Stores, scope: Scope, model_id: str) -> Effect:
    """What a model has led to in the viewer's units; raises UnknownName, NotAllowed."""
    scope.require_model(model_of(stores, scope, model_id))
    run, lead = tables.runs.c, tables.leads.c
    ran = sa.select(sa.func.count(), sa.func.max(run.started_at)).where(run.model == model_id)
    flagged = (
        sa.select(lead.state, _reason().label("reason"), sa.func.count().label("leads"))
        .where(lead.model == model_id)
        .group_by(lead.state, "reason")
    )
    with stores.reading() as connection:
        runs, last_run_at = connection.execute(scoped(ran, scope)).one()
        rows = connection.execute(scoped(flagged, scope)).all()
    leads, tally = _counted(rows)
    return Effect(model=model_id, runs=runs, last_run_at=last_run_at, leads=leads, concluded=tally)


def precision(stores: Stores, scope: Scope, model_id: str) -> Precision:
    """What persons concluded on the leads of each version of a model.

    Raises UnknownName, NotAllowed. Asking is audited, because it reads beyond the scope.
    """
    scope.require_model(model_of(stores, scope, model_id))
    statement = _by_version(model_id)
    beyond = statement.where(tables.leads.c.unit_code.not_in(sorted(scope.units)))
    with stores.reading() as connection:
        own = connection.execute(scoped(statement, scope)).all()
        others = connection.execute(scoped(beyond, OTHERS)).all()
    with stores.writing() as connection:
        audit.append(connection, scope, "precision", object_kind="model", object_id=model_id)
    return Precision(
        model=model_id,
        fewest_units=FEWEST_UNITS,
        fewest_concluded=FEWEST,
        versions=tuple(
            _version(number, own, others)
            for number in sorted({row.version for row in own}, reverse=True)
        ),
    )


def _by_version(model_id: str) -> sa.Select[tuple[int, str, str, str | None, int]]:
    """Leads of the model counted by flagging version, unit, state and conclusion."""
    lead, seen, run = tables.leads.c, tables.lead_sightings.c, tables.runs.c
    sighted = sa.select(seen.lead_id, run.version).join(tables.runs, run.run_id == seen.run_id)
    flagged = (
        sighted.where(run.model == model_id)
        .union(sa.select(lead.lead_id, lead.version).where(lead.model == model_id))
        .subquery("flagged")
    )
    return (
        sa.select(
            flagged.c.version,
            lead.unit_code.label("unit"),
            lead.state,
            _reason().label("reason"),
            sa.func.count().label("leads"),
        )
        .join(flagged, flagged.c.lead_id == lead.lead_id)
        .where(lead.model == model_id)
        .group_by(flagged.c.version, lead.unit_code, lead.state, "reason")
    )


def _reason() -> sa.ScalarSelect[str]:
    """The code under which a lead was last concluded on; null where it never was."""
    entry = tables.lead_history.c
    return (
        sa.select(entry.reason)
        .where(entry.lead_id == tables.leads.c.lead_id, entry.to_state.in_(CONCLUDING))
        .order_by(entry.entry_id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _version(number: int, own: Iterable[Counts], others: Iterable[Counts]) -> VersionPrecision:
    leads, tally = _counted(row for row in own if row.version == number)
    by_unit: dict[str, list[Counts]] = {}
    for row in others:
        if row.version == number:
            by_unit.setdefault(row.unit, []).append(row)
    found = [_counted(rows)[1].precision.share for rows in by_unit.values()]
    shares = [share for share in found if share is not None]
    return VersionPrecision(
        version=number,
        leads=leads,
        concluded=tally,
        others=middle_half(shares, fewest=FEWEST_UNITS),
    )


def _counted(rows: Iterable[Counts]) -> tuple[int, Tally]:
    """How many leads these rows count, and what was concluded on them."""
    counts: Counter[bool | None] = Counter()
    for row in rows:
        counts[is_confirmed(LeadState(row.state), row.reason)] += row.leads
    return counts.total(), tally_of(counts[True], counts[True] + counts[False])
