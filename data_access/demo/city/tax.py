"""What the tax authority knows of firms: what they bought, what they declared."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later
from data_access.demo.city.market import LITRES, PRICE
from data_access.demo.city.water_tax import water_tax

GOODS = (
    "*钢材*螺纹钢",
    "*机械设备*轴承",
    "*服装*工作服",
    "*办公用品*打印纸",
    "*建材*水泥",
    "*食品*大米",
)
DIESEL = "*成品油*柴油"
"""What fleets buy; one tonne is some 1,190 litres."""


def vat_invoice(city: City) -> pl.DataFrame:
    """Purchases: general goods of any firm, and the fuel that hauliers need."""
    count = city.rows(260_000)
    draw = city.draw("vat_invoice", count)
    buyer, seller = draw.rows(city.firms), draw.rows(city.firms)
    frame = pl.DataFrame({"seller_code": seller["firm_uscc"], "buyer_code": buyer["firm_uscc"]})
    is_haulier = pl.Series(buyer["industry"] == "物流")
    item = draw.pick(GOODS)
    return invoices(
        city,
        "vat_invoice",
        frame.with_columns(
            issued_on=draw.day(),
            item_name=pl.when(is_haulier).then(pl.lit(DIESEL)).otherwise(item),
            unit_name=pl.lit("吨"),
            quantity=draw.whole(1, 12).cast(pl.Float64),
            price=pl.when(is_haulier).then(pl.lit(7_600.0)).otherwise(draw.yuan(3_800)),
        ).filter(pl.col("seller_code") != pl.col("buyer_code")),
    )


def invoices(city: City, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Valid purchase invoices with columns codes, day, item, quantity and price of one."""
    draw = city.draw(f"{name}.amounts", frame.height)
    amount = (pl.col("quantity") * pl.col("price")).round(2)
    tax = (amount * 0.13).round(2)
    return frame.with_columns(
        invoice_number=draw.digits(8),
        amount_yuan=amount,
        tax_yuan=tax,
        total_yuan=amount + tax,
        status=pl.lit("valid"),
        direction=pl.lit("purchases"),
    )


def tax_declare(city: City) -> pl.DataFrame:
    """Quarterly declarations of value-added tax, paid."""
    quarters = pl.DataFrame(
        {"period_from_on": pl.date_range(date(2020, 1, 1), date(2025, 9, 1), "3mo", eager=True)}
    )
    rows = city.firms.filter(pl.col("status") == "active").join(quarters, how="cross")
    draw = city.draw("tax_declare", rows.height)
    rows = rows.with_columns(sales=draw.yuan(400_000, 0.9)).join(
        pumped(city.table("_station_months")), on=["firm_uscc", "period_from_on"], how="left"
    )
    rows = rows.with_columns(declared_sales_yuan=pl.coalesce("pumped_yuan", "sales"))
    return declared(rows).filter(pl.col("established_on") < pl.col("period_from_on"))


def pumped(months: pl.DataFrame) -> pl.DataFrame:
    """What stations sold by quarter: a row a station and quarter, in litres and yuan."""
    quarter = pl.col("month_on").dt.truncate("1q").alias("period_from_on")
    tonnes = months.group_by(
        pl.col("station_uscc").alias("firm_uscc"), quarter, maintain_order=True
    ).agg(pl.col("tonnes").sum())
    return tonnes.select(
        "firm_uscc",
        "period_from_on",
        declared_quantity=(pl.col("tonnes") * LITRES).round(1),
        unit_name=pl.lit("升"),
        pumped_yuan=(pl.col("tonnes") * PRICE).round(2),
    )


def declared(rows: pl.DataFrame) -> pl.DataFrame:
    """Declarations of these quarters and sales, made and paid in time."""
    end = pl.col("period_from_on").dt.offset_by("3mo").dt.offset_by("-1d")
    payable = (pl.col("declared_sales_yuan") * 0.02).round(2)
    return rows.with_columns(
        period_to_on=end,
        tax_kind=pl.lit("vat"),
        declared_on=later(end, 12),
        payable_yuan=payable,
        paid_yuan=payable,
        paid_on=later(end, 14),
    )


def declarations(city: City) -> pl.DataFrame:
    """Declarations of value-added tax and of water."""
    return pl.concat([tax_declare(city), water_tax(city)], how="diagonal_relaxed")


TABLES = {"vat_invoice": vat_invoice, "tax_declare": declarations}
