"""The shape of a model's layers: sources, joins, derived columns, groups, tests."""

from typing import Annotated, Literal

from pydantic import Field

from supervision.declared import Declared, Expression, Name, Sentence, Share
from supervision.join_format import Join
from supervision.measure import Derived, Measure
from supervision.relation_format import Clusters, Pairs, Relation, Selected, Spread, Together
from supervision.vocabulary import Outcome


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
    """A named relation: rows, joins, derived columns, grouping, exclusions, conditions, in order.

    Its rows are those of a dataset or layer (`from`), or made: `together`, `pairs`, `spread`,
    `clusters`, `select`. warn_above: the run warns where a larger share of the rows is kept.
    """

    id: Name
    title: Sentence
    source: Annotated[Name, Field(alias="from")] = ""
    together: Together | None = None
    pairs: Pairs | None = None
    spread: Spread | None = None
    clusters: Clusters | None = None
    select: Selected | None = None
    joins: tuple[Join, ...] = ()
    derive: tuple[Derived, ...] = ()
    group_by: tuple[Name, ...] = ()
    measures: tuple[Derived, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    own_conditions: Annotated[tuple[Condition, ...], Field(alias="conditions")] = ()
    warn_above: Share | None = None

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What makes the rows where they are not those of a dataset or layer; one at most."""
        made = (self.together, self.pairs, self.spread, self.clusters, self.select)
        return tuple(one for one in made if one is not None)

    @property
    def relation(self) -> Relation | None:
        """What makes the rows; None where they are those of a dataset or layer."""
        return next(iter(self.relations), None)

    @property
    def driving(self) -> str:
        """The dataset or layer that the rows come from, or the first of several."""
        return self.source if self.relation is None else next(iter(self.relation.reads))

    @property
    def drivers(self) -> tuple[str, ...]:
        """Every dataset or layer of which a row becomes a row of this one."""
        return (self.driving,) if self.together is None else self.together.layers

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The tests of its semi and anti joins, then its own; a grouping layer has only its own."""
        if self.group_by:
            return self.own_conditions
        joined = (_joined(join) for join in self.joins if join.kind in {"semi", "anti"})
        return (*joined, *self.own_conditions)

    @property
    def tests(self) -> tuple[Exclusion | Condition, ...]:
        """Exclusions and conditions, in the order in which they decide."""
        found: list[Exclusion | Condition] = [*self.exclusions, *self.conditions]
        return tuple(found)

    @property
    def made(self) -> tuple[Derived, ...]:
        """The columns that the layer itself makes."""
        gathered = (measure for join in self.joins for measure in join.measures)
        return (*gathered, *self.derive, *self.measures)

    def beside(self, join: Join) -> tuple[str, ...]:
        """The columns that a join of this layer adds."""
        if join.kind in {"semi", "anti"}:
            return () if self.group_by else (join.has_column,)
        if join.kind != "gather":
            return join.columns
        unknown = (join.unknown_column,) if join.condition else ()
        return (*(measure.name for measure in join.measures), *unknown)


def _joined(join: Join) -> Condition:
    """A semi or anti join as the condition it is."""
    if join.kind == "semi":
        return Condition(id=f"with_{join.name}", says=join.says, when=join.has_column)
    return Condition(id=f"without_{join.name}", says=join.says, when=f"NOT {join.has_column}")
