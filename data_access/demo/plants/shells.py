"""Planted firms: M11-D, what the register shows of shells.

M11-D-1 one room of twenty firms (place); M11-D-2 one person for five firms (person); M11-D-3 new,
with an account, without sales or staff (firm); M11-D-4 an account in a criminal file (firm). Who
should not be registered is in `registered.py`.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, days_before
from data_access.demo.city.police_cases import filings
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

CROWD, LED = 20, 5
"""So many living firms at one room [D], or under one person [D]."""
NEW_SINCE = date(2024, 12, 31)
"""A new firm was registered in the last twelve months [D]."""
ADDRESS = pl.format("演示市创业路{}号", "number")
ENDED = {"status": "deregistered", "ended_on": date(2025, 4, 9)}


def shells(city: City) -> Plants:
    """The planted firms with what other agencies know of them."""
    room = pl.concat_str(ADDRESS, pl.lit("1801"))
    unknown = Variant(UNKNOWN, "同一地址二十二家而没有房号", shape={"count": 22, "room_no": None})
    person, code = pl.col("person_id"), pl.col("firm_uscc")
    rules = (
        Rule("M11-D-1", "place", room, _places, _crowd, _rooms()),
        Rule("M11-D-1", "place", ADDRESS, _places, _crowd, (unknown,)),
        Rule("M11-D-2", "person", person, _few, _led, _leading()),
        Rule("M11-D-3", "firm", code, firms, _new, _unworked()),
        Rule("M11-D-4", "firm", code, firms, _named, _in_files()),
    )
    return planted(city, rules)


def _few(city: City, count: int) -> pl.DataFrame:
    return grown_up(city, max(1, count // 2))


def _places(city: City, count: int) -> pl.DataFrame:
    del city
    return pl.DataFrame({"county": ["990101"] * max(1, count // 3)})


def _crowd(course: Course, places: pl.DataFrame) -> Rows:
    """So many firms at each place; of an exempt one the host of registrations is on the list."""
    shape, city = course.shape, course.city
    count, ended = course.count("count", 0), course.count("ended", 0)
    rooms = pl.int_range(count, eager=True).cast(pl.String)
    one_room = None if "room_no" in shape else "1801"
    hosts = []
    for number in places["number"]:
        taken = firms(city, count)
        room = "18" + rooms.str.zfill(2) if course.has("is_building") else one_room
        made = taken.select(
            "firm_uscc",
            county=pl.lit("990101"),
            address=pl.lit(f"演示市创业路{number}号"),
            room_no=pl.lit(room, dtype=pl.String),
            phone=pl.lit("100" + number.zfill(8)),
            status=pl.when(pl.int_range(count) < ended)
            .then(pl.lit("deregistered"))
            .otherwise("status"),
            ended_on=pl.when(pl.int_range(count) < ended).then(pl.lit(date(2025, 4, 9))),
        )
        city.register(made)
        hosts.append(taken.head(1))
    if not course.has("is_exempt"):
        return {}
    listed = pl.concat(hosts).select(
        subject_key="firm_uscc",
        subject_name="firm_name",
        list_kind=pl.lit("exempt"),
        subject_kind=pl.lit("firm"),
        listed_on=date(2023, 3, 1),
        reason=pl.lit("商务秘书企业，经批准集群注册托管"),
    )
    return {"subject_list": listed}


def _rooms() -> tuple[Variant, ...]:
    def shape(count: int, **more: object) -> Values:
        return {"count": count, **more}

    return (
        Variant(YES, "同一房间二十四家", shape=shape(24)),
        Variant(IN, "同一房间恰二十家", shape=shape(CROWD)),
        Variant(OUT, "同一房间十九家", shape=shape(CROWD - 1)),
        Variant(LIKE, "写字楼，一层一家", shape=shape(22, is_building=True)),
        Variant(LIKE, "其中数家已注销，存续不足二十家", shape=shape(22, ended=4)),
        Variant(LIKE, "经批准的集群注册地址", shape=shape(22, is_exempt=True)),
    )


def _led(course: Course, people: pl.DataFrame) -> Rows:
    count = course.count("count", 0)
    values = {key: value for key, value in course.shape.items() if key != "count"}
    for person in people.iter_rows(named=True):
        taken = firms(course.city, count).select(
            "firm_uscc",
            legal_rep_id=pl.lit(person["person_id"]),
            legal_rep_name=pl.lit(person["person_name"]),
            **{key: pl.lit(value) for key, value in values.items() if key != "unnamed"},
        )
        if "unnamed" in values:
            is_first = pl.int_range(count) == 0
            taken = taken.with_columns(legal_rep_id=pl.when(~is_first).then("legal_rep_id"))
        course.city.register(taken)
    return {}


def _leading() -> tuple[Variant, ...]:
    return (
        Variant(YES, "一人任七家企业法定代表人", shape={"count": 7}),
        Variant(IN, "恰为五家", shape={"count": LED}),
        Variant(OUT, "仅四家", shape={"count": LED - 1}),
        Variant(LIKE, "六家均已注销", shape={"count": 6, **ENDED}),
        Variant(LIKE, "六家均为同一企业的分支机构", shape={"count": 6, "entity_kind": "branch"}),
        Variant(UNKNOWN, "第五家只有姓名相同", shape={"count": LED, "unnamed": True}),
    )


def _account(firms: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return firms.select(
        account_no=pl.concat_str(pl.lit(prefix), pl.col("number").str.zfill(9)),
        bank_name=pl.lit("演示银行甲"),
        owner_id="firm_uscc",
        owner_name="firm_name",
        account_kind=pl.lit("corporate"),
        opened_on=pl.lit(date(2025, 3, 12)),
        branch_name=pl.lit("支行7"),
        opener_staff=pl.concat_str(pl.lit("柜员9"), "number"),
        status=pl.lit("active"),
    )


def _new(course: Course, firms: pl.DataFrame) -> Rows:
    day = course.day("established", date(2025, 2, 10))
    course.city.register(firms.select("firm_uscc", established_on=pl.lit(day, dtype=pl.Date)))
    quarters = pl.DataFrame({"period_from_on": [date(2025, 4, 1), date(2025, 7, 1)]})
    end = pl.col("period_from_on").dt.offset_by("3mo").dt.offset_by("-1d")
    declared = firms.join(quarters, how="cross").with_columns(
        period_to_on=end,
        tax_kind=pl.lit("vat"),
        declared_on=end.dt.offset_by("12d"),
        declared_sales_yuan=pl.lit(0.0),
        payable_yuan=pl.lit(0.0),
        paid_yuan=pl.lit(0.0),
    )
    rows = {"bank_account": _account(firms, "99997000"), "tax_declare": declared}
    if not course.has("has_staff"):
        return rows
    staff = course.city.take_people(firms.height, pl.col("place") == 2)
    insured = firms.select("firm_uscc", "firm_name", "county").with_columns(
        person_id=staff["person_id"],
        person_name=staff["person_name"],
        insurance_kind=pl.lit("pension"),
        month_on=date(2025, 6, 1),
        base_yuan=pl.lit(5_000.0),
        paid_yuan=pl.lit(1_200.0),
        pay_status=pl.lit("paid"),
        registered_on=date(2025, 5, 20),
        unit="county",
    )
    return {**rows, "social_insurance": insured}


def _unworked() -> tuple[Variant, ...]:
    def declared(yuan: float | None) -> dict[str, Values | None]:
        return {"tax_declare": {"declared_sales_yuan": yuan}}

    old = days_before(NEW_SINCE, 1)
    return (
        Variant(YES, "新设、零申报、零参保而已开户"),
        Variant(IN, "恰在十二个月内设立", shape={"established": NEW_SINCE}),
        Variant(OUT, "设立已满十二个月零一日", shape={"established": old}),
        Variant(LIKE, "已有参保职工", shape={"has_staff": True}),
        Variant(LIKE, "已有申报销售额", declared(86_000.0)),
        Variant(LIKE, "新设而未开户", {"bank_account": None}),
        Variant(UNKNOWN, "申报没有销售额", declared(None)),
    )


def _named(course: Course, firms: pl.DataFrame) -> Rows:
    """A firm's account in the file of a case of aiding crime on the net, under investigation."""
    city = course.city
    suspect = city.take_people(firms.height, pl.col("place") < 2)
    filed = days_before(LAST_DAY, course.count("days", 200) + 5)
    who = suspect.select("person_id", "person_name", "county")
    frame = (
        firms.select("number")
        .hstack(who)
        .with_columns(
            filing_no=pl.format("演公刑立字〔2023〕{}号", "number"),
            charge=pl.lit("帮助信息网络犯罪活动罪"),
            crime_on=pl.lit(days_before(filed, 20)),
            filed_on=pl.lit(filed),
            detained_on=pl.lit(None, dtype=pl.Date),
            second_on=pl.lit(None, dtype=pl.Date),
            sent_on=pl.lit(None, dtype=pl.Date),
        )
    )
    accounts = _account(firms, "99996000")
    seen = frame.select("filing_no", "county").with_columns(
        identifier_kind=pl.lit("bank_account"),
        identifier_value=accounts["account_no"],
        holder_name=firms["firm_name"],
        role=pl.lit("payee"),
        amount_yuan=pl.lit(180_000.0),
        recorded_on=pl.lit(days_before(filed, -5)),
        unit="county",
    )
    if "status" in course.shape:
        course.city.register(
            firms.select("firm_uscc", status=pl.lit("revoked"), ended_on=pl.lit(date(2025, 11, 3)))
        )
    return {
        "criminal_filing": filings(city, course.name, frame),
        "bank_account": accounts,
        "case_identifier": seen,
    }


def _in_files() -> tuple[Variant, ...]:
    def role(value: str | None) -> dict[str, Values | None]:
        return {"case_identifier": {"role": value}}

    return (
        Variant(YES, "对公账户涉帮信案件，企业仍存续"),
        Variant(IN, "登记三十一日后仍存续", shape={"days": 31}),
        Variant(OUT, "登记方二十九日", shape={"days": 29}),
        Variant(LIKE, "企业是被害人", role("victim")),
        Variant(LIKE, "企业已被吊销", shape={"status": "revoked"}),
        Variant(UNKNOWN, "没有涉案角色", role(None)),
    )
