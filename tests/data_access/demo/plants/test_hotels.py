"""Hotels: minors with strangers, alone together, or in a gaming hotel single out the planted."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def stays(world):
    """Stays with who is whose family, and whether the guest was a minor that night."""
    own = ("person_id", "born_on", "family_no")
    guests = world["hotel_stay"].join(world["household"].select(own), on="person_id")
    night = pl.col("checked_in_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    return guests.with_columns(is_child=pl.col("born_on").dt.offset_by("18y") > night)


def test_minors_with_strangers_or_alone_together(world, stays, positives, unknown):
    calls = world["police_call"].filter(pl.col("call_kind") == "未成年人住宿报告")
    reported = world["hotel_registry"].join(
        calls, left_on="hotel_name", right_on="place", how="semi"
    )["hotel_code"]
    rooms = (
        stays.filter(~pl.col("hotel_code").is_in(reported.implode()))
        .group_by("hotel_code", "room", "checked_in_at")
        .agg(
            children=pl.col("is_child").sum(),
            guests=pl.len(),
            families=pl.col("family_no").n_unique(),
        )
        .filter(pl.col("children") > 0, pl.col("families") > 1)
    )
    told = rooms.filter(pl.col("room").is_not_null())
    assert set(told["hotel_code"]) == positives("M12-H-1")
    assert set(rooms.filter(pl.col("room").is_null())["hotel_code"]) == unknown("M12-H-1")


def test_minors_in_a_gaming_hotel(world, stays, judged):
    kinds = world["hotel_registry"].select("hotel_code", "hotel_kind")
    minors = stays.filter("is_child").join(kinds, on="hotel_code")
    judged("M12-H-8", minors, "hotel_code", pl.col("hotel_kind") == "esports_hotel")
