"""Which leads rest on rows that have left the pool with a withdrawn batch.

A lead's own rows are those that its model declares (`lead.behind`), looked for again in the
snapshot that its run read. What left is told from the pool as it stands, so that the answer is the
same however late a withdrawal is finished.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from data_access import tables
from data_access.errors import Refused
from data_access.layer_runs import Question, opened
from data_access.run_ledgers import question_of, runs
from data_access.scope import scoped, system_scope
from data_access.stores import Stores
from supervision.errors import UnknownName
from supervision.expressions import bound, literal_sql

CHUNK = 100
"""So many leads in one statement."""

WHOLE = system_scope("withdrawal")


def leads_on_gone_rows(stores: Stores, batch_id: str, *, is_felt: bool) -> tuple[str, ...]:
    """The ids of the batch's leads, one of whose own rows no longer stands; those marked left out.

    A row has left where it stands in the newest snapshot no more and the batch it stood in, when
    the lead's run read it, is out of the pool. To be asked once the lake has changed.
    is_felt: whether rows left at all; it decides for leads of a model that has changed since their
    run, because what were their own rows cannot be told any more.
    """
    lead, behind = tables.leads.c, tables.lead_batches.c
    resting = sa.select(behind.lead_id).where(behind.batch_id == batch_id)
    statement = (
        sa.select(lead.lead_id, lead.run_id, lead.facts)
        .where(lead.lead_id.in_(resting), lead.is_withdrawn.is_(False))
        .order_by(lead.run_id, lead.lead_id)
    )
    with stores.reading() as connection:
        leads = connection.execute(scoped(statement, WHOLE)).all()
    found: list[str] = []
    for run_id, group in groupby(leads, lambda row: row.run_id):
        of_run = list(group)
        question = _question(stores, run_id)
        if question is not None:
            found += _on_gone_rows(stores, question, of_run)
        elif is_felt:
            found += [row.lead_id for row in of_run]
    return tuple(found)


def _question(stores: Stores, run_id: str) -> Question | None:
    """What the run asked; None where its model has changed since or is declared no more."""
    try:
        return question_of(stores, WHOLE, runs(stores, WHOLE, run_id)[0])
    except (Refused, UnknownName):
        return None


def _on_gone_rows(
    stores: Stores, question: Question, leads: Sequence[sa.Row[Any]]
) -> Iterator[str]:
    behind = question.model.lead.behind
    with opened(stores, question) as connection:
        for dataset in dict.fromkeys(source.source for source in behind):
            connection.exec_driver_sql(_gone_rows(dataset))
        for start in range(0, len(leads), CHUNK):
            chunk = leads[start : start + CHUNK]
            asked = " UNION ALL ".join(
                f"SELECT {place} WHERE {_rests_on_gone_rows(question, row.facts)}"
                for place, row in enumerate(chunk)
            )
            for (place,) in connection.exec_driver_sql(asked):
                yield chunk[place].lead_id


def _gone_rows(dataset: str) -> str:
    """The statement that makes `gone_<dataset>`: the rows the run read which have left since."""
    return (
        f"CREATE TEMPORARY TABLE gone_{dataset} AS SELECT * FROM source_{dataset} AS was"
        " WHERE batch_id NOT IN (SELECT batch_id FROM lake.loaded_batches) AND NOT EXISTS"
        f" (SELECT 1 FROM lake.{dataset} AS stands WHERE stands.row_id = was.row_id)"
    )


def _rests_on_gone_rows(question: Question, facts: dict[str, Any]) -> str:
    beside = {name: literal_sql(value) for name, value in facts.items()}
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM gone_{source.source}"
        f" WHERE {bound(source.where, question.values, beside)})"
        for source in question.model.lead.behind
    )
