"""The shape of a supervision model's file; `declaration.py` reads it, `model_checks.py` judges it.

Values only: what a text means (an expression, a template) is checked elsewhere. The JSON schema in
`docs/model.schema.json` is made from these classes.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from supervision.vocabulary import (
    Business,
    Confidence,
    Kind,
    Line,
    Maturity,
    Outcome,
    SubjectKind,
    ThresholdTag,
)

UNVERIFIED = "待核对"
"""What stands where a fact is not vouched for; never a guess."""

ModelId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=2)]
Expression = Annotated[str, Field(min_length=1)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Day = date | Literal["待核对"]


class Measure(StrEnum):
    """What a number is, so that a screen can write it."""

    COUNT = "count"
    SHARE = "share"
    YUAN = "yuan"
    DAYS = "days"
    SECONDS = "seconds"
    NUMBER = "number"
    YEAR = "year"


class Declared(BaseModel):
    """A table of the file: nothing beyond its keys, never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Basis(Declared):
    """One article the model rests on; `is_vouched` false is shown as 待核对."""

    law: Sentence
    article: Sentence
    in_force_from: Day
    in_force_to: Day | None = None
    says: Sentence
    is_vouched: bool = False


class Requirement(Declared):
    """A dataset and its columns, each with the least share of filled rows for a verdict."""

    dataset: Name
    required: dict[Name, Share]
    optional: dict[Name, Share] = Field(default_factory=dict)


class Parameter(Declared):
    """A threshold an office may change within its range."""

    name: Name
    title: Sentence
    type: Literal["integer", "number"]
    unit: Measure
    default: Decimal
    least: Decimal
    most: Decimal
    tag: ThresholdTag
    source: Sentence


class Derived(Declared):
    """A column made by an expression; `title` is what a screen heads it with."""

    name: Name
    sql: Annotated[Expression, Field(alias="as")]
    title: Sentence
    unit: Measure | None = None


class Join(Declared):
    """Rows of another layer laid beside the rows of this one, by equal columns.

    semi and anti add no columns; inner and left need a right side with one row a key, which only a
    layer grouped by these very columns has.
    """

    layer: Name
    kind: Literal["inner", "left", "semi", "anti"]
    on: Annotated[tuple[Name, ...], Field(min_length=1)]
    columns: tuple[Name, ...] = ()
    confidence: Confidence
    says: Sentence


class Check(Declared):
    """One boolean expression and what it means to a prosecutor.

    actual, limit: the value and its limit, where there are such; margin: how far the actual value
    may fall short of the limit for a near miss.
    """

    id: Name
    says: Sentence
    when: Expression
    actual: Expression | None = None
    limit: Expression | None = None
    margin: Expression | None = None
    unit: Measure | None = None


class Condition(Declared):
    """A check that a row must pass, or several of which one must hold (`any_of`).

    otherwise: `cannot_judge` where failing means that no verdict is possible.
    guards: `statistic` where failing means that a statistic is degenerate; the run then warns.
    """

    id: Name
    says: Sentence
    when: Expression | None = None
    any_of: tuple[Check, ...] = ()
    actual: Expression | None = None
    limit: Expression | None = None
    margin: Expression | None = None
    unit: Measure | None = None
    otherwise: Literal[Outcome.DROPPED, Outcome.CANNOT_JUDGE] = Outcome.DROPPED
    guards: Literal["statistic"] | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of which one must hold; a plain condition is its own only check."""
        if self.any_of:
            return self.any_of
        return (
            Check(
                id=self.id,
                says=self.says,
                when=self.when or "",
                actual=self.actual,
                limit=self.limit,
                margin=self.margin,
                unit=self.unit,
            ),
        )

    @property
    def text(self) -> str:
        """The condition as one SQL expression."""
        return " OR ".join(f"({check.when})" for check in self.checks)


class Exclusion(Declared):
    """A known innocent cause; what it removes is counted apart."""

    id: Name
    says: Sentence
    when: Expression
    actual: Expression | None = None
    limit: Expression | None = None
    unit: Measure | None = None


class Layer(Declared):
    """A named relation: source, joins, derived columns, grouping, exclusions, conditions, in order.

    warn_above: the run warns where a larger share of the rows is kept.
    """

    id: Name
    title: Sentence
    source: Annotated[Name, Field(alias="from")]
    joins: tuple[Join, ...] = ()
    derive: tuple[Derived, ...] = ()
    group_by: tuple[Name, ...] = ()
    measures: tuple[Derived, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    conditions: tuple[Condition, ...] = ()
    warn_above: Share | None = None


class ScorePart(Declared):
    """One named part of 提示强度; `points` is cut to 0..most and rounded, null counts 0."""

    id: Name
    title: Sentence
    points: Expression
    most: Annotated[int, Field(ge=1, le=100)]


class Title(Declared):
    """A lead's title, used where `when` holds (the first that does); `{column:form}` shows a value."""

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

    subject: the key; period: the behaviour period, with the subject what makes a lead the same lead;
    facts: the columns whose change reopens a dismissed lead.
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
    facts: Annotated[tuple[Name, ...], Field(min_length=1)]
    behind: Annotated[tuple[Behind, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Triage(Declared):
    """How a person verifies a lead, what may clear it, and what may follow."""

    steps: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    benign_causes: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    disposals: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    document: Sentence


class Model(Declared):
    """A supervision model as declared."""

    id: ModelId
    version: Annotated[int, Field(ge=1)]
    title: Sentence
    supervision_point: Sentence
    line: Line
    business: Business
    secondary_lines: tuple[Line, ...] = ()
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    maturity: Maturity
    origin_case: Sentence
    owner: Sentence
    created_on: date
    changed_on: date
    retired_on: date | None = None
    retired_because: Sentence | None = None
    summary: Sentence
    basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    requires: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    parameters: tuple[Parameter, ...] = ()
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    lead: LeadForm
    triage: Triage
    sha256: Annotated[str, Field(exclude=True)] = ""

    @property
    def family(self) -> str:
        """The family of the id where it carries one (`M04-03` is of `M04`), else the id."""
        return self.id.partition("-")[0]

    def layer(self, layer_id: str) -> Layer:
        """The layer of this id; raises KeyError where there is none."""
        return {layer.id: layer for layer in self.layers}[layer_id]

    @property
    def lead_path(self) -> tuple[Layer, ...]:
        """The layers that a lead's row has come through, from the dataset to the last layer."""
        by_id = {layer.id: layer for layer in self.layers}
        found = [self.layers[-1]]
        while found[0].source in by_id:
            found.insert(0, by_id[found[0].source])
        return tuple(found)

    def grain(self, layer: Layer) -> Literal["rows", "groups"]:
        """Whether the layer counts rows of a dataset or groups of them."""
        by_id = {known.id: known for known in self.layers}
        while not layer.group_by:
            if layer.source not in by_id:
                return "rows"
            layer = by_id[layer.source]
        return "groups"
