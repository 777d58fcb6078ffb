"""Planted penalty decisions: M03-G (fines not enforced) and M11-A, NL-1 to NL-9.

A case is one decision. Its three months for applying to the court begin when the time to sue ends
(行政强制法 53, 行诉解释 156), anew when a respite by instalments ends (行政处罚法 72).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import LAST_DAY, days_before, later
from data_access.demo.city.enforcement import TO_SUE_DAYS, applications, decisions_of, parties
from data_access.demo.plants.plant import Kind, Plants

Values = Mapping[str, object]
FINES, NL = "M03-G", "M11-A-NL-"
EACH = 4
"""So many of each variant at scale 1."""
BATCH, TINY = 40, 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Decisions of one kind: what is changed in them, and in their application (None: none)."""

    models: Sequence[str]
    kind: Kind
    why: str
    decision: Values
    application: Values | None = None
    count: int = EACH


def penalties(city: City) -> Plants:
    """The planted decisions, each with its application where there is one."""
    plants = Plants()
    first = city.rows(40_000) + 1
    done = 0
    for number, variant in enumerate((*unpaid_variants(), *application_variants())):
        count = city.planted(variant.count)
        name = f"plants.penalties.{number}"
        decisions = _changed(_decisions(city, name, count, first + done), variant.decision)
        done += count
        for model in variant.models:
            plants.say(
                model,
                "case",
                decisions["decision_no"],
                decisions["county"],
                variant.kind,
                variant.why,
            )
        if variant.application is not None:
            made = applications(city, name, decisions)
            serial = numbered("（2025）演03行审{}号", count, first=done - count + 1, digits=5)
            made = _changed(made.with_columns(nonlit_no=serial), variant.application)
            plants.add("nonlit_exec", made)
            decisions = _after(decisions, made)
        plants.add("admin_penalty", decisions)
    return plants


def _decisions(city: City, name: str, count: int, first: int) -> pl.DataFrame:
    decided = city.draw(name, count).day(date(2024, 2, 1), date(2024, 8, 31))
    frame = decisions_of(city, name, parties(city, name, count), decided)
    return frame.with_columns(
        decision_no=numbered("演罚决字〔2025〕{}号", count, first=first),
        paid_yuan=pl.lit(0.0),
        paid_on=pl.lit(None, dtype=pl.Date),
        status=pl.lit("unperformed"),
        urged_on=later("suit_deadline_on", 10),
        surcharge_yuan="fine_yuan",
        installment_to_on=pl.lit(None, dtype=pl.Date),
    )


