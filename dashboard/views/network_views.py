"""The members of a lead's group and what links them: a picture, and the table beside it."""

import polars as pl
import streamlit as st

from dashboard import cards, declared, failures, figures, grids, lead_queries, network_charts
from dashboard.messages import escaped, has, text
from dashboard.palette import palette
from data_access.lead_rows import Lead
from data_access.scope import Scope
from supervision.networks import MOST_NODES, Network, bounded
from supervision.subjects import parse_subject
from supervision.vocabulary import SubjectKind

ROWS_HIGH = 10


def draw(scope: Scope, lead: Lead) -> int | None:
    """The network of a group; the place of the member whose rows are asked for, else None."""
    if parse_subject(lead.subject).kind is not SubjectKind.CLUSTER:
        return None
    model = declared.model(lead.model)
    if model is None or model.version != lead.version:
        return None
    found = failures.outcome(lead_queries.network, scope, lead)
    if found is None or isinstance(found, failures.Failure):
        return None
    picture, beside = st.columns([56, 44], gap="medium")
    with picture:
        shown = bounded(found)
        cards.chart(
            _message(found),
            network_charts.network(shown, _kinds(shown), palette().lines[lead.line], palette()),
            key="network",
        )
        st.caption(_caption(found, shown))
    with beside:
        cards.section(text("network.members"), text("network.members_says"))
        return _members(found)


def _message(found: Network) -> str:
    shared = len(found.nodes) - len(found.members)
    if shared:
        return text("network.message_shared", members=len(found.members), shared=shared)
    return text("network.message", members=len(found.members), links=len(found.links))


def _caption(found: Network, shown: Network) -> str:
    """What the lines are, and how many nodes are not in the picture."""
    said = text("network.lines", says=escaped(found.says)) if found.says else ""
    if not shown.left_out:
        return said
    left = text("network.left_out", most=MOST_NODES, count=figures.count(shown.left_out))
    return cards.SEPARATOR.join(filter(None, (said, left)))


def _members(found: Network) -> int | None:
    members = found.members
    frame = pl.DataFrame(
        {
            "kind": [_kind(node.kind) for node in members],
            "key": [node.key for node in members],
            "links": [node.link_count for node in members],
        },
        schema={"kind": pl.String, "key": pl.String, "links": pl.Int64},
    )
    columns = {
        "kind": grids.words(text("network.kind"), 80),
        "key": grids.words(text("network.key"), 230),
        "links": grids.number(text("network.links"), 80),
    }
    return grids.opened(
        frame, columns, key="members", alt=text("network.members"), rows_high=ROWS_HIGH
    )


def _kinds(shown: Network) -> dict[str, str]:
    return {node.kind: _kind(node.kind) for node in shown.nodes}


def _kind(kind: str) -> str:
    named = f"code.subject_kind.{kind}"
    return text(named) if has(named) else text("network.shared")
