"""Dumping: heaps outside sites and lorries that stand or call there are what was planted."""

import polars as pl
import pytest


def metres(east, north):
    return ((pl.col(east) * 96_400) ** 2 + (pl.col(north) * 111_320) ** 2).sqrt()


def pairs(one, other, near):
    """Rows of both within so many metres of each other."""
    own = other.select(pl.all().name.suffix("_other"))
    joined = one.join(own, how="cross").with_columns(
        east=(pl.col("longitude") - pl.col("longitude_other")).cast(pl.Float64),
        north=(pl.col("latitude") - pl.col("latitude_other")).cast(pl.Float64),
    )
    return joined.with_columns(metres=metres("east", "north")).filter(pl.col("metres") < near)


@pytest.fixture(scope="module")
def heaps(world):
    """Heaps with whether a site contains them: null where a site near has no extent."""
    all_ = world["remote_change"].filter(pl.col("change_kind") == "waste_heap")
    near = pairs(all_, world["waste_site"], 2_000)
    inside = near.with_columns(inside=pl.col("metres") <= pl.col("radius_m_other"))
    told = inside.group_by("patch_code").agg(
        is_inside=pl.col("inside").any(), unsure=pl.col("inside").is_null().any()
    )
    rows = all_.join(told, on="patch_code", how="left")
    is_inside = (
        pl.when("is_inside").then(True).when(~pl.col("unsure").fill_null(value=False)).then(False)
    )
    return rows.with_columns(is_inside=is_inside)


def test_a_heap_outside_every_site(heaps, judged):
    judged("M12-B-1", heaps, "patch_code", ~pl.col("is_inside"))


def test_lorries_stand_by_night_at_a_heap_outside_every_site(world, heaps, judged):
    local = pl.col("seen_at").dt.convert_time_zone("Asia/Shanghai")
    is_night = (local.dt.hour() >= 22) | (local.dt.hour() < 5)
    tracks = (
        world["vehicle_gps"]
        .filter(is_night)
        .with_columns(night=(local - pl.duration(hours=12)).dt.date())
    )
    near = pairs(tracks, heaps.select("patch_code", "longitude", "latitude", "is_inside"), 300)
    visits = near.group_by("plate_no", "patch_code_other", "is_inside_other", "night").agg(
        stay=pl.col("seen_at").max() - pl.col("seen_at").min()
    )
    stays = visits.filter(pl.col("stay") >= pl.duration(minutes=5))
    nights = stays.group_by("plate_no", is_inside="is_inside_other").len()
    often = nights.filter(pl.col("len") >= 3).join(world["transport_vehicle"], on="plate_no")
    judged("M12-B-3", often, "firm_uscc", ~pl.col("is_inside"))


def test_unregistered_lorries_call_at_a_dock(world, judged):
    day = pl.col("passed_at").dt.date().alias("day")
    at = world["checkpoint_track"].filter(pl.col("checkpoint_name").str.contains("码头"))
    calls = at.group_by("plate_no", day).agg(
        stay=pl.col("passed_at").max() - pl.col("passed_at").min()
    )
    short = calls.filter(pl.col("stay") <= pl.duration(minutes=60)).group_by("plate_no").len()
    lorries = world["transport_vehicle"].join(short.filter(pl.col("len") >= 3), on="plate_no")
    judged("M12-B-6", lorries, "firm_uscc", ~pl.col("is_waste_registered"))
