"""Planted accounts of fraud: M10-E-1, money of others that passes through a new account in a day.

Open for ninety days at most, 200,000 yuan or more received within 24 hours (帮信解释 12), nine
tenths of it gone within 24 more, to three receivers or more [D].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered
from data_access.demo.city.draw import days_before
from data_access.demo.plants.plant import Kind, Plants

MODEL = "M10-E-1"
EACH = 3
DAY = date(2025, 5, 13)
START = datetime(2025, 5, 13, 14, tzinfo=UTC)
OWNERS = (pl.col("place") == 3) & (pl.col("born_on") > date(1945, 1, 1))
PAYMENTS = 4
"""So many payments bring the money."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """Accounts of one kind: what came, how much of it went on, to how many, how soon."""

    kind: Kind
    why: str
    received_yuan: float = 320_000.0
    share: float = 0.97
    receivers: int = 5
    after_hours: int = 1
    open_days: int | None = 20
    is_own: bool = False


VARIANTS = (
    Variant(kind=Kind.POSITIVE, why="新开账户大额快进快出分散转出"),
    Variant(kind=Kind.BORDERLINE_IN, why="一日内恰收二十万元", received_yuan=200_000.0),
    Variant(kind=Kind.BORDERLINE_OUT, why="一日内收十九万六千元", received_yuan=196_000.0),
    Variant(kind=Kind.BORDERLINE_IN, why="恰转出九成", share=0.9),
    Variant(kind=Kind.BORDERLINE_OUT, why="转出八成五", received_yuan=220_000.0, share=0.85),
    Variant(kind=Kind.BORDERLINE_IN, why="恰转给三个账户", receivers=3),
    Variant(kind=Kind.BORDERLINE_OUT, why="转给两个账户", receivers=2),
    Variant(kind=Kind.BORDERLINE_IN, why="开户恰九十日", open_days=90),
    Variant(kind=Kind.BORDERLINE_OUT, why="开户九十一日", open_days=91),
    Variant(kind=Kind.LOOKALIKE, why="多年旧户转付货款", open_days=2_000),
    Variant(kind=Kind.LOOKALIKE, why="购房款付给一家开发商", receivers=1),
    Variant(kind=Kind.LOOKALIKE, why="四日后才陆续转出", after_hours=96),
    Variant(kind=Kind.LOOKALIKE, why="本人账户之间归集资金", is_own=True),
    Variant(kind=Kind.CANNOT_JUDGE, why="没有开户日期", open_days=None),
)


def fraud_accounts(city: City) -> Plants:
    """The planted accounts with their payments."""
    plants = Plants()
    first = 0
    for variant in VARIANTS:
        count = city.planted(EACH)
        owners = city.take_people(count, OWNERS).with_columns(
            account_no=numbered("9998{}", count, first=first, digits=15), unit="county"
        )
        first += count
        opened = None if variant.open_days is None else days_before(DAY, variant.open_days)
        plants.add("bank_account", accounts(owners, opened))
        plants.add("bank_txn", _received(owners, variant), _sent(owners, variant))
        keys = owners["person_id"]
        plants.say(MODEL, "person", keys, owners["county"], variant.kind, variant.why)
    return plants


def accounts(owners: pl.DataFrame, opened: date | None) -> pl.DataFrame:
    """A personal account of each owner."""
    return owners.with_columns(
        bank_name=pl.lit("演示银行乙"),
        owner_id="person_id",
        owner_name="person_name",
        account_kind=pl.lit("personal"),
        opened_on=pl.lit(opened, dtype=pl.Date),
        branch_name=pl.lit("支行41"),
        opener_staff=pl.lit("柜员301"),
        status=pl.lit("active"),
    )


def _payments(
    owners: pl.DataFrame, count: int, prefix: str, columns: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    rows = owners.join(pl.DataFrame({"time": range(count)}), how="cross")
    part = pl.col("time").cast(pl.String).str.zfill(3)
    return rows.with_columns(
        owner_name="person_name",
        txn_no=pl.concat_str(pl.lit(prefix), pl.col("account_no").str.slice(9), part),
        balance_yuan=pl.lit(100.0),
        counter_bank=pl.lit("演示银行甲"),
        channel=pl.lit("手机银行"),
    ).with_columns(**columns)


def _received(owners: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    """What came from others, late in the evening."""
    return _payments(
        owners,
        PAYMENTS,
        "TXR",
        {
            "traded_at": pl.lit(START) + pl.duration(minutes=pl.col("time") * 9),
            "direction": pl.lit("in"),
            "amount_yuan": pl.lit(variant.received_yuan / PAYMENTS),
            "counter_account_no": _counter("9997"),
            "counter_name": _name("付款人", variant),
        },
    )


def _sent(owners: pl.DataFrame, variant: Variant) -> pl.DataFrame:
    """What went on to others."""
    at = pl.lit(START) + pl.duration(hours=variant.after_hours, minutes=pl.col("time") * 5)
    return _payments(
        owners,
        variant.receivers,
        "TXS",
        {
            "traded_at": at,
            "direction": pl.lit("out"),
            "amount_yuan": pl.lit(
                round(variant.received_yuan * variant.share / variant.receivers, 2)
            ),
            "counter_account_no": _counter("9996"),
            "counter_name": _name("收款人", variant),
        },
    )


def _counter(prefix: str) -> pl.Expr:
    part = pl.col("time").cast(pl.String).str.zfill(3)
    return pl.concat_str(pl.lit(prefix), pl.col("account_no").str.slice(7), part)


def _name(who: str, variant: Variant) -> pl.Expr:
    """The other side: somebody, or the owner himself with another account."""
    if variant.is_own:
        return pl.col("person_name")
    return pl.concat_str(pl.lit(who), pl.col("time").cast(pl.String))
