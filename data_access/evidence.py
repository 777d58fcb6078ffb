"""The evidence beside a lead: its source rows down to file and line, and breakdowns of them.

Read from the lead's own snapshot, so that what is shown is what the run saw.
"""

from dataclasses import dataclass, replace

import polars as pl
import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotFound
from data_access.layer_runs import Question, opened, rows
from data_access.run_ledgers import question_of, runs
from data_access.scope import Scope, scoped
from data_access.select_limits import limited
from data_access.stores import Stores
from supervision.contracts import contract
from supervision.lead_format import Evidence
from supervision.lead_sql import evidence_statement
from supervision.ledger import Plain
from supervision.made_columns import made_titles
from supervision.measure import Measure
from supervision.model_format import Model
from supervision.personal import masked_rows, personal_columns_of
from supervision.subjects import Subject, parse_subject

DEFAULT_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceColumn:
    """One column of an evidence table; unit None: text, or a number without one."""

    name: str
    title: str
    unit: Measure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceTable:
    """One evidence table of a lead.

    rows: one page of `total` rows in the table's order; its columns are those of `columns`. Tables
    of single rows end with file_name, file_sha256, source_line and batch_id, which say where each
    row stands; breakdowns do not. is_of_member: they are those that name the member asked for.
    """

    id: str
    title: str
    columns: tuple[EvidenceColumn, ...]
    rows: pl.DataFrame
    total: int
    is_of_member: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """Which rows are wanted: a page of them; of one member of a group, where one is meant."""

    limit: int
    offset: int
    member: Subject | None


def evidence(  # noqa: PLR0913 - one argument a part of the request
    stores: Stores,
    scope: Scope,
    lead_id: str,
    *,
    table: str | None = None,
    member: int | None = None,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> list[EvidenceTable]:
    """The evidence tables of a lead, or the one named, each with one page of rows, persons masked.

    member: the place of a member in a group's subject: only the rows that name it, in tables that
    name members at all.
    Raises NotFound where there is no such lead within the viewer's scope, or no such table.
    """
    leads = tables.leads.c
    statement = sa.select(leads.run_id, leads.facts, leads.subject)
    with stores.reading() as connection:
        narrowed = scoped(statement.where(leads.lead_id == lead_id), scope)
        lead = connection.execute(narrowed).first()
    if lead is None:
        raise NotFound(f"There is no lead {lead_id}.", hint="`sijian leads` lists the leads.")
    question = question_of(stores, scope, runs(stores, scope, lead.run_id)[0])
    declared = question.model.lead.evidence
    wanted = [one for one in declared if table in {None, one.id}]
    if not wanted:
        known = ", ".join(one.id for one in declared)
        raise NotFound(f"There is no evidence {table}.", hint=f"There is: {known}.")
    with opened(stores, question) as connection:
        page = _Page(limit=limit, offset=offset, member=_member(lead.subject, member))
        found = [_within_limits(connection, question, one, lead.facts, page) for one in wanted]
    return [_with_files(stores, scope, one) for one in found]


def _within_limits(
    connection: sa.Connection,
    question: Question,
    declared: Evidence,
    facts: dict[str, Plain],
    page: _Page,
) -> EvidenceTable:
    """The table; where a layer is a SELECT, which evidence of a layer may run again, limited."""
    if all(layer.select is None for layer in question.model.layers):
        return _table(connection, question, declared, facts, page)
    with limited(connection, question.model, declared.id):
        return _table(connection, question, declared, facts, page)


def _table(
    connection: sa.Connection,
    question: Question,
    declared: Evidence,
    facts: dict[str, Plain],
    page: _Page,
) -> EvidenceTable:
    statement = evidence_statement(question.model, declared, question.values, facts)
    own = evidence_statement(question.model, declared, question.values, facts, names=page.member)
    of_member = int(connection.exec_driver_sql(own.count).scalar_one()) if page.member else 0
    statement = own if of_member else statement
    total = of_member or int(connection.exec_driver_sql(statement.count).scalar_one())
    found = rows(connection, f"{statement.rows} LIMIT {int(page.limit)} OFFSET {int(page.offset)}")
    masks = personal_columns_of(question.model)
    return EvidenceTable(
        id=declared.id,
        title=declared.title,
        columns=evidence_columns(question.model, declared),
        rows=masked_rows(found, masks),
        total=total,
        is_of_member=bool(of_member),
    )


def _member(subject: str, place: int | None) -> Subject | None:
    """The member at this place of a group; raises NotFound where there is none."""
    if place is None:
        return None
    members = parse_subject(subject).members
    if place >= len(members):
        raise NotFound(
            f"The lead has no member {place}.", hint="`sijian lead LEAD` lists its members."
        )
    return members[place]


def evidence_columns(model: Model, declared: Evidence) -> tuple[EvidenceColumn, ...]:
    """The columns of an evidence table with their Chinese headings, as declared or by contract."""
    derived = (*declared.group_by, *declared.measures)
    if derived:
        return tuple(EvidenceColumn(name=c.name, title=c.title, unit=c.unit) for c in derived)
    known: dict[str, tuple[str, Measure | None]] = {}
    for need in model.requires:
        for column in contract(need.dataset).columns:
            unit = Measure.YUAN if column.name.endswith("_yuan") else None
            known[column.name] = (column.title, unit)
    for layer in model.layers:
        for made in layer.made:
            known.setdefault(made.name, (made.title, made.unit))
    known = made_titles(model) | known
    return tuple(
        EvidenceColumn(name=name, title=known[name][0], unit=known[name][1])
        for name in declared.columns
    )


def _with_files(stores: Stores, scope: Scope, table: EvidenceTable) -> EvidenceTable:
    """The table with the names of the files its rows stand in."""
    if "file_sha256" not in table.rows.columns:
        return table
    files, batches = tables.batch_files.c, table.rows["batch_id"].unique().to_list()
    statement = sa.select(files.batch_id, files.sha256, files.path)
    with stores.reading() as connection:
        narrowed = scoped(statement.where(files.batch_id.in_(batches)), scope)
        found = [tuple(row) for row in connection.execute(narrowed)]
    names = pl.DataFrame(found, schema=["batch_id", "file_sha256", "file_name"], orient="row").cast(
        pl.String
    )
    own = [column.name for column in table.columns]
    joined = table.rows.join(
        names.unique(["batch_id", "file_sha256"], keep="first", maintain_order=True),
        on=["batch_id", "file_sha256"],
        how="left",
        maintain_order="left",
    )
    shown = joined.select(*own, "file_name", "file_sha256", "source_line", "batch_id")
    return replace(table, rows=shown)
