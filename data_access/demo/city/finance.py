"""What banks tell by lawful order, and what the vouchers of the city were used for."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.codes import numbered


def bank_account(city: City) -> pl.DataFrame:
    """Accounts of persons."""
    owners = city.draw("bank_account", city.rows(9_000)).some(city.adults)
    draw = city.draw("bank_account.opened", owners.height)
    return owners.with_columns(
        account_no=numbered("9999{}", owners.height, digits=15),
        bank_name=draw.pick(["演示银行甲", "演示银行乙"]),
        owner_id="person_id",
        owner_name="person_name",
        account_kind=pl.lit("personal"),
        opened_on=draw.day(date(2010, 1, 1), date(2022, 12, 31)),
        branch_name="支行" + draw.whole(1, 40).cast(pl.String),
        opener_staff="柜员" + draw.whole(1, 200).cast(pl.String),
        status=pl.lit("active"),
    )


def bank_txn(city: City) -> pl.DataFrame:
    """Payments between those accounts in the last two years."""
    accounts = city.table("bank_account").select("account_no", "owner_name")
    count = city.rows(160_000)
    draw = city.draw("bank_txn", count)
    one, other = draw.rows(accounts), draw.rows(accounts)
    return one.with_columns(
        txn_no=draw.numbers("TX{}", digits=10),
        traded_at=draw.instant(draw.day(date(2024, 1, 1)), 0, 23),
        direction=draw.pick(["in", "out"]),
        amount_yuan=draw.yuan(800, 1.2).clip(0.01),
        balance_yuan=draw.yuan(12_000, 1.0),
        counter_account_no=other["account_no"],
        counter_name=other["owner_name"],
        counter_bank=pl.lit("演示银行甲"),
        channel=draw.pick(["手机银行", "柜面", "网银"]),
    ).filter(pl.col("counter_account_no") != pl.col("account_no"))


def voucher_use(city: City) -> pl.DataFrame:
    """Vouchers used in shops and restaurants over one season."""
    count = city.rows(60_000)
    draw = city.draw("voucher_use", count)
    shop = draw.rows(city.firms_of("餐饮", "商贸"))
    paid = draw.yuan(180, 0.5).clip(60)
    return shop.select(
        merchant_uscc="firm_uscc", merchant_name="firm_name", unit="county"
    ).with_columns(
        batch_code=pl.lit("XFQ2025"),
        voucher_code=numbered("Q{}", count, digits=9),
        user_code="U" + draw.digits(8),
        phone="100" + draw.digits(8),
        redeemed_at=draw.instant(draw.day(date(2025, 3, 1), date(2025, 6, 30)), 9, 20),
        face_yuan=pl.lit(50.0),
        paid_yuan=paid,
        off_yuan=pl.lit(50.0),
        device_code="P" + draw.digits(9),
    )


TABLES = {"bank_account": bank_account, "bank_txn": bank_txn, "voucher_use": voucher_use}
