"""Subjects that differ from a sound course in one thing each: how most families are planted.

A family says once what a sound subject leaves in every agency's table; each variant then changes
some of its columns, leaves a table out, or adds a row to another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants

Values = Mapping[str, object]
"""New values of columns: expressions, constants, or none."""

Sound = Callable[[pl.DataFrame], Mapping[str, pl.DataFrame]]
"""The rows that sound subjects leave, by dataset."""

EACH = 3
"""So many subjects of each variant at scale 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Subjects of one kind.

    `changes` gives new values to columns of a dataset's sound rows, or None to leave these out;
    `adds` gives each subject one more row of a dataset, whose other columns are the subject's own.
    """

    kind: Kind
    why: str
    changes: Mapping[str, Values | None] = field(default_factory=dict)
    adds: Sequence[tuple[str, Values]] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """How a sub-model is planted: its sound rows, and who is taken from the reserve for it.

    `own` are columns that each subject gets beside those of its person, and `key` is the one that
    names the subject.
    """

    model: str
    sound: Sound
    variants: Sequence[Variant]
    who: pl.Expr | None = None
    own: Mapping[str, pl.Expr] = field(default_factory=dict)
    subject: str = "person"
    key: str = "person_id"

    def planted(self, city: City) -> Plants:
        """The planted rows of all variants, with a line of truth for each subject."""
        plants = Plants()
        for variant in self.variants:
            people = city.take_people(city.planted(EACH), self.who)
            people = people.with_columns(unit="county", **self.own)
            for dataset, rows in self.sound(people).items():
                values = variant.changes.get(dataset, {})
                if values is not None:
                    plants.add(dataset, changed(rows, values))
            for dataset, values in variant.adds:
                plants.add(dataset, changed(people, values))
            keys = people[self.key]
            plants.say(self.model, self.subject, keys, people["county"], variant.kind, variant.why)
        return plants


def changed(rows: pl.DataFrame, values: Values) -> pl.DataFrame:
    """The rows with new values; none keeps the type of the column that it empties."""

    def expression(name: str, value: object) -> pl.Expr:
        if isinstance(value, pl.Expr):
            return value
        return pl.lit(value, dtype=rows.schema.get(name) if value is None else None)

    return rows.with_columns(
        [expression(name, value).alias(name) for name, value in values.items()]
    )


def serial(text: str) -> pl.Expr:
    """A document number of each person: the text with `{}` replaced by twelve digits of the id."""
    before, after = text.split("{}")
    return pl.concat_str(pl.lit(before), pl.col("person_id").str.slice(5, 12), pl.lit(after))
