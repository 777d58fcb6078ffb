"""What persons concluded about the leads of a model, to hold another version against it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data_access import tables
from data_access.lead_rows import Veil
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.leads import is_confirmed
from supervision.statistics import Proportion, proportion
from supervision.vocabulary import LeadState

CONCLUDING = (LeadState.DECIDED.value, LeadState.DISMISSED.value)
"""The states into which a lead is moved by whoever concludes on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedLead:
    """One lead on which a person concluded; reason: the code of the dismissal or decision."""

    lead_id: str
    lead_no: int
    subject: str
    period: str
    title: str
    unit: str
    state: LeadState
    reason: str | None
    is_confirmed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How the concluded leads among some divide; precision: the confirmed share of them."""

    confirmed: int
    dismissed: int
    precision: Proportion


def judged_leads(
    stores: Stores, scope: Scope, model_id: str, *, unmask: bool = False
) -> dict[str, JudgedLead]:
    """The leads of the model within the scope on which a person concluded, by id.

    Dismissed ones, and those decided as a case of one's own or another's, whatever came after.
    """
    lead, entry = tables.leads.c, tables.lead_history.c
    statement = (
        sa.select(
            *(lead.lead_id, lead.lead_no, lead.subject, lead.period, lead.title),
            *(lead.unit_code, lead.state, entry.reason),
        )
        .join(tables.lead_history, entry.lead_id == lead.lead_id)
        .where(lead.model == model_id, entry.to_state.in_(CONCLUDING))
        .order_by(entry.entry_id)
    )
    with stores.reading() as connection:
        rows = connection.execute(scoped(statement, scope)).all()
    last = {row.lead_id: row for row in rows}
    found = (_judged(row, unmask=unmask) for row in last.values())
    return {one.lead_id: one for one in found if one is not None}


def tally(judged: Mapping[str, JudgedLead], among: Collection[str]) -> Tally:
    """The conclusions on these leads; ids on which nobody concluded are passed over."""
    confirmed = sum(one.is_confirmed for lead_id, one in judged.items() if lead_id in among)
    return tally_of(confirmed, sum(lead_id in among for lead_id in judged))


def tally_of(confirmed: int, concluded: int) -> Tally:
    """So many confirmed leads of so many concluded ones."""
    return Tally(
        confirmed=confirmed,
        dismissed=concluded - confirmed,
        precision=proportion(confirmed, concluded),
    )


def _judged(row: sa.Row[tuple[object, ...]], *, unmask: bool) -> JudgedLead | None:
    concluded = is_confirmed(LeadState(row.state), row.reason)
    if concluded is None:
        return None
    veil = Veil(row.subject, unmask=unmask)
    return JudgedLead(
        lead_id=row.lead_id,
        lead_no=row.lead_no,
        subject=str(veil.subject),
        period=row.period,
        title=veil.over(row.title),
        unit=row.unit_code,
        state=LeadState(row.state),
        reason=row.reason,
        is_confirmed=concluded,
    )
