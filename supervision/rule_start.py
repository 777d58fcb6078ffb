"""How a rule begins once its rows are chosen: what its subject and its day most likely are."""

from supervision.contract_format import Identifier
from supervision.contracts import contract
from supervision.expressions import columns_of
from supervision.lead_format import LeadForm
from supervision.rule_draft import RuleCondition, RuleDraft
from supervision.rule_operators import DAYS, operators_of
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.vocabulary import SubjectKind

_KINDS = {
    Identifier.RESIDENT_ID: SubjectKind.PERSON,
    Identifier.CREDIT_CODE: SubjectKind.FIRM,
}


def begun(draft: RuleDraft, rows: RuleRows, lead: LeadForm | None = None) -> RuleDraft:
    """The draft on these rows: line, title and words kept, all that names a column begun anew.

    lead: that of the model whose layer the rows are; None for a dataset.
    """
    subject, kind = _subject(rows, lead)
    return draft.model_copy(
        update={
            "source": rows.source,
            "conditions": (),
            "exclusions": (),
            "grouping": None,
            "subject_column": subject,
            "subject_kind": kind,
            "event_column": _event(rows, lead),
            "amount_column": "",
        }
    )


def first_condition(rows: RuleRows) -> RuleCondition:
    """A new row of the editor: on the first column of which values may be asked.

    The first column of all where there is none such.
    """
    asking = (column for column in rows.columns if not column.is_personal)
    return of_column(next(asking, rows.columns[0]))


def of_column(column: RuleColumn) -> RuleCondition:
    """A condition on a column, with the likeliest operator of its type."""
    operators = operators_of(column.type, is_personal=column.is_personal)
    return RuleCondition(column=column.name, operator=operators[0])


def _subject(rows: RuleRows, lead: LeadForm | None) -> tuple[str, SubjectKind]:
    if lead is not None:
        column = rows.column(lead.subject)
        if column is not None and column.datasets and lead.subject_kind is not SubjectKind.CLUSTER:
            return column.name, lead.subject_kind
    for dataset in dict.fromkeys(name for column in rows.columns for name in column.datasets):
        declared = contract(dataset)
        for name in declared.key:
            column = rows.column(name)
            if column is not None:
                return name, _kind(column, declared.column(name).identifier)
    return "", SubjectKind.CASE


def _kind(column: RuleColumn, identifier: Identifier | None) -> SubjectKind:
    if identifier in _KINDS:
        return _KINDS[identifier]
    return SubjectKind.PERSON if column.is_personal else SubjectKind.CASE


def _event(rows: RuleRows, lead: LeadForm | None) -> str:
    """The day of a lead: as the model has it, else as the dataset is dated; empty for none."""
    wished = columns_of(lead.event_on) if lead is not None and lead.event_on else ()
    if rows.source.dataset:
        dated_by = contract(rows.source.dataset).dated_by
        wished = (dated_by,) if dated_by else ()
    days = [column.name for column in rows.columns if column.type in DAYS]
    return next((name for name in wished if name in days), "")
