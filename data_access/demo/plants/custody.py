"""Planted stays in the detention house: M08-F, custody beyond its term, unannounced, or too long.

The house announces the end within the last seven days (刑诉规则 615); a lawyer is met within 48
hours (刑诉法 39); three years without a judgment are our default [D].
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import filing, stay
from data_access.demo.plants.variants import Family, Values, Variant, changed, serial

MODEL = "M08-F"
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
PLACE = "演示市甲县看守所"
DUE = date(2025, 11, 20)
ASKED = datetime(2025, 10, 13, 2, tzinfo=UTC)
YOUNG = (pl.col("place") == 2) & (pl.col("born_on") < date(2003, 1, 1))


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """In custody since September, the term running until February."""
    held = stay(
        "K6",
        date(2025, 9, 1),
        left_on=None,
        leave_reason=None,
        stage="investigation",
        custody_due_on=date(2026, 2, 1),
        sentenced_on=None,
    )
    return {"detention_in_out": changed(people, held)}


def _stay(kind: Kind, why: str, *adds: tuple[str, Values], **held: object) -> Variant:
    return Variant(kind=kind, why=why, changes={"detention_in_out": held}, adds=adds)


def _event(event: str, at: datetime, asked: datetime | None, **more: object) -> tuple[str, Values]:
    values: Values = {
        "place": PLACE,
        "event_kind": event,
        "happened_at": at,
        "requested_at": asked,
        "is_refused": False,
    }
    return "custody_event", {**values, **more}


def _notice(due: date, days: int) -> tuple[str, Values]:
    """The announcement so many days before the term ends."""
    at = datetime(due.year, due.month, due.day, 1, tzinfo=UTC) - timedelta(days=days)
    return _event("expiry_notice", at, at)


def _terms() -> tuple[Variant, ...]:
    number = serial("演公刑立字〔2025〕7{}号")
    case = filing(number, "诈骗案", date(2025, 8, 29), last_action_on=date(2025, 11, 18))
    arrest: Values = {
        "filing_no": number,
        "suspect_id": pl.col("person_id"),
        "suspect_name": pl.col("person_name"),
        "measure": "arrest",
        "started_on": date(2025, 9, 20),
        "due_on": DUE,
        "extended_to_on": date(2026, 1, 20),
        "extension_reason": "案情复杂、期限届满不能终结",
    }
    last = date(2025, 12, 31)
    return (
        _stay(Kind.POSITIVE, "羁押期限届满四十日仍在押", _notice(DUE, 4), custody_due_on=DUE),
        _stay(
            IN,
            "羁押期限届满一日仍在押",
            _notice(date(2025, 12, 30), 5),
            custody_due_on=date(2025, 12, 30),
        ),
        _stay(OUT, "羁押期限当日届满", _notice(last, 6), custody_due_on=last),
        _stay(
            Kind.LOOKALIKE,
            "已批准延长侦查羁押期限",
            ("criminal_filing", case),
            ("coercive_measure", arrest),
            _notice(DUE, 5),
            custody_due_on=DUE,
        ),
        _stay(
            Kind.LOOKALIKE,
            "已判决，不再计侦查羁押期限",
            custody_due_on=DUE,
            stage="sentenced",
            sentenced_on=date(2025, 11, 10),
        ),
        _stay(Kind.CANNOT_JUDGE, "没有羁押期限届满日", custody_due_on=None),
    )


def _announced() -> tuple[Variant, ...]:
    """Out of custody on the last day of the term, announced or not."""
    left: Values = {"custody_due_on": DUE, "left_on": DUE, "leave_reason": "measure_changed"}
    return (
        _stay(Kind.POSITIVE, "期限届满当日变更而此前未通知办案机关", **left),
        _stay(IN, "届满前第八日通知，不在最后七日之内", _notice(DUE, 8), **left),
        _stay(OUT, "届满前第七日通知", _notice(DUE, 7), **left),
        _stay(
            Kind.LOOKALIKE,
            "期限届满前半月已变更强制措施，无须通知",
            **{**left, "left_on": date(2025, 11, 5)},
        ),
    )


def _long() -> tuple[Variant, ...]:
    judged: Values = {"stage": "sentenced", "sentenced_on": date(2023, 3, 1)}
    return (
        _stay(Kind.POSITIVE, "未决羁押三年半", entered_on=date(2022, 6, 1)),
        _stay(IN, "未决羁押满三年零二日", entered_on=date(2022, 12, 29)),
        _stay(OUT, "未决羁押差三日满三年", entered_on=date(2023, 1, 3)),
        _stay(
            Kind.LOOKALIKE,
            "羁押三年，早已判决",
            entered_on=date(2022, 6, 1),
            remaining_months=2.0,
            **judged,
        ),
    )


def _lawyers() -> tuple[Variant, ...]:
    def met(kind: Kind, why: str, hours: int, event: str = "lawyer_meeting") -> Variant:
        return _stay(kind, why, _event(event, ASKED + timedelta(hours=hours), ASKED))

    at = ASKED + timedelta(hours=20)
    number = serial("演公刑立字〔2025〕8{}号")
    terror = filing(number, "组织、领导、参加恐怖组织案", date(2025, 8, 29))
    refused = _event("lawyer_meeting", at, ASKED, is_refused=True)
    unknown = _event("lawyer_meeting", at, None, is_refused=None)
    return (
        _stay(Kind.POSITIVE, "拒绝律师会见", refused),
        met(Kind.POSITIVE, "申请四日后才安排律师会见", 96),
        met(IN, "申请四十九小时后安排律师会见", 49),
        met(OUT, "申请恰四十八小时安排律师会见", 48),
        met(Kind.LOOKALIKE, "家属会见不适用四十八小时", 96, "family_visit"),
        _stay(
            Kind.LOOKALIKE,
            "恐怖活动犯罪案件，会见须经侦查机关许可",
            ("criminal_filing", terror),
            refused,
        ),
        _stay(Kind.CANNOT_JUDGE, "会见没有申请时间也无是否拒绝", unknown),
    )


def custody(city: City) -> Plants:
    """The planted stays with the events in the house."""
    variants = (*_terms(), *_announced(), *_long(), *_lawyers())
    return Family(model=MODEL, sound=sound, variants=variants, who=YOUNG).planted(city)
