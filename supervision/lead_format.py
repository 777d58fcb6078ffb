"""The shape of a model's lead: whom it is about, its title, score, facts and evidence."""

from typing import Annotated

from pydantic import Field

from supervision.declared import Declared, Expression, Name, Sentence, Share
from supervision.measure import Derived
from supervision.vocabulary import Confidence, SubjectKind


class ScorePart(Declared):
    """One named part of 提示强度; `points` is cut to 0..most and rounded, null counts 0."""

    id: Name
    title: Sentence
    points: Expression
    most: Annotated[int, Field(ge=1, le=100)]


class Title(Declared):
    """A lead's title, used where `when` holds (the first that does); `{column:form}` is a value."""

    text: Sentence
    when: Expression | None = None


class Evidence(Declared):
    """What is shown beside a lead: rows of a dataset or layer, or a breakdown of them.

    `where` may name columns of the lead's row as `lead.column`.
    """

    id: Name
    title: Sentence
    source: Annotated[Name, Field(alias="from")]
    where: Expression
    columns: tuple[Name, ...] = ()
    group_by: tuple[Derived, ...] = ()
    measures: tuple[Derived, ...] = ()
    order_by: Annotated[tuple[Expression, ...], Field(min_length=1)]


class Behind(Declared):
    """Rows of a dataset on which the lead rests, so that a withdrawn batch can mark it.

    `where` compares the dataset's columns with the lead's, as `lead.column`.
    """

    source: Annotated[Name, Field(alias="from")]
    where: Expression


class LeadForm(Declared):
    """How a kept row of the last layer becomes a lead.

    subject: the key. period: the behaviour period, which with model, unit and subject makes a lead
    the same lead. facts: the columns whose change reopens a dismissed lead. warn_above: the run
    warns where a larger share of the subjects it began with is flagged.
    """

    subject_kind: SubjectKind
    subject: Expression
    period: Expression
    titles: Annotated[tuple[Title, ...], Field(min_length=1)]
    score: Annotated[tuple[ScorePart, ...], Field(min_length=1)]
    amount: Expression | None = None
    event_on: Expression | None = None
    due_on: Expression | None = None
    unit: Expression = "unit_code"
    confidence: Confidence
    warn_above: Share | None = None
    facts: Annotated[tuple[Name, ...], Field(min_length=1)]
    behind: Annotated[tuple[Behind, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
