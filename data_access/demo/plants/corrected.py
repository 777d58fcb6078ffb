"""Planted community correction: M08-D, never reported, away without leave, or to be recalled.

A subject reports within ten days of effect (社矫法 21); away is where a journey, a hotel or a
violation shows him outside the home city without an approved leave that covers the time.
"""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M08-D"
EACH = 4
EFFECT = date(2025, 4, 1)
AWAY = datetime(2025, 7, 9, 3, tzinfo=UTC)
HOME, FAR = "演示市", "外市甲"


def corrected(city: City) -> Plants:
    """The planted subjects with their judgments, journeys, leaves and sanctions."""
    plants = Plants()
    for plant in (_reporting, _travelling, _staying, _driving, _recall, _at_midnight):
        plant(city, plants)
    return plants


def _subjects(  # noqa: PLR0913 - one argument a thing that differs
    city: City,
    plants: Plants,
    kind: Kind,
    why: str,
    reported: date | None = date(2025, 4, 7),
    *,
    is_registered: bool = True,
    home: str | None = HOME,
) -> pl.DataFrame:
    count = city.planted(EACH)
    people = city.take_people(count, pl.col("place") < 2)
    frame = people.with_columns(
        case_no="（2025）演06刑初" + pl.col("person_id").str.slice(8, 9) + "号",
        charge=pl.lit("寻衅滋事罪"),
        defendant_id="person_id",
        defendant_name="person_name",
        crime_on=date(2024, 11, 2),
        judged_on=date(2025, 3, 19),
        effective_on=EFFECT,
        main_penalty=pl.lit("prison"),
        prison_months=pl.lit(10),
        probation_months=pl.lit(18),
        papers_sent_on=date(2025, 4, 4),
        residence_code="county",
        unit="county",
    )
    plants.add("criminal_judgment", frame)
    if is_registered:
        subject = frame.with_columns(
            kind=pl.lit("probation"),
            court_notice_on=date(2025, 4, 3),
            papers_received_on=date(2025, 4, 5),
            reported_on=pl.lit(reported, dtype=pl.Date),
            term_from_on=EFFECT,
            term_to_on=date(2026, 9, 30),
            home_city=pl.lit(home, dtype=pl.String),
            level=pl.lit("ordinary"),
            border_filed_on=date(2025, 4, 10),
            is_minor=pl.lit(value=False),
        )
        plants.add("cc_subject", subject)
    plants.say(MODEL, "person", people["person_id"], people["county"], kind, why)
    return frame


def _reporting(city: City, plants: Plants) -> None:
    _subjects(city, plants, Kind.POSITIVE, "缓刑生效后从未入矫", is_registered=False)
    _subjects(city, plants, Kind.POSITIVE, "生效后二十日才报到", date(2025, 4, 21))
    _subjects(city, plants, Kind.BORDERLINE_IN, "第十一日报到", date(2025, 4, 12))
    _subjects(city, plants, Kind.BORDERLINE_OUT, "第十日报到", date(2025, 4, 11))
    _subjects(city, plants, Kind.POSITIVE, "已列管但没有报到", None)


def _journey(people: pl.DataFrame, at: datetime = AWAY, to: str = FAR) -> pl.DataFrame:
    return people.with_columns(
        from_city=pl.lit(HOME),
        to_city=pl.lit(to),
        departed_at=pl.lit(at),
        arrived_at=pl.lit(at + timedelta(hours=3)),
        carrier_kind=pl.lit("rail"),
        service_no=pl.lit("G8001"),
        crosses_border=pl.lit(value=False),
    ).drop("unit")


def _leave(
    people: pl.DataFrame, span: tuple[datetime, datetime], **more: bool | None
) -> pl.DataFrame:
    start, end = span
    return people.with_columns(
        applied_at=pl.lit(start - timedelta(days=1)),
        leave_from_at=pl.lit(start),
        leave_to_at=pl.lit(end),
        dest_city=pl.lit(FAR),
        purpose=pl.lit("就医"),
        is_approved=pl.lit(value=True),
        cancelled_at=pl.lit(end),
    ).with_columns(**{key: pl.lit(value) for key, value in more.items()})


