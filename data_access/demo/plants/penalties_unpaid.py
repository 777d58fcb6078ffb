"""Planted decisions, unpaid or seeming so, for which nobody applied: M03-G, NL-4, NL-5, NL-9."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data_access.demo.plants.penalty_variant import FINES, NL, Variant, ending
from data_access.demo.plants.plant import Kind

BOTH = (FINES, NL + "4")
LONG_AGO = ending(date(2025, 3, 10))
TINY = 60
"""Tiny fines of one agency."""

PAID_LATE = {
    "paid_yuan": pl.col("fine_yuan"),
    "paid_on": date(2025, 11, 3),
    "status": "performed",
}


def unpaid_variants() -> Sequence[Variant]:
    """All of them."""
    return (*_by_the_clock(), *_innocent(), *_surcharge_and_tiny())


def _by_the_clock() -> Sequence[Variant]:
    cases = (
        (BOTH, Kind.POSITIVE, "未缴纳，申请期限早已届满，未申请强制执行", date(2025, 3, 10)),
        (BOTH, Kind.BORDERLINE_IN, "申请期限昨日届满", date(2025, 9, 30)),
        ((FINES,), Kind.POSITIVE, "申请期限还剩十五日", date(2025, 10, 15)),
        (BOTH, Kind.BORDERLINE_OUT, "申请期限还剩三十日以上", date(2025, 11, 5)),
    )
    return [
        Variant(models, kind, why, decision=ending(deadline))
        for models, kind, why, deadline in cases
    ]


def _innocent() -> Sequence[Variant]:
    contested = {"is_contested": True, "contest_from_on": date(2025, 2, 1)}
    unknown = {"served_on": None, "suit_deadline_on": None, "pay_due_on": None}
    respite = {"installment_to_on": date(2026, 3, 31)}
    cases = (
        (Kind.LOOKALIKE, "已批准分期缴纳，期限未到", respite),
        (Kind.LOOKALIKE, "逾期后已全额缴纳", PAID_LATE),
        (Kind.LOOKALIKE, "决定已撤销", {"status": "revoked"}),
        (Kind.LOOKALIKE, "正在行政诉讼中", contested),
        (Kind.CANNOT_JUDGE, "没有送达日期和起诉期限", unknown),
    )
    return [
        Variant(BOTH, kind, why, decision={**LONG_AGO, **values}) for kind, why, values in cases
    ]


def _surcharge_and_tiny() -> Sequence[Variant]:
    tiny = {
        **ending(date(2025, 2, 20)),
        "fine_yuan": 100.0,
        "surcharge_yuan": 100.0,
        "agency_name": "演示市乙县城市管理局",
        "unit": "990102",
        "county": "990102",
        "behaviour": "占道经营",
        "land_area_sqm": None,
        "land_use": None,
        "other_penalty": None,
    }
    other = {"unit": "990103", "county": "990103", "agency_name": "演示市丙县城市管理局"}
    unknown = {**tiny, **other, "fine_yuan": None, "surcharge_yuan": None}
    free = {**LONG_AGO, **PAID_LATE, "surcharge_yuan": 0.0}
    never = "同一机关大量小额罚款从未收缴"
    return (
        Variant((NL + "5",), Kind.POSITIVE, "逾期缴纳而没有加处罚款", decision=free),
        Variant((NL + "9", *BOTH), Kind.POSITIVE, never, decision=tiny, count=TINY),
        Variant(
            (NL + "9", *BOTH),
            Kind.CANNOT_JUDGE,
            "同一机关大量决定没有罚款数额",
            decision=unknown,
            count=TINY,
        ),
    )
