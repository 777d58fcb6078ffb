"""Planted auctions: rules of M04 on lots, each broken or just kept (法释〔2016〕18号)."""

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.court_enforcement import bids, lots, second_round
from data_access.demo.city.draw import later
from data_access.demo.plants.auction_traps import Variant, announced, opening, trap_variants
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M04-"
EACH = 3
MOVABLE = {"asset_kind": pl.lit("movable")}
IMMOVABLE = {"asset_kind": pl.lit("immovable")}


def auctions(city: City) -> Plants:
    """The planted lots with their bids."""
    plants = Plants()
    for number, variant in enumerate(_variants()):
        count = city.planted(EACH)
        name = f"plants.auctions.{100 + number}"
        cases = city.draw(name, count).some(city.table("exec_case")).select("exec_no", "county")
        made = lots(city, name, cases)
        if variant.is_second:
            failed = made.with_columns(
                status=pl.lit("failed"), deal_yuan=pl.lit(None, dtype=pl.Float64), winner_id=None
            )
            plants.add("auction_lot", failed)
            made = second_round(city, f"{name}.again", made)
        made = made.with_columns(**variant.lot)
        made = made.with_columns(winner_id=pl.col("winner_id"))
        plants.add("auction_lot", made)
        placed = bids(city, name, made.filter(pl.col("status") == "sold"))
        plants.add("auction_bid", placed.with_columns(**(variant.bid or {})))
        model = MODEL + variant.rule
        plants.say(model, "lot", made["lot_code"], made["county"], variant.kind, variant.why)
    return plants


def _start(share: float) -> dict[str, pl.Expr]:
    """Starting at this share of the appraisal, the deposit and the price following."""
    start = (pl.col("appraisal_yuan") * share).round(2)
    return {
        "start_yuan": start,
        "deposit_yuan": (start * 0.1).round(2),
        "priority_claim_yuan": (start * 0.1).round(2),
        "deal_yuan": (start * 1.2).round(2),
    }


def _again(share: float) -> dict[str, pl.Expr]:
    """The second round starting at this share of the first."""
    start = (pl.col("prev_start_yuan") * share).round(2)
    appraisal = (start * 1.3).round(2)
    return {
        "start_yuan": start,
        "appraisal_yuan": appraisal,
        "deposit_yuan": (start * 0.1).round(2),
        "deal_yuan": (start * 1.1).round(2),
    }


def _failed(days: int) -> dict[str, pl.Expr]:
    return {"prev_failed_on": later(opening(), -days)}


def _deposit(share: float) -> dict[str, pl.Expr]:
    return {"deposit_yuan": (pl.col("start_yuan") * share).round(2)}


def _lasting(minutes: int) -> dict[str, pl.Expr]:
    return {"ended_at": pl.col("started_at") + pl.duration(minutes=minutes)}


def _priority(share: float) -> dict[str, pl.Expr]:
    return {"priority_claim_yuan": (pl.col("start_yuan") * share).round(2)}


def _none(name: str, kind: pl.DataType) -> dict[str, pl.Expr]:
    return {name: pl.lit(None, dtype=kind)}


def _notified(days: int) -> dict[str, pl.Expr]:
    return {"preemptor_notified_on": later("announced_on", -days)}


def _variants() -> tuple[Variant, ...]:
    return (
        tuple(
            Variant(rule=rule, kind=kind, why=why, lot=lot, is_second=rule in {"03", "04"})
            for rule, kind, why, lot in (*_times(), *_prices(), *_pages())
        )
        + _shared_bids()
        + trap_variants()
    )


Row = tuple[str, Kind, str, dict[str, pl.Expr]]


def _times() -> tuple[Row, ...]:
    day = pl.Date()
    short = 9
    return (
        ("01", Kind.POSITIVE, "不动产公告仅九日", {**IMMOVABLE, **announced(short)}),
        ("01", Kind.BORDERLINE_IN, "不动产公告二十九日", {**IMMOVABLE, **announced(29)}),
        ("01", Kind.BORDERLINE_OUT, "不动产公告三十日", {**IMMOVABLE, **announced(30)}),
        ("01", Kind.BORDERLINE_IN, "动产公告十四日", {**MOVABLE, **announced(14)}),
        ("01", Kind.LOOKALIKE, "动产公告十五日", {**MOVABLE, **announced(15)}),
        ("01", Kind.CANNOT_JUDGE, "没有公告日期", {**IMMOVABLE, **_none("announced_on", day)}),
        ("04", Kind.POSITIVE, "流拍后六十日才二拍", _failed(60)),
        ("04", Kind.BORDERLINE_IN, "流拍后三十一日二拍", _failed(31)),
        ("04", Kind.BORDERLINE_OUT, "流拍后三十日二拍", _failed(30)),
        ("04", Kind.POSITIVE, "二拍换了平台", {"prev_platform": pl.lit("演示拍卖平台二")}),
        ("04", Kind.CANNOT_JUDGE, "没有流拍日期", _none("prev_failed_on", day)),
        ("05", Kind.POSITIVE, "竞价仅十小时", _lasting(600)),
        ("05", Kind.BORDERLINE_IN, "竞价差一分钟二十四小时", _lasting(24 * 60 - 1)),
        ("05", Kind.BORDERLINE_OUT, "竞价二十四小时", _lasting(24 * 60)),
        ("05", Kind.CANNOT_JUDGE, "没有结束时间", _none("ended_at", pl.Datetime("us", "UTC"))),
        ("08", Kind.POSITIVE, "公告后才通知优先购买权人", _notified(-2)),
        ("08", Kind.BORDERLINE_IN, "公告前二日通知优先购买权人", _notified(2)),
        ("08", Kind.BORDERLINE_OUT, "公告前三日通知优先购买权人", _notified(3)),
        ("08", Kind.POSITIVE, "公示仅二日", {"preemptor_shown_days": pl.lit(2)}),
        ("08", Kind.BORDERLINE_OUT, "公示五日", {"preemptor_shown_days": pl.lit(5)}),
        ("08", Kind.CANNOT_JUDGE, "没有通知日期", _none("preemptor_notified_on", day)),
    )


