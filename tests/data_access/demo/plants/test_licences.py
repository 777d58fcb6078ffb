"""Drivers: convicted and still licensed, qualified or employed is who was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)
DRIVING = ("危险驾驶罪", "交通肇事罪")


@pytest.fixture(scope="module")
def convicts(world):
    judged = world["criminal_judgment"].filter(pl.col("main_penalty") != "acquitted")
    return judged.select("charge", "effective_on", person_id="defendant_id")


def is_overdue():
    return (pl.lit(AS_OF) - pl.col("effective_on")).dt.total_days() > 30


def test_a_licence_is_valid_after_dangerous_driving(world, convicts, judged):
    rows = world["driver_license"].join(convicts, on="person_id")
    is_had_anew = pl.col("issued_on") >= pl.col("effective_on").dt.offset_by("5y")
    is_recent = pl.col("effective_on").dt.offset_by("5y") > AS_OF
    is_driving = pl.col("charge").is_in(DRIVING) & (pl.col("status") == "valid")
    judged("M11-C-1", rows, "person_id", is_driving & is_overdue() & (is_recent | ~is_had_anew))


def test_a_transport_qualification_is_valid_after_it(world, convicts, judged):
    rows = world["transport_cert"].join(convicts, on="person_id")
    is_driver = ~pl.col("certificate_kind").is_in(["loading_manager", "escort"])
    is_valid = pl.col("charge").is_in(DRIVING) & (pl.col("status") == "valid")
    judged("M11-C-2", rows, "person_id", is_valid & is_driver & is_overdue())


def test_a_convict_drives_children_or_danger_or_serves(world, convicts, judged):
    buses = world["school_bus"].select("valid_to_on", person_id="driver_id")
    dangerous = world["transport_cert"].filter(pl.col("certificate_kind") == "dangerous_goods")
    staff = world["judicial_staff"].filter(pl.col("relation") == "self", pl.col("to_on").is_null())
    posts = pl.concat(
        [
            buses,
            dangerous.select("person_id", valid_to_on="valid_to_on"),
            staff.select("person_id", valid_to_on=date(2026, 1, 1)),
        ],
        how="diagonal_relaxed",
    ).join(convicts, on="person_id")
    judged("M11-C-3", posts, "person_id", pl.col("valid_to_on") >= AS_OF)
