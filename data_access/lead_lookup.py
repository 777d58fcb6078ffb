"""Finding one lead and its history within a scope, and who may see persons unmasked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from data_access import audit, tables
from data_access.errors import NotAllowed, NotFound
from data_access.library import versions_at
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.ledger import Plain
from supervision.personal import Mask, masked_record, personal_columns_of
from supervision.vocabulary import LeadState

_NUMBER = re.compile(r"L?0*(\d{1,18})", re.IGNORECASE)
_CHUNK = 500
WHOLE = system_scope("masks")


def require_unmasking(stores: Stores, scope: Scope, *, unmask: bool) -> None:
    """Raises NotAllowed where persons shall be shown and may not; the attempt is audited."""
    if not unmask or scope.may_unmask:
        return
    with stores.writing() as connection:
        audit.append(connection, scope, "unmask", result="denied")
    raise NotAllowed(
        f"{scope.viewer} may not see persons unmasked.",
        hint="An administrator can grant this right to the account.",
    )


def one_lead(columns: Iterable[Any], lead_id: str) -> sa.Select[Any]:
    """The lead of this id or number; where both exist, the one with the id comes first."""
    lead = tables.leads.c
    number = _NUMBER.fullmatch(lead_id.strip())
    wanted = lead.lead_id == lead_id
    if number:
        wanted = wanted | (lead.lead_no == int(number[1]))
    return sa.select(*columns).where(wanted).order_by((lead.lead_id == lead_id).desc())


def no_such_lead() -> NotFound:
    """The refusal for a lead that is not there for this viewer; it says not whether it exists."""
    return NotFound(
        "There is no such lead within your scope.",
        hint="`sijian leads` lists those there are, by id and number.",
    )


def histories(
    connection: sa.Connection, scope: Scope, lead_ids: Sequence[str]
) -> dict[str, list[sa.Row[Any]]]:
    """The histories of these leads, oldest entry first."""
    entry = tables.lead_history.c
    found: dict[str, list[sa.Row[Any]]] = {}
    for start in range(0, len(lead_ids), _CHUNK):
        statement = (
            sa.select(tables.lead_history)
            .where(entry.lead_id.in_(lead_ids[start : start + _CHUNK]))
            .order_by(entry.lead_id, entry.entry_id)
        )
        rows = connection.execute(scoped(statement, scope)).all()
        found |= {lead_id: list(group) for lead_id, group in groupby(rows, lambda row: row.lead_id)}
    return found


def snoozed_from(history: Sequence[sa.Row[Any]], state: str) -> LeadState | None:
    """Where a snoozed lead stood before; None for a lead that is not snoozed."""
    if state != LeadState.SNOOZED or not history or history[-1].from_state is None:
        return None
    return LeadState(history[-1].from_state)


def masks_of(connection: sa.Connection, model_id: str) -> dict[str, Mask] | None:
    """What a model's facts say of persons, whoever keeps it; None of a model that is gone."""
    versions = versions_at(connection, WHOLE, model_id)
    if not versions:
        return None
    return {name: mask for one in versions for name, mask in personal_columns_of(one).items()}


def masked_facts(facts: Mapping[str, Plain], masks: Mapping[str, Mask] | None) -> dict[str, Plain]:
    """A lead's facts with persons masked; all of them, where nobody knows what they say."""
    unknown: dict[str, Mask] = dict.fromkeys(facts, "identifier")
    return masked_record(facts, unknown if masks is None else masks)
