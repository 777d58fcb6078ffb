"""Leads in a comparison: enough of each to know it again, persons masked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from data_access import tables
from data_access.lead_rows import Veil
from data_access.lead_verdicts import JudgedLead
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.lead_rows import FoundLead
from supervision.ledger import LayerLedger, Plain
from supervision.vocabulary import LeadState


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadBrief:
    """One lead of a comparison; lead_no and state are None where it was never written."""

    lead_id: str
    lead_no: int | None
    subject: str
    period: str
    title: str
    unit: str
    state: LeadState | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenLead:
    """A lead as an earlier run saw it: its fingerprint, and its facts, unmasked.

    Both are None for runs before casework's versions 0004 and 0008.
    """

    brief: LeadBrief
    veil: Veil
    model: str
    facts_sha256: str | None
    facts: Mapping[str, Plain] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FactChange:
    """One fact of a lead that differs: its column, its value then and now."""

    fact: str
    then: Plain
    now: Plain


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedLead(LeadBrief):
    """A lead of both runs whose facts differ; facts: which, none where a run kept none."""

    facts: tuple[FactChange, ...]


OneLead = TypeVar("OneLead", LeadBrief, JudgedLead, ChangedLead)


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerCounts:
    """What became of a layer's rows."""

    rows_in: int
    rows_kept: int
    rows_dropped: int
    rows_excluded: int
    rows_cannot_judge: int
    rows_near_miss: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LayerPair:
    """A layer's counts beside each other; None on the side whose model has no such layer."""

    id: str
    title: str
    counts: str
    now: LayerCounts | None
    then: LayerCounts | None


def found_briefs(
    leads: Iterable[FoundLead], units: frozenset[str], *, unmask: bool
) -> dict[str, LeadBrief]:
    """Leads a run found, by id; those of units that are not the viewer's are left out."""
    found = {}
    for lead in leads:
        if lead.unit_code is None or lead.unit_code not in units:
            continue
        veil = Veil(lead.subject, unmask=unmask)
        found[lead.lead_id] = LeadBrief(
            lead_id=lead.lead_id,
            lead_no=None,
            subject=str(veil.subject),
            period=lead.period,
            title=veil.over(lead.title),
            unit=lead.unit_code,
            state=None,
        )
    return found


def seen_briefs(stores: Stores, scope: Scope, run_id: str, *, unmask: bool) -> dict[str, SeenLead]:
    """The leads an earlier run saw, by id, with the facts of that time.

    Their titles and states are those of today.
    """
    lead, seen = tables.leads.c, tables.lead_sightings.c
    statement = (
        sa.select(
            *(lead.lead_id, lead.lead_no, lead.subject, lead.period, lead.title),
            *(lead.unit_code, lead.state, lead.model, seen.facts_sha256, seen.facts),
        )
        .join(tables.lead_sightings, seen.lead_id == lead.lead_id)
        .where(seen.run_id == run_id)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    return {
        row.lead_id: SeenLead(
            brief=_brief(row, unmask=unmask),
            veil=Veil(row.subject, unmask=unmask),
            model=row.model,
            facts_sha256=row.facts_sha256,
            facts=row.facts,
        )
        for row in rows
    }


def in_order(leads: Iterable[OneLead]) -> tuple[OneLead, ...]:
    """The leads by subject, period and unit, as a run lists them."""
    return tuple(sorted(leads, key=lambda one: (one.subject, one.period, one.unit, one.lead_id)))


def layer_pairs(now: Sequence[LayerLedger], then: Sequence[LayerLedger]) -> tuple[LayerPair, ...]:
    """The layers of two runs beside each other, in the order of the first, new ones after."""
    before, after = ({layer.id: layer for layer in layers} for layers in (now, then))
    return tuple(
        LayerPair(
            id=layer.id,
            title=layer.title,
            counts=layer.counts,
            now=_counts(before.get(layer.id)),
            then=_counts(after.get(layer.id)),
        )
        for layer in (before | {name: after[name] for name in after if name not in before}).values()
    )


def _counts(layer: LayerLedger | None) -> LayerCounts | None:
    if layer is None:
        return None
    return LayerCounts(**{name: getattr(layer, name) for name in LayerCounts.__dataclass_fields__})


def _brief(row: sa.Row[tuple[object, ...]], *, unmask: bool) -> LeadBrief:
    veil = Veil(row.subject, unmask=unmask)
    return LeadBrief(
        lead_id=row.lead_id,
        lead_no=row.lead_no,
        subject=str(veil.subject),
        period=row.period,
        title=veil.over(row.title),
        unit=row.unit_code,
        state=LeadState(row.state),
    )
