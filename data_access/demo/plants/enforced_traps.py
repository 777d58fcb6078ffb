"""Planted enforcement, the traps: M04-10, 11, 13, 15 on lots, M04-16 to 18 on enforcement cases.

What lies on either side of a day, what a relation that has ended means, and what is not known.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_enforcement import bids, listed
from data_access.demo.city.draw import LAST_DAY, days_before, later
from data_access.demo.plants.auction_traps import announced, opening
from data_access.demo.plants.enforced import auctioned, deaths, exec_cases, sold_lots
from data_access.demo.plants.plant import Kind, Plants

IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
YES, UNSURE = Kind.POSITIVE, Kind.CANNOT_JUDGE
TEXT, DAY = pl.String(), pl.Date()
FILED = date(2024, 4, 22)


def enforcement_traps(city: City) -> Plants:
    """The planted lots and cases."""
    plants = Plants()
    for plant in (_defects, _staff, _again, _bought_back, _queried, _listing, _dead):
        plant(city, plants)
    return plants


def _lots(city: City, plants: Plants, number: int, **more: pl.Expr) -> tuple[str, pl.DataFrame]:
    """Lots of cases of their own under this number, and the name of their draws."""
    name = f"auctions.{number}"
    cases = exec_cases(city, name, FILED)
    plants.add("exec_case", cases)
    plants.add("dishonest_list", listed(city, f"plants.{name}", cases))
    return name, sold_lots(city, name, cases, **more)


def _tell(plants: Plants, rule: str, kind: Kind, why: str, made: pl.DataFrame) -> None:
    subject, key = ("lot", "lot_code") if rule < "M04-16" else ("case", "exec_no")
    plants.say(rule, subject, made[key], made["county"], kind, why)


def _defects(city: City, plants: Plants) -> None:
    """M04-10: a mortgage or a lease not shown, a register that says nothing."""
    flags = ("has_illegal_part", "has_mortgage", "has_lease")
    variants: tuple[tuple[Kind, str, str | None], ...] = (
        (YES, "抵押未披露", "has_mortgage"),
        (YES, "租赁未披露", "has_lease"),
        (UNSURE, "登记未记违建、抵押和租赁", None),
    )
    for number, (kind, why, flag) in enumerate(variants, start=400):
        name, made = _lots(
            city,
            plants,
            number,
            **announced(40),
            asset_kind=pl.lit("immovable"),
            defects_text=pl.lit(None, dtype=TEXT),
            asset_no=pl.format("FWP{}", pl.col("exec_no").str.extract(r"(\d+)号")),
        )
        known = {one: None if flag is None else one == flag for one in flags}
        registry = made.select(
            unit_no="asset_no",
            owner_id="winner_id",
            registered_on=date(2025, 12, 1),
            transfer_basis=pl.lit("auction"),
            basis_doc_no="exec_no",
            unit="county",
            **{one: pl.lit(value, dtype=pl.Boolean) for one, value in known.items()},
        )
        plants.add("realty_registry", registry)
        auctioned(city, plants, name, made)
        _tell(plants, "M04-10", kind, why, made)


def _staff(city: City, plants: Plants) -> None:
    """M04-11: who left the court after the auction or before it, and a winner without a number."""
    variants: tuple[tuple[Kind, str, int | None], ...] = (
        (IN, "竞得人在开拍次日离开法院", 1),
        (OUT, "竞得人在开拍前一日离开法院", -1),
        (UNSURE, "没有竞得人的身份号码", None),
    )
    for number, (kind, why, days) in enumerate(variants, start=410):
        name, made = _lots(city, plants, number)
        people = city.take_people(made.height, pl.col("place") < 2)
        made = made.with_columns(winner_id=people["person_id"])
        if days is None:
            placed = bids(city, f"plants.{name}", made)
            made = made.with_columns(winner_id=pl.lit(None, dtype=TEXT))
            plants.add("auction_lot", made)
            plants.add("auction_bid", placed.with_columns(bidder_identifier=None))
        else:
            plants.add("judicial_staff", _until(people, made, days))
            auctioned(city, plants, name, made)
        _tell(plants, "M04-11", kind, why, made)


def _until(people: pl.DataFrame, made: pl.DataFrame, days: int) -> pl.DataFrame:
    return people.with_columns(
        staff_id="person_id",
        relation=pl.lit("self"),
        agency_name=pl.lit("演示市甲县人民法院"),
        post=pl.lit("执行局"),
        from_on=date(2012, 7, 1),
        to_on=made.select(later(opening(), days)).to_series(),
    )


def _again(city: City, plants: Plants) -> None:
    """M04-13: bought again by the spouse, bought again for more, by somebody unknown."""
    variants: tuple[tuple[Kind, str, str | None, float], ...] = (
        (YES, "悔拍后由配偶低价买得", "spouse_id", 0.8),
        (LIKE, "悔拍后本人以更高价买得", "person_id", 1.1),
        (UNSURE, "重新拍卖的买受人没有身份号码", None, 0.8),
    )
    for number, (kind, why, buyer, share) in enumerate(variants, start=420):
        name, made = _lots(city, plants, number)
        couple = city.take_people(made.height, pl.col("place") == 0, ("spouse_id",))
        first = made.with_columns(winner_id=couple["person_id"], status=pl.lit("defaulted"))
        left = bids(city, f"plants.{name}", first).with_columns(has_defaulted="is_winner")
        plants.add("auction_lot", first)
        plants.add("auction_bid", left)
        winner = pl.lit(None, dtype=TEXT) if buyer is None else pl.lit(couple[buyer])
        price = (pl.col("deal_yuan") * share).round(2)
        start = (price / 1.05).round(2)
        again = first.with_columns(
            lot_code=pl.col("lot_code") + "（重拍）",
            round=pl.lit("again"),
            status=pl.lit("sold"),
            appraisal_yuan=(start * 1.25).round(2),
            start_yuan=start,
            deposit_yuan=(start * 0.1).round(2),
            priority_claim_yuan=(start * 0.1).round(2),
            deal_yuan=price,
            announced_on=later("announced_on", 60),
            preemptor_notified_on=later("preemptor_notified_on", 60),
            started_at=pl.col("started_at") + pl.duration(days=60),
            ended_at=pl.col("ended_at") + pl.duration(days=60),
            winner_id=winner,
        )
        auctioned(city, plants, f"{name}.again", again)
        _tell(plants, "M04-13", kind, why, again)


def _bought_back(city: City, plants: Plants) -> None:
    """M04-15: somebody without a relation, somebody without a number."""
    variants = ((LIKE, "与被执行人没有亲属登记的人买得", True), (UNSURE, "没有买受人号码", False))
    for number, (kind, why, is_known) in enumerate(variants, start=430):
        name, made = _lots(city, plants, number)
        placed = bids(city, f"plants.{name}", made)
        if not is_known:
            made = made.with_columns(winner_id=pl.lit(None, dtype=TEXT))
            placed = placed.with_columns(bidder_identifier=None)
        plants.add("auction_lot", made)
        plants.add("auction_bid", placed)
        _tell(plants, "M04-15", kind, why, made)


def _queried(city: City, plants: Plants) -> None:
    """M04-16: ended for now more than five years ago, and therefore no longer searched for."""
    cases = exec_cases(city, "16f", date(2020, 2, 10), queried_on=date(2025, 4, 1))
    plants.add("exec_case", cases)
    plants.add("dishonest_list", listed(city, "plants.16f", cases))
    _tell(plants, "M04-16", LIKE, "终本已满五年，不再定期查询", cases)


def _listing(city: City, plants: Plants) -> None:
    """M04-17: the term ended yesterday, ends today, or nobody says when."""
    variants: Mapping[str, tuple[Kind, str, date | None]] = {
        "17e": (IN, "名单期满次日未移出", days_before(LAST_DAY, 1)),
        "17f": (OUT, "名单当日期满", LAST_DAY),
        "17g": (UNSURE, "没有名单期限", None),
    }
    for name, (kind, why, end) in variants.items():
        cases = exec_cases(city, name, date(2023, 11, 6))
        plants.add("exec_case", cases)
        entries = listed(city, f"plants.{name}", cases)
        entries = entries.with_columns(
            term_end_on=pl.lit(end, dtype=DAY), removed_on=pl.lit(None, dtype=DAY)
        )
        plants.add("dishonest_list", entries)
        _tell(plants, "M04-17", kind, why, cases)


def _dead(city: City, plants: Plants) -> None:
    """M04-18: died the day before the measure or on it, lifted at once, or without a number.

    Who is innocent is listed on the day of the measure, and removed on the day it is lifted.
    """
    variants: Mapping[str, tuple[Kind, str, int, bool, bool]] = {
        "18c": (IN, "死亡次日限制消费", 1, False, True),
        "18d": (OUT, "死亡当日限制消费", 0, False, True),
        "18e": (LIKE, "得知死亡后三日内解除限制消费", 40, True, True),
        "18f": (UNSURE, "没有被执行人的身份号码", 40, False, False),
    }
    for name, (kind, why, days, is_lifted, is_known) in variants.items():
        cases = exec_cases(city, name, FILED)
        plants.add("death_record", deaths(cases, later("restricted_on", -days)))
        if is_lifted:
            cases = cases.with_columns(measure_lifted_on=later("restricted_on", 3))
        if is_known:
            entries = listed(city, f"plants.{name}", cases)
            if kind is not IN:
                entries = entries.with_columns(listed_on="restricted_on")
            if is_lifted:
                entries = entries.with_columns(removed_on="measure_lifted_on")
            plants.add("dishonest_list", entries)
        else:
            cases = cases.with_columns(
                debtor_id=pl.lit(None, dtype=TEXT),
                closed_on=pl.lit(None, dtype=DAY),
                close_manner=pl.lit(None, dtype=TEXT),
            )
        plants.add("exec_case", cases)
        _tell(plants, "M04-18", kind, why, cases)
