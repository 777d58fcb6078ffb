"""Drink driving: fines for what is a crime, without a filing, are those that were planted."""

from datetime import date

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged):
    fines = world["police_admin_penalty"].filter(pl.col("behaviour").str.contains("酒"))
    filed = world["criminal_filing"].filter(pl.col("cause").str.contains("危险驾驶"))
    filed = filed.select(person_id="suspect_id", crime_on="crime_on").unique()
    met = fines.join(filed, on="person_id").filter(
        (pl.col("crime_on") - pl.col("behaved_on")).dt.total_days().abs() <= 3
    )
    rows = fines.join(met.select("penalty_no"), on="penalty_no", how="anti")
    is_new = pl.col("behaved_on") >= date(2023, 12, 28)
    is_graver = pl.col("behaviour").str.contains("造成交通事故")
    limit = pl.when(is_new & ~is_graver).then(150).otherwise(80)
    judged("M10-B", rows, "penalty_no", pl.col("alcohol_mg_per_100ml") >= limit)
