"""Non-standard oil: purchases against equipment and fleet single out who was planted."""

import polars as pl

ODD = "非成品油|轻循环油"
EACH_LORRY = 30.0


def test_the_planted_are_found_and_nobody_else(world, positives):
    bought = world["vat_invoice"].with_columns(
        tonnes=pl.col("quantity").cast(pl.Float64), is_odd=pl.col("item_name").str.contains(ODD)
    )
    tonnes = bought.group_by(pl.col("buyer_code").alias("firm_uscc")).agg(
        odd=pl.col("tonnes").filter("is_odd").sum(),
        diesel=pl.col("tonnes").filter(pl.col("item_name") == "*成品油*柴油").sum(),
    )
    burnt = world["special_equipment"].filter(pl.col("equipment_kind") == "oil_boiler")
    burnt = burnt.select("firm_uscc", burns=pl.col("annual_fuel_tonnes").cast(pl.Float64))
    need = world["transport_vehicle"].group_by("firm_uscc").agg(need=pl.len() * EACH_LORRY)
    known = tonnes.join(burnt, on="firm_uscc", how="left").join(need, on="firm_uscc", how="left")
    is_unknown = pl.col("firm_uscc").is_in(
        burnt.filter(pl.col("burns").is_null())["firm_uscc"].implode()
    )
    flagged = known.filter(
        (pl.col("odd") > pl.col("burns").fill_null(0)) & ~is_unknown,
        pl.col("odd") > 0,
        pl.col("diesel") / pl.col("need") < 0.5,
    )
    assert set(flagged["firm_uscc"]) == positives("M05-A")
