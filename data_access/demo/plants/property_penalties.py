"""Planted fines of criminal judgments: M08-E, not handed over, filed or enforced late, unpaid.

Filing within seven days and enforcement within six months are 刑事涉财执行规定 3; thirty days for
the handing over and for the treasury, and the least asset worth enforcing, are ours [D].
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_civil import COURTS
from data_access.demo.plants.delivery import OLD
from data_access.demo.plants.plant import Kind, Plants
from data_access.demo.plants.records import judgment
from data_access.demo.plants.variants import Family, Values, Variant, changed, serial

MODEL = "M08-E"
IN, OUT = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT
FINE = 8_000.0
OPEN: Values = {"close_manner": None, "closed_on": None, "paid_yuan": 0.0, "treasury_on": None}
ENDED: Values = {
    **OPEN,
    "close_manner": "ended_for_now",
    "closed_on": date(2025, 8, 20),
}


def sound(people: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """A fine alone, handed over, enforced and paid into the treasury in time."""
    fined = judgment(
        "盗窃罪",
        date(2025, 3, 3),
        crime_on=date(2024, 10, 9),
        judged_on=date(2025, 2, 18),
        main_penalty="fine_only",
        fine_yuan=FINE,
        fine_due_on=date(2025, 5, 3),
    )
    handed = people.with_columns(
        defendant_id="person_id",
        transferred_on=date(2025, 3, 20),
        exec_filed_on=date(2025, 3, 24),
        payable_yuan=pl.lit(FINE),
        paid_yuan=pl.lit(FINE),
        close_manner=pl.lit("fulfilled"),
        closed_on=date(2025, 5, 20),
        treasury_on=date(2025, 5, 25),
    )
    return {"criminal_judgment": changed(people, fined), "property_penalty_exec": handed}


def _fine(kind: Kind, why: str, *adds: tuple[str, Values], **handed: object) -> Variant:
    return Variant(kind=kind, why=why, changes={"property_penalty_exec": handed}, adds=adds)


def _kept(kind: Kind, why: str, *adds: tuple[str, Values], **fined: object) -> Variant:
    """Never handed over to enforcement; what the judgment says besides."""
    changes = {"criminal_judgment": fined, "property_penalty_exec": None}
    return Variant(kind=kind, why=why, changes=changes, adds=adds)


def _asset(value: float | None = 50_000.0, **more: object) -> tuple[str, Values]:
    """What a query of the debtor's deposits found."""
    found: Values = {
        "debtor_id": pl.col("person_id"),
        "debtor_name": pl.col("person_name"),
        "queried_on": date(2025, 9, 10),
        "answered_on": date(2025, 9, 12),
        "asset_kind": "deposit",
        "is_found": value is not None and value > 0,
        "value_yuan": value,
        "is_frozen": False,
    }
    return "asset_query", {**found, **more}


def _handing() -> tuple[Variant, ...]:
    prepaid: Values = {
        "payment_no": serial("JKF{}"),
        "item_name": "罚金",
        "item_kind": "criminal_fine",
        "payer_id": pl.col("person_id"),
        "payer_name": pl.col("person_name"),
        "basis_doc_no": pl.col("case_no"),
        "amount_yuan": FINE,
        "paid_on": date(2025, 2, 17),
        "treasury_on": date(2025, 2, 20),
    }
    new = {"judged_on": date(2025, 11, 17), "papers_sent_on": date(2025, 12, 4)}
    new["fine_due_on"] = date(2026, 2, 1)
    return (
        _kept(Kind.POSITIVE, "罚金判决生效后从未移送执行"),
        _kept(IN, "生效三十二日未移送执行", **new, effective_on=date(2025, 11, 29)),
        _kept(OUT, "生效二十八日尚未移送执行", **new, effective_on=date(2025, 12, 3)),
        _kept(Kind.LOOKALIKE, "判决前已预缴罚金", ("fiscal_payment", prepaid)),
        _kept(
            Kind.LOOKALIKE,
            "免予刑事处罚，没有财产刑",
            main_penalty="exempted",
            fine_yuan=None,
            fine_due_on=None,
        ),
        _kept(Kind.CANNOT_JUDGE, "没有判决生效日期", effective_on=None, papers_sent_on=None),
        _fine(Kind.POSITIVE, "移送一个月后才立案", exec_filed_on=date(2025, 4, 21)),
        _fine(IN, "移送第八日立案", exec_filed_on=date(2025, 3, 28)),
        _fine(OUT, "移送第七日立案", exec_filed_on=date(2025, 3, 27)),
        _fine(Kind.CANNOT_JUDGE, "没有移送日期", transferred_on=None),
    )


