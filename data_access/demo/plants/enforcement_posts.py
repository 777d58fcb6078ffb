"""Planted posts of enforcement: M09-C, assets left alone and lots that go to one hand.

Two signals of different kinds, cases ended for now though assets were found (three or more) and two
lots or more won by one person [D], and a trace of benefit: the winner is married to court staff.
What breaks a rule of M04 in such a case or lot is told under that rule, too.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_enforcement import bids, enforced, listed, lots
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.posts import planted_posts

MODEL = "M09-C"
OLD = (pl.col("place") == 3) & (pl.col("born_on") > date(1945, 1, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Judges of one kind: so many cases with assets, so many lots, and who won them."""

    kind: Kind
    why: str
    with_assets: int
    lots: int
    is_one_winner: bool = True
    is_kin: bool = True
    is_known: bool = True


VARIANTS = (
    Variant(
        kind=Kind.POSITIVE,
        why="多件有财产而终本，拍品归同一人，其配偶在法院",
        with_assets=4,
        lots=3,
    ),
    Variant(kind=Kind.BORDERLINE_IN, why="恰三件终本、两件拍品", with_assets=3, lots=2),
    Variant(kind=Kind.BORDERLINE_OUT, why="两件终本、一件拍品", with_assets=2, lots=1),
    Variant(
        kind=Kind.BORDERLINE_OUT, why="两种异常而无利益痕迹", with_assets=4, lots=3, is_kin=False
    ),
    Variant(
        kind=Kind.LOOKALIKE,
        why="只有终本一种异常，拍品归不同的人",
        with_assets=5,
        lots=3,
        is_one_winner=False,
        is_kin=False,
    ),
    Variant(
        kind=Kind.LOOKALIKE, why="案件均无财产，同一收购者买得", with_assets=0, lots=3, is_kin=False
    ),
    Variant(
        kind=Kind.CANNOT_JUDGE, why="没有查得财产的记录", with_assets=4, lots=3, is_known=False
    ),
)
TOTAL = 6
"""Cases of each judge."""


def enforcement_posts(city: City) -> Plants:
    """The planted cases of enforcement with their lots and winners."""
    return planted_posts(city, MODEL, "执行员", VARIANTS, _post)


def _post(city: City, plants: Plants, variant: Variant, name: str, number: int) -> None:
    cases = _cases(city, variant, name, number)
    plants.add("exec_case", cases)
    plants.add("dishonest_list", listed(city, f"plants.posts.{number}", cases))
    has_assets = pl.int_range(pl.len()) < variant.with_assets
    told = cases.filter(has_assets)
    kind = Kind.POSITIVE if variant.is_known else Kind.CANNOT_JUDGE
    why = "查得财产仍终本" if variant.is_known else "没有查得财产的记录"
    plants.say("M04-16", "case", told["exec_no"], told["county"], kind, why)
    _lots(city, plants, variant, cases.tail(variant.lots), number)


def _cases(city: City, variant: Variant, name: str, number: int) -> pl.DataFrame:
    serial = numbered("（2025）演06执{}号", TOTAL, first=number * 100)
    frame = city.take_people(TOTAL, OLD).select(
        "county", debtor_id="person_id", debtor_name="person_name"
    )
    frame = frame.with_columns(
        exec_no=serial,
        basis_doc_no=serial.str.replace("演06执", "演06民初"),
        filed_on=date(2024, 5, 6),
        amount_yuan=pl.lit(180_000.0),
    )
    has_assets = pl.int_range(pl.len()) < variant.with_assets
    found = pl.when(has_assets).then(150_000.0 if variant.is_known else None).otherwise(0.0)
    return enforced(city, f"plants.posts.{number}", frame).with_columns(
        close_manner=pl.lit("ended_for_now"),
        closed_on=date(2024, 9, 3),
        paid_yuan=pl.lit(0.0),
        found_asset_yuan=found,
        queried_on=date(2025, 11, 5),
        restricted_on=date(2024, 6, 5),
        judge_name=pl.lit(name),
    )


def _lots(city: City, plants: Plants, variant: Variant, cases: pl.DataFrame, number: int) -> None:
    name = f"auctions.{600 + number}"
    count = 1 if variant.is_one_winner else cases.height
    winners = city.take_people(count, pl.col("place") == 1, ("spouse_id",))
    winner = pl.concat([winners] * (cases.height if variant.is_one_winner else 1))["person_id"]
    made = lots(city, f"plants.{name}", cases).with_columns(winner_id=winner)
    plants.add("auction_lot", made)
    plants.add("auction_bid", bids(city, f"plants.{name}", made))
    if not variant.is_kin:
        return
    plants.add(
        "judicial_staff",
        winners.with_columns(
            staff_id="spouse_id",
            relation=pl.lit("spouse"),
            agency_name=pl.lit("演示市甲县人民法院"),
            post=pl.lit("执行局"),
            from_on=date(2012, 7, 1),
        ),
    )
    why = "法院工作人员的配偶竞得"
    plants.say("M04-11", "lot", made["lot_code"], made["county"], Kind.POSITIVE, why)
