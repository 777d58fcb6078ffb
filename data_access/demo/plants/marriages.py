"""Planted marriages: M11-F, four rules on what the register itself and other agencies say.

M11-F-1 two marriages at once (person); M11-F-2 registered while a party was in custody, abroad or
dead (case); M11-F-3 a photo of someone else (case); M11-F-4 where neither party lives (case), which
is open to all since the whole country registers everyone (婚姻登记条例 2025, from 10 May 2025).
"""

from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import days_before
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
    changed,
    planted,
)

HERE = "marriage_reg"
PLACE = "演示市民政局婚姻登记处"
DAY = date(2024, 5, 20)
SECOND = date(2024, 9, 9)
ANYWHERE_SINCE = date(2025, 5, 10)
FAR = "990400"
NEVER = date(2099, 1, 1)
CASE = pl.format("J990100-9{}", "number")


def marriages(city: City) -> Plants:
    """The planted registrations with what other agencies know of the parties."""
    rules = (
        Rule("M11-F-1", "person", pl.col("person_id"), _children, _twice, _concurrent()),
        Rule("M11-F-2", "case", CASE, _children, _absent, _not_there()),
        Rule("M11-F-3", "case", CASE, _children, _once, _photos()),
        Rule("M11-F-4", "case", CASE, _children, _once, _regions()),
    )
    return planted(city, rules)


def _children(city: City, count: int) -> pl.DataFrame:
    """Grown children of families, who are not married yet, each with someone to marry."""
    is_grown = (pl.col("place") == 2) & (pl.col("born_on") < date(1999, 1, 1))
    people = city.take_people(count * 3, is_grown)
    one, other, third = people[:count], people[count : 2 * count], people[2 * count :]
    return one.with_columns(
        other_id=other["person_id"],
        other_name=other["person_name"],
        third_id=third["person_id"],
        third_name=third["person_name"],
    )


def _married(people: pl.DataFrame, spouse: str, number: pl.Expr, day: date) -> pl.DataFrame:
    return people.select(
        registration_no=number,
        kind=pl.lit("marriage"),
        registered_on=pl.lit(day),
        agency=pl.lit(PLACE),
        division_code="county",
        party_a_id="person_id",
        party_a_name="person_name",
        party_a_residence="county",
        party_b_id=f"{spouse}_id",
        party_b_name=f"{spouse}_name",
        party_b_residence="county",
        photo_ref=number,
        is_photo_matching=pl.lit(value=True),
        status=pl.lit("valid"),
        ended_on=pl.lit(None, dtype=pl.Date),
        unit="county",
    )


def _once(course: Course, people: pl.DataFrame) -> Rows:
    return {HERE: _married(people, "other", CASE, course.day("day", DAY))}


def _twice(course: Course, people: pl.DataFrame) -> Rows:
    """A first marriage, whose end a variant tells, and a second one a few months after it."""
    first = _married(people, "other", CASE, DAY)
    first = changed(first, course.shape)
    second = _married(people, "third", pl.format("J990100-8{}", "number"), SECOND)
    died = people.select(
        person_id="other_id",
        person_name="other_name",
        died_on=date(2024, 7, 1),
        registered_on=date(2024, 7, 3),
        source=pl.lit("health"),
    )
    return {HERE: pl.concat([first, second]), "death_record": died}


def _concurrent() -> tuple[Variant, ...]:
    alive: dict[str, Values | None] = {"death_record": None}

    def ended(day: date) -> Values:
        return {"status": "divorced", "ended_on": day}

    unknown = {"status": pl.lit(None, dtype=pl.String)}
    again = {
        HERE: {
            "kind": pl.when(pl.col("registered_on") == SECOND)
            .then(pl.lit("reissue"))
            .otherwise("kind"),
            "party_b_id": pl.col("party_b_id").first().over("party_a_id"),
            "party_b_name": pl.col("party_b_name").first().over("party_a_id"),
        },
        **alive,
    }
    return (
        Variant(YES, "前婚有效而又登记结婚", alive),
        Variant(IN, "再婚次日才离婚", alive, ended(days_before(SECOND, -1))),
        Variant(OUT, "离婚次日再婚", alive, ended(days_before(SECOND, 1))),
        Variant(LIKE, "前婚已撤销", alive, {"status": "annulled", "ended_on": date(2024, 6, 3)}),
        Variant(LIKE, "前配偶死亡后再婚"),
        Variant(LIKE, "补领同一婚姻的证书", again),
        Variant(UNKNOWN, "前婚没有登记状态", alive, unknown),
    )


