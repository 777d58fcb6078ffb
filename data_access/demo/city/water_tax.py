"""What users of water declare for the water resource tax: what their meters showed."""

from datetime import date

import polars as pl

from data_access.demo.city.city import City
from data_access.demo.city.draw import later


def water_tax(city: City) -> pl.DataFrame:
    """Quarterly declarations of the water that was metered, of the last year."""
    metered = city.table("water_meter").filter(pl.col("month_on") >= date(2025, 1, 1))
    quarter = pl.col("month_on").dt.truncate("3mo").alias("period_from_on")
    rows = metered.group_by("firm_uscc", "firm_name", quarter, maintain_order=True).agg(
        declared_quantity=pl.col("quantity_m3").sum()
    )
    return water_taxes(rows)


def water_taxes(rows: pl.DataFrame) -> pl.DataFrame:
    """Declarations with firm_uscc, period_from_on and declared_quantity, paid in time."""
    end = pl.col("period_from_on").dt.offset_by("3mo").dt.offset_by("-1d")
    payable = (pl.col("declared_quantity") * 0.5).round(2)
    return rows.with_columns(
        period_to_on=end,
        tax_kind=pl.lit("water_resource_tax"),
        declared_on=later(end, 12),
        unit_name=pl.lit("立方米"),
        payable_yuan=payable,
        paid_yuan=payable,
        paid_on=later(end, 14),
    )
