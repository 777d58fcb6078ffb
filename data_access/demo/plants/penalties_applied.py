"""Planted decisions for which the agency applied to the court: NL-1, 2, 3, 5, 6, 7 and 8.

Each breaks one rule, or just keeps it.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data_access.demo.city.draw import LAST_DAY, days_before, later
from data_access.demo.city.enforcement import TO_SUE_DAYS
from data_access.demo.plants.penalty_variant import NL, Variant, ending
from data_access.demo.plants.plant import Kind
from data_access.demo.plants.rule import Values

IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
YES, LIKE, UNKNOWN = Kind.POSITIVE, Kind.LOOKALIKE, Kind.CANNOT_JUDGE
END = pl.col("suit_deadline_on")
BATCH = 40
"""Rulings of one court on one day."""

WORKING = ending(date(2025, 3, 10))
"""Three months after the end of this time to sue is a working day: the next day is too late."""


def application_variants() -> Sequence[Variant]:
    """All of them."""
    return (*_applying(), *_urging(), *_surcharges(), *_court(), *_enforcing(), *_batches())


def _course(applied: pl.Expr, urged_before: int = 15) -> dict[str, object]:
    """The days of an application made on this day, urged and judged as they should be."""
    return {
        "urged_on": later(applied, -urged_before),
        "applied_on": applied,
        "accepted_on": later(applied, 2),
        "ruled_on": later(applied, 6),
        "executed_on": later(applied, 40),
    }


def _applying() -> Sequence[Variant]:
    three = END.dt.offset_by("3mo")
    unknown = {"suit_deadline_on": None, "served_on": None}
    fixed = {**_course(pl.lit(date(2025, 5, 20))), **unknown}
    respite = {"installment_to_on": END.dt.offset_by("6mo")}
    anew = _course(END.dt.offset_by("7mo"))
    early, late = (NL + "1",), (NL + "3",)
    return (
        Variant(early, YES, "起诉期限未满即申请", _course(later(END, -20))),
        Variant(early, IN, "起诉期限届满前一日申请", _course(later(END, -1))),
        Variant(early, OUT, "起诉期限届满后一日申请", _course(later(END, 1))),
        Variant(late, YES, "超过三个月才申请", _course(later(three, 40))),
        Variant(late, IN, "超过三个月一日申请", _course(later(three, 1)), WORKING),
        Variant(late, OUT, "三个月的最后一日申请", _course(three)),
        Variant(late, LIKE, "分期缴纳期满后三个月内申请", anew, respite),
        Variant((*early, *late), UNKNOWN, "没有送达日期和起诉期限", fixed, unknown),
    )


def _urging() -> Sequence[Variant]:
    applied, model = later("suit_deadline_on", 30), (NL + "2",)
    never = {**_course(applied), "urged_on": None}
    return (
        Variant(model, YES, "申请前没有催告", never),
        Variant(model, YES, "催告后第三日即申请", _course(applied, 3)),
        Variant(model, IN, "催告后第九日申请", _course(applied, 9)),
        Variant(model, OUT, "催告后第十一日申请", _course(applied, 11)),
    )


def _surcharges() -> Sequence[Variant]:
    fine, model = pl.col("fine_yuan"), (NL + "5",)
    unknown = {"fine_yuan": None, "surcharge_yuan": None}
    return (
        Variant(model, YES, "加处罚款为本金的两倍", {"surcharge_yuan": fine * 2}),
        Variant(model, IN, "加处罚款超过本金一元", {"surcharge_yuan": fine + 1}),
        Variant(model, OUT, "加处罚款等于本金", {"surcharge_yuan": fine}),
        Variant(model, UNKNOWN, "没有本金数额", {"principal_yuan": None}, unknown),
    )


def _court() -> Sequence[Variant]:
    model = (NL + "6",)

    def court(accept: int, rule: int, *, hearing: bool = False, on: date | None = None) -> Values:
        applied = pl.col("applied_on") if on is None else pl.lit(on)
        taken = later(applied, accept)
        return {
            "urged_on": later(applied, -15),
            "applied_on": applied,
            "accepted_on": taken,
            "ruled_on": later(taken, rule),
            "executed_on": later(taken, rule + 30),
            "has_hearing": hearing,
        }

    heard_late = court(3, 31, hearing=True, on=date(2025, 4, 11))
    unknown = {
        "accepted_on": None,
        "ruled_on": later("applied_on", 6),
        "executed_on": later("applied_on", 40),
    }
    return (
        Variant(model, YES, "受理超过五日", court(14, 5)),
        Variant(model, YES, "受理后二十日才裁定", court(3, 20)),
        Variant(model, IN, "第八日裁定", court(2, 8, on=date(2025, 4, 7)), WORKING),
        Variant(model, OUT, "第七日裁定", court(5, 7)),
        Variant(model, LIKE, "听证案件三十日内裁定", court(3, 25, hearing=True)),
        Variant(model, IN, "听证案件第三十一日裁定", heard_late, WORKING),
        Variant(model, UNKNOWN, "没有受理日期", unknown),
    )


def _ruled(day: date) -> dict[str, object]:
    return {
        "urged_on": days_before(day, 30),
        "applied_on": days_before(day, 9),
        "accepted_on": days_before(day, 6),
        "ruled_on": day,
    }


def _enforcing() -> Sequence[Variant]:
    model = (NL + "7",)

    def open_(day: date, **more: object) -> Values:
        never = {"exec_result": "not_executed", "executed_on": None}
        return {**_ruled(day), **never, **more}

    old, june = ending(date(2025, 5, 10)), date(2025, 6, 20)
    late = ending(date(2025, 8, 25))
    over, short = days_before(LAST_DAY, 91), days_before(LAST_DAY, 89)
    return (
        Variant(model, YES, "准予执行半年未执行", open_(june), old),
        Variant(model, IN, "准予执行九十一日未执行", open_(over), late),
        Variant(model, OUT, "准予执行八十九日未执行", open_(short), late),
        Variant(model, LIKE, "裁定不准予执行", open_(june, ruling="refused"), old),
        Variant(model, UNKNOWN, "没有裁定日期", open_(june, ruled_on=None), old),
    )


def _batches() -> Sequence[Variant]:
    """Rulings of one day on decisions of many days."""
    model, end = (NL + "8",), later(pl.lit(date(2025, 3, 1)), pl.int_range(pl.len()) % 40)
    served = later(end, -TO_SUE_DAYS)
    many = {
        "county": "990103",
        "unit": "990103",
        "acted_on": later(served, -90),
        "decided_on": later(served, -3),
        "served_on": served,
        "pay_due_on": later(served, 15),
        "suit_deadline_on": end,
    }
    court = {"court_name": "演示市丙县人民法院", "executed_on": date(2025, 7, 1)}
    same_day = {**_ruled(date(2025, 5, 14)), **court}
    few = {**same_day, "ruled_on": date(2025, 5, 15)}
    nowhere = {**_ruled(date(2025, 5, 16)), **court, "court_name": None}
    return (
        Variant(model, YES, "同一法院同日批量裁定", same_day, many, BATCH),
        Variant(model, LIKE, "同日仅有数件裁定", few, many),
        Variant(model, UNKNOWN, "同日批量裁定而没有审查法院", nowhere, many, BATCH),
    )