def _absent(course: Course, people: pl.DataFrame) -> Rows:
    """A marriage of one who was in custody, abroad or dead, as the shape says."""
    where, first = course.word("where", ""), course.day("first", DAY)
    last = course.day("last", NEVER)
    rows = {HERE: _married(people, "other", CASE, DAY)}
    if where == "custody":
        rows["detention_in_out"] = people.select(
            *("person_id", "person_name"),
            place=pl.lit("演示市强制隔离戒毒所"),
            place_kind=pl.lit("rehab_centre"),
            entered_on=pl.lit(first),
            left_on=pl.lit(last),
            enter_reason=pl.lit("compulsory_rehab"),
            unit="county",
        )
    elif where == "abroad":
        crossings = [("out", first), *([("in", last)] if last < NEVER else [])]
        rows["border_crossing"] = pl.concat(
            people.select(
                *("person_id", "person_name"),
                document_no=pl.format("EP8{}", "number"),
                direction=pl.lit(direction),
                crossed_at=pl.lit(datetime(day.year, day.month, day.day, 4, tzinfo=UTC)),
                port=pl.lit("演示口岸"),
            )
            for direction, day in crossings
        )
    else:
        rows["death_record"] = people.select(
            *("person_id", "person_name"),
            died_on=pl.lit(first),
            registered_on=pl.lit(first),
            source=pl.lit("civil_affairs"),
        )
    return rows


def _not_there() -> tuple[Variant, ...]:
    def at(where: str, first: date, last: date = NEVER) -> Values:
        return {"where": where, "first": first, "last": last}

    long_ago, later = date(2023, 12, 1), date(2024, 11, 1)
    before, after = days_before(DAY, 1), days_before(DAY, -1)
    void: dict[str, Values | None] = {HERE: {"status": "void", "ended_on": date(2025, 3, 3)}}
    return (
        Variant(YES, "强制戒毒期间登记结婚", shape=at("custody", long_ago, later)),
        Variant(IN, "登记次日才出所", shape=at("custody", long_ago, after)),
        Variant(OUT, "登记前日已出所", shape=at("custody", long_ago, before)),
        Variant(YES, "出境期间登记结婚", shape=at("abroad", long_ago, later)),
        Variant(OUT, "登记次日出境", shape=at("abroad", after, later)),
        Variant(UNKNOWN, "只有出境而没有入境的记录", shape=at("abroad", long_ago)),
        Variant(YES, "死亡之后登记结婚", shape=at("dead", long_ago)),
        Variant(OUT, "登记次日死亡", shape=at("dead", after)),
        Variant(LIKE, "强制戒毒期间登记，已宣告无效", void, at("custody", long_ago, later)),
    )


def _photos() -> tuple[Variant, ...]:
    def here(**values: object) -> dict[str, Values | None]:
        return {HERE: values}

    void = {"is_photo_matching": False, "status": "annulled", "ended_on": date(2025, 2, 3)}
    return (
        Variant(YES, "登记照片与本人不符", here(is_photo_matching=False)),
        Variant(OUT, "登记照片与本人相符"),
        Variant(LIKE, "照片不符的登记已撤销", {HERE: void}),
        Variant(UNKNOWN, "没有人像比对结果", here(is_photo_matching=None)),
    )


def _regions() -> tuple[Variant, ...]:
    far: dict[str, Values | None] = {
        HERE: {"party_a_residence": FAR, "party_b_residence": FAR, "division_code": "990101"}
    }
    one: dict[str, Values | None] = {HERE: {"party_a_residence": FAR}}
    unknown: dict[str, Values | None] = {
        HERE: {"party_a_residence": FAR, "party_b_residence": None, "division_code": "990101"}
    }
    return (
        Variant(YES, "双方户籍地之外登记", far),
        Variant(IN, "全国通办前一日在户籍地外登记", far, {"day": days_before(ANYWHERE_SINCE, 1)}),
        Variant(OUT, "全国通办首日在户籍地外登记", far, {"day": ANYWHERE_SINCE}),
        Variant(LIKE, "在一方户籍地登记", one),
        Variant(UNKNOWN, "没有一方的户籍地", unknown),
    )
