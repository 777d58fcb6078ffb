"""What prisons and community correction know of those who were sentenced."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import LAST_DAY, later, month_starts, until_last_day
from data_access.demo.city.people import CITY_NAME

PRISON = "演示监狱"
OFFICERS = [f"狱警{number}" for number in range(1, 80)]
JUDGES = [f"审判员{number}" for number in range(1, 40)]


def cc_subject(city: City) -> pl.DataFrame:
    """Those on probation, reported within ten days of effect."""
    frame = city.table("_criminal").filter(pl.col("probation_months").is_not_null())
    draw = city.draw("cc_subject", frame.height)
    reported = later("effective_on", draw.whole(1, 9))
    end = later("effective_on", (pl.col("probation_months") * 30).cast(pl.Int64))
    return frame.with_columns(
        kind=pl.lit("probation"),
        court_notice_on=later("effective_on", draw.whole(0, 4)),
        papers_received_on=later("effective_on", draw.whole(0, 9)),
        reported_on=until_last_day(reported).fill_null(LAST_DAY),
        term_from_on="effective_on",
        term_to_on=end,
        ended_on=until_last_day(end),
        end_reason=pl.when(end <= LAST_DAY).then(pl.lit("expired")),
        home_city=pl.lit(CITY_NAME),
        level=draw.pick({"ordinary": 6, "light": 3, "strict": 1}),
        border_filed_on=reported,
        is_minor=pl.lit(value=False),
        unit="county",
    )


def cc_checkin(city: City) -> pl.DataFrame:
    """Check-ins by face in the home city, by day and never all at one minute."""
    subjects = city.table("cc_subject")
    count = city.rows(150_000)
    draw = city.draw("cc_checkin", count)
    chosen = draw.rows(subjects)
    span = (chosen["term_to_on"] - chosen["reported_on"]).dt.total_days()
    day = chosen.select(later("reported_on", (draw.share() * span).cast(pl.Int64)).alias("day"))[
        "day"
    ]
    return checkins(chosen, draw.instant(day, 8, 20), draw.share(), draw.share()).filter(
        pl.lit(day) <= LAST_DAY
    )


def checkins(
    chosen: pl.DataFrame, at: pl.Series, east: pl.Series, north: pl.Series
) -> pl.DataFrame:
    """Check-ins of these persons at these instants, somewhere in the home city."""
    return chosen.select(
        "person_id",
        checked_at=at,
        longitude=110.0 + east * 0.1,
        latitude=30.0 + north * 0.1,
        place=pl.lit("住所"),
        city=pl.lit(CITY_NAME),
        device_id="D" + pl.col("person_id").str.slice(6, 11),
        check_kind=pl.lit("face"),
        is_face_ok=pl.lit(value=True),
        unit="county",
    )


def cc_leave(city: City) -> pl.DataFrame:
    """Approved leaves to other cities, cancelled on return."""
    subjects = city.table("cc_subject")
    count = min(city.rows(4_000), subjects.height * 3)
    draw = city.draw("cc_leave", count)
    chosen = draw.rows(subjects)
    asked = draw.instant(chosen.select(later("reported_on", draw.whole(1, 25))).to_series())
    start = pl.lit(asked) + pl.duration(hours=24)
    end = start + pl.duration(hours=pl.lit(draw.whole(12, 120)))
    return chosen.with_columns(
        applied_at=asked,
        leave_from_at=start,
        leave_to_at=end,
        dest_city=draw.pick(["外市甲", "外市乙"]),
        purpose=draw.pick(["就医", "务工", "探亲"]),
        is_approved=pl.lit(value=True),
        approved_by=pl.lit("司法所"),
        cancelled_at=end,
    ).filter(end.dt.date() <= LAST_DAY)


def cc_sanction(city: City) -> pl.DataFrame:
    """Admonitions and warnings, at most one a subject."""
    chosen = city.draw("cc_sanction", city.rows(300)).some(city.table("cc_subject"))
    draw = city.draw("cc_sanction.kind", chosen.height)
    decided = until_last_day(later("reported_on", draw.whole(10, 50))).fill_null(LAST_DAY)
    return chosen.with_columns(
        decided_on=decided,
        sanction=draw.pick({"admonition": 6, "warning": 3, "praise": 1}),
        document_no="演社矫" + draw.digits(6) + "号",
        reason=pl.lit("未按时报告"),
        proposed_on=decided,
    )


def inmate(city: City) -> pl.DataFrame:
    """Prisoners of the last ten years with long terms, their property penalty paid."""
    count = city.rows(1_500)
    known = city.table("_criminal")
    people = city.living.filter(pl.col("place") == 2, pl.col("born_on") < date(2000, 1, 1))
    chosen = city.draw("inmate", count).some(people.join(known, on="person_id", how="anti"))
    draw = city.draw("inmate.term", chosen.height)
    months = draw.whole(40, 150)
    start = draw.day(date(2016, 1, 1), date(2022, 12, 31))
    end = later(start, months * 30)
    payable = draw.pick([2_000.0, 5_000.0, 20_000.0])
    return chosen.with_columns(
        inmate_no="Z" + draw.digits(8),
        prison=pl.lit(PRISON),
        charge=draw.pick(["盗窃罪", "故意伤害罪", "诈骗罪", "抢劫罪"]),
        original_penalty=pl.lit("prison"),
        sentence_months=months,
        term_from_on=start,
        term_to_on=end,
        entered_on=later(start, draw.whole(90, 200)),
        left_on=until_last_day(end),
        leave_reason=pl.when(end <= LAST_DAY).then(pl.lit("term_served")),
        is_strict_category=pl.lit(value=False),
        property_payable_yuan=payable,
        property_paid_yuan=payable,
        is_disabled=pl.lit(value=False),
    )


def _months_inside(city: City) -> pl.DataFrame:
    """Prisoners by month inside over the last three years."""
    rows = city.table("inmate").join(month_starts(date(2023, 1, 1)), how="cross")
    is_inside = (pl.col("month_on") > pl.col("entered_on")) & (
        pl.col("left_on").is_null() | (pl.col("month_on") < pl.col("left_on"))
    )
    return rows.filter(is_inside)


def inmate_score(city: City) -> pl.DataFrame:
    """Scores by month."""
    rows = city.table("_months_inside")
    draw = city.draw("inmate_score", rows.height)
    added = draw.whole(0, 20)
    return rows.with_columns(
        score=100.0 + added,
        base_score=pl.lit(100.0),
        added_score=added.cast(pl.Float64),
        deducted_score=pl.lit(0.0),
        reward=pl.lit("none"),
        post=pl.lit("缝纫"),
        post_kind=pl.lit("production"),
        ward=_ward(),
        officer_name=draw.pick(OFFICERS),
    )


def _ward() -> pl.Expr:
    """The ward in which a prisoner stays, by the number that the prison gave him."""
    number = pl.col("inmate_no").str.slice(-3).cast(pl.Int64) % 12 + 1
    return number.cast(pl.String) + "监区"


def inmate_account(city: City) -> pl.DataFrame:
    """Money in and out by month, below the quota."""
    rows = city.table("_months_inside")
    draw = city.draw("inmate_account", rows.height)
    return rows.with_columns(
        deposit_yuan=draw.yuan(260, 0.4),
        spent_yuan=(draw.share() * 250 + 30).round(2),
        quota_yuan=pl.lit(500.0),
        balance_yuan=draw.yuan(900),
        payer_name=pl.lit("亲属"),
        payer_relation=pl.lit("父母"),
        penalty_paid_yuan=pl.lit(0.0),
    )


def commutation(city: City) -> pl.DataFrame:
    """One reduction each for prisoners who had served two years, within its caps."""
    rows = city.table("inmate").filter(
        pl.col("term_from_on") < date(2020, 6, 1), pl.col("term_to_on") > date(2024, 6, 1)
    )
    draw = city.draw("commutation", rows.height)
    proposed = later("term_from_on", draw.whole(1_000, 1_300))
    return rows.with_columns(
        sequence=pl.lit(1),
        kind=pl.lit("commutation"),
        proposed_on=proposed,
        ruled_on=later(proposed, draw.whole(30, 80)),
        ruling_no="（2025）演01刑更" + draw.digits(6) + "号",
        reduced_months=draw.whole(3, 7),
        proposed_months=pl.lit(7),
        merit=pl.lit("repentance"),
        points_at_proposal=draw.whole(2_400, 3_600),
        praise_count=draw.whole(4, 6),
        status=pl.lit("granted"),
        ward=_ward(),
        officer_name=draw.pick(OFFICERS),
        judge_name=draw.pick(JUDGES),
    )


def medical_parole(city: City) -> pl.DataFrame:
    """Serving outside for an illness, reviewed every three months."""
    people = city.draw("medical_parole", city.rows(120)).some(city.table("inmate"))
    draw = city.draw("medical_parole.days", people.height)
    decided = draw.day(date(2025, 10, 5), date(2025, 12, 1))
    return people.with_columns(
        decided_on=decided,
        decided_by=pl.lit(PRISON),
        kind=pl.lit("disease"),
        disease=pl.lit("严重心力衰竭"),
        diagnosed_on=later(decided, -30),
        hospital=pl.lit("演示市第一医院"),
        is_designated_hospital=pl.lit(value=True),
        doctor_name=draw.pick([f"医师{number}" for number in range(1, 30)]),
        expires_on=later(decided, 180),
        reviewed_on=later(decided, draw.whole(5, 25)),
        review_result=pl.lit("still_meets"),
        guarantor_name=pl.lit("亲属"),
        correction_place=pl.lit(CITY_NAME),
    )


TABLES = {
    "_months_inside": _months_inside,
    "cc_subject": cc_subject,
    "cc_checkin": cc_checkin,
    "cc_leave": cc_leave,
    "cc_sanction": cc_sanction,
    "inmate": inmate,
    "inmate_score": inmate_score,
    "inmate_account": inmate_account,
    "commutation": commutation,
    "medical_parole": medical_parole,
}
