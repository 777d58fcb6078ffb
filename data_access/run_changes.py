"""What is new since the last run: the leads of a run beside those of the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data_access import audit, tables
from data_access.lead_briefs import (
    ChangedLead,
    FactChange,
    LeadBrief,
    SeenLead,
    in_order,
    seen_briefs,
)
from data_access.lead_lookup import masked_facts, masks_of, require_unmasking
from data_access.run_ledgers import read_exactly, runs
from data_access.run_reports import RunReport
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.personal import Mask
from supervision.vocabulary import RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class RunChanges:
    """A run of a model beside the one before it that read the same units and was not refused.

    changed: leads of both whose facts differ, and which; those of runs before casework's version
    0004 count as unchanged. version, snapshot, started_at: of the run before.
    """

    run_id: str
    version: int
    snapshot: int
    started_at: datetime
    new: tuple[LeadBrief, ...]
    vanished: tuple[LeadBrief, ...]
    changed: tuple[ChangedLead, ...]
    unchanged: int


def changes_since(
    stores: Stores, scope: Scope, run_id: str, *, unmask: bool = False
) -> RunChanges | None:
    """What a run found that the one before it had not, and the other way round.

    None for the first run over these units, and for one that was refused.
    Raises NotFound where there is no such run within the scope, NotAllowed where persons shall be
    shown and may not; showing them is audited.
    """
    require_unmasking(stores, scope, unmask=unmask)
    report = runs(stores, scope, run_id)[0]
    earlier = _before(stores, scope, report)
    if earlier is None:
        return None
    now = seen_briefs(stores, scope, run_id, unmask=unmask)
    old = seen_briefs(stores, scope, earlier.run_id, unmask=unmask)
    both = now.keys() & old.keys()
    with stores.reading() as connection:
        masks = {} if unmask else masks_of(connection, report.model)
    changed = [
        _changed(old[one], now[one], masks)
        for one in both
        if None not in (now[one].facts_sha256, old[one].facts_sha256)
        and now[one].facts_sha256 != old[one].facts_sha256
    ]
    if unmask:
        with stores.writing() as connection:
            detail = {"rows": len(now.keys() | old.keys())}
            audit.append(
                connection, scope, "unmask", object_kind="run", object_id=run_id, detail=detail
            )
    return RunChanges(
        run_id=earlier.run_id,
        version=earlier.version,
        snapshot=earlier.snapshot,
        started_at=earlier.started_at,
        new=in_order(now[one].brief for one in now.keys() - old.keys()),
        vanished=in_order(old[one].brief for one in old.keys() - now.keys()),
        changed=in_order(changed),
        unchanged=len(both) - len(changed),
    )


def _changed(then: SeenLead, now: SeenLead, masks: Mapping[str, Mask] | None) -> ChangedLead:
    """The lead as it is now, with the facts that differ, persons in them masked."""
    before, after = (masked_facts(one.facts or {}, masks) for one in (then, now))
    own, other = now.facts or {}, then.facts or {}
    facts = tuple(
        FactChange(fact=name, then=now.veil.over(before[name]), now=now.veil.over(after[name]))
        for name in own
        if name in other and own[name] != other[name]
    )
    same = {name: getattr(now.brief, name) for name in LeadBrief.__dataclass_fields__}
    return ChangedLead(**same, facts=facts)


def _before(
    stores: Stores, scope: Scope, report: RunReport
) -> sa.Row[tuple[str, int, int, datetime]] | None:
    own = tables.runs.c
    if report.status is RunStatus.REFUSED:
        return None
    statement = (
        sa.select(own.run_id, own.version, own.snapshot, own.started_at)
        .where(
            own.model == report.model,
            own.started_at < report.started_at,
            own.status != RunStatus.REFUSED.value,
            read_exactly(frozenset(report.units)),
        )
        .order_by(own.started_at.desc(), own.run_id)
        .limit(1)
    )
    with stores.reading() as connection:
        return connection.execute(scoped(statement, scope)).first()
