"""The shape of relations that are neither a dataset nor the rows of one layer.

Rows of several layers together, pairs of what occurs together, what a relation reaches from its
seeds, clusters of what links join, and one read-only SELECT. Each says what it reads and which
columns it has; `relation_sql.py` makes the statements.
"""

from typing import Annotated, Literal

from pydantic import Field

from supervision.declared import Declared, Expression, Name

PER = ("unit_code",)
"""Within what things may meet, unless the model says otherwise: the rows of one unit."""


class Together(Declared):
    """The rows of several layers under one another, by these columns, which each of them has."""

    layers: Annotated[tuple[Name, ...], Field(min_length=1)]
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The relations it reads, each with the columns it needs of it."""
        return dict.fromkeys(self.layers, self.columns)

    @property
    def offers(self) -> tuple[str, ...]:
        """Its columns."""
        return self.columns


class Close(Declared):
    """Nearer in time than so many minutes, by the column `at`."""

    at: Name
    minutes: Expression


class Pairs(Declared):
    """Pairs of `of` that occur together in a basket, one row a pair, the smaller one first.

    within: the columns that make a basket. close: within a basket, also close in time.
    counted: the column whose distinct values are counted; the basket itself where none is named.
    least: pairs that occur together less often are not formed, nor are items that occur less often.
    most_in_basket: a basket with more items says nothing of any two of them and is left out; the
    growth of the layer is bounded by (rows x most_in_basket / 2) pairs.
    lift = together_count x all_count / (first_count x second_count).
    """

    source: Annotated[Name, Field(alias="from")]
    of: Name
    within: Annotated[tuple[Name, ...], Field(min_length=1)]
    close: Close | None = None
    counted: Name | None = None
    per: tuple[Name, ...] = PER
    least: Expression
    most_in_basket: Annotated[int, Field(ge=2, le=1000)] = 50

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The relation it reads with the columns it needs of it."""
        named = [*self.per, *self.within, self.of]
        named += [self.close.at] if self.close else []
        named += [self.counted] if self.counted else []
        return {self.source: tuple(dict.fromkeys(named))}

    @property
    def offers(self) -> tuple[str, ...]:
        """Its columns."""
        counts = ("together_count", "first_count", "second_count", "all_count", "lift")
        return (*self.per, "first", "second", *counts)


class Spread(Declared):
    """What links reach from seeds in at most `hops` steps, one row a node.

    hops_count: the least steps to it (0: a seed). from_count: how many nodes of the step before
    lead to it. seed: one seed it is reached from, by the order of their spelling.
    """

    source: Annotated[Name, Field(alias="from")]
    seed: Name
    links: Name
    start: Name
    end: Name
    hops: Annotated[int, Field(ge=1, le=4)]
    both_ways: bool = True
    per: tuple[Name, ...] = PER

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The relations it reads, each with the columns it needs of it."""
        seeds, links = (*self.per, self.seed), (*self.per, self.start, self.end)
        if self.source == self.links:
            return {self.source: tuple(dict.fromkeys((*seeds, *links)))}
        return {self.source: seeds, self.links: links}

    @property
    def offers(self) -> tuple[str, ...]:
        """Its columns."""
        return (*self.per, "node", "hops_count", "seed", "from_count")


class Clusters(Declared):
    """What links join, directly or through others: one row a member, with the cluster it is in.

    cluster_key: the smallest of its members by spelling.
    """

    source: Annotated[Name, Field(alias="from")]
    first: Name
    second: Name
    per: tuple[Name, ...] = PER

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The relation it reads with the columns it needs of it."""
        return {self.source: (*self.per, self.first, self.second)}

    @property
    def offers(self) -> tuple[str, ...]:
        """Its columns."""
        return (*self.per, "cluster_key", "member")


class Selected(Declared):
    """One read-only SELECT over declared relations; `custom_sql.py` says what it may hold."""

    sql: Expression
    relations: Annotated[tuple[Name, ...], Field(min_length=1)]
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    counts: Literal["rows", "groups", "pairs"] = "rows"

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The relations it reads; which of their columns, its text says."""
        return dict.fromkeys(self.relations, ())

    @property
    def offers(self) -> tuple[str, ...]:
        """Its columns."""
        return self.columns


Relation = Together | Pairs | Spread | Clusters | Selected
