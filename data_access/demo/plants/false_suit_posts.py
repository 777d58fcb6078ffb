"""Planted posts of judges: M09-D, clusters of doubtful suits that meet at one judge.

Two signals of different kinds, two clusters of M01-A or more and three suits or more decided
within fifteen days [D], and a trace of benefit: one agent in both clusters. Ordinary suits last
two months.
"""

from dataclasses import dataclass

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later
from data_access.demo.plants.insurance_suits import Variant as Suits
from data_access.demo.plants.insurance_suits import cluster
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.posts import planted_posts

MODEL = "M09-D"
NUMBER = 5_000
"""Above the numbers of the clusters of M01-A itself."""
QUICK = {"hearing_on": later("filed_on", 3), "closed_on": later("filed_on", 7)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Judges of one kind: so many clusters of three suits, quickly decided or by one agent."""

    kind: Kind
    why: str
    clusters: int = 2
    is_quick: bool = True
    is_one_agent: bool = True
    is_assessed: bool | None = False


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="两组受让车险诉讼同一法官速判，同一代理人"),
    Variant(kind=Kind.BORDERLINE_OUT, why="仅一组车险诉讼速判", clusters=1),
    Variant(kind=Kind.BORDERLINE_OUT, why="两种异常而代理人不同", is_one_agent=False),
    Variant(kind=Kind.LOOKALIKE, why="只有集中一种异常，审理期间正常", is_quick=False),
    Variant(kind=Kind.LOOKALIKE, why="速判的车险诉讼均经定损", is_assessed=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有是否定损的记录", is_assessed=None),
)
OF_THE_CLUSTER = {
    False: (Kind.POSITIVE, "受让理赔权批量起诉，由同一法官审理"),
    True: (Kind.LOOKALIKE, "保险公司已经定损，由同一法官审理"),
    None: (Kind.CANNOT_JUDGE, "没有是否定损的记录，由同一法官审理"),
}


def false_suit_posts(city: City) -> Plants:
    """The planted clusters of suits, each with its own line of truth under M01-A."""
    return planted_posts(city, MODEL, "审判员", VARIANTS, _post)


def _post(city: City, plants: Plants, variant: Variant, name: str, number: int) -> None:
    kind, why = OF_THE_CLUSTER[variant.is_assessed]
    for each in range(variant.clusters):
        agent = 3_000 + number * 10 + (0 if variant.is_one_agent else each)
        suits = Suits(
            kind=kind,
            why=why,
            suits=3,
            apart_days=90 + each,
            is_assessed=variant.is_assessed,
            agent=agent,
            suit={"judge_name": name, **(QUICK if variant.is_quick else {})},
        )
        shop = city.take_firms(1, pl.col("industry") == "机械")
        cluster(city, plants, suits, shop, NUMBER + number * 10 + each)
