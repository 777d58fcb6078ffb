"""Planted drivers: M11-C, convicted and still licensed, qualified or employed to drive. Persons.

M11-C-1 a driving licence after dangerous driving (道交法 91: none for five years) or a fatal
accident (101); M11-C-2 a transport qualification; M11-C-3 a post that a convict may not hold.
"""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_civil import COURTS
from data_access.demo.city.criminal import DRUNK
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
    grown_up,
    planted,
)

ACCIDENT = "交通肇事罪"
EFFECTIVE = date(2024, 10, 14)
UNDERWAY_DAYS = 30
"""So long after its effect a judgment may still be on its way to the agency [D]."""
LONG_AGO = date(2020, 3, 16)
FIVE_YEARS_ON = date(2025, 3, 16)
"""Five years after that effect a new licence may be had (道交法 91)."""
JUDGED, LICENCE, CERTIFICATE = "criminal_judgment", "driver_license", "transport_cert"
BUS, STAFF = "school_bus", "judicial_staff"


def licences(city: City) -> Plants:
    """The planted drivers with their judgments."""
    person = pl.col("person_id")
    rules = (
        Rule("M11-C-1", "person", person, grown_up, _licensed, _driving()),
        Rule("M11-C-2", "person", person, grown_up, _qualified, _carrying()),
        Rule("M11-C-3", "person", person, grown_up, _employed, _serving()),
    )
    return planted(city, rules)


def _judged(course: Course, people: pl.DataFrame) -> Rows:
    charge, effective = course.word("charge", DRUNK), course.day("effective", EFFECTIVE)
    return convicted(course, people, court="演21", charge=charge, effective=effective)


def _licensed(course: Course, people: pl.DataFrame) -> Rows:
    licence = people.with_columns(
        license_class=pl.lit("C1"),
        status=pl.lit("valid"),
        issued_on=date(2015, 6, 9),
        valid_to_on=date(2031, 6, 9),
        revoked_on=pl.lit(None, dtype=pl.Date),
        issued_by=pl.lit("演示市公安局交通管理支队"),
    )
    return {**_judged(course, people), LICENCE: licence}


def _driving() -> tuple[Variant, ...]:
    def issued(day: date | None) -> dict[str, Values | None]:
        return {LICENCE: {"issued_on": day}}

    def effective(days_ago: int) -> Values:
        return {"effective": days_before(LAST_DAY, days_ago)}

    long_ago = {"effective": LONG_AGO}
    revoked = {"status": "revoked", "revoked_on": date(2024, 11, 5)}
    return (
        Variant(YES, "危险驾驶罪生效后驾驶证仍有效"),
        Variant(YES, "交通肇事罪生效后驾驶证仍有效", shape={"charge": ACCIDENT}),
        Variant(IN, "判决生效三十一日后仍有效", shape=effective(UNDERWAY_DAYS + 1)),
        Variant(OUT, "判决生效方二十九日，吊销在途", shape=effective(UNDERWAY_DAYS - 1)),
        Variant(IN, "差一日满五年即重新取得", issued(days_before(FIVE_YEARS_ON, 1)), long_ago),
        Variant(OUT, "满五年次日重新取得", issued(days_before(FIVE_YEARS_ON, -1)), long_ago),
        Variant(LIKE, "驾驶证已吊销", {LICENCE: revoked}),
        Variant(LIKE, "判决宣告无罪", ACQUITTED),
        Variant(LIKE, "所犯为与驾驶无关的罪", shape={"charge": "盗窃罪"}),
        Variant(UNKNOWN, "没有领证日期，不知是否重新取得", issued(None), long_ago),
        Variant(UNKNOWN, "判决没有生效日期", {JUDGED: {"effective_on": None}}),
    )


def _qualified(course: Course, people: pl.DataFrame) -> Rows:
    certificate = people.with_columns(
        certificate_no=pl.format("99018{}", "number"),
        certificate_kind=pl.lit("freight"),
        issued_on=date(2019, 4, 8),
        valid_to_on=date(2031, 4, 8),
        status=pl.lit("valid"),
        cancelled_on=pl.lit(None, dtype=pl.Date),
    )
    return {**_judged(course, people), CERTIFICATE: certificate}


def _carrying() -> tuple[Variant, ...]:
    def here(**values: object) -> dict[str, Values | None]:
        return {CERTIFICATE: values}

    days = UNDERWAY_DAYS
    return (
        Variant(YES, "危险驾驶罪生效后货运资格仍有效"),
        Variant(
            YES,
            "交通肇事罪生效后客运资格仍有效",
            here(certificate_kind="passenger"),
            {"charge": ACCIDENT},
        ),
        Variant(
            IN, "生效三十一日后资格仍有效", shape={"effective": days_before(LAST_DAY, days + 1)}
        ),
        Variant(
            OUT, "生效方二十九日，注销在途", shape={"effective": days_before(LAST_DAY, days - 1)}
        ),
        Variant(LIKE, "资格已注销", here(status="cancelled", cancelled_on=date(2024, 12, 2))),
        Variant(LIKE, "装卸管理员，不以驾驶证为前提", here(certificate_kind="loading_manager")),
        Variant(LIKE, "所犯为与驾驶无关的罪", shape={"charge": "盗窃罪"}),
        Variant(UNKNOWN, "判决没有生效日期", {JUDGED: {"effective_on": None}}),
    )


def _employed(course: Course, people: pl.DataFrame) -> Rows:
    """A convict who drives a school bus or sits in a court, as the shape says."""
    rows = _judged(course, people)
    if course.word("post", BUS) == BUS:
        plates = pl.concat_str(pl.lit("演X"), pl.col("number").str.zfill(6))
        return {**rows, **buses(people, plates, ("education", "police"))}
    if course.word("post", BUS) == CERTIFICATE:
        return {**rows, **_qualified(course, people)}
    staff = people.with_columns(
        staff_id=pl.col(course.word("staff", "")),
        relation=pl.lit("self" if course.word("staff", "") == "person_id" else "spouse"),
        agency_name=pl.col("county").replace_strict(COURTS),
        post=pl.lit("司法行政"),
        from_on=date(2012, 7, 2),
        to_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )
    return {**rows, STAFF: staff}


def _serving() -> tuple[Variant, ...]:
    def bus(day: date | None) -> dict[str, Values | None]:
        return {BUS: {"valid_to_on": day}}

    own, other = {"post": STAFF, "staff": "person_id"}, {"post": STAFF, "staff": "spouse_id"}
    left: dict[str, Values | None] = {STAFF: {"to_on": date(2024, 11, 20)}}
    dangerous: dict[str, Values | None] = {CERTIFICATE: {"certificate_kind": "dangerous_goods"}}
    return (
        Variant(YES, "有犯罪记录仍驾驶校车"),
        Variant(YES, "有危险驾驶记录仍有危货资格", dangerous, {"post": CERTIFICATE}, ("M11-C-2",)),
        Variant(YES, "公职人员被判刑罚而仍在编", shape=own),
        Variant(IN, "校车标牌明日到期", bus(days_before(LAST_DAY, -1))),
        Variant(OUT, "校车标牌昨日已到期", bus(days_before(LAST_DAY, 1))),
        Variant(LIKE, "判刑后已离职", left, own),
        Variant(LIKE, "被判刑的是公职人员的配偶", shape=other),
        Variant(LIKE, "判决宣告无罪", ACQUITTED),
        Variant(UNKNOWN, "校车标牌没有有效期", bus(None)),
    )
