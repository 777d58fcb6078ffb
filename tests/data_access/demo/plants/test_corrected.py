"""Community correction: who was away, late or to be recalled is who was planted."""

import polars as pl

HOME = "演示市"


def test_the_planted_are_found_and_nobody_else(world, positives):
    subjects = world["cc_subject"].select(
        "person_id", "effective_on", "reported_on", "home_city", "term_to_on", "ended_on"
    )
    leaves = world["cc_leave"].filter("is_approved")
    found = _unreported(world, subjects)
    for dataset, at, is_away in (
        ("travel_record", "departed_at", pl.col("to_city") != HOME),
        ("traffic_violation", "happened_at", pl.col("city") != HOME),
        ("hotel_stay", "checked_in_at", ~pl.col("division_code").str.starts_with("9901")),
    ):
        key = "driver_id" if dataset == "traffic_violation" else "person_id"
        away = world[dataset].filter(is_away).select(pl.col(key).alias("person_id"), at=at)
        away = _during(away, subjects.filter(pl.col("home_city").is_not_null()), "at")
        found |= set(_without_leave(away, leaves)["person_id"])
    found |= _not_recalled(world, subjects)
    found |= _at_midnight(world)
    unsure = world["cc_leave"].filter(pl.col("is_approved").is_null())["person_id"]
    assert found - set(unsure) == positives("M08-D")


def _during(rows, subjects, at):
    day = pl.col(at).dt.convert_time_zone("Asia/Shanghai").dt.date()
    end = pl.coalesce("ended_on", "term_to_on")
    return rows.join(subjects, on="person_id").filter(day.is_between("effective_on", end))


def _unreported(world, subjects):
    late = subjects.filter((pl.col("reported_on") - pl.col("effective_on")).dt.total_days() > 10)
    never = subjects.filter(
        pl.col("reported_on").is_null(), pl.col("effective_on").dt.year() == 2025
    )
    free = world["criminal_judgment"].filter(pl.col("probation_months").is_not_null())
    unlisted = free.join(subjects, left_on="defendant_id", right_on="person_id", how="anti")
    return {*late["person_id"], *never["person_id"], *unlisted["defendant_id"]}


def _without_leave(away, leaves):
    covered = away.join(leaves, on="person_id").filter(
        pl.col("at").is_between("leave_from_at", "leave_to_at")
    )
    return away.join(covered, on=["person_id", "at"], how="anti")


def _not_recalled(world, subjects):
    held = world["detention_in_out"].filter(pl.col("enter_reason") == "administrative_detention")
    during = held.join(subjects, on="person_id").filter(
        pl.col("entered_on").is_between("effective_on", "term_to_on")
    )
    asked = world["cc_sanction"].filter(pl.col("sanction") == "probation_revocation_proposed")
    return set(during.join(asked, on="person_id", how="anti")["person_id"])


def _at_midnight(world):
    local = pl.col("checked_at").dt.convert_time_zone("Asia/Shanghai")
    night = world["cc_checkin"].filter(local.dt.hour() == 0)
    counted = night.group_by("person_id").len().filter(pl.col("len") >= 10)
    return set(counted["person_id"])
