"""What the agencies that punish know, and how their decisions reach the court without a suit.

An ordinary decision is paid in time, or urged and applied for within the three months after the
time to sue has run out (行政强制法 53, 54), and then enforced.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, later, until_last_day
from data_access.demo.city.people import COUNTIES

AGENCIES = {
    "市场监督管理局": ("销售不合格商品", "虚假宣传", "无照经营", "计量违法"),
    "自然资源局": ("非法占用土地", "未经批准建设"),
    "城市管理局": ("占道经营", "擅自倾倒建筑垃圾"),
    "生态环境局": ("超标排放污染物", "未批先建"),
    "水利局": ("未经许可取水", "非法采砂"),
    "交通运输局": ("无证营运", "超限运输"),
    "应急管理局": ("未落实安全生产责任", "违规储存危险化学品"),
}
TO_SUE_DAYS = 183
"""Six months in which the party may sue (行政诉讼法 46)."""
LAST_UNPAID = date(2024, 11, 30)


def _decisions(city: City) -> pl.DataFrame:
    """Decisions with the day on which they were served, and how they were performed."""
    count = city.rows(40_000)
    draw = city.draw("admin_penalty", count)
    decided = draw.season_day([8, 6, 9, 8, 8, 8, 8, 8, 9, 8, 10, 12], [7, 8, 9, 10, 11, 11])
    frame = decisions_of(city, "admin_penalty", parties(city, "admin_penalty", count), decided)
    is_unpaid = draw.flag(0.08) & (decided <= LAST_UNPAID)
    end = draw.share()
    return frame.with_columns(
        decision_no=numbered("演罚决字〔2025〕{}号", count),
        is_applied=is_unpaid,
        is_revoked=~is_unpaid & (end < 0.01),
    )


def parties(city: City, name: str, count: int) -> pl.DataFrame:
    """Firms and persons as they are punished: party_id, party_name, is_firm, county."""
    draw = city.draw(f"{name}.party", count)
    firm, person = draw.rows(city.firms), draw.rows(city.adults)
    is_firm = draw.flag(0.65)
    chosen = pl.DataFrame({"is_firm": is_firm})
    return chosen.with_columns(
        pl.when("is_firm").then(firm["firm_uscc"]).otherwise(person["person_id"]).alias("party_id"),
        pl.when("is_firm")
        .then(firm["firm_name"])
        .otherwise(person["person_name"])
        .alias("party_name"),
        pl.when("is_firm").then(firm["county"]).otherwise(person["county"]).alias("county"),
    )


def decisions_of(city: City, name: str, party: pl.DataFrame, decided: pl.Series) -> pl.DataFrame:
    """Decisions against these parties on these days, with agency, behaviour, fine and terms."""
    draw = city.draw(f"{name}.decision", party.height)
    kinds = [f"{agency}|{behaviour}" for agency, all_ in AGENCIES.items() for behaviour in all_]
    kind = draw.pick(kinds).str.split("|")
    counties = {code: f"演示市{name}" for code, name in COUNTIES.items()}
    served = pl.min_horizontal(later("decided_on", draw.whole(0, 7)), pl.lit(LAST_DAY))
    frame = party.with_columns(
        decided_on=decided,
        agency_name=pl.col("county").replace_strict(counties) + kind.list.get(0),
        behaviour=kind.list.get(1),
        fine_yuan=draw.pick([2_000.0, 5_000.0, 8_000.0, 10_000.0, 30_000.0, 50_000.0]),
        place=pl.lit("演示市"),
        unit="county",
    ).with_columns(
        acted_on=later("decided_on", -draw.whole(20, 200)),
        served_on=served,
        pay_due_on=later(served, 15),
        suit_deadline_on=later(served, TO_SUE_DAYS),
        is_contested=pl.lit(value=False),
        is_transferred_to_police=pl.lit(value=False),
    )
    is_land = pl.col("behaviour") == "非法占用土地"
    return frame.with_columns(
        land_area_sqm=pl.when(is_land).then(draw.whole(80, 3_000).cast(pl.Float64)),
        land_use=pl.when(is_land).then(pl.lit("一般农用地")),
        other_penalty=pl.when(is_land).then(pl.lit("退还土地，限期拆除")),
    )


def admin_penalty(city: City) -> pl.DataFrame:
    """The decisions; what went to court was paid when the court had enforced it."""
    frame = city.table("_decisions")
    done = city.table("nonlit_exec").select(
        "decision_no", "urged_on", "executed_on", "surcharge_yuan"
    )
    draw = city.draw("admin_penalty.paid", frame.height)
    in_time = until_last_day(later("served_on", draw.whole(0, 14)))
    paid_on = pl.when("is_applied").then("executed_on").when(~pl.col("is_revoked")).then(in_time)
    return frame.join(done, on="decision_no", how="left").with_columns(
        paid_on=paid_on,
        paid_yuan=pl.when(paid_on.is_not_null()).then("fine_yuan").otherwise(0.0),
        status=pl.when("is_revoked")
        .then(pl.lit("revoked"))
        .when(paid_on.is_null())
        .then(pl.lit("unperformed"))
        .otherwise(pl.lit("performed")),
    )


def nonlit_exec(city: City) -> pl.DataFrame:
    """Applications for enforcement of the decisions that were not paid."""
    return applications(city, "nonlit_exec", city.table("_decisions").filter("is_applied"))


def applications(city: City, name: str, decisions: pl.DataFrame) -> pl.DataFrame:
    """Applications in time for these decisions, accepted, granted and enforced in time."""
    draw = city.draw(name, decisions.height)
    courts = {code: f"演示市{county}人民法院" for code, county in COUNTIES.items()}
    urged = later("suit_deadline_on", draw.whole(1, 15))
    applied = later(urged, draw.whole(12, 40))
    accepted = later(applied, draw.whole(0, 4))
    ruled = later(accepted, draw.whole(1, 6))
    return decisions.with_columns(
        nonlit_no=numbered("（2025）演01行审{}号", decisions.height, digits=5)
        if name == "nonlit_exec"
        else numbered("（2025）演02行审{}号", decisions.height, digits=5),
        court_name=pl.col("county").replace_strict(courts),
        agency="agency_name",
        urged_on=urged,
        applied_on=applied,
        accepted_on=accepted,
        ruled_on=ruled,
        ruling=pl.lit("granted"),
        has_hearing=pl.lit(value=False),
        exec_unit=pl.col("county").replace_strict(courts),
        exec_result=pl.lit("fulfilled"),
        executed_on=later(ruled, draw.whole(10, 80)),
        principal_yuan="fine_yuan",
        surcharge_yuan=(pl.col("fine_yuan") * (draw.share() * 0.8 + 0.1)).round(2),
    ).with_columns(area_sqm="land_area_sqm")


TABLES = {"_decisions": _decisions, "admin_penalty": admin_penalty, "nonlit_exec": nonlit_exec}