def _prices() -> tuple[Row, ...]:
    money = pl.Float64()
    return (
        ("02", Kind.POSITIVE, "起拍价为评估价的五成", _start(0.5)),
        ("02", Kind.BORDERLINE_IN, "起拍价为评估价的六成九五", _start(0.695)),
        ("02", Kind.BORDERLINE_OUT, "起拍价为评估价的七成", _start(0.7)),
        ("02", Kind.CANNOT_JUDGE, "没有评估价和市场价", _none("appraisal_yuan", money)),
        ("03", Kind.POSITIVE, "二拍降价四成", _again(0.6)),
        ("03", Kind.BORDERLINE_IN, "二拍降价二成一", _again(0.79)),
        ("03", Kind.BORDERLINE_OUT, "二拍降价二成", _again(0.8)),
        ("03", Kind.CANNOT_JUDGE, "没有一拍起拍价", _none("prev_start_yuan", money)),
        ("06", Kind.POSITIVE, "保证金为起拍价的四成", _deposit(0.4)),
        ("06", Kind.POSITIVE, "保证金为起拍价的百分之二", _deposit(0.02)),
        ("06", Kind.BORDERLINE_IN, "保证金略高于二成", _deposit(0.205)),
        ("06", Kind.BORDERLINE_OUT, "保证金不足二成", _deposit(0.195)),
        ("06", Kind.CANNOT_JUDGE, "没有保证金数额", _none("deposit_yuan", money)),
        ("14", Kind.POSITIVE, "起拍价低于优先债权", _priority(1.3)),
        ("14", Kind.BORDERLINE_OUT, "起拍价高于优先债权和费用", _priority(0.6)),
        ("14", Kind.CANNOT_JUDGE, "没有优先债权数额", _none("priority_claim_yuan", money)),
    )


def _pages() -> tuple[Row, ...]:
    burden, text = "tax_burden_text", pl.String()
    lawful = pl.lit("税费按法律规定各自承担，买受人承担自己应缴部分")
    return (
        ("07", Kind.POSITIVE, "没有评估报告", {"has_appraisal_report": pl.lit(value=False)}),
        ("07", Kind.POSITIVE, "没有裁判文书", {"has_basis_doc": pl.lit(value=False)}),
        ("07", Kind.CANNOT_JUDGE, "页面要素未采集", _none("has_photos", pl.Boolean())),
        ("09", Kind.POSITIVE, "一切税费由买受人承担", {burden: pl.lit("一切税费由买受人承担")}),
        (
            "09",
            Kind.POSITIVE,
            "全部税费由买受人负担",
            {burden: pl.lit("过户产生的全部税费均由买受人负担")},
        ),
        ("09", Kind.LOOKALIKE, "税费按法律规定各自承担", {burden: lawful}),
        ("09", Kind.CANNOT_JUDGE, "没有税费说明", _none(burden, text)),
    )


def _shared_bids() -> tuple[Variant, ...]:
    """M04-12: two of the bidders share what only one person has."""
    first, second = (pl.col("bidder_code").str.starts_with(letter) for letter in "AB")
    payer = pl.col("deposit_payer_id").filter(first).first().over("lot_code")
    address = pl.col("ip_address").filter(first).first().over("lot_code")
    both = {"deposit_payer_id": pl.when(second).then(payer).otherwise("deposit_payer_id")}
    same_ip = {"ip_address": pl.when(second).then(address).otherwise("ip_address")}
    unknown = {
        name: pl.lit(None, dtype=pl.String())
        for name in ("deposit_payer_id", "ip_address", "phone")
    }
    return (
        Variant(rule="12", kind=Kind.POSITIVE, why="两名竞买人同一人缴纳保证金", lot={}, bid=both),
        Variant(rule="12", kind=Kind.POSITIVE, why="两名竞买人同一网络地址", lot={}, bid=same_ip),
        Variant(
            rule="12", kind=Kind.CANNOT_JUDGE, why="没有保证金、地址和电话", lot={}, bid=unknown
        ),
    )
