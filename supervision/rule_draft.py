"""A rule as a prosecutor writes it (写规则): data, where it came from, and what it asks.

A draft may be unfinished; `rule_gaps.py` says what it lacks, `rule_model.py` makes a model of one
that lacks nothing. Every field has a default, so that a draft is a draft from its first click.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError

from supervision.declared import Declared
from supervision.rule_operators import NEEDS, WITH_MARGIN, Needs, Operator
from supervision.vocabulary import Business, Line, SubjectKind

MOST_CONDITIONS = 20
MOST_WORDS = 50

Words = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=500)]
Lines = Annotated[tuple[Words, ...], Field(max_length=20)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Number = Annotated[Decimal, Field(ge=Decimal("-1e12"), le=Decimal("1e12"), decimal_places=6)]


class RuleSource(Declared):
    """The rows a rule looks at: those of a dataset, or those that a layer of a model keeps."""

    dataset: str = ""
    model: str = ""
    layer: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether it names any rows."""
        return bool(self.dataset or (self.model and self.layer))


class RuleCondition(Declared):
    """One row of the editor: a column, how it is asked, with what, and the sentence.

    number, upper: limits, or `number` of days. words: the texts or codes of which one is meant.
    other: the column compared with. margin: how far off a row is still a near miss; None for none.
    says: the author's own sentence; empty for the proposed one.
    """

    column: str = ""
    operator: Operator = Operator.IS_FILLED
    number: Number | None = None
    upper: Number | None = None
    day: date | None = None
    last_day: date | None = None
    words: Annotated[tuple[Words, ...], Field(max_length=MOST_WORDS)] = ()
    other: str = ""
    margin: Annotated[Number, Field(ge=0)] | None = None
    says: Text = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is given everything that its operator needs."""
        needs = NEEDS[self.operator]
        has = {
            Needs.NOTHING: True,
            Needs.NUMBER: self.number is not None,
            Needs.TWO_NUMBERS: self.number is not None and self.upper is not None,
            Needs.DAY: self.day is not None,
            Needs.TWO_DAYS: self.day is not None and self.last_day is not None,
            Needs.DAYS: self._has_days,
            Needs.DAYS_AND_COLUMN: self._has_days and bool(self.other),
            Needs.WORDS: bool(self.words),
            Needs.COLUMN: bool(self.other),
        }
        return bool(self.column) and has[needs]

    @property
    def _has_days(self) -> bool:
        return self.number is not None and self.number >= 0 and self.number == int(self.number)

    @property
    def can_be_near(self) -> bool:
        """Whether a row can come close to its limit."""
        return self.operator in WITH_MARGIN and self.margin is not None


class Period(StrEnum):
    """What of a subject is one lead: its rows of a day, a month, a year, or all of them."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WHOLE = "whole"


class MeasureKind(StrEnum):
    """What is measured over the rows of a group, besides their number."""

    SUM = "sum"
    DISTINCT = "distinct"


class RuleMeasure(Declared):
    """A sum, or how many different values, and the least of it that matters."""

    kind: MeasureKind = MeasureKind.SUM
    column: str = ""
    least: Number | None = None
    margin: Annotated[Number, Field(ge=0)] | None = None


class RuleGrouping(Declared):
    """Rows of one subject and period, and of equal `by` columns, are counted together."""

    period: Period = Period.MONTH
    by: Annotated[tuple[str, ...], Field(max_length=4)] = ()
    least: Count = 2
    margin: Annotated[int, Field(ge=0)] = 1
    measures: Annotated[tuple[RuleMeasure, ...], Field(max_length=4)] = ()


class RuleDraft(Declared):
    """A rule, finished or not.

    grouping None: each row is judged alone. event_column: the day a lead is dated by; empty where
    the data have none. law, article, law_says: the basis; empty is 待核对. steps, benign_causes,
    disposals: the author's own, else the usual ones.
    """

    source: RuleSource = RuleSource()
    conditions: Annotated[tuple[RuleCondition, ...], Field(max_length=MOST_CONDITIONS)] = ()
    exclusions: Annotated[tuple[RuleCondition, ...], Field(max_length=MOST_CONDITIONS)] = ()
    grouping: RuleGrouping | None = None
    subject_kind: SubjectKind = SubjectKind.CASE
    subject_column: str = ""
    event_column: str = ""
    amount_column: str = ""
    title: Annotated[str, Field(max_length=60)] = ""
    supervision_point: Text = ""
    summary: Text = ""
    line: Line = Line.CRIMINAL
    business: Business = Business.ORDINARY_CRIME
    law: Text = ""
    article: Text = ""
    law_says: Text = ""
    steps: Lines = ()
    benign_causes: Lines = ()
    disposals: Lines = ()
    document: Text = ""


def read_draft(text: str) -> RuleDraft | None:
    """The draft that a JSON text holds; None where it holds none that can be read."""
    try:
        return RuleDraft.model_validate_json(text)
    except ValidationError:
        return None


def changed_draft(draft: RuleDraft, changes: Mapping[str, object]) -> RuleDraft | None:
    """The draft with these fields changed; None where one holds what it may not."""
    try:
        return RuleDraft.model_validate(draft.model_dump() | dict(changes))
    except ValidationError:
        return None


class RuleHead(Declared):
    """What a model says of itself that its author does not choose."""

    id: str
    version: Annotated[int, Field(ge=1)]
    owner: Words
    created_on: date
    changed_on: date
