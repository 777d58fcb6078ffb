"""Planted enforcement: M04-10, 11, 13 and 15 on lots, M04-16 to 18 on enforcement cases."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_enforcement import bids, enforced, listed, lots
from data_access.demo.city.draw import later
from data_access.demo.plants.auction_traps import announced
from data_access.demo.plants.plant import Kind, Plants

EACH = 3
TEXT, DAY = pl.String(), pl.Date()


def enforcement(city: City) -> Plants:
    """The planted lots and cases."""
    plants = Plants()
    for plant in (
        _hidden_defects,
        _staff,
        _defaulted,
        _bought_back,
        _ended_for_now,
        _listing,
        _dead,
    ):
        plant(city, plants)
    return plants


def exec_cases(city: City, name: str, filed: date, **more: object) -> pl.DataFrame:
    """Enforcement cases against persons of the reserve, filed on a day and ended for now."""
    count = city.planted(EACH)
    people = city.take_people(count, pl.col("place") == 0, ("spouse_id",))
    serial = numbered("（2025）演05执{}号", count, first=_number(name), digits=7)
    frame = people.select(
        "county", "spouse_id", debtor_id="person_id", debtor_name="person_name"
    ).with_columns(
        exec_no=serial,
        basis_doc_no=serial.str.replace("演05执", "演05民初"),
        filed_on=filed,
        amount_yuan=pl.lit(180_000.0),
    )
    made = enforced(city, f"plants.enforced.{name}", frame).with_columns(
        close_manner=pl.lit("ended_for_now"),
        closed_on=filed + timedelta(days=120),
        paid_yuan=pl.lit(0.0),
        found_asset_yuan=pl.lit(0.0),
        queried_on=date(2025, 11, 5),
        restricted_on=filed + timedelta(days=30),
    )
    return made.with_columns(**{key: pl.lit(value) for key, value in more.items()})


def _number(name: str) -> int:
    """A range of case numbers of its own for each name."""
    mixed = int(sum(ord(letter) * 31**place for place, letter in enumerate(name)))
    return 1 + mixed % 90_000 * 100


def sold_lots(city: City, name: str, cases: pl.DataFrame, **more: pl.Expr) -> pl.DataFrame:
    """A lot of each case, sold as it should be but for what is changed."""
    return lots(city, f"plants.{name}", cases).with_columns(**more)


def _hidden_defects(city: City, plants: Plants) -> None:
    texts = {
        (Kind.POSITIVE, "违法建筑未披露"): (None, True),
        (Kind.BORDERLINE_OUT, "违法建筑已披露"): ("含违法建筑约一百平方米，以现状拍卖", True),
        (Kind.LOOKALIKE, "未写瑕疵，登记也无瑕疵"): (None, False),
    }
    for number, ((kind, why), (text, is_illegal)) in enumerate(texts.items()):
        name = f"auctions.{300 + number}"
        made = sold_lots(
            city,
            name,
            exec_cases(city, name, date(2024, 3, 4)),
            **announced(40),
            asset_kind=pl.lit("immovable"),
            defects_text=pl.lit(text, dtype=TEXT),
            asset_no=pl.concat_str(pl.lit("FWP"), pl.col("exec_no").str.extract(r"(\d+)号")),
        )
        registry = made.select(
            unit_no="asset_no",
            owner_id="winner_id",
            registered_on=date(2025, 12, 1),
            transfer_basis=pl.lit("auction"),
            basis_doc_no="exec_no",
            has_illegal_part=pl.lit(is_illegal),
            has_mortgage=pl.lit(value=False),
            has_lease=pl.lit(value=False),
            unit="county",
        )
        plants.add("realty_registry", registry)
        auctioned(city, plants, name, made)
        plants.say("M04-10", "lot", made["lot_code"], made["county"], kind, why)


def auctioned(city: City, plants: Plants, name: str, made: pl.DataFrame) -> None:
    """Plants these lots with their bids."""
    plants.add("auction_lot", made)
    plants.add("auction_bid", bids(city, f"plants.{name}", made))


def _staff(city: City, plants: Plants) -> None:
    """M04-11: the winner is of the court's staff, or was until he left."""
    for number, (kind, why, relation, until) in enumerate(
        (
            (Kind.POSITIVE, "法院工作人员竞得", "self", None),
            (Kind.POSITIVE, "法院工作人员的配偶竞得", "spouse", None),
            (Kind.LOOKALIKE, "竞得人数年前已离开法院", "self", date(2019, 6, 30)),
        )
    ):
        name = f"auctions.{330 + number}"
        cases = exec_cases(city, name, date(2024, 4, 8))
        people = city.take_people(cases.height, pl.col("place") < 2, ("spouse_id",))
        winner = people["person_id"]
        made = sold_lots(city, name, cases).with_columns(winner_id=winner)
        staff = winner if relation == "self" else people["spouse_id"]
        plants.add(
            "judicial_staff",
            people.with_columns(
                staff_id=staff,
                relation=pl.lit(relation),
                agency_name=pl.lit("演示市甲县人民法院"),
                post=pl.lit("执行局"),
                from_on=date(2012, 7, 1),
                to_on=pl.lit(until, dtype=DAY),
            ),
        )
        auctioned(city, plants, name, made)
        plants.say("M04-11", "lot", made["lot_code"], made["county"], kind, why)


