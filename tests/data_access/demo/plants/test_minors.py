"""Around minors: venues, staff, visits, children and buses single out who was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)
SEXUAL = ("猥亵儿童罪", "强奸罪", "强制猥亵罪")
AMUSEMENT = ("ktv", "internet_cafe", "bar", "arcade", "esports_hotel")
SHOPS = ("tobacco", "alcohol", "lottery")


def test_a_venue_is_too_near_a_school(world, judged):
    schools = (
        world["poi_school"]
        .filter(~pl.col("school_kind").is_in(["university", "vocational"]))
        .select(pl.col("longitude", "latitude").name.suffix("_school"))
    )
    pairs = (
        world["poi_venue"]
        .filter(pl.col("venue_kind").is_in(AMUSEMENT + SHOPS))
        .join(schools, how="cross")
    )
    east = (pl.col("longitude") - pl.col("longitude_school")).cast(pl.Float64) * 96_400
    north = (pl.col("latitude") - pl.col("latitude_school")).cast(pl.Float64) * 111_320
    limit = pl.when(pl.col("venue_kind").is_in(SHOPS)).then(100).otherwise(200)
    near = pairs.filter((east**2 + north**2).sqrt() < limit)
    judged("M12-H-2", near, "firm_uscc", pl.col("status") == "open")


@pytest.fixture(scope="module")
def staff(world):
    return world["staff_minor_contact"].filter(pl.col("left_on").is_null())


def test_staff_with_a_record_of_sexual_offences(world, staff, judged):
    convicts = world["criminal_judgment"].filter(
        pl.col("charge").is_in(SEXUAL), pl.col("main_penalty") != "acquitted"
    )
    rows = staff.join(convicts, left_on="person_id", right_on="defendant_id")
    judged("M12-H-3", rows, "person_id", pl.col("effective_on") <= AS_OF)


def test_staff_not_checked_for_a_year(staff, judged):
    is_old = pl.col("checked_on").dt.offset_by("1y") < AS_OF
    rule = pl.when(pl.col("check_result") == "not_checked").then(True).otherwise(is_old)
    judged("M12-H-4", staff, "person_id", rule)


def test_a_visit_that_had_to_be_reported(world, judged):
    is_hurt = pl.col("is_pregnancy") | pl.col("is_injury")
    rule = (pl.col("age_years") < 14) & is_hurt & ~pl.col("is_reported")
    judged("M12-H-5", world["hospital_visit"], "visit_no", rule)


def test_a_child_without_support(world, judged):
    def unable(column):
        state = pl.col(column)
        return pl.when(state != "unknown").then(state != "able")

    is_old = (pl.lit(AS_OF) - pl.col("found_on")).dt.total_days() > 30
    both = unable("father_state") & unable("mother_state")
    rows = world["child_in_need"]
    judged("M12-H-6", rows, "child_id", both & is_old & ~pl.col("is_supported"))


def test_a_bus_on_one_list_only(world, judged):
    lists = (
        world["school_bus"]
        .group_by("plate_no")
        .agg(pl.col("listed_by").n_unique(), pl.col("valid_to_on").max())
    )
    rule = (pl.col("listed_by") == 1) & (pl.col("valid_to_on") >= AS_OF)
    judged("M12-H-7", lists, "plate_no", rule)
