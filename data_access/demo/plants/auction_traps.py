"""What a variant of an auction is, and those that set traps: other rounds, rules and values.

Sales after failed rounds (变卖) and bankruptcies follow terms of their own; a withdrawn lot is no
auction; where there is no appraisal the market price stands for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from data_access.demo.city.draw import later
from data_access.demo.plants.plant import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Lots of one kind: the rule, what is changed in the lot, and in its bids."""

    rule: str
    kind: Kind
    why: str
    lot: Mapping[str, pl.Expr]
    bid: Mapping[str, pl.Expr] | None = None
    is_second: bool = False


IN, OUT, LIKE = Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT, Kind.LOOKALIKE
BANKRUPT = {"exec_no": pl.format("（2025）演02破{}号", pl.int_range(1, pl.len() + 1))}
HOUSE = {"asset_kind": pl.lit("immovable")}
SALE = {"round": pl.lit("sale")}
WITHDRAWN = {
    "status": pl.lit("withdrawn"),
    "deal_yuan": pl.lit(None, dtype=pl.Float64),
    "winner_id": pl.lit(None, dtype=pl.String),
    "bidders_count": pl.lit(0),
}


def trap_variants() -> tuple[Variant, ...]:
    """All of them."""
    return (*_terms(), *_prices(), *_pairs())


def opening() -> pl.Expr:
    """The day on which the bidding begins."""
    return pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()


def announced(days: int) -> dict[str, pl.Expr]:
    """Announced so many days before the start, the notice before that as it should be."""
    return {
        "announced_on": later(opening(), -days),
        "preemptor_notified_on": later(opening(), -days - 6),
    }


def _like(rule: str, why: str, **lot: pl.Expr) -> Variant:
    return Variant(rule=rule, kind=LIKE, why=why, lot=lot)


def _terms() -> tuple[Variant, ...]:
    """Days that other rounds and other proceedings count otherwise."""

    def second(kind: Kind, why: str, days: int) -> Variant:
        lot = {**HOUSE, **announced(days), "prev_failed_on": later(opening(), -25)}
        return Variant(rule="01", kind=kind, why=why, lot=lot, is_second=True)

    short = {"ended_at": pl.col("started_at") + pl.duration(hours=10)}
    notified = {"preemptor_notified_on": later("announced_on", -1)}
    failed = {"round": pl.lit("second"), "prev_failed_on": later(opening(), -60)}
    same = {"prev_platform": pl.col("platform"), "prev_start_yuan": pl.col("start_yuan")}
    return (
        second(IN, "二拍不动产公告十四日", 14),
        second(OUT, "二拍不动产公告十五日", 15),
        _like("01", "变卖公告十日", **HOUSE, **SALE, **announced(10)),
        _like("01", "破产财产拍卖公告十日", **HOUSE, **BANKRUPT, **announced(10)),
        _like("04", "破产财产流拍后六十日再拍", **BANKRUPT, **failed, **same),
        _like("05", "拍卖撤回，十小时后结束", **WITHDRAWN, **short),
        _like("07", "拍卖撤回，页面已无照片", **WITHDRAWN, has_photos=pl.lit(value=False)),
        _like("08", "破产财产拍卖公告前一日通知", **BANKRUPT, **notified),
    )


def _prices() -> tuple[Variant, ...]:
    """Prices that are low for a reason, or measured by the market."""
    start = pl.col("start_yuan")
    worth = pl.col("appraisal_yuan")
    none = pl.lit(None, dtype=pl.Float64)

    def market(share: float) -> dict[str, pl.Expr]:
        price = (worth * share).round(2)
        return {
            **_from(price),
            "market_yuan": worth,
            "appraisal_yuan": none,
        }

    again = (worth * 0.61).round(2)
    before = (worth * 0.75).round(2)
    lower = {"round": pl.lit("second"), "prev_start_yuan": (start * 1.6).round(2)}
    passed = {"prev_failed_on": later(opening(), -20), "prev_platform": pl.col("platform")}
    equal = {"priority_claim_yuan": start - pl.col("cost_yuan")}
    return (
        Variant(rule="02", kind=IN, why="没有评估价，起拍价为市场价六成九", lot=market(0.69)),
        Variant(rule="02", kind=OUT, why="没有评估价，起拍价为市场价七成", lot=market(0.7)),
        Variant(
            rule="02",
            kind=LIKE,
            why="二拍起拍价不足评估价七成，未超降幅",
            lot={**_from(again), "prev_start_yuan": before},
            is_second=True,
        ),
        _like("03", "破产财产按债权人会议决议降价", **BANKRUPT, **lower, **passed),
        _like("06", "破产财产保证金三成", **BANKRUPT, deposit_yuan=(start * 0.3).round(2)),
        Variant(rule="14", kind=IN, why="起拍价恰为优先债权和费用之和", lot=equal),
        _like("14", "破产财产起拍价低于担保债权", **BANKRUPT, priority_claim_yuan=start * 1.2),
    )


def _from(price: pl.Expr) -> dict[str, pl.Expr]:
    """The price of the start with what follows from it."""
    return {
        "start_yuan": price,
        "deposit_yuan": (price * 0.1).round(2),
        "priority_claim_yuan": (price * 0.1).round(2),
        "deal_yuan": (price * 1.2).round(2),
    }


def _pairs() -> tuple[Variant, ...]:
    """M04-12: two who meet again and again, one of whom bids a single time."""
    first, second = (pl.col("bidder_code").str.starts_with(letter) for letter in "AB")
    who = pl.col("bidder_identifier")
    only = [place & ~who.is_in(who.filter(~place).implode()) for place in (first, second)]
    names = ("bidder_identifier", "deposit_payer_id")
    rank, count = pl.col("lot_code").rank("dense"), pl.col("lot_code").n_unique()

    def meeting(lots: int, most: int = 1_000_000) -> dict[str, pl.Expr]:
        """The two of the first lot of each so many, in no more than the first lots."""
        group = pl.min_horizontal((rank - 1) // lots, pl.max_horizontal(count // lots - 1, 0))
        one, other = (who.filter(place).first().over(group) for place in only)
        is_meant = rank <= most
        return {
            name: pl.when(is_meant & first)
            .then(one)
            .when(is_meant & second)
            .then(other)
            .otherwise(name)
            for name in names
        }

    payer = pl.col("deposit_payer_id").filter(only[0]).first()
    shared = {"deposit_payer_id": pl.when(first).then(payer).otherwise("deposit_payer_id")}
    yes, met = Kind.POSITIVE, "同一对竞买人在所有标的相遇，一人从不加价"
    return (
        Variant(rule="12", kind=yes, why=met, lot={}, bid=meeting(1_000_000)),
        Variant(rule="12", kind=IN, why="同一对竞买人恰相遇三次", lot={}, bid=meeting(3)),
        Variant(rule="12", kind=OUT, why="同一对竞买人仅相遇两次", lot={}, bid=meeting(3, most=2)),
        Variant(rule="12", kind=LIKE, why="同一付款人先后参加不同标的", lot={}, bid=shared),
    )