def _enforcing() -> tuple[Variant, ...]:
    def since(kind: Kind, why: str, day: int, month: int, **more: object) -> Variant:
        handed, filed = date(2025, month, day - 1), date(2025, month, day)
        return _fine(kind, why, transferred_on=handed, exec_filed_on=filed, **{**OPEN, **more})

    stopped: Values = {"close_manner": "suspended", "closed_on": date(2025, 6, 6)}
    waived: Values = {**OPEN, "close_manner": "waived", "closed_on": date(2025, 7, 1)}
    return (
        since(Kind.POSITIVE, "立案九个月未执结", 24, 3),
        since(IN, "立案六个月零三日未执结", 28, 6),
        since(OUT, "立案差二日满六个月", 2, 7),
        since(Kind.LOOKALIKE, "已裁定中止执行", 24, 3, **stopped),
        _fine(Kind.LOOKALIKE, "已裁定减免", **waived),
        _fine(Kind.POSITIVE, "执行到位而未上缴国库", treasury_on=None),
        _fine(IN, "到位三十二日未上缴国库", **_paid_on(date(2025, 11, 29))),
        _fine(OUT, "到位二十八日尚未上缴国库", **_paid_on(date(2025, 12, 3))),
        _fine(Kind.CANNOT_JUDGE, "执行完毕而没有结案和上缴日期", closed_on=None, treasury_on=None),
    )


def _paid_on(day: date) -> Values:
    filed = {"transferred_on": date(2025, 9, 1), "exec_filed_on": date(2025, 9, 3)}
    return {**filed, "closed_on": day, "treasury_on": None}


def _assets() -> tuple[Variant, ...]:
    """Filed in August, the fine long due and unpaid, with what the query found."""
    filed = {"transferred_on": date(2025, 8, 1), "exec_filed_on": date(2025, 8, 4)}
    unpaid: Values = {**filed, **OPEN}
    no_answer = {"answered_on": None, "is_found": None}
    return (
        _fine(Kind.POSITIVE, "缴纳期满未缴而有存款五万元", _asset(), **unpaid),
        _fine(IN, "缴纳期满未缴而有存款一千元", _asset(1_000.0), **unpaid),
        _fine(OUT, "缴纳期满未缴，存款仅九百元", _asset(900.0), **unpaid),
        _fine(Kind.LOOKALIKE, "存款已被冻结，正在执行", _asset(is_frozen=True), **unpaid),
        _fine(Kind.CANNOT_JUDGE, "财产查询没有回复", _asset(None, **no_answer), **unpaid),
        _fine(Kind.POSITIVE, "有存款五万元而终本", _asset(), **ENDED),
        _fine(Kind.LOOKALIKE, "查无财产而终本", _asset(0.0), **ENDED),
    )


def property_penalties(city: City) -> Plants:
    """The planted fines with their enforcement and the assets that were found."""
    own = {
        "case_no": serial("（2025）演08刑初{}号"),
        "exec_no": serial("（2025）演07执刑{}号"),
    }
    plants = Family(
        model=MODEL,
        sound=sound,
        variants=(*_handing(), *_enforcing(), *_assets()),
        who=OLD,
        own=own,
        subject="case",
        key="case_no",
    ).planted(city)
    plants.add("exec_case", _enforced(pl.concat(plants.frames["property_penalty_exec"])))
    return plants


def _enforced(handed: pl.DataFrame) -> pl.DataFrame:
    """The cases of enforcement of these fines, but for those that rest."""
    rests = pl.col("close_manner").is_in(["ended_for_now", "suspended"])
    rows = handed.filter(~rests.fill_null(value=False))
    return rows.with_columns(
        court_code="county",
        court_name=pl.col("county").replace_strict(COURTS),
        basis_doc_no="case_no",
        basis_kind=pl.lit("criminal_judgment"),
        debtor_id="person_id",
        debtor_name="person_name",
        amount_yuan="payable_yuan",
        filed_on="exec_filed_on",
        close_manner=pl.col("close_manner").replace({"waived": "terminated"}),
    )
