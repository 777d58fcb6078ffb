"""A trial as a screen keeps it: what-if and backtest in one shape, of leads so many as are read.

The counts are of all leads; the lists hold the first of each, the command has the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data_access.backtest import Backtest
from data_access.jobs import JobKind
from data_access.lead_briefs import LayerCounts, LayerPair, LeadBrief
from data_access.lead_verdicts import JudgedLead, Tally
from data_access.what_if import WhatIf
from supervision.expressions import Value
from supervision.ledger import Caution
from supervision.statistics import Proportion
from supervision.vocabulary import RunStatus

MOST = 200
"""Leads of each list that are kept for the screen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialLead:
    """One lead of a trial, persons masked; reason: why a judged one was dismissed or taken up."""

    lead_id: str
    lead_no: int | None
    subject: str
    period: str
    title: str
    unit: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialLeads:
    """How many leads there are, and the first MOST of them."""

    count: int
    first: tuple[TrialLead, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A model as it stands (before) beside what was tried (after).

    run_id: the run of a backtest; None for a what-if, which is held against no run. unchanged,
    leads_after: None where what was tried is refused, which why explains. Verdicts are None for a
    what-if.
    """

    kind: JobKind
    model: str
    run_id: str | None
    version_before: int
    version_after: int
    snapshot: int
    as_of: date
    status: RunStatus
    why: str | None
    parameters_before: dict[str, Value]
    parameters_after: dict[str, Value]
    leads_before: int
    leads_after: int | None
    unchanged: int | None
    appeared: TrialLeads
    vanished: TrialLeads
    layers: tuple[LayerPair, ...]
    warnings: tuple[Caution, ...]
    verdicts_before: Tally | None
    verdicts_after: Tally | None
    dismissed_gone: TrialLeads
    confirmed_lost: TrialLeads


def of_what_if(found: WhatIf) -> Trial:
    """What a screen keeps of a what-if."""
    is_refused = found.status is RunStatus.REFUSED
    return Trial(
        kind=JobKind.WHAT_IF,
        model=found.model,
        run_id=None,
        version_before=found.version,
        version_after=found.version,
        snapshot=found.snapshot,
        as_of=found.as_of,
        status=found.status,
        why=found.why,
        parameters_before=found.parameters_now,
        parameters_after=found.parameters_then,
        leads_before=found.leads_now,
        leads_after=None if is_refused else found.leads_then,
        unchanged=None if is_refused else len(found.stay),
        appeared=_leads(found.appear),
        vanished=_leads(found.vanish),
        layers=found.layers,
        warnings=found.warnings,
        verdicts_before=None,
        verdicts_after=None,
        dismissed_gone=_leads(()),
        confirmed_lost=_leads(()),
    )


def of_backtest(found: Backtest) -> Trial:
    """What a screen keeps of a backtest."""
    return Trial(
        kind=JobKind.BACKTEST,
        model=found.model,
        run_id=found.run_id,
        version_before=found.version_before,
        version_after=found.version_after,
        snapshot=found.snapshot,
        as_of=found.as_of,
        status=found.status,
        why=found.why,
        parameters_before=found.parameters_before,
        parameters_after=found.parameters_after,
        leads_before=found.leads_before,
        leads_after=found.leads_after,
        unchanged=found.unchanged,
        appeared=_leads(found.appeared),
        vanished=_leads(found.vanished),
        layers=found.layers,
        warnings=found.warnings,
        verdicts_before=found.verdicts_before,
        verdicts_after=found.verdicts_after,
        dismissed_gone=_leads(found.dismissed_gone),
        confirmed_lost=_leads(found.confirmed_lost),
    )


def read(kept: Mapping[str, Any]) -> Trial:
    """The trial as it was before `as_json`."""
    return Trial(
        **{
            **kept,
            "kind": JobKind(kept["kind"]),
            "as_of": date.fromisoformat(kept["as_of"]),
            "status": RunStatus(kept["status"]),
            "layers": tuple(_layer(one) for one in kept["layers"]),
            "warnings": tuple(Caution(**one) for one in kept["warnings"]),
            **{name: _tally(kept[name]) for name in ("verdicts_before", "verdicts_after")},
            **{name: _read_leads(kept[name]) for name in _LISTS},
        }
    )


_LISTS = ("appeared", "vanished", "dismissed_gone", "confirmed_lost")


def _leads(found: Iterable[LeadBrief | JudgedLead]) -> TrialLeads:
    everything = tuple(found)
    return TrialLeads(
        count=len(everything),
        first=tuple(
            TrialLead(
                lead_id=one.lead_id,
                lead_no=one.lead_no,
                subject=one.subject,
                period=one.period,
                title=one.title,
                unit=one.unit,
                reason=one.reason if isinstance(one, JudgedLead) else None,
            )
            for one in everything[:MOST]
        ),
    )


def _read_leads(kept: Mapping[str, Any]) -> TrialLeads:
    return TrialLeads(count=kept["count"], first=tuple(TrialLead(**one) for one in kept["first"]))


def _layer(kept: Mapping[str, Any]) -> LayerPair:
    sides = {name: kept[name] and LayerCounts(**kept[name]) for name in ("now", "then")}
    return LayerPair(**{**kept, **sides})


def _tally(kept: Mapping[str, Any] | None) -> Tally | None:
    if kept is None:
        return None
    return Tally(**{**kept, "precision": Proportion(**kept["precision"])})
