"""The medical fund: stays, rings and injuries single out who was planted."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def settlements(world):
    return world["mi_settlement"]


def test_a_special_disease_without_a_stay_in_the_year_before(world, settlements, positives):
    special = world["mi_special"].filter(pl.col("disease") == "偏瘫")
    stays = settlements.filter("is_inpatient").select("person_id", "discharged_on")
    before = (pl.col("appraised_on") - pl.col("discharged_on")).dt.total_days()
    had = special.join(stays, on="person_id").filter(before.is_between(0, 365))
    found = special.join(had, on="person_id", how="anti")
    assert set(found["person_id"]) == positives("M12-G-1")


def test_rings_settle_together_on_five_days(settlements, positives):
    own = settlements.select("person_id", "org_code", at="settled_at")
    pairs = own.join(own, on="org_code", suffix="_other").filter(
        pl.col("person_id") < pl.col("person_id_other"),
        (pl.col("at") - pl.col("at_other")).abs() <= pl.duration(minutes=10),
    )
    days = pairs.group_by("person_id", "person_id_other").agg(pl.col("at").dt.date().n_unique())
    edges = days.filter(pl.col("at") >= 5)
    circles = []
    for one, other in edges.select("person_id", "person_id_other").iter_rows():
        touched = [circle for circle in circles if {one, other} & circle]
        circles = [circle for circle in circles if circle not in touched]
        circles.append({one, other}.union(*touched))
    found = {
        "+".join(f"person:{one}" for one in sorted(circle))
        for circle in circles
        if len(circle) >= 3
    }
    assert found == positives("M12-G-2")


def test_an_injury_of_the_day_of_an_accident_that_another_caused(world, settlements, positives):
    accidents = world["traffic_accident"].filter(
        pl.col("has_injury"), pl.col("liability").is_in(["none", "minor"])
    )
    accidents = accidents.select(
        person_id="driver_id",
        day=pl.col("happened_at").dt.convert_time_zone("Asia/Shanghai").dt.date(),
    )
    injured = settlements.filter(pl.col("is_inpatient") & pl.col("is_injury"))
    found = injured.join(
        accidents, left_on=["person_id", "admitted_on"], right_on=["person_id", "day"]
    )
    assert set(found["person_id"]) == positives("M12-G-4")