def _travelling(city: City, plants: Plants) -> None:
    week = (AWAY - timedelta(days=1), AWAY + timedelta(days=6))
    before = (AWAY - timedelta(days=9), AWAY - timedelta(hours=1))
    cases: tuple[
        tuple[Kind, str, tuple[datetime, datetime] | None, dict[str, bool | None]], ...
    ] = (
        (Kind.POSITIVE, "未请假乘火车外出", None, {}),
        (Kind.LOOKALIKE, "经批准请假外出", week, {}),
        (Kind.POSITIVE, "请假未获批准而外出", week, {"is_approved": False}),
        (Kind.BORDERLINE_IN, "假期届满后一小时外出", before, {}),
        (Kind.BORDERLINE_OUT, "假期开始后一小时外出", (AWAY - timedelta(hours=1), week[1]), {}),
        (Kind.CANNOT_JUDGE, "请假没有批准结果", week, {"is_approved": None}),
    )
    for kind, why, span, more in cases:
        people = _subjects(city, plants, kind, why)
        plants.add("travel_record", _journey(people))
        if span is not None:
            plants.add("cc_leave", _leave(people, span, **more))
    people = _subjects(city, plants, Kind.LOOKALIKE, "解除矫正后外出")
    plants.add("travel_record", _journey(people, datetime(2025, 12, 20, 3, tzinfo=UTC)))
    ended = plants.frames["cc_subject"].pop()
    plants.add(
        "cc_subject",
        ended.with_columns(
            term_to_on=date(2025, 12, 1), ended_on=date(2025, 12, 1), end_reason=pl.lit("expired")
        ),
    )
    people = _subjects(city, plants, Kind.CANNOT_JUDGE, "没有执行地，不知何为外出", home=None)
    plants.add("travel_record", _journey(people))


def _staying(city: City, plants: Plants) -> None:
    for kind, why, division in (
        (Kind.POSITIVE, "未请假在外市住宿", "990401"),
        (Kind.LOOKALIKE, "在本市住宿", "990101"),
    ):
        people = _subjects(city, plants, kind, why)
        plants.add(
            "hotel_stay",
            people.with_columns(
                hotel_code=pl.lit("H9904"),
                hotel_name=pl.lit("演示旅馆"),
                division_code=pl.lit(division),
                checked_in_at=pl.lit(AWAY),
                checked_out_at=pl.lit(AWAY + timedelta(hours=14)),
                room=pl.lit("301"),
                is_minor=pl.lit(value=False),
            ).drop("unit"),
        )


def _driving(city: City, plants: Plants) -> None:
    for kind, why, place in (
        (Kind.POSITIVE, "未请假在外市驾车违法", FAR),
        (Kind.LOOKALIKE, "在本市驾车违法", HOME),
    ):
        people = _subjects(city, plants, kind, why)
        plants.add(
            "traffic_violation",
            people.with_columns(
                plate_no="演C" + pl.col("person_id").str.slice(13, 4) + "7",
                driver_id="person_id",
                driver_name="person_name",
                happened_at=pl.lit(AWAY),
                city=pl.lit(place),
                place=pl.lit("高速公路"),
                violation=pl.lit("超速"),
                fine_yuan=pl.lit(200.0),
                points=pl.lit(3),
                is_on_site=pl.lit(value=True),
            ).drop("unit"),
        )


def _recall(city: City, plants: Plants) -> None:
    for kind, why, is_proposed in (
        (Kind.POSITIVE, "矫正期间被行政拘留而未处置", False),
        (Kind.LOOKALIKE, "被行政拘留后已提请撤销缓刑", True),
    ):
        people = _subjects(city, plants, kind, why)
        plants.add(
            "detention_in_out",
            people.with_columns(
                place=pl.lit("演示市甲县拘留所"),
                place_kind=pl.lit("lockup"),
                entered_on=date(2025, 8, 4),
                left_on=date(2025, 8, 14),
                enter_reason=pl.lit("administrative_detention"),
                leave_reason=pl.lit("released"),
            ),
        )
        if is_proposed:
            plants.add(
                "cc_sanction",
                people.with_columns(
                    decided_on=date(2025, 8, 20),
                    sanction=pl.lit("probation_revocation_proposed"),
                    reason=pl.lit("违反治安管理规定"),
                    proposed_on=date(2025, 8, 18),
                ),
            )


def _at_midnight(city: City, plants: Plants) -> None:
    """A face a day a few minutes after midnight: the device is at home, the subject may not be."""
    for kind, why, hour in (
        (Kind.POSITIVE, "连续一个月零时签到，疑人机分离", 16),
        (Kind.LOOKALIKE, "每日上午签到", 1),
    ):
        people = _subjects(city, plants, kind, why)
        days = pl.DataFrame({"day": range(30)})
        start = datetime(2025, 6, 1, hour, 2, tzinfo=UTC)
        plants.add(
            "cc_checkin",
            people.join(days, how="cross").with_columns(
                checked_at=pl.lit(start) + pl.duration(days="day"),
                longitude=pl.lit(110.05),
                latitude=pl.lit(30.05),
                city=pl.lit(HOME),
                device_id="D" + pl.col("person_id").str.slice(6, 11),
                check_kind=pl.lit("face"),
                is_face_ok=pl.lit(value=True),
            ),
        )
