"""Planted offenders who go on in a profession: M03-D, judgments against qualifications.

Teachers sentenced to prison for an intentional crime (教师法 14) and drivers of taxis and hailed
cars who committed a violent crime (网络预约出租汽车暂行办法 14, 条文待核对). Drivers judged for
drunk driving are M11-C, officers of firms M11-D, sellers of food M12-C.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.court_other import judgments
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.subjects import subjects, tell, with_people

MODEL = "M03-D"
EACH = 3
EFFECTIVE = date(2024, 4, 15)
AFTER = date(2024, 9, 2)
PROBATION = 12
"""Months, of all of them: nobody is to be taken in, and everybody is supervised as he should be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Persons of one kind: the judgment, and the qualification with its state.

    certificate is a kind of transport certificate, or none for a teacher.
    """

    kind: Kind
    why: str
    charge: str = "故意伤害罪"
    penalty: str = "prison"
    months: int = 12
    certificate: str | None = None
    status: str | None = "valid"
    valid_to: date | None = date(2028, 6, 30)


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
HAILED = "ride_hailing"
VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="教师故意犯罪判处有期徒刑，注册仍有效"),
    Variant(kind=IN, why="教师故意犯罪判处有期徒刑六个月", months=6),
    Variant(kind=OUT, why="教师故意犯罪判处拘役五个月", penalty="detention", months=5),
    Variant(kind=LIKE, why="教师过失犯罪", charge="过失致人重伤罪"),
    Variant(kind=LIKE, why="教师注册已注销", status="cancelled"),
    Variant(kind=LIKE, why="教师注册在判决前已到期", valid_to=date(2024, 3, 31)),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有注册状态和有效期", status=None, valid_to=None),
    Variant(kind=Kind.POSITIVE, why="网约车驾驶员犯抢劫罪", charge="抢劫罪", certificate=HAILED),
    Variant(kind=Kind.POSITIVE, why="出租车驾驶员犯故意伤害罪", certificate="taxi"),
    Variant(
        kind=IN,
        why="网约车驾驶员犯故意伤害罪判处拘役",
        penalty="detention",
        months=3,
        certificate=HAILED,
    ),
    Variant(kind=LIKE, why="网约车驾驶员犯盗窃罪", charge="盗窃罪", certificate=HAILED),
    Variant(kind=LIKE, why="货车驾驶员犯故意伤害罪", certificate="freight"),
    Variant(kind=LIKE, why="网约车证已注销", certificate=HAILED, status="cancelled"),
)


def disqualified(city: City) -> Plants:
    """The planted persons with judgment and qualification."""
    plants = Plants()
    who = with_people(city, subjects(city, VARIANTS, EACH)).with_columns(unit="county")
    tell(plants, MODEL, "person", who, "person_id")
    plants.add("criminal_judgment", _judged(city, who))
    plants.add("cc_subject", _corrected(who))
    is_teacher = pl.col("certificate").is_null()
    plants.add("practice_registration", _teachers(city, who.filter(is_teacher)))
    plants.add("transport_cert", _drivers(who.filter(~is_teacher)))
    return plants


def _judged(city: City, who: pl.DataFrame) -> pl.DataFrame:
    course = who.with_columns(
        case_no=numbered("（2024）演31刑初{}号", who.height),
        crime_on=date(2023, 11, 6),
        judged_on=date(2024, 4, 3),
        effective_on=EFFECTIVE,
        main_penalty="penalty",
        prison_months="months",
        probation_months=pl.lit(PROBATION),
        fine_yuan=pl.lit(None, dtype=pl.Float64),
    )
    return judgments(city, "plants.disqualified", course).with_columns(
        fine_due_on=pl.lit(None, dtype=pl.Date)
    )


def _corrected(who: pl.DataFrame) -> pl.DataFrame:
    """The probation of all of them, reported in time and served."""
    end = EFFECTIVE.replace(year=2025)
    return who.select("person_id", "person_name", "charge", "unit").with_columns(
        kind=pl.lit("probation"),
        effective_on=EFFECTIVE,
        court_notice_on=EFFECTIVE,
        papers_received_on=date(2024, 4, 18),
        reported_on=date(2024, 4, 22),
        term_from_on=EFFECTIVE,
        term_to_on=end,
        ended_on=end,
        end_reason=pl.lit("expired"),
        home_city=pl.lit("演示市"),
        level=pl.lit("ordinary"),
        border_filed_on=date(2024, 4, 23),
    )


def _teachers(city: City, who: pl.DataFrame) -> pl.DataFrame:
    schools = city.draw("plants.disqualified.school", who.height).rows(city.firms_of("培训"))
    return who.with_columns(
        certificate_no=numbered("JS9{}", who.height, digits=8),
        practice_kind=pl.lit("teacher"),
        firm_uscc=schools["firm_uscc"],
        firm_name=schools["firm_name"],
        registered_on=date(2019, 7, 1),
        valid_to_on="valid_to",
    )


def _drivers(who: pl.DataFrame) -> pl.DataFrame:
    return who.with_columns(
        certificate_no=numbered("99019{}", who.height, digits=11),
        certificate_kind="certificate",
        issued_on=date(2020, 6, 1),
        valid_to_on="valid_to",
        cancelled_on=pl.when(pl.col("status") == "cancelled").then(pl.lit(AFTER)),
    )
