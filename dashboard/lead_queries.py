"""What a lead rests on, kept by its run: a page of its evidence, and the network of its group."""

import streamlit as st

from dashboard import serving
from dashboard.messages import text
from dashboard.queries import KEYS, LONG, home_key
from data_access import evidence as evidence_table
from data_access import lead_networks, leads
from data_access.scope import Scope
from supervision.networks import Network


@st.cache_data(ttl=LONG, max_entries=128, hash_funcs=KEYS, show_spinner=False)
def evidence_of(
    scope: Scope,
    home: str,
    found: tuple[str, str],
    table: tuple[str, int | None],
    page: tuple[int, int],
) -> evidence_table.EvidenceTable:
    """One page of one evidence table of a lead, found: its id and the run that last found it."""
    del home
    (lead_id, _run_id), (name, member), (limit, offset) = found, table, page
    return evidence_table.evidence(
        serving.stores(), scope, lead_id, table=name, member=member, limit=limit, offset=offset
    )[0]


def evidence(  # noqa: PLR0913 - one argument a part of the request
    scope: Scope,
    lead: leads.Lead,
    table: str,
    limit: int,
    offset: int = 0,
    *,
    member: int | None = None,
) -> evidence_table.EvidenceTable:
    """One page of one evidence table of a lead; of one member of its group, where one is meant."""
    at, page = (lead.lead_id, lead.run_id), (limit, offset)
    return evidence_of(scope, home_key(), at, (table, member), page)


@st.cache_data(ttl=LONG, max_entries=64, hash_funcs=KEYS, show_spinner=False)
def network_of(scope: Scope, home: str, lead_id: str, run_id: str) -> Network | None:
    """The network of a lead about a group, as the run found it."""
    del home, run_id
    return lead_networks.lead_network(serving.stores(), scope, lead_id)


def network(scope: Scope, lead: leads.Lead) -> Network | None:
    """The network of a lead about a group; None where it is about one subject."""
    with st.spinner(text("network.linking")):
        return network_of(scope, home_key(), lead.lead_id, lead.run_id)
