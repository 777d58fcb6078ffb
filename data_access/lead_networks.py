"""The network of a lead about a group: its members, and the rows that link them.

Where the model joins its groups by links (`clusters`), those links are drawn. Any other group has
its rows in common: the first table of its evidence, of which each row is linked to every member.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from data_access import tables
from data_access.layer_runs import Question, make_tables, opened, rows
from data_access.lead_lookup import no_such_lead, require_unmasking
from data_access.run_ledgers import question_of, runs
from data_access.scope import Scope, scoped
from data_access.stores import Stores
from supervision.compiler import kept_rows
from supervision.expressions import literal_sql
from supervision.layer_format import Layer
from supervision.lead_format import Evidence
from supervision.lead_sql import evidence_statement
from supervision.ledger import Plain
from supervision.measure import Measure
from supervision.model_format import Model
from supervision.networks import Link, Network, Node, network
from supervision.personal import masked_rows, personal_columns_of
from supervision.relation_format import Clusters
from supervision.subjects import Subject, masked, parse_subject
from supervision.vocabulary import SubjectKind

SHARED = "shared"
MOST_ROWS = 500
"""So many rows that members share are looked at; a picture holds far fewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """The lead whose network is asked for."""

    members: tuple[Subject, ...]
    unit: str
    facts: Mapping[str, Plain]


def lead_network(
    stores: Stores, scope: Scope, lead_id: str, *, unmask: bool = False
) -> Network | None:
    """The members of a lead's group with their links; None where the lead is about one subject.

    Raises NotFound where there is no such lead within the scope, NotAllowed where persons shall be
    shown and may not, Refused where the model has changed since the lead was found.
    """
    require_unmasking(stores, scope, unmask=unmask)
    lead = tables.leads.c
    statement = sa.select(lead.subject, lead.unit_code, lead.facts, lead.run_id)
    with stores.reading() as connection:
        row = connection.execute(scoped(statement.where(lead.lead_id == lead_id), scope)).first()
    if row is None:
        raise no_such_lead()
    subject = parse_subject(row.subject)
    if subject.kind is not SubjectKind.CLUSTER:
        return None
    group = _Group(members=subject.members, unit=row.unit_code, facts=row.facts)
    question = question_of(stores, scope, runs(stores, scope, row.run_id)[0])
    nodes = [_member(member, unmask=unmask) for member in group.members]
    joins = _joining(question.model)
    with opened(stores, question) as connection:
        if joins is not None:
            return _linked(connection, question, *joins, group, nodes)
        return _sharing(connection, question, group, nodes, unmask=unmask)


def _member(member: Subject, *, unmask: bool) -> Node:
    shown = member if unmask else masked(member)
    return Node(kind=shown.kind.value, key=shown.key, is_member=True)


def _joining(model: Model) -> tuple[Layer, Clusters] | None:
    """The layer of links that the lead's groups are joined by; None where they are not."""
    names = {layer.id: layer for layer in model.layers}
    found = [layer.clusters for layer in model.lead_layers if layer.clusters is not None]
    if not found or found[-1].source not in names:
        return None
    return names[found[-1].source], found[-1]


def _linked(  # noqa: PLR0913, PLR0917 - the group, its links and where they are read
    connection: sa.Connection,
    question: Question,
    layer: Layer,
    joins: Clusters,
    group: _Group,
    nodes: list[Node],
) -> Network:
    counts = [made for made in layer.made if made.unit in {Measure.COUNT, Measure.DAYS}]
    compiled = make_tables(connection, question)[layer.id]
    members = ", ".join(literal_sql(str(member)) for member in group.members)
    counted = counts[0].name if counts else "1"
    own = f" AND unit_code = {literal_sql(group.unit)}" if "unit_code" in joins.per else ""
    statement = (
        f"SELECT {joins.first} AS one, {joins.second} AS other,"
        f" CAST(MAX({counted}) AS BIGINT) AS weight FROM ({kept_rows(compiled)}) AS links"
        f" WHERE {joins.first} IN ({members}) AND {joins.second} IN ({members}){own}"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    )
    places = {str(member): place for place, member in enumerate(group.members)}
    links = [
        Link(first=places[one], second=places[other], count=weight or 0)
        for one, other, weight in rows(connection, statement).iter_rows()
    ]
    return network(nodes, links, counts[0].title if counts else layer.title)


def _sharing(
    connection: sa.Connection,
    question: Question,
    group: _Group,
    nodes: list[Node],
    *,
    unmask: bool,
) -> Network:
    shared = _shared_table(question.model)
    if shared is None:
        return network(nodes, (), "")
    statement = evidence_statement(question.model, shared, question.values, group.facts)
    found = rows(connection, f"{statement.rows} LIMIT {MOST_ROWS}")
    if not unmask:
        found = masked_rows(found, personal_columns_of(question.model))
    named = pl.col(shared.columns[0]).cast(pl.String)
    counts = found.group_by(named.alias("key"), maintain_order=True).agg(pl.len().alias("count"))
    whole, links = list(nodes), []
    for key, count in counts.iter_rows():
        links += [Link(first=place, second=len(whole), count=count) for place in range(len(nodes))]
        whole.append(Node(kind=SHARED, key=key or "", is_member=False))
    return network(whole, links, shared.title)


def _shared_table(model: Model) -> Evidence | None:
    """The first evidence of single rows of a layer: what the members of a group have in common."""
    layers = {layer.id for layer in model.layers}
    tables_of_rows = (one for one in model.lead.evidence if one.columns and one.source in layers)
    return next(tables_of_rows, None)
