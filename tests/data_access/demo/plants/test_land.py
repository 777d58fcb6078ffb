"""Land and shelters: what is owed, idle, early or missing is what was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)
LAWFUL = "享受政府优惠政策建设的保障性住房"


@pytest.fixture(scope="module")
def grants(world):
    return world["land_grant"].filter(~pl.col("is_taken_back"))


@pytest.fixture(scope="module")
def shelters(world):
    own = world["civil_defense"]
    waived = (pl.col("is_waived") & (pl.col("waive_basis") == LAWFUL)).fill_null(value=False)
    is_built = pl.col("built_area_sqm") >= pl.col("required_area_sqm")
    return own.filter(pl.col("required_area_sqm") > 0, ~waived, ~is_built)


def test_a_price_or_late_fee_is_owed_and_not_asked_for(grants, judged):
    unpaid = (pl.col("due_on") < AS_OF) & (pl.col("paid_yuan") < pl.col("price_yuan"))
    is_late = (pl.col("paid_on") > pl.col("due_on")).fill_null(value=False)
    owes = is_late & (pl.col("late_fee_paid_yuan") < pl.col("late_fee_yuan"))
    rule = (unpaid | owes) & pl.col("urged_on").is_null()
    judged("M12-E-1", grants, "contract_no", rule)


def test_land_lies_idle(grants, judged):
    idle = grants.filter(pl.col("started_on").is_null())
    one = pl.col("start_by_on").dt.offset_by("1y") < AS_OF
    two = pl.col("start_by_on").dt.offset_by("2y") < AS_OF
    is_charged = pl.col("idle_fee_yuan").is_not_null()
    rule = ~pl.col("is_delay_excused") & ((one & ~is_charged) | two)
    judged("M12-E-2", idle, "contract_no", rule)


def test_a_permit_before_the_price_was_paid(world, grants, judged):
    paid = grants.select("parcel_code", "paid_on", is_granted=pl.lit(value=True))
    permits = world["planning_permit"].join(paid, on="parcel_code", how="left")
    early = pl.when(pl.col("parcel_code").is_not_null()).then(
        (pl.col("issued_on") < pl.col("paid_on")).fill_null(value=False)
    )
    judged("M12-E-3", permits, "permit_no", early)


def test_neither_a_shelter_nor_its_fee(shelters, judged):
    judged(
        "M12-F-1", shelters, "project_code", pl.col("fee_paid_yuan") < pl.col("fee_payable_yuan")
    )


def test_a_permit_before_the_fee_was_paid(world, shelters, judged):
    permits = world["planning_permit"].select("permit_no", "issued_on")
    rows = shelters.join(permits, on="permit_no")
    is_unpaid = pl.col("paid_on").is_null() & (pl.col("fee_paid_yuan") == 0)
    known = pl.when(is_unpaid).then(True).otherwise(pl.col("issued_on") < pl.col("paid_on"))
    judged("M12-F-2", rows, "project_code", known)


def test_a_civil_building_that_the_defence_office_does_not_know(world, judged):
    known = world["civil_defense"]["project_code"].implode()
    civil = world["planning_permit"].filter("is_civil_building")
    judged("M12-F-3", civil, "permit_no", ~pl.col("project_code").is_in(known))
