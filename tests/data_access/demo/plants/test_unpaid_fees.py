"""Fees that nobody asks for: firms that owe them are those that were planted.

What M12-E and M12-F plant for land and shelters is owed, too; it is theirs to tell.
"""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)


def test_the_planted_are_found_and_nobody_else(world, positives):
    is_silent = pl.col("urged_on").is_null()
    land = world["land_grant"].filter(
        pl.col("due_on") < AS_OF, pl.col("paid_yuan") < pl.col("price_yuan"), is_silent
    )
    shelters = world["civil_defense"].filter(
        pl.col("decided_on") < AS_OF,
        pl.col("fee_paid_yuan") < pl.col("fee_payable_yuan"),
        ~pl.col("is_waived"),
        is_silent,
    )
    water = world["tax_declare"].filter(
        pl.col("tax_kind") == "water_resource_tax",
        pl.col("declared_on").dt.offset_by("15d") < AS_OF,
        pl.col("paid_yuan") < pl.col("payable_yuan"),
        is_silent,
    )
    land = land.filter(~pl.col("contract_no").is_in(positives("M12-E")))
    shelters = shelters.filter(~pl.col("project_code").is_in(positives("M12-F")))
    found = {one for frame in (land, shelters, water) for one in frame["firm_uscc"]}
    assert found == positives("M03-F")
