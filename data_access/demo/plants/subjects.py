"""Planted subjects as a frame: each variant of a table so many times, told with its own words.

A family writes its variants as data and works on whole columns; what differs from row to row are
the columns that the fields of its variants have become.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Protocol

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants

ADULT = pl.col("place") < 2
COMMON = ("餐饮", "科技", "房地产", "培训")
"""Industries whose firms in reserve no other family waits for."""


class Variant(Protocol):
    """What every table of variants has: the kind of its subjects and one sentence why."""

    @property
    def kind(self) -> Kind:
        """What the subjects are."""

    @property
    def why(self) -> str:
        """Why they are that."""


def subjects(city: City, variants: Sequence[Variant], each: int) -> pl.DataFrame:
    """One row a subject, in the order of the variants: `number` from 0 and the variant's fields.

    The variant's kind and why are called planted and because, as datasets have kinds of their own.
    """
    rows = [
        {one.name: getattr(variant, one.name) for one in fields(variant)}  # type: ignore[arg-type]
        for variant in variants
        for _ in range(city.planted(each))
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.rename({"kind": "planted", "why": "because"}).with_columns(
        number=pl.int_range(pl.len())
    )


def with_people(
    city: City, frame: pl.DataFrame, condition: pl.Expr = ADULT, kin: Sequence[str] = ()
) -> pl.DataFrame:
    """The frame with a person of the reserve in each row: id, name, birthday, county and kin."""
    columns = ("person_id", "person_name", "born_on", "sex", "county", "address", "phone")
    return frame.hstack(
        city.take_people(frame.height, condition, kin).select(*columns, "spouse_id", "father_id")
    )


def with_firms(city: City, frame: pl.DataFrame, **register: object) -> pl.DataFrame:
    """The frame with a firm of the reserve in each row, of which the register says these values."""
    firms = city.take_firms(frame.height, pl.col("industry").is_in(COMMON))
    if register:
        city.change_firms(firms["firm_uscc"], **register)
    return frame.hstack(firms.select("firm_uscc", "firm_name", "county"))


def repeated(frame: pl.DataFrame, count: str | int) -> pl.DataFrame:
    """Each row as often as its count says, `turn` from 0."""
    times = pl.col(count) if isinstance(count, str) else pl.lit(count)
    turns = frame.with_columns(turn=pl.int_ranges(times.cast(pl.Int64)))
    return turns.explode("turn").filter(pl.col("turn").is_not_null())


def tell(plants: Plants, model: str, subject_kind: str, frame: pl.DataFrame, key: str) -> None:
    """A line of truth for each row, by the columns planted, because, county and the key's."""
    columns = ("planted", "because", "county")
    for row in frame.select(*columns, subject=key).iter_rows(named=True):
        kind, units = Kind(row["planted"]), [row["county"]]
        plants.say(model, subject_kind, [row["subject"]], units, kind, row["because"])
