"""The shape of a model's layers: sources, joins, derived columns, groups, tests."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from supervision.vocabulary import Confidence, Outcome

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=2)]
Expression = Annotated[str, Field(min_length=1)]
Share = Annotated[Decimal, Field(ge=0, le=1)]


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
        if self.when is not None:
            return self.when
        return " OR ".join(f"({check.when})" for check in self.any_of)


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

    @property
    def tests(self) -> tuple[Exclusion | Condition, ...]:
        """Exclusions and conditions, in the order in which they decide."""
        found: list[Exclusion | Condition] = [*self.exclusions, *self.conditions]
        return tuple(found)

    @property
    def made(self) -> tuple[Derived, ...]:
        """The columns that the layer itself makes."""
        return (*self.derive, *self.measures)
