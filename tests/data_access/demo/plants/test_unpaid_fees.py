"""Fees that nobody asks for: what is owed of each kind is what was planted.

What M12-E and M12-F plant for land and shelters beyond is owed, too; it is theirs to tell.
"""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)
UNASKED = pl.col("urged_on").is_null()


def beyond(positives, model, own):
    """What another family alone says of the same subjects."""
    return positives(model) - positives(own)


def test_land(world, positives):
    owed = world["land_grant"].filter(
        pl.col("due_on") < AS_OF,
        pl.col("paid_yuan") < pl.col("price_yuan"),
        ~pl.col("is_taken_back"),
        UNASKED,
    )
    found = set(owed["contract_no"]) - beyond(positives, "M12-E-1", "M03-F-1")
    assert found == positives("M03-F-1")


def test_shelters(world, positives):
    owed = world["civil_defense"].filter(
        pl.col("decided_on") < AS_OF,
        pl.col("fee_paid_yuan") < pl.col("fee_payable_yuan"),
        ~pl.col("is_waived"),
        UNASKED,
    )
    found = set(owed["project_code"]) - beyond(positives, "M12-F-1", "M03-F-2")
    assert found == positives("M03-F-2")


def test_water(world, positives):
    owed = world["tax_declare"].filter(
        pl.col("tax_kind") == "water_resource_tax",
        pl.col("declared_on").dt.offset_by("15d") < AS_OF,
        pl.col("paid_yuan") < pl.col("payable_yuan"),
        UNASKED,
    )
    assert set(owed["firm_uscc"]) == positives("M03-F-3")
