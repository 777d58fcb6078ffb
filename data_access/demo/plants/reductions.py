"""Planted reductions of sentence: M08-A, beyond their cap, too early, too soon, or undeserved.

Caps, starts and intervals are those of 减刑规定 6 and 7; able to pay but unpaid is that of
财产性判项规定 6. The day of proposal and that of the ruling lie on the same side of each threshold,
so that it does not matter from which a model counts.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later, month_starts
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import term
from data_access.demo.plants.variants import Family, Values, Variant, changed

MODEL = "M08-A"
GROWN = (pl.col("place") == 2) & (pl.col("born_on") < date(2000, 1, 1))
TERM = date(2022, 1, 10)
PROPOSED, RULED = date(2025, 6, 10), date(2025, 7, 8)
YEAR_BEFORE = (date(2024, 6, 1), date(2025, 5, 1))
UNPAID = {"property_paid_yuan": 500.0}


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """A prisoner of eight years reduced once by six months, with accounts and scores."""
    inmate = term(
        "Z7",
        "故意伤害罪",
        96,
        TERM,
        term_to_on=date(2030, 1, 9),
        property_payable_yuan=5_000.0,
        property_paid_yuan=5_000.0,
        is_disabled=False,
    )
    months = people.join(month_starts(*YEAR_BEFORE), how="cross")
    return {
        "inmate": changed(people, inmate),
        "commutation": _reduced(people),
        "inmate_account": _accounts(months),
        "inmate_score": _scores(months),
    }


def _reduced(people: pl.DataFrame) -> pl.DataFrame:
    return people.with_columns(
        sequence=pl.lit(1),
        kind=pl.lit("commutation"),
        proposed_on=PROPOSED,
        ruled_on=RULED,
        ruling_no="（2025）演03刑更" + pl.col("person_id").str.slice(8, 9) + "号",
        reduced_months=pl.lit(6),
        proposed_months=pl.lit(6),
        merit=pl.lit("repentance"),
        points_at_proposal=pl.lit(2_800),
        praise_count=pl.lit(5),
        status=pl.lit("granted"),
        ward=pl.lit("5监区"),
    )


def _accounts(months: pl.DataFrame) -> pl.DataFrame:
    return months.with_columns(
        deposit_yuan=pl.lit(300.0),
        spent_yuan=pl.lit(120.0),
        quota_yuan=pl.lit(500.0),
        balance_yuan=pl.lit(900.0),
        payer_name=pl.lit("亲属"),
        payer_relation=pl.lit("父母"),
        penalty_paid_yuan=pl.lit(0.0),
    )


def _scores(months: pl.DataFrame) -> pl.DataFrame:
    return months.with_columns(
        score=pl.lit(110.0),
        base_score=pl.lit(100.0),
        added_score=pl.lit(10.0),
        deducted_score=pl.lit(0.0),
        reward=pl.lit("none"),
        post=pl.lit("缝纫"),
        post_kind=pl.lit("production"),
        ward=pl.lit("5监区"),
    )


def _granted(months: int | None, merit: str | None = "repentance") -> dict[str, Values]:
    return {"commutation": {"reduced_months": months, "proposed_months": months, "merit": merit}}


def _strict(months: int, *, is_strict: bool | None) -> dict[str, Values]:
    """A reduction for repentance and major merit of one whose category is strict, or is not."""
    reason = "recidivist" if is_strict else None
    category: Values = {"is_strict_category": is_strict, "strict_reason": reason}
    return {"inmate": category, **_granted(months, "repentance_and_major_merit")}


def _from(day: date, months: int | None = 96) -> dict[str, Values]:
    """A term of so many months that began, in prison, on this day."""
    end = later(pl.lit(day), 30 * (months or 96))
    length: Values = {"sentence_months": months, "term_to_on": end}
    return {"inmate": {"term_from_on": day, "entered_on": day, **length}}


def _before(ruled: date, **more: object) -> tuple[str, Values]:
    """An earlier reduction of which nothing but the day of its ruling is new."""
    rows = _reduced(pl.DataFrame({"person_id": [""]})).drop("person_id", "ruling_no")
    values = rows.row(0, named=True)
    paper = "（2024）演03刑更" + pl.col("person_id").str.slice(8, 9) + "号"
    earlier: Values = {
        "sequence": 1,
        "proposed_on": later(pl.lit(ruled), -20),
        "ruled_on": ruled,
        "ruling_no": paper,
        **more,
    }
    return "commutation", {**values, **earlier}


def _late(score: float) -> dict[str, Values]:
    """A score in the three months before the proposal that differs from the nine before them."""
    is_late = pl.col("month_on") >= date(2025, 3, 1)
    value = pl.when(is_late).then(score).otherwise(100.0)
    return {"inmate_score": {"score": value, "added_score": value - 100.0}}


def _moved(post: str, wards: int) -> dict[str, Values]:
    """So many wards within the year, at the end in this post."""
    ward = (pl.col("month_on").dt.month() % wards + 1).cast(pl.String) + "监区"
    return {"inmate_score": {"ward": ward, "post_kind": post}}


def _spending(share: float, *, is_disabled: bool = False) -> dict[str, Values]:
    """Most of the property penalty unpaid, this share of the quota spent every month."""
    inmate: Values = {**UNPAID, "is_disabled": is_disabled}
    return {"inmate": inmate, "inmate_account": {"spent_yuan": round(500.0 * share, 2)}}


def _again(kind: Kind, why: str, *earlier: tuple[str, Values]) -> Variant:
    return Variant(kind=kind, why=why, changes={"commutation": {"sequence": 3}}, adds=earlier)


def _cancelled(time: int) -> tuple[str, Values]:
    day = date(2023, 10 + time, 6)
    return _before(day, sequence=time, status="cancelled_by_prison", reduced_months=None)


IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT


def _caps() -> tuple[Variant, ...]:
    return (
        Variant(kind=Kind.POSITIVE, why="确有悔改表现一次减刑十四个月", changes=_granted(14)),
        Variant(kind=IN, why="确有悔改表现一次减刑十个月", changes=_granted(10)),
        Variant(kind=OUT, why="确有悔改表现一次减刑九个月", changes=_granted(9)),
        Variant(
            kind=OUT,
            why="悔改并立功一次减刑一年",
            changes=_granted(12, "repentance_and_merit"),
        ),
        Variant(
            kind=Kind.LOOKALIKE,
            why="重大立功一次减刑十八个月，未超幅度",
            changes=_granted(18, "major_merit"),
        ),
        Variant(kind=IN, why="从严对象一次减刑十三个月", changes=_strict(13, is_strict=True)),
        Variant(kind=OUT, why="从严对象一次减刑十二个月", changes=_strict(12, is_strict=True)),
        Variant(
            kind=Kind.LOOKALIKE,
            why="悔改并重大立功减刑二十个月，非从严对象",
            changes=_strict(20, is_strict=False),
        ),
    )


def _other_caps() -> tuple[Variant, ...]:
    """Where no cap holds, or none is known."""
    life: Values = {"original_penalty": "life", "sentence_months": None}
    return (
        Variant(
            kind=Kind.LOOKALIKE,
            why="原判无期徒刑减为有期，另有幅度",
            changes={"inmate": life, **_granted(None)},
        ),
        Variant(
            kind=Kind.LOOKALIKE,
            why="假释，没有减刑幅度",
            changes={"commutation": {"kind": "parole", "reduced_months": None}},
        ),
        Variant(
            kind=Kind.CANNOT_JUDGE,
            why="减刑十个月而没有减刑理由",
            changes=_granted(10, None),
        ),
        Variant(
            kind=Kind.CANNOT_JUDGE,
            why="减刑十八个月而不知是否从严对象",
            changes=_strict(18, is_strict=None),
        ),
    )


def _times() -> tuple[Variant, ...]:
    """Starts (18 months of a term of 96) and intervals (12 months); the ruling is of July 2025."""
    return (
        Variant(kind=Kind.POSITIVE, why="执行一年即提请减刑", changes=_from(date(2024, 6, 3))),
        Variant(kind=IN, why="裁定时差两日满一年六个月", changes=_from(date(2024, 1, 10))),
        Variant(kind=OUT, why="提请时恰满一年六个月", changes=_from(date(2023, 12, 10))),
        Variant(
            kind=Kind.LOOKALIKE,
            why="刑期四年，执行满一年即可提请",
            changes=_from(date(2024, 5, 6), 48),
        ),
        Variant(
            kind=Kind.CANNOT_JUDGE,
            why="执行十三个月而不知原判刑期",
            changes=_from(date(2024, 5, 6), None),
        ),
        _again(Kind.POSITIVE, "距前次减刑仅七个月", _before(date(2024, 11, 4))),
        _again(IN, "裁定时距前次减刑差二日满一年", _before(date(2024, 7, 10))),
        _again(OUT, "提请时距前次减刑满一年零二日", _before(date(2024, 6, 8))),
        _again(
            Kind.LOOKALIKE,
            "前次提请未获准许，不计间隔",
            _before(date(2024, 11, 4), status="refused", reduced_months=None),
        ),
        _again(
            Kind.CANNOT_JUDGE,
            "前次减刑没有裁定日期",
            _before(date(2024, 11, 4), ruled_on=None, proposed_on=None),
        ),
    )


def _means() -> tuple[Variant, ...]:
    no_accounts = {"inmate": UNPAID, "inmate_account": None}
    return (
        Variant(kind=Kind.POSITIVE, why="财产刑未履行而每月顶额消费", changes=_spending(0.98)),
        Variant(kind=IN, why="财产刑未履行而消费恰为额度九成", changes=_spending(0.9)),
        Variant(kind=OUT, why="财产刑未履行，消费为额度八成八", changes=_spending(0.88)),
        Variant(kind=Kind.LOOKALIKE, why="财产刑未履行，几无消费", changes=_spending(0.1)),
        Variant(
            kind=Kind.LOOKALIKE,
            why="财产刑已履行，每月顶额消费",
            changes={"inmate_account": {"spent_yuan": 490.0}},
        ),
        Variant(kind=Kind.CANNOT_JUDGE, why="财产刑未履行而没有账户记录", changes=no_accounts),
        Variant(kind=Kind.POSITIVE, why="提请前三个月分数骤升六成", changes=_late(160.0)),
        Variant(kind=IN, why="提请前三个月分数升五成", changes=_late(150.0)),
        Variant(kind=OUT, why="提请前三个月分数升四成八", changes=_late(148.0)),
        Variant(kind=Kind.POSITIVE, why="一年内换三个监区并到伙房", changes=_moved("kitchen", 3)),
        Variant(kind=OUT, why="到伙房而只换过一个监区", changes=_moved("kitchen", 2)),
        Variant(kind=Kind.LOOKALIKE, why="换三个监区均在生产岗位", changes=_moved("production", 3)),
        Variant(
            kind=Kind.LOOKALIKE,
            why="残疾罪犯换三个监区并从事轻微劳动",
            changes={"inmate": {"is_disabled": True}, **_moved("light", 3)},
        ),
        _again(Kind.POSITIVE, "两次提请均被监狱撤销后再次提请", _cancelled(1), _cancelled(2)),
        _again(OUT, "一次提请被监狱撤销后再次提请", _cancelled(1)),
    )


def reductions(city: City) -> Plants:
    """The planted prisoners with their reductions, accounts and scores."""
    variants = (*_caps(), *_other_caps(), *_times(), *_means())
    return Family(model=MODEL, sound=sound, variants=variants, who=GROWN).planted(city)
