"""A rule's plants as data: how a clear positive looks in each dataset, and what variants change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants

Values = Mapping[str, object]
"""New values of columns: expressions, constants, or none."""

EACH = 3
"""So many subjects of each variant at scale 1."""

COMMON = ("商贸", "餐饮", "科技", "培训", "药店", "汽车修理")
"""Trades of half of all firms."""

YES, LIKE, UNKNOWN = Kind.POSITIVE, Kind.LOOKALIKE, Kind.CANNOT_JUDGE
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT


@dataclass(frozen=True, slots=True)
class Variant:
    """Subjects of one kind: what their rows change in each dataset; none leaves the rows out.

    shape: what the rule's own rows differ by where no value of a column says it (how many, where).
    also: other models of which the subjects are as good an example.
    """

    kind: Kind
    why: str
    changes: Mapping[str, Values | None] = field(default_factory=dict)
    shape: Mapping[str, object] = field(default_factory=dict)
    also: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What the rows of one variant rest on: the city, a name for chance, the first free number."""

    city: City
    name: str
    first: int
    shape: Values

    def numbers(self, count: int) -> pl.Series:
        """So many running numbers that no other variant of the rule has."""
        return pl.int_range(self.first, self.first + count, eager=True).cast(pl.String)

    def amount(self, name: str, usual: float) -> float:
        """A number of the variant's shape, or the usual one."""
        value = self.shape.get(name, usual)
        return value if isinstance(value, (int, float)) else usual

    def count(self, name: str, usual: int) -> int:
        """A whole number of the variant's shape, or the usual one."""
        return int(self.amount(name, usual))

    def day(self, name: str, usual: date) -> date:
        """A day of the variant's shape, or the usual one."""
        value = self.shape.get(name, usual)
        return value if isinstance(value, date) else usual

    def word(self, name: str, usual: str) -> str:
        """A word of the variant's shape, or the usual one."""
        return str(self.shape.get(name, usual))

    def has(self, name: str) -> bool:
        """Whether the variant's shape says so."""
        return bool(self.shape.get(name))


Rows = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its subjects with key and county, and the rows of a clear positive by dataset.

    key: of a subject, from its columns and `number`.
    """

    model: str
    subject: str
    key: pl.Expr
    take: Callable[[City, int], pl.DataFrame]
    rows: Callable[[Course, pl.DataFrame], Rows]
    variants: Sequence[Variant]


def planted(city: City, rules: Sequence[Rule]) -> Plants:
    """All variants of all rules; each subject gets a number of its own in the column `number`."""
    plants, place = Plants(), 0
    for rule in rules:
        for variant in rule.variants:
            _plant(city, plants, rule, variant, place)
            place += 1
    for dataset, frames in plants.frames.items():
        plants.frames[dataset] = [pl.concat(frames, how="diagonal_relaxed")]
    return plants


def _plant(city: City, plants: Plants, rule: Rule, variant: Variant, place: int) -> None:
    name = f"plants.{rule.model}.{place}"
    course = Course(city=city, name=name, first=place * 10_000 + 1, shape=variant.shape)
    subjects = rule.take(city, city.planted(EACH))
    subjects = subjects.with_columns(number=course.numbers(subjects.height))
    for dataset, frame in rule.rows(course, subjects).items():
        values = variant.changes.get(dataset, {})
        if values is not None:
            plants.add(dataset, changed(frame, values))
    for model in (rule.model, *variant.also):
        keys = subjects.select(rule.key).to_series()
        plants.say(model, rule.subject, keys, subjects["county"], variant.kind, variant.why)


def changed(frame: pl.DataFrame, values: Values) -> pl.DataFrame:
    """The frame with these values, a none of the column's own type."""
    return frame.with_columns(
        **{
            name: value
            if isinstance(value, pl.Expr)
            else pl.lit(value, dtype=_type(frame, name, value))
            for name, value in values.items()
        }
    )


def _type(frame: pl.DataFrame, name: str, value: object) -> pl.DataType | None:
    return frame.schema.get(name) if value is None else None


def grown_up(city: City, count: int) -> pl.DataFrame:
    """Heads of families and their spouses."""
    return city.take_people(count, pl.col("place") < 2)


def firms(city: City, count: int) -> pl.DataFrame:
    """Living firms of common trades, so that the rare ones are left to those who need them."""
    return city.take_firms(count, pl.col("industry").is_in(COMMON))
