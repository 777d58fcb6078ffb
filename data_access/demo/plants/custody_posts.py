"""Planted posts of the detention house: M09-E, an officer on whose watch things go astray.

Two signals of different kinds, contraband found (two times or more) and cells changed without a
reason (three or more) [D], and a trace of benefit: one visitor behind several of the detained.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.posts import planted_posts

MODEL = "M09-E"
PLACE = "演示市甲县看守所"
START = datetime(2025, 10, 2, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Officers of one kind: so many events of each sort, by how many visitors they are linked."""

    kind: Kind
    why: str
    contraband: int
    moves: int
    visits: int = 3
    is_one_visitor: bool = True
    reason: str | None = None
    is_known: bool = True


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="违禁品和无故调监集中，同一人探访", contraband=3, moves=5),
    Variant(kind=Kind.BORDERLINE_IN, why="违禁品恰两次、无故调监恰三次", contraband=2, moves=3),
    Variant(kind=Kind.BORDERLINE_OUT, why="违禁品一次、无故调监两次", contraband=1, moves=2),
    Variant(
        kind=Kind.BORDERLINE_OUT,
        why="两种异常而探访人各不相同",
        contraband=3,
        moves=5,
        is_one_visitor=False,
    ),
    Variant(kind=Kind.LOOKALIKE, why="只有违禁品一种异常", contraband=4, moves=0),
    Variant(
        kind=Kind.LOOKALIKE,
        why="调监均有审批事由",
        contraband=2,
        moves=6,
        reason="同案人员分押，已审批",
    ),
    Variant(
        kind=Kind.CANNOT_JUDGE,
        why="没有探访人，不知有无利益关联",
        contraband=3,
        moves=5,
        is_known=False,
    ),
)


def custody_posts(city: City) -> Plants:
    """The planted events, on ordinary stays in the house."""
    return planted_posts(city, MODEL, "监管民警", VARIANTS, _post)


def _post(city: City, plants: Plants, variant: Variant, name: str, number: int) -> None:
    total = variant.contraband + variant.moves + variant.visits
    stays = city.table("_criminal").filter(pl.col("detained_on") < date(2025, 10, 1))
    people = city.draw(f"plants.custody_posts.{number}", total).rows(stays)
    place = pl.int_range(pl.len())
    is_found = place < variant.contraband
    is_moved = place < variant.contraband + variant.moves
    kind = pl.when(is_found).then(pl.lit("contraband")).when(is_moved).then(pl.lit("cell_change"))
    visitor = pl.lit(f"探访人{number}" + ("" if variant.is_one_visitor else "之"))
    suffix = pl.lit("") if variant.is_one_visitor else place.cast(pl.String)
    at = pl.lit(START) + pl.duration(hours=place * 5, minutes=number)
    is_visit = ~is_moved
    events = people.select(
        "person_id",
        place=pl.lit(PLACE),
        event_kind=kind.otherwise(pl.lit("family_visit")),
        happened_at=at,
        requested_at=pl.when(is_visit).then(at),
        is_refused=pl.when(is_visit).then(pl.lit(value=False)),
        other_party=pl.when(is_visit & variant.is_known).then(pl.concat_str(visitor, suffix)),
        detail=pl.when(is_moved & ~is_found).then(pl.lit(variant.reason, dtype=pl.String)),
        officer_name=pl.lit(name),
        unit="county",
    )
    plants.add("custody_event", events)
