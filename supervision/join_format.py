"""The shape of a layer's joins: what is laid beside a row, and what that may not do.

No join multiplies rows. A missing key is never taken for "nothing found": semi and anti joins of a
row layer become a column `has_<name>` (true, false, or null where a key is missing) and a condition
on it, so that they are counted, explained and left unjudged as every other condition is.
"""

from typing import Annotated, Literal

from pydantic import Field

from supervision.declared import Declared, Expression, Name, Sentence
from supervision.measure import Derived
from supervision.vocabulary import Confidence

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*( = [a-z][a-z0-9_]*)?$")]
"""A column that both sides have, or `own = beside`."""


class Overlap(Declared):
    """Both sides are periods that share a day; an open end lasts."""

    own: tuple[Name, Name]
    beside: tuple[Name, Name]

    @property
    def where(self) -> str:
        """The same as a condition on the two rows."""
        (own_start, own_end), (start, end) = self.own, self.beside
        return (
            f"({start} <= own.{own_end} OR (own.{own_end} IS NULL AND {start} IS NOT NULL))"
            f" AND (own.{own_start} <= {end} OR ({end} IS NULL AND own.{own_start} IS NOT NULL))"
        )


class Nearest(Declared):
    """Of the rows beside, the one nearest in time on this side, within so many days."""

    own: Name
    beside: Name
    side: Literal["before", "after", "either"]
    within_days: Expression


class Join(Declared):
    """Rows of a dataset or an earlier layer laid beside the rows of this one.

    inner, left: one row a key on the other side, whose `columns` are taken over.
    semi, anti: whether there is one.
    gather: `measures` over all rows beside; a count is 0 where there are none, every measure null
    where a key is missing.
    nearest: the `columns` of the nearest one.
    on: equal columns. where: a further condition, for semi, anti and gather, in which the other
    side's columns stand bare and this row's as `own.column`; overlap: the same for periods.
    name: what its columns and its condition are named after, by default the other side.
    """

    beside: Annotated[Name, Field(alias="layer")]
    kind: Literal["inner", "left", "semi", "anti", "gather", "nearest"]
    on: Annotated[tuple[Key, ...], Field(min_length=1)]
    columns: tuple[Name, ...] = ()
    measures: tuple[Derived, ...] = ()
    where: Expression | None = None
    overlap: Overlap | None = None
    nearest: Nearest | None = None
    named: Annotated[Name | None, Field(alias="name")] = None
    confidence: Confidence
    says: Sentence

    @property
    def name(self) -> str:
        """What the join's columns and condition are named after."""
        return self.named or self.beside

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The equal columns: (this row's, the other side's)."""
        parts = (key.split(" = ") for key in self.on)
        return tuple((part[0], part[-1]) for part in parts)

    @property
    def condition(self) -> str | None:
        """The further condition, overlap included; None where there is none."""
        texts = [self.where] if self.where else []
        texts += [self.overlap.where] if self.overlap else []
        return " AND ".join(f"({text})" for text in texts) or None

    @property
    def has_column(self) -> str:
        """The column that says whether there is a row beside; of semi and anti joins."""
        return f"has_{self.name}"

    @property
    def unknown_column(self) -> str:
        """How many rows beside cannot be told to fulfil the condition; of a gather with one."""
        return f"{self.name}_unknown_count"
