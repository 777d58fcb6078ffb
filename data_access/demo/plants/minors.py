"""Planted places and people around minors: M12-H, rules 2 to 7. Hotels are in `hotels.py`.

M12-H-2 a venue too near a school (firm; 未成年人保护法 58, 59); M12-H-3 staff with a record of
sexual offences (person; 62); M12-H-4 staff not checked for a year (person); M12-H-5 a visit that
had to be reported (case; 11); M12-H-6 a child without support (person); M12-H-7 a school bus on one
list only (case: its plate).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, days_before
from data_access.demo.plants.buses import buses
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

SCHOOL, VENUE, STAFF, VISIT = "poi_school", "poi_venue", "staff_minor_contact", "hospital_visit"
CHILD, BUS = "child_in_need", "school_bus"
METRE_NORTH = 1 / 111_320
KTV_METRES, SHOP_METRES = 200, 100
"""So near a school no place of amusement may be, and no shop for tobacco, drink, lottery [D]."""
PLATE = pl.concat_str(pl.lit("演Y"), pl.col("number").str.zfill(6))
SEXUAL = "猥亵儿童罪"
Changes = Mapping[str, Values | None]


def minors(city: City) -> Plants:
    """The planted venues, staff, visits, children and buses."""
    person = pl.col("person_id")
    rules = (
        Rule("M12-H-2", "firm", pl.col("firm_uscc"), firms, _near, _venues()),
        Rule("M12-H-3", "person", person, grown_up, _convicts, _records()),
        Rule("M12-H-4", "person", person, grown_up, _hired, _checks()),
        Rule("M12-H-5", "case", pl.format("V9{}", "number"), _children, _visited, _reports()),
        Rule("M12-H-6", "person", person, _children, _in_need, _supports()),
        Rule("M12-H-7", "case", PLATE, grown_up, _driving, _lists()),
    )
    return planted(city, rules)


def _children(city: City, count: int) -> pl.DataFrame:
    is_child = (pl.col("place") == 2) & (pl.col("born_on") > date(2008, 6, 1))
    return city.take_people(count, is_child)


def _near(course: Course, firms: pl.DataFrame) -> Rows:
    """A school for each firm, far from all others, and the firm's venue north of it."""
    first = course.first // 10_000 * firms.height
    spot = pl.int_range(first, first + pl.len())
    metres = course.amount("metres", 60)
    placed = firms.with_columns(
        longitude=110.21 + spot % 12 * 0.007, latitude=30.2 + spot // 12 % 150 * 0.005
    )
    school = placed.select(
        *("longitude", "latitude"),
        school_code=pl.format("XX9{}", "number"),
        school_name=pl.format("演示第9{}学校", "number"),
        school_kind=pl.lit("primary"),
        address=pl.lit("演示市中区"),
        opened_on=date(1995, 9, 1),
        unit="county",
    )
    venue = placed.with_columns(
        venue_name="firm_name",
        venue_kind=pl.lit("ktv"),
        latitude=pl.col("latitude") + metres * METRE_NORTH,
        licence_no=pl.format("XK9{}", "number"),
        licensed_on=date(2023, 4, 3),
        status=pl.lit("open"),
        unit="county",
    )
    return {SCHOOL: school, VENUE: venue}


def _venues() -> tuple[Variant, ...]:
    def venue(metres: int, **values: object) -> tuple[Changes, Values]:
        return {VENUE: values}, {"metres": metres}

    tobacco = {"venue_kind": "tobacco"}
    university: Changes = {SCHOOL: {"school_kind": "university"}}
    return (
        Variant(YES, "歌舞厅距小学六十米"),
        Variant(YES, "烟草店距小学二十七米", *venue(27, **tobacco)),
        Variant(YES, "彩票店距小学五十米", *venue(50, venue_kind="lottery")),
        Variant(IN, "网吧距小学一百九十八米", *venue(KTV_METRES - 2, venue_kind="internet_cafe")),
        Variant(OUT, "歌舞厅距小学二百零二米", shape={"metres": KTV_METRES + 2}),
        Variant(IN, "烟草店距小学九十八米", *venue(SHOP_METRES - 2, **tobacco)),
        Variant(OUT, "烟草店距小学一百零二米", *venue(SHOP_METRES + 2, **tobacco)),
        Variant(LIKE, "场所已关闭", *venue(60, status="closed")),
        Variant(LIKE, "旁边是大学，不是中小学", university),
        Variant(UNKNOWN, "场所没有营业状态", *venue(60, status=None)),
    )


def _hired(course: Course, people: pl.DataFrame) -> Rows:
    trainers = firms(course.city, people.height).select("firm_uscc", "firm_name")
    staff = people.hstack(trainers).with_columns(
        firm_kind=pl.lit("training"),
        post=pl.lit("教师"),
        hired_on=date(2023, 9, 1),
        left_on=pl.lit(None, dtype=pl.Date),
        checked_on=pl.lit(date(2025, 9, 2)),
        check_result=pl.lit("clear"),
        unit="county",
    )
    return {STAFF: staff}


def _convicts(course: Course, people: pl.DataFrame) -> Rows:
    charge = course.word("charge", SEXUAL)
    judged = convicted(
        course,
        people,
        court="演24",
        charge=charge,
        effective=date(2021, 5, 17),
        penalty="prison",
        months=10,
    )
    return {**judged, **_hired(course, people)}


