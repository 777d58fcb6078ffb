"""Planted sellers of food and drugs: M12-C.

M12-C-1 barred for life by a food crime and still in the trade (person; 食品安全法 135); M12-C-2
failed samples without a sequel (firm); M12-C-3 a shop on the net without a licence (place: the
shop's code); M12-C-4 one pharmacist at two pharmacies at once (person).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, days_before
from data_access.demo.city.enforcement import decisions_of
from data_access.demo.plants.convicted import ACQUITTED, convicted
from data_access.demo.plants.plant import Plants
from data_access.demo.plants.rule import (
    IN,
    LIKE,
    OUT,
    UNKNOWN,
    YES,
    Course,
    Rows,
    Rule,
    Values,
    Variant,
    firms,
    grown_up,
    planted,
)

LICENCE, SAMPLE, SHOP, ROLE = "food_licence", "food_sampling", "online_shop", "entity_role"
POST = "practice_registration"
CRIME = "生产、销售有毒、有害食品罪"
WITHIN_DAYS = 365
"""Two failed samples of a firm within so many days [D]."""
Changes = Mapping[str, Values | None]


def food(city: City) -> Plants:
    """The planted sellers with licences, samples, shops and posts."""
    shop = pl.format("DP9{}", "number")
    rules = (
        Rule("M12-C-1", "person", pl.col("person_id"), grown_up, _barred, _still_selling()),
        Rule("M12-C-2", "firm", pl.col("firm_uscc"), _sellers, _sampled, _failing()),
        Rule("M12-C-3", "place", shop, _sellers, _online, _unlicensed()),
        Rule("M12-C-4", "person", pl.col("person_id"), grown_up, _posted, _concentrated()),
    )
    return planted(city, rules)


def _sellers(city: City, count: int) -> pl.DataFrame:
    return city.take_firms(count, pl.col("industry").is_in(["餐饮", "商贸"]))


def _licensed(firms: pl.DataFrame) -> pl.DataFrame:
    return firms.with_columns(
        licence_no=pl.format("JY99019{}", pl.col("number").str.zfill(7)),
        licence_kind=pl.lit("sale"),
        operator_id="legal_rep_id",
        operator_name="legal_rep_name",
        scope_text=pl.lit("预包装食品销售"),
        issued_on=pl.lit(date(2022, 5, 9)),
        valid_to_on=pl.lit(date(2027, 5, 8)),
        status=pl.lit("valid"),
        cancelled_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )


def _barred(course: Course, people: pl.DataFrame) -> Rows:
    """A convict who holds the licence of a shop, or manages a firm that has one."""
    rows = convicted(
        course,
        people,
        court="演23",
        charge=course.word("charge", CRIME),
        effective=date(2023, 9, 14),
        penalty=course.word("penalty", "prison"),
        months=course.count("months", 14),
    )
    sellers = _sellers(course.city, people.height).with_columns(people["number"])
    licence = _licensed(sellers)
    if course.word("as", "") == "manager":
        manager = people.select("person_id", "person_name", unit="county").hstack(
            sellers.select("firm_uscc", "firm_name")
        )
        role = manager.with_columns(
            role=pl.lit("manager"), from_on=date(2024, 6, 3), to_on=pl.lit(None, dtype=pl.Date)
        )
        return {**rows, LICENCE: licence, ROLE: role}
    own = licence.with_columns(
        people["person_id"].alias("operator_id"), people["person_name"].alias("operator_name")
    )
    return {**rows, LICENCE: own}


def _still_selling() -> tuple[Variant, ...]:
    def licence(**values: object) -> Changes:
        return {LICENCE: values}

    short = {"penalty": "detention", "months": 5}
    return (
        Variant(YES, "因食品犯罪被判有期徒刑，仍为许可证经营者"),
        Variant(
            YES, "因食品犯罪被判刑，仍任食品企业经理", shape={"as": "manager"}, also=("M11-D-6",)
        ),
        Variant(IN, "刚达有期徒刑六个月", shape={"months": 6}),
        Variant(OUT, "仅判拘役，不适用终身禁业", shape=short),
        Variant(LIKE, "许可证已注销", licence(status="cancelled", cancelled_on=date(2023, 12, 4))),
        Variant(LIKE, "已离任经理", {ROLE: {"to_on": date(2024, 9, 2)}}, {"as": "manager"}),
        Variant(LIKE, "所犯与食品无关", shape={"charge": "盗窃罪"}),
        Variant(LIKE, "判决宣告无罪", ACQUITTED),
        Variant(UNKNOWN, "许可证只有姓名相同，没有证号", licence(operator_id=None)),
        Variant(
            UNKNOWN, "判决没有主刑期限和生效日期", {"criminal_judgment": {"effective_on": None}}
        ),
    )


def _sampled(course: Course, firms: pl.DataFrame) -> Rows:
    """Two failed samples of each firm, so many days apart; perhaps a retest or a penalty."""
    first = date(2024, 8, 13)
    second = days_before(first, -course.count("days", 120))
    samples = [_sample(firms, "A", first), _sample(firms, "B", second)]
    if course.has("is_once"):
        samples = samples[:1]
    if course.has("is_retested"):
        again = _sample(firms, "B", days_before(second, -20)).with_columns(
            sample_no=pl.col("sample_no") + "复",
            result=pl.lit("passed"),
            value=pl.lit(0.2),
            is_retest=pl.lit(value=True),
        )
        samples.append(again)
    rows = {SAMPLE: pl.concat(samples), LICENCE: _licensed(firms)}
    return (
        rows
        if not course.has("is_punished")
        else {**rows, "admin_penalty": _punished(course, firms)}
    )


def _sample(firms: pl.DataFrame, mark: str, day: date) -> pl.DataFrame:
    return firms.select(
        *("firm_uscc", "firm_name"),
        sample_no=pl.format("CY9{}" + mark, "number"),
        product_name=pl.lit("鲫鱼"),
        batch_no=pl.format("P{}" + mark, "number"),
        sampled_on=pl.lit(day),
        item_name=pl.lit("恩诺沙星"),
        value=pl.lit(1.8),
        limit_value=pl.lit(1.0),
        result=pl.lit("failed"),
        is_retest=pl.lit(value=False),
        unit="county",
    )


def _punished(course: Course, firms: pl.DataFrame) -> pl.DataFrame:
    """A decision on the failed samples, paid in time."""
    party = firms.select(
        "county", "number", party_id="firm_uscc", party_name="firm_name", is_firm=pl.lit(value=True)
    )
    decided = pl.Series([date(2025, 1, 20)] * firms.height)
    made = decisions_of(course.city, course.name, party, decided)
    return made.with_columns(
        decision_no=pl.format("演市监罚〔2025〕9{}号", "number"),
        agency_name=pl.lit("演示市市场监督管理局"),
        behaviour=pl.lit("销售不合格商品"),
        land_area_sqm=pl.lit(None, dtype=pl.Float64),
        land_use=pl.lit(None, dtype=pl.String),
        other_penalty=pl.lit(None, dtype=pl.String),
        paid_on="served_on",
        paid_yuan="fine_yuan",
        status=pl.lit("performed"),
    )


def _failing() -> tuple[Variant, ...]:
    second = pl.col("sample_no").str.ends_with("B")
    doubtful = pl.when(second).then(pl.lit("doubtful")).otherwise("result")
    gone: Changes = {LICENCE: {"status": "cancelled", "cancelled_on": date(2025, 1, 8)}}
    return (
        Variant(YES, "一年内两次检出禁用兽药，未见处罚，仍在经营"),
        Variant(IN, "两次相隔三百六十四日", shape={"days": WITHIN_DAYS - 1}),
        Variant(OUT, "两次相隔三百六十六日", shape={"days": WITHIN_DAYS + 1}),
        Variant(OUT, "仅一次不合格", shape={"is_once": True}),
        Variant(LIKE, "第二次经复检合格", shape={"is_retested": True}),
        Variant(LIKE, "已依法处罚", shape={"is_punished": True}),
        Variant(LIKE, "许可已注销，不再经营", gone),
        Variant(UNKNOWN, "第二次结论存疑", {SAMPLE: {"result": doubtful}}),
    )


def _online(course: Course, firms: pl.DataFrame) -> Rows:
    licence = _licensed(firms)
    shop = firms.select(
        "firm_uscc",
        "address",
        platform=pl.lit("演示外卖平台"),
        shop_code=pl.format("DP9{}", "number"),
        shop_name="firm_name",
        licence_no=licence["licence_no"],
        operator_name="legal_rep_name",
        goods_kind=pl.lit("餐饮"),
        opened_on=date(2023, 2, 6),
        closed_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )
    if course.has("is_renewed"):
        renewed = licence.with_columns(licence_no=pl.format("{}1", "licence_no"))
        old = licence.with_columns(valid_to_on=date(2025, 5, 8))
        return {SHOP: shop, LICENCE: pl.concat([old, renewed])}
    return {SHOP: shop, LICENCE: licence}


def _unlicensed() -> tuple[Variant, ...]:
    def licence(day: date) -> Changes:
        return {LICENCE: {"valid_to_on": day}}

    none: Changes = {LICENCE: None}
    prepacked: Changes = {**none, SHOP: {"goods_kind": "预包装食品"}}
    nameless: Changes = {**none, SHOP: {"firm_uscc": None, "licence_no": None}}
    return (
        Variant(YES, "公示的许可证号查无此证", none),
        Variant(YES, "没有公示许可证，也没有许可", {**none, SHOP: {"licence_no": None}}),
        Variant(IN, "许可昨日到期", licence(days_before(LAST_DAY, 1))),
        Variant(OUT, "许可今日到期", licence(LAST_DAY)),
        Variant(LIKE, "许可已换新证", shape={"is_renewed": True}),
        Variant(LIKE, "无证店铺已下线", {**none, SHOP: {"closed_on": date(2025, 6, 3)}}),
        Variant(LIKE, "仅售预包装食品，备案即可", prepacked),
        Variant(UNKNOWN, "店铺没有证号，也没有信用代码", nameless),
    )


def _posted(course: Course, people: pl.DataFrame) -> Rows:
    """Two posts of each person, the second from a day on."""
    shops = firms(course.city, 2 * people.height)
    start = course.day("from", date(2024, 6, 3))
    parts = []
    for part, day in ((shops[: people.height], date(2023, 5, 8)), (shops[people.height :], start)):
        parts.append(
            people.select("person_id", "person_name", "number", unit="county")
            .hstack(part.select("firm_uscc", "firm_name"))
            .with_columns(
                certificate_no=pl.format("YS9{}", "number"),
                practice_kind=pl.lit("pharmacist"),
                registered_on=pl.lit(day),
                valid_to_on=pl.lit(date(2028, 5, 7)),
                status=pl.lit("valid"),
            )
        )
    return {POST: pl.concat(parts)}


def _concentrated() -> tuple[Variant, ...]:
    first = pl.col("registered_on") == date(2023, 5, 8)

    def ended(day: date | None, status: str | None) -> Changes:
        until = pl.when(first).then(pl.lit(day, dtype=pl.Date)).otherwise("valid_to_on")
        stands = pl.when(first).then(pl.lit(status, dtype=pl.String)).otherwise("status")
        return {POST: {"valid_to_on": until, "status": stands}}

    doctor: Changes = {POST: {"practice_kind": "doctor"}}
    return (
        Variant(YES, "一名药师同时注册在两家药店"),
        Variant(IN, "前一注册今日到期", ended(LAST_DAY, "valid")),
        Variant(OUT, "前一注册昨日到期", ended(days_before(LAST_DAY, 1), "expired")),
        Variant(LIKE, "医师依法多点执业", doctor),
        Variant(UNKNOWN, "前一注册没有状态和期限", ended(None, None)),
    )