def _after(decisions: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """The decisions as they stand after their applications: paid where the court enforced them."""
    known = made.select("decision_no", "urged_on", "surcharge_yuan", "executed_on")
    is_paid = pl.col("executed_on").is_not_null()
    return (
        decisions.drop("urged_on", "surcharge_yuan")
        .join(known, on="decision_no")
        .with_columns(
            paid_yuan=pl.when(is_paid).then("fine_yuan").otherwise(0.0),
            paid_on="executed_on",
            status=pl.when(is_paid).then(pl.lit("performed")).otherwise(pl.lit("applied_to_court")),
        )
    )


def _changed(frame: pl.DataFrame, values: Values) -> pl.DataFrame:
    """The frame with these values, a none of the column's own type."""
    return frame.with_columns(
        **{
            name: value
            if isinstance(value, pl.Expr)
            else pl.lit(value, dtype=_type(frame, name, value))
            for name, value in values.items()
        }
    )


def _type(frame: pl.DataFrame, name: str, value: object) -> pl.DataType | None:
    return frame.schema[name] if value is None else None


def ending(deadline: date) -> Values:
    """The days of a decision whose time to sue ends on this day."""
    served = days_before(deadline, TO_SUE_DAYS)
    return {
        "acted_on": days_before(served, 90),
        "decided_on": days_before(served, 3),
        "served_on": served,
        "pay_due_on": days_before(served, -15),
        "suit_deadline_on": deadline,
    }


def unpaid_variants() -> Sequence[Variant]:
    """Decisions that are unpaid, or seem so, and for which nobody applied."""
    both = (FINES, NL + "4")
    paid_late = {
        "paid_yuan": pl.col("fine_yuan"),
        "paid_on": date(2025, 11, 3),
        "status": "performed",
    }
    nothing = {"served_on": None, "suit_deadline_on": None, "pay_due_on": None}
    contested = {"is_contested": True, "contest_from_on": date(2025, 2, 1)}
    return (
        Variant(models=both, kind=Kind.POSITIVE, why="未缴纳，申请期限早已届满，未申请强制执行", decision=ending(date(2025, 3, 10)), count=6),
        Variant(models=both, kind=Kind.BORDERLINE_IN, why="申请期限昨日届满", decision=ending(date(2025, 9, 30))),
        Variant(models=(FINES,), kind=Kind.POSITIVE, why="申请期限还剩十五日", decision=ending(date(2025, 10, 15))),
        Variant(models=both, kind=Kind.BORDERLINE_OUT, why="申请期限还剩三十日以上", decision=ending(date(2025, 11, 5))),
        Variant(models=both, kind=Kind.LOOKALIKE, why="已批准分期缴纳，期限未到", decision={**ending(date(2025, 3, 10)), "installment_to_on": date(2026, 3, 31)}),
        Variant(models=both, kind=Kind.LOOKALIKE, why="逾期后已全额缴纳", decision={**ending(date(2025, 3, 10)), **paid_late}),
        Variant(models=both, kind=Kind.LOOKALIKE, why="决定已撤销", decision={**ending(date(2025, 3, 10)), "status": "revoked"}),
        Variant(models=both, kind=Kind.LOOKALIKE, why="正在行政诉讼中", decision={**ending(date(2025, 3, 10)), **contested}),
        Variant(models=both, kind=Kind.CANNOT_JUDGE, why="没有送达日期和起诉期限", decision=nothing),
        Variant(models=(NL + "5",), kind=Kind.POSITIVE, why="逾期缴纳而没有加处罚款", decision={**ending(date(2025, 3, 10)), **paid_late, "surcharge_yuan": 0.0}),
        Variant(models=(NL + "9", *both), kind=Kind.POSITIVE, why="同一机关大量小额罚款从未收缴", decision={**ending(date(2025, 2, 20)), "fine_yuan": 100.0, "surcharge_yuan": 100.0, "agency_name": "演示市乙县城市管理局", "unit": "990102", "county": "990102", "behaviour": "占道经营", "land_area_sqm": None, "land_use": None, "other_penalty": None}, count=TINY),
    )  # fmt: skip


def application_variants() -> Sequence[Variant]:
    """Decisions for which the agency applied, each breaking one rule or just keeping it."""
    end = pl.col("suit_deadline_on")
    return (
        *_time_of_applying(end),
        *_time_of_urging(),
        *_surcharges(),
        *_time_of_the_court(),
        *_after_the_ruling(),
    )


def _course(applied: pl.Expr, urged_before: int = 15) -> dict[str, pl.Expr]:
    """The days of an application made on this day, urged and judged as they should be."""
    return {
        "urged_on": later(applied, -urged_before),
        "applied_on": applied,
        "accepted_on": later(applied, 2),
        "ruled_on": later(applied, 6),
        "executed_on": later(applied, 40),
    }


def _time_of_applying(end: pl.Expr) -> Sequence[Variant]:
    three = end.dt.offset_by("3mo")
    unknown = {"suit_deadline_on": None, "served_on": None}
    respite = {"installment_to_on": end.dt.offset_by("6mo")}
    early, late = (NL + "1",), (NL + "3",)
    return (
        Variant(models=early, kind=Kind.POSITIVE, why="起诉期限未满即申请", decision={}, application=_course(later(end, -20))),
        Variant(models=early, kind=Kind.BORDERLINE_IN, why="起诉期限届满前一日申请", decision={}, application=_course(later(end, -1))),
        Variant(models=early, kind=Kind.BORDERLINE_OUT, why="起诉期限届满后一日申请", decision={}, application=_course(later(end, 1))),
        Variant(models=late, kind=Kind.POSITIVE, why="超过三个月才申请", decision={}, application=_course(later(three, 40))),
        Variant(models=late, kind=Kind.BORDERLINE_IN, why="超过三个月一日申请", decision={}, application=_course(later(three, 1))),
        Variant(models=late, kind=Kind.BORDERLINE_OUT, why="三个月的最后一日申请", decision={}, application=_course(three)),
        Variant(models=late, kind=Kind.LOOKALIKE, why="分期缴纳期满后三个月内申请", decision=respite, application=_course(end.dt.offset_by("7mo"))),
        Variant(models=(*early, *late), kind=Kind.CANNOT_JUDGE, why="没有送达日期和起诉期限", decision=unknown, application={**_course(pl.lit(date(2025, 5, 20))), **unknown}),
    )  # fmt: skip


def _time_of_urging() -> Sequence[Variant]:
    applied = later("suit_deadline_on", 30)
    model = (NL + "2",)
    return (
        Variant(models=model, kind=Kind.POSITIVE, why="申请前没有催告", decision={}, application={**_course(applied), "urged_on": None}),
        Variant(models=model, kind=Kind.POSITIVE, why="催告后第三日即申请", decision={}, application=_course(applied, 3)),
        Variant(models=model, kind=Kind.BORDERLINE_IN, why="催告后第九日申请", decision={}, application=_course(applied, 9)),
        Variant(models=model, kind=Kind.BORDERLINE_OUT, why="催告后第十一日申请", decision={}, application=_course(applied, 11)),
    )  # fmt: skip


def _surcharges() -> Sequence[Variant]:
    fine, model = pl.col("fine_yuan"), (NL + "5",)
    return (
        Variant(models=model, kind=Kind.POSITIVE, why="加处罚款为本金的两倍", decision={}, application={"surcharge_yuan": fine * 2}),
        Variant(models=model, kind=Kind.BORDERLINE_IN, why="加处罚款超过本金一元", decision={}, application={"surcharge_yuan": fine + 1}),
        Variant(models=model, kind=Kind.BORDERLINE_OUT, why="加处罚款等于本金", decision={}, application={"surcharge_yuan": fine}),
        Variant(models=model, kind=Kind.CANNOT_JUDGE, why="没有本金数额", decision={"fine_yuan": None, "surcharge_yuan": None}, application={"principal_yuan": None}),
    )  # fmt: skip


def _time_of_the_court() -> Sequence[Variant]:
    applied, accepted, ruled = pl.col("applied_on"), pl.col("accepted_on"), pl.col("ruled_on")
    model = (NL + "6",)

    def court(accept: int, rule: int, *, hearing: bool = False) -> Values:
        taken = later(applied, accept)
        return {
            "accepted_on": taken,
            "ruled_on": later(taken, rule),
            "executed_on": later(taken, rule + 30),
            "has_hearing": hearing,
        }

    return (
        Variant(models=model, kind=Kind.POSITIVE, why="受理超过五日", decision={}, application=court(14, 5)),
        Variant(models=model, kind=Kind.POSITIVE, why="受理后二十日才裁定", decision={}, application=court(3, 20)),
        Variant(models=model, kind=Kind.BORDERLINE_IN, why="第八日裁定", decision={}, application=court(2, 8)),
        Variant(models=model, kind=Kind.BORDERLINE_OUT, why="第七日裁定", decision={}, application=court(5, 7)),
        Variant(models=model, kind=Kind.LOOKALIKE, why="听证案件三十日内裁定", decision={}, application=court(3, 25, hearing=True)),
        Variant(models=model, kind=Kind.BORDERLINE_IN, why="听证案件第三十一日裁定", decision={}, application=court(3, 31, hearing=True)),
        Variant(models=model, kind=Kind.CANNOT_JUDGE, why="没有受理日期", decision={}, application={"accepted_on": None, "ruled_on": later(accepted, 6), "executed_on": later(ruled, 30)}),
    )  # fmt: skip


def _after_the_ruling() -> Sequence[Variant]:
    model = (NL + "7",)
    open_ = {"exec_result": "not_executed", "executed_on": None}

    def ruled(day: date) -> dict[str, object]:
        return {
            "urged_on": days_before(day, 30),
            "applied_on": days_before(day, 9),
            "accepted_on": days_before(day, 6),
            "ruled_on": day,
        }

    late = ending(date(2025, 8, 25))
    same_day = {
        **ruled(date(2025, 5, 14)),
        "executed_on": date(2025, 7, 1),
        "court_name": "演示市丙县人民法院",
    }
    few = {**same_day, "ruled_on": date(2025, 5, 15), "executed_on": date(2025, 7, 2)}
    third = {**ending(date(2025, 4, 1)), "county": "990103", "unit": "990103"}
    return (
        Variant(models=model, kind=Kind.POSITIVE, why="准予执行半年未执行", decision=ending(date(2025, 5, 10)), application={**ruled(date(2025, 6, 20)), **open_}),
        Variant(models=model, kind=Kind.BORDERLINE_IN, why="准予执行九十一日未执行", decision=late, application={**ruled(days_before(LAST_DAY, 91)), **open_}),
        Variant(models=model, kind=Kind.BORDERLINE_OUT, why="准予执行八十九日未执行", decision=late, application={**ruled(days_before(LAST_DAY, 89)), **open_}),
        Variant(models=model, kind=Kind.LOOKALIKE, why="裁定不准予执行", decision=ending(date(2025, 5, 10)), application={**ruled(date(2025, 6, 20)), **open_, "ruling": "refused"}),
        Variant(models=model, kind=Kind.CANNOT_JUDGE, why="没有裁定日期", decision=ending(date(2025, 5, 10)), application={**ruled(date(2025, 6, 20)), **open_, "ruled_on": None}),
        Variant(models=(NL + "8",), kind=Kind.POSITIVE, why="同一法院同日批量裁定", decision=third, application=same_day, count=BATCH),
        Variant(models=(NL + "8",), kind=Kind.LOOKALIKE, why="同日仅有数件裁定", decision=third, application=few),
    )  # fmt: skip