def _records() -> tuple[Variant, ...]:
    return (
        Variant(YES, "有猥亵儿童记录仍在培训机构任教"),
        Variant(YES, "有强奸记录仍在岗", shape={"charge": "强奸罪"}),
        Variant(OUT, "昨日已离职", {STAFF: {"left_on": days_before(LAST_DAY, 1)}}),
        Variant(LIKE, "所犯不属从业禁止之罪", shape={"charge": "盗窃罪"}),
        Variant(LIKE, "判决宣告无罪", ACQUITTED),
        Variant(UNKNOWN, "判决没有生效日期", {"criminal_judgment": {"effective_on": None}}),
    )


def _checks() -> tuple[Variant, ...]:
    def checked(day: date | None, result: str | None = "clear") -> Changes:
        return {STAFF: {"checked_on": day, "check_result": result}}

    year_ago = date(2024, 12, 31)
    left = {"checked_on": date(2023, 9, 1), "left_on": date(2024, 7, 1)}
    return (
        Variant(YES, "入职时查询后再未查询", checked(date(2023, 9, 1))),
        Variant(YES, "从未查询", checked(None, "not_checked")),
        Variant(IN, "上次查询在一年零一日前", checked(days_before(year_ago, 1))),
        Variant(OUT, "上次查询差一日满一年", checked(days_before(year_ago, -1))),
        Variant(LIKE, "未再查询者已离职", {STAFF: left}),
        Variant(UNKNOWN, "没有查询记录", checked(None, None)),
    )


def _visited(course: Course, people: pl.DataFrame) -> Rows:
    day = datetime(2025, 4, 16, 3, tzinfo=UTC)
    hospital = course.city.firms_of("医院").row(0, named=True)
    visit = people.with_columns(
        visit_no=pl.format("V9{}", "number"),
        age_years=pl.lit(12),
        org_code=pl.lit(str(hospital["firm_uscc"])[8:17]),
        org_name=pl.lit(hospital["firm_name"]),
        visited_at=pl.lit(day),
        diagnosis=pl.lit("多发软组织挫伤"),
        is_pregnancy=pl.lit(value=False),
        is_injury=pl.lit(value=True),
        is_reported=pl.lit(value=False),
        reported_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")),
    )
    return {VISIT: visit}


def _reports() -> tuple[Variant, ...]:
    def visit(**values: object) -> Changes:
        return {VISIT: values}

    pregnant = {"is_injury": False, "is_pregnancy": True, "diagnosis": "早孕"}
    reported = {"is_reported": True, "reported_at": datetime(2025, 4, 16, 5, tzinfo=UTC)}
    ill = {"is_injury": False, "diagnosis": "上呼吸道感染"}
    return (
        Variant(YES, "十二岁非正常损伤就诊未报告"),
        Variant(YES, "十二岁妊娠就诊未报告", {VISIT: pregnant}),
        Variant(IN, "十三岁就诊未报告", visit(age_years=13)),
        Variant(OUT, "十四岁就诊", visit(age_years=14)),
        Variant(LIKE, "已强制报告", {VISIT: reported}),
        Variant(LIKE, "普通疾病就诊", {VISIT: ill}),
        Variant(UNKNOWN, "没有是否报告的记录", visit(is_reported=None)),
    )


def _in_need(course: Course, people: pl.DataFrame) -> Rows:
    del course
    child = people.with_columns(
        child_id="person_id",
        child_name="person_name",
        father_state=pl.lit("imprisoned"),
        mother_state=pl.lit("out_of_contact"),
        found_on=pl.lit(date(2025, 3, 10)),
        is_supported=pl.lit(value=False),
        supported_from_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )
    return {CHILD: child}


def _supports() -> tuple[Variant, ...]:
    def child(**values: object) -> Changes:
        return {CHILD: values}

    month = 30
    return (
        Variant(YES, "父亲服刑、母亲失联而没有保障"),
        Variant(IN, "登记三十一日仍没有保障", child(found_on=days_before(LAST_DAY, month + 1))),
        Variant(OUT, "登记方二十九日", child(found_on=days_before(LAST_DAY, month - 1))),
        Variant(LIKE, "母亲有抚养能力", child(mother_state="able")),
        Variant(LIKE, "已享受保障", child(is_supported=True, supported_from_on=date(2025, 4, 1))),
        Variant(UNKNOWN, "母亲状况不明", child(mother_state="unknown")),
        Variant(UNKNOWN, "没有是否保障的记录", child(is_supported=None)),
    )


def _driving(course: Course, people: pl.DataFrame) -> Rows:
    """A bus of each person on one list, or on two."""
    return buses(people, PLATE, course.word("lists", "education").split())


def _lists() -> tuple[Variant, ...]:
    def until(day: date | None) -> Changes:
        return {BUS: {"valid_to_on": day}}

    return (
        Variant(YES, "教育部门登记而公安部门没有"),
        Variant(YES, "公安部门登记而教育部门没有", shape={"lists": "police"}),
        Variant(IN, "仅一部门登记，标牌今日到期", until(LAST_DAY)),
        Variant(OUT, "仅一部门登记，标牌昨日到期", until(days_before(LAST_DAY, 1))),
        Variant(LIKE, "两部门登记一致", shape={"lists": "education police"}),
        Variant(UNKNOWN, "仅一部门登记，没有有效期", until(None)),
    )
