"""Users of water: permit, output, power, declaration and term single out who was planted."""

from datetime import date

import polars as pl
import pytest

CLASS = ("混凝土", "洗浴", "矿业")
YEAR = pl.col("month_on") >= date(2025, 1, 1)


@pytest.fixture(scope="module")
def metered(world):
    return world["water_meter"]


def yearly(frame, column, name):
    return frame.filter(YEAR).group_by("firm_uscc").agg(pl.col(column).sum().alias(name))


def test_water_without_a_permit_or_beyond_it(world, metered, judged):
    firms = world["market_entity"].filter(pl.col("status") == "active")
    working = firms.join(
        yearly(world["power_use"], "quantity_kwh", "kwh").filter(pl.col("kwh") > 0), on="firm_uscc"
    )
    quotas = (
        world["water_permit"]
        .group_by("firm_uscc")
        .agg(quota=pl.col("annual_quota_m3").sum().cast(pl.Float64))
    )
    rows = working.join(quotas, on="firm_uscc", how="left").join(
        yearly(metered, "quantity_m3", "taken"), on="firm_uscc", how="left"
    )
    is_class = pl.col("industry").is_in(CLASS)
    is_beyond = (pl.col("taken").cast(pl.Float64) > pl.col("quota")).fill_null(value=False)
    judged("M12-A-1", rows, "firm_uscc", is_class & (pl.col("quota").is_null() | is_beyond))


def test_output_needs_more_water_than_was_paid_for(world, metered, judged):
    norms = world["water_norm"].select("product_name", each=pl.col("water_m3_each"))
    output = world["output_stat"].filter(pl.col("year") == 2025)
    rows = output.join(norms, on="product_name", how="left")
    for frame, name in ((world["tap_water"], "tap"), (metered, "taken")):
        rows = rows.join(yearly(frame, "quantity_m3", name), on="firm_uscc", how="left")
    paid = pl.col("tap").fill_null(0) + pl.col("taken").fill_null(0)
    judged("M12-A-2", rows, "firm_uscc", pl.col("quantity") * pl.col("each") - paid > 1_000)


def test_the_meter_shows_less_than_the_power(world, metered, judged):
    both = (
        metered.group_by("firm_uscc", "month_on")
        .agg(pl.col("quantity_m3").sum())
        .join(world["power_use"], on=("firm_uscc", "month_on"))
    )
    water, power = pl.col("quantity_m3").cast(pl.Float64), pl.col("quantity_kwh").cast(pl.Float64)
    shares = both.group_by("firm_uscc").agg(
        now=water.filter(YEAR).sum() / power.filter(YEAR).sum(),
        before=pl.when((~YEAR).any()).then(water.filter(~YEAR).sum() / power.filter(~YEAR).sum()),
    )
    judged("M12-A-3", shares, "firm_uscc", pl.col("now") < pl.col("before") * 0.5)


def test_a_big_site_drains_without_a_permit(world, judged):
    drained = world["water_permit"].filter(pl.col("use_kind") == "施工降排水")
    sites = world["planning_permit"].filter(
        pl.col("permit_kind") == "construction", pl.col("floor_area_sqm") >= 20_000
    )
    without = ~pl.col("firm_uscc").is_in(drained["firm_uscc"].implode())
    judged("M12-A-4", sites, "permit_no", without)


def test_less_is_declared_than_was_metered(world, metered, judged):
    declared = world["tax_declare"].filter(pl.col("tax_kind") == "water_resource_tax")
    quarter = pl.col("month_on").dt.truncate("3mo").alias("period_from_on")
    taken = metered.group_by("firm_uscc", quarter).agg(pl.col("quantity_m3").sum())
    rows = declared.join(taken, on=("firm_uscc", "period_from_on"))
    share = pl.col("declared_quantity").cast(pl.Float64) / pl.col("quantity_m3").cast(pl.Float64)
    judged("M12-A-5", rows, "firm_uscc", share < 0.9)


def test_water_is_taken_after_the_permit_ended(world, metered, judged):
    permits = world["water_permit"].select("permit_no", "valid_to_on")
    used = metered.filter(pl.col("quantity_m3") > 0).join(permits, on="permit_no", how="left")
    judged("M12-A-6", used, "firm_uscc", pl.col("month_on") > pl.col("valid_to_on"))
