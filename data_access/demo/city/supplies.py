"""The small supplies: transfers, samples, pollution, school buses, standards, lists of duties."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.criminal import CHARGES
from data_access.demo.city.draw import later, until_last_day
from data_access.demo.city.procuratorate import handled

SINCE = date(2018, 1, 1)


def case_transfer(city: City) -> pl.DataFrame:
    """What agencies handed to the police, filed within three days."""
    count = city.rows(1_500)
    draw = city.draw("case_transfer", count)
    decision = draw.rows(city.table("_decisions"))
    handed = until_last_day(later("decided_on", draw.whole(1, 10))).fill_null(pl.col("decided_on"))
    return decision.select(
        "decision_no", "party_id", "party_name", "decided_on", "unit"
    ).with_columns(
        transfer_no=numbered("演移送{}号", count),
        from_agency=decision["agency_name"],
        to_agency=pl.lit("演示市公安局"),
        charge=draw.pick(list(CHARGES)),
        amount_yuan=draw.yuan(90_000),
        transferred_on=handed,
        accepted_on=handed,
        filed_on=until_last_day(later(handed, 2)).fill_null(handed),
        reply=pl.lit("filed"),
    )


def food_sampling(city: City) -> pl.DataFrame:
    """Samples of food, most of which pass; no firm fails twice."""
    count = city.rows(12_000)
    draw = city.draw("food_sampling", count)
    firm = draw.rows(city.firms_of("餐饮", "商贸"))
    is_bad = draw.flag(0.03) & firm["firm_uscc"].is_first_distinct()
    return firm.select("firm_uscc", "firm_name", unit="county").with_columns(
        sample_no=numbered("CY{}", count, digits=8),
        product_name=draw.pick(["鸡蛋", "韭菜", "白酒", "鲫鱼"]),
        sampled_on=draw.day(date(2021, 1, 1)),
        item_name=draw.pick(["恩诺沙星", "腐霉利", "甜蜜素"]),
        value=pl.when(is_bad).then(1.6).otherwise(0.2),
        limit_value=pl.lit(1.0),
        result=pl.when(is_bad).then(pl.lit("failed")).otherwise(pl.lit("passed")),
        is_retest=pl.lit(value=False),
    )


def online_shop(city: City) -> pl.DataFrame:
    """Shops of licensed restaurants on a platform."""
    licences = city.table("food_licence")
    return licences.select(
        "firm_uscc", "licence_no", "operator_name", "address", "unit"
    ).with_columns(
        platform=pl.lit("演示外卖平台"),
        shop_code=numbered("DP{}", licences.height),
        shop_name=licences["firm_name"],
        goods_kind=pl.lit("餐饮"),
        opened_on=later(licences["issued_on"], 10),
    )


def pollution_permit(city: City) -> pl.DataFrame:
    """Permits of firms that discharge."""
    firms = city.firms_of("混凝土", "机械", "矿业")
    draw = city.draw("pollution_permit", firms.height)
    issued = draw.day(date(2021, 6, 1), date(2024, 6, 30))
    return firms.with_columns(
        permit_no=pl.col("firm_uscc") + "001P",
        management=draw.pick({"key": 2, "simplified": 5, "registered": 3}),
        issued_on=issued,
        valid_to_on=later(issued, 1_826),
        status=pl.lit("valid"),
        unit="county",
    )


def pollution_reading(city: City) -> pl.DataFrame:
    """Readings below the limit in the last year."""
    count = city.rows(60_000)
    draw = city.draw("pollution_reading", count)
    firm = draw.rows(city.table("pollution_permit"))
    return firm.select("firm_uscc", "firm_name", "unit").with_columns(
        outlet_code=pl.lit("DW001"),
        pollutant=draw.pick(["化学需氧量", "氨氮"]),
        measured_at=draw.instant(draw.day(date(2025, 1, 1)), 0, 22),
        value=(draw.share() * 70).round(2),
        limit_value=pl.lit(100.0),
        unit_name=pl.lit("mg/L"),
        method=pl.lit("automatic"),
        is_maintenance=pl.lit(value=False),
    )


def practice_registration(city: City) -> pl.DataFrame:
    """A pharmacist registered at each pharmacy, at no other."""
    shops = city.firms_of("药店")
    people = city.draw("practice_registration", shops.height).some(city.table("_free"))
    shops = shops.head(people.height)
    return people.select("person_id", "person_name").with_columns(
        certificate_no=numbered("YS{}", people.height, digits=8),
        practice_kind=pl.lit("pharmacist"),
        firm_uscc=shops["firm_uscc"],
        firm_name=shops["firm_name"],
        registered_on=date(2023, 5, 8),
        valid_to_on=date(2028, 5, 7),
        status=pl.lit("valid"),
        unit=shops["county"],
    )


def school_bus(city: City) -> pl.DataFrame:
    """School buses, which two agencies list alike."""
    drivers = city.draw("school_bus", city.rows(200)).some(city.table("_drivers"))
    lists = pl.DataFrame({"listed_by": ["education", "police"]})
    return drivers.join(lists, how="cross").with_columns(
        school_name=pl.lit("演示第一学校"),
        owner_name=pl.lit("演示第一学校"),
        driver_id="person_id",
        driver_name="person_name",
        seat_count=pl.lit(36),
        licensed_on=date(2024, 8, 20),
        valid_to_on=date(2026, 8, 19),
        unit="county",
    )


def child_in_need(city: City) -> pl.DataFrame:
    """Children on the roll, all of them supported."""
    children = city.living.filter(pl.col("born_on") > date(2009, 1, 1))
    chosen = city.draw("child_in_need", city.rows(300)).some(children)
    draw = city.draw("child_in_need.days", chosen.height)
    found = draw.day(date(2020, 6, 1), date(2025, 6, 30))
    return chosen.with_columns(
        child_id="person_id",
        child_name="person_name",
        father_state=draw.pick({"out_of_contact": 4, "disabled": 6}),
        mother_state=draw.pick({"out_of_contact": 5, "able": 5}),
        found_on=found,
        is_supported=pl.lit(value=True),
        supported_from_on=later(found, 20),
        unit="county",
    )


def juvenile_case(city: City) -> pl.DataFrame:
    """Cases in which a minor is the victim, with all that the law asks for."""
    cases = city.table("_supervision").filter(pl.col("case_kind") == "filing_supervision")
    children = city.living.filter(pl.col("born_on") > date(2012, 1, 1))
    draw = city.draw("juvenile_case", cases.height)
    child = draw.rows(children)
    frame = cases.select("case_no", "unified_no", "accepted_on", "concluded_on", "county")
    return handled(city, "juvenile_case", frame).with_columns(
        suspect_no="case_no",
        minor_role=pl.lit("victim"),
        minor_id=child["person_id"],
        minor_name=child["person_name"],
        age_at_crime=draw.whole(7, 16),
        charge=pl.lit("猥亵儿童罪"),
        has_social_survey=pl.lit(value=True),
        has_legal_aid=pl.lit(value=True),
        has_adult_present=pl.lit(value=True),
        is_joint_duty=draw.flag(0.2),
    )


def duty_list(city: City) -> pl.DataFrame:
    """Duties of agencies, in words of the demo; their bases are yet to be checked."""
    del city
    duties = {"对非法占用土地的处罚": "自然资源局", "对超标排污的处罚": "生态环境局"}
    return pl.DataFrame(
        {"duty_name": list(duties), "agency_name": list(duties.values())}
    ).with_columns(
        duty_code=numbered("ZQ{}", len(duties)), duty_kind=pl.lit("penalty"), valid_from_on=SINCE
    )


def serious_disease(city: City) -> pl.DataFrame:
    """One disease of the list, as an example."""
    del city
    return pl.DataFrame({"disease_code": ["JB001"], "disease_name": ["严重心力衰竭"]}).with_columns(
        review_months=3, valid_from_on=SINCE
    )


def transfer_standard(city: City) -> pl.DataFrame:
    """From which value agencies must hand a case over; the articles are yet to be checked."""
    del city
    sand, trade = ("非法采矿罪", "非法采砂"), ("非法经营罪", "无证经营烟草制品")
    goods, tax = ("生产、销售伪劣产品罪", "销售伪劣产品"), ("逃税罪", "偷税")
    rows = [
        (*sand, "ordinary", 100_000.0, 300_000.0, 2, "非法采矿解释第三条"),
        (*sand, "forbidden", 50_000.0, 150_000.0, 2, "非法采矿解释第三条"),
        (*trade, "ordinary", 50_000.0, None, None, "烟草解释第三条"),
        (*goods, "ordinary", 50_000.0, None, None, "刑法第一百四十条"),
        (*tax, "ordinary", 100_000.0, None, None, "涉税解释第二条"),
    ]
    names = ("charge_name", "behaviour_kind", "area_kind")
    limits = ("least_yuan", "most_yuan", "least_times", "article")
    frame = pl.DataFrame(rows, schema=(*names, *limits), orient="row")
    return frame.with_columns(valid_from_on=SINCE)


BUILDERS = (
    *(case_transfer, food_sampling, online_shop, pollution_permit, pollution_reading),
    *(practice_registration, school_bus, child_in_need, juvenile_case, duty_list),
    *(serious_disease, transfer_standard),
)
TABLES = {builder.__name__: builder for builder in BUILDERS}
