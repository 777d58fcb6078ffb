"""What a draft of a rule still lacks before it can be a model: everything at once, by its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from supervision.rule_draft import MeasureKind, RuleCondition, RuleDraft, RuleGrouping
from supervision.rule_operators import (
    DAYS,
    NEEDS,
    NUMBERS,
    Needs,
    Operator,
    are_comparable,
    operators_of,
)
from supervision.rule_rows import RuleColumn, RuleRows
from supervision.rule_sentences import says
from supervision.vocabulary import SubjectKind
from supervision.wording import accusing_words


class Step(StrEnum):
    """The steps in which a rule is written."""

    SOURCE = "source"
    CONDITIONS = "conditions"
    GROUPING = "grouping"
    SUBJECT = "subject"
    SAMPLES = "samples"
    KEEP = "keep"


class Gap(StrEnum):
    """What is lacking or wrong."""

    NO_SOURCE = "no_source"
    NO_CONDITION = "no_condition"
    NO_COLUMN = "no_column"
    NO_VALUE = "no_value"
    WRONG_OPERATOR = "wrong_operator"
    UPSIDE_DOWN = "upside_down"
    NO_MARGIN = "no_margin"
    ACCUSES = "accuses"
    NO_SUBJECT = "no_subject"
    CLUSTER = "cluster"
    NO_DAY = "no_day"
    NAMES_PERSONS = "names_persons"
    NO_MEASURE = "no_measure"
    NO_TITLE = "no_title"
    BRACES = "braces"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleGap:
    """One thing that is lacking: in which step, and of which row there (from 1; None: of none)."""

    step: Step
    gap: Gap
    place: int | None = None
    is_exclusion: bool = False


def rule_gaps(draft: RuleDraft, rows: RuleRows | None) -> tuple[RuleGap, ...]:
    """Everything the draft lacks, in the order of the steps; rows None: no source is chosen."""
    if rows is None:
        return (RuleGap(step=Step.SOURCE, gap=Gap.NO_SOURCE),)
    found = [*_conditions(draft, rows), *_margin(draft)]
    if draft.grouping is not None:
        found += _grouping(draft, draft.grouping, rows)
    return (*found, *_subject(draft, rows), *_words(draft))


def countable(draft: RuleDraft, rows: RuleRows | None) -> bool:
    """Whether the rows can already be counted: what is missing is only words or a margin."""
    waits = {Gap.NO_TITLE, Gap.BRACES, Gap.ACCUSES, Gap.NO_MARGIN, Gap.NO_CONDITION}
    return all(gap.gap in waits for gap in rule_gaps(draft, rows))


def _conditions(draft: RuleDraft, rows: RuleRows) -> Iterator[RuleGap]:
    if not draft.conditions and draft.grouping is None:
        yield RuleGap(step=Step.CONDITIONS, gap=Gap.NO_CONDITION)
    for conditions, is_exclusion in ((draft.conditions, False), (draft.exclusions, True)):
        for place, condition in enumerate(conditions, 1):
            gap = _of(condition, rows)
            if gap is not None:
                yield RuleGap(step=Step.CONDITIONS, gap=gap, place=place, is_exclusion=is_exclusion)


def _of(condition: RuleCondition, rows: RuleRows) -> Gap | None:
    column = rows.column(condition.column)
    if column is None:
        return Gap.NO_COLUMN
    if condition.operator not in operators_of(column.type, is_personal=column.is_personal):
        return Gap.WRONG_OPERATOR
    if not condition.is_whole:
        return Gap.NO_VALUE
    if _is_upside_down(condition):
        return Gap.UPSIDE_DOWN
    other = rows.column(condition.other)
    if NEEDS[condition.operator] in {Needs.COLUMN, Needs.DAYS_AND_COLUMN} and (
        other is None or other.name == column.name or not are_comparable(column.type, other.type)
    ):
        return Gap.NO_VALUE
    return Gap.ACCUSES if accusing_words(says(condition, rows)) else None


def _is_upside_down(condition: RuleCondition) -> bool:
    """Whether the lower of two limits lies above the upper."""
    if condition.operator is Operator.BETWEEN:
        numbers = (condition.number, condition.upper)
        return None not in numbers and numbers[0] > numbers[1]  # type: ignore[operator]
    days = (condition.day, condition.last_day)
    is_between = condition.operator is Operator.BETWEEN_DAYS
    return is_between and None not in days and days[0] > days[1]  # type: ignore[operator]


def _margin(draft: RuleDraft) -> Iterator[RuleGap]:
    """A rule whose rows cannot come close to anything cannot show what a near miss is."""
    grouping = draft.grouping
    if grouping is None:
        has = any(condition.can_be_near for condition in draft.conditions)
    else:
        counts = grouping.least > 1 and grouping.margin > 0
        has = counts or any(measure.margin for measure in grouping.measures)
    if not has:
        step = Step.CONDITIONS if grouping is None else Step.GROUPING
        yield RuleGap(step=step, gap=Gap.NO_MARGIN)


def _grouping(draft: RuleDraft, grouping: RuleGrouping, rows: RuleRows) -> Iterator[RuleGap]:
    for name in grouping.by:
        column = rows.column(name)
        if column is None or name == draft.subject_column:
            yield RuleGap(step=Step.GROUPING, gap=Gap.NO_COLUMN)
        elif column.is_personal or column.is_private:
            yield RuleGap(step=Step.GROUPING, gap=Gap.NAMES_PERSONS)
    for place, measure in enumerate(grouping.measures, 1):
        column = rows.column(measure.column)
        is_sum = measure.kind is MeasureKind.SUM
        if column is None or measure.least is None or (is_sum and column.type not in NUMBERS):
            yield RuleGap(step=Step.GROUPING, gap=Gap.NO_MEASURE, place=place)


def _subject(draft: RuleDraft, rows: RuleRows) -> Iterator[RuleGap]:
    subject, event = rows.column(draft.subject_column), rows.column(draft.event_column)
    if subject is None or not subject.datasets:
        yield RuleGap(step=Step.SUBJECT, gap=Gap.NO_SUBJECT)
    elif not _may_be_subject(subject, draft.subject_kind):
        yield RuleGap(step=Step.SUBJECT, gap=Gap.NAMES_PERSONS)
    if draft.subject_kind is SubjectKind.CLUSTER:
        yield RuleGap(step=Step.SUBJECT, gap=Gap.CLUSTER)
    if draft.event_column and (event is None or event.type not in DAYS):
        yield RuleGap(step=Step.SUBJECT, gap=Gap.NO_DAY)
    amount = rows.column(draft.amount_column)
    if draft.amount_column and (amount is None or amount.type not in NUMBERS):
        yield RuleGap(step=Step.SUBJECT, gap=Gap.NO_MEASURE)


def _may_be_subject(column: RuleColumn, kind: SubjectKind) -> bool:
    """Whether leads about this column are masked as persons are; firms are told by their code."""
    if kind is SubjectKind.FIRM:
        return column.mask in {None, "identifier"}
    return column.mask is None or kind is SubjectKind.PERSON


def _words(draft: RuleDraft) -> Iterator[RuleGap]:
    title = draft.title.strip()
    if len(title) < 2:
        yield RuleGap(step=Step.SUBJECT, gap=Gap.NO_TITLE)
    if set("{}") & set(title):
        yield RuleGap(step=Step.SUBJECT, gap=Gap.BRACES)
    if accusing_words(title):
        yield RuleGap(step=Step.SUBJECT, gap=Gap.ACCUSES)


def of_step(gaps: Sequence[RuleGap], step: Step) -> tuple[RuleGap, ...]:
    """The gaps of one step."""
    return tuple(gap for gap in gaps if gap.step is step)