def _defaulted(city: City, plants: Plants) -> None:
    for number, (kind, why, is_same) in enumerate(
        (
            (Kind.POSITIVE, "悔拍后本人低价再次买得", True),
            (Kind.LOOKALIKE, "悔拍后由他人买得", False),
        )
    ):
        name = f"auctions.{310 + number}"
        cases = exec_cases(city, name, date(2024, 2, 5))
        first = sold_lots(city, name, cases).with_columns(status=pl.lit("defaulted"))
        other = city.take_people(cases.height, pl.col("place") == 1)
        again = first.with_columns(
            lot_code=pl.col("lot_code") + "（重拍）",
            round=pl.lit("again"),
            status=pl.lit("sold"),
            announced_on=later("announced_on", 60),
            preemptor_notified_on=later("preemptor_notified_on", 60),
            started_at=pl.col("started_at") + pl.duration(days=60),
            ended_at=pl.col("ended_at") + pl.duration(days=60),
            deal_yuan=(pl.col("start_yuan") * 1.01).round(2),
            winner_id="winner_id" if is_same else other["person_id"],
        )
        left = bids(city, f"plants.{name}", first).with_columns(has_defaulted="is_winner")
        plants.add("auction_lot", first)
        plants.add("auction_bid", left)
        auctioned(city, plants, f"{name}.again", again)
        plants.say("M04-13", "lot", again["lot_code"], again["county"], kind, why)


def _bought_back(city: City, plants: Plants) -> None:
    for number, (kind, why, winner) in enumerate(
        (
            (Kind.POSITIVE, "被执行人的配偶买回", "spouse_id"),
            (Kind.POSITIVE, "被执行人本人买回", "debtor_id"),
        )
    ):
        name = f"auctions.{320 + number}"
        cases = exec_cases(city, name, date(2024, 4, 8))
        made = sold_lots(city, name, cases, winner_id=pl.col(winner))
        plants.add("exec_case", cases)
        plants.add("dishonest_list", listed(city, f"plants.{name}", cases))
        auctioned(city, plants, name, made)
        plants.say("M04-15", "lot", made["lot_code"], made["county"], kind, why)


def _ended_for_now(city: City, plants: Plants) -> None:
    """M04-16: ended for now with assets found, or never queried again."""
    values: Mapping[str, tuple[Kind, str, dict[str, object]]] = {
        "a": (Kind.POSITIVE, "查得财产仍终本", {"found_asset_yuan": 150_000.0}),
        "b": (Kind.POSITIVE, "终本后一年未再查询", {"queried_on": date(2024, 11, 1)}),
        "c": (Kind.BORDERLINE_IN, "超过六个月两日未再查询", {"queried_on": date(2025, 6, 28)}),
        "d": (Kind.BORDERLINE_OUT, "差三日满六个月", {"queried_on": date(2025, 7, 3)}),
        "e": (
            Kind.CANNOT_JUDGE,
            "没有查得财产和查询日期",
            {"queried_on": None, "found_asset_yuan": None},
        ),
    }
    for name, (kind, why, changes) in values.items():
        cases = exec_cases(city, f"16{name}", date(2024, 5, 6)).with_columns(
            **{key: pl.lit(value) for key, value in changes.items()}
        )
        plants.add("exec_case", cases)
        plants.add("dishonest_list", listed(city, f"plants.16{name}", cases))
        plants.say("M04-16", "case", cases["exec_no"], cases["county"], kind, why)


def _listing(city: City, plants: Plants) -> None:
    """M04-17: not listed though it should be, listed though it should not."""
    filed = date(2023, 2, 6)
    paid = {"close_manner": "fulfilled", "paid_yuan": 180_000.0, "queried_on": None}
    unlisted = exec_cases(city, "17a", filed)
    plants.add("exec_case", unlisted)
    plants.say(
        "M04-17",
        "case",
        unlisted["exec_no"],
        unlisted["county"],
        Kind.POSITIVE,
        "终本而未列入失信名单",
    )
    named = {
        "17b": (Kind.POSITIVE, "已履行完毕仍在名单", paid, None),
        "17c": (Kind.LOOKALIKE, "履行完毕后已移出", paid, date(2023, 6, 8)),
        "17d": (Kind.POSITIVE, "名单期满未移出", {}, None),
    }
    for name, (kind, why, changes, removed) in named.items():
        cases = exec_cases(city, name, filed, **changes)
        plants.add("exec_case", cases)
        entries = listed(city, f"plants.{name}", cases)
        plants.add("dishonest_list", entries.with_columns(removed_on=pl.lit(removed, dtype=DAY)))
        plants.say("M04-17", "case", cases["exec_no"], cases["county"], kind, why)


def _dead(city: City, plants: Plants) -> None:
    """M04-18: the debtor had died before the measure."""
    for name, kind, why, died in (
        ("18a", Kind.POSITIVE, "限制消费前被执行人已死亡", date(2023, 1, 9)),
        ("18b", Kind.BORDERLINE_OUT, "被执行人在措施之后死亡", date(2024, 12, 3)),
    ):
        cases = exec_cases(city, name, date(2024, 6, 3))
        plants.add("exec_case", cases)
        plants.add("dishonest_list", listed(city, f"plants.{name}", cases))
        plants.add("death_record", deaths(cases, pl.lit(died)))
        plants.say("M04-18", "case", cases["exec_no"], cases["county"], kind, why)


def deaths(cases: pl.DataFrame, died: pl.Expr) -> pl.DataFrame:
    """The deaths of the debtors of these cases on this day, registered at once."""
    return cases.select(
        person_id="debtor_id",
        person_name="debtor_name",
        died_on=died,
        registered_on=died,
        source=pl.lit("police"),
    )
