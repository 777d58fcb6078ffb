"""The detention house: terms, announcements, years and lawyers single out who was planted."""

from datetime import date

import polars as pl

AS_OF = pl.lit(date(2025, 12, 31))
FREE_TALK_EXCEPT = "恐怖|危害国家安全"


def test_terms_and_announcements(world, city_truth, judged):
    stays = world["detention_in_out"].filter(
        pl.col("place_kind") == "detention_house",
        pl.col("sentenced_on").is_null(),
        pl.col("enter_reason") == "criminal_detention",
    )
    extended = (
        world["coercive_measure"]
        .group_by(pl.col("suspect_id").alias("person_id"))
        .agg(pl.col("extended_to_on").max())
    )
    told = world["custody_event"].filter(pl.col("event_kind") == "expiry_notice")
    told = told.group_by("person_id").agg(told_on=pl.col("happened_at").max().dt.date())
    meetings = met(world)
    rows = (
        stays.join(extended, on="person_id", how="left")
        .join(told, on="person_id", how="left")
        .join(meetings, on="person_id", how="left")
    )
    end = pl.coalesce("left_on", AS_OF)
    due = pl.coalesce("extended_to_on", "custody_due_on")
    over = end > due
    announced = pl.col("told_on").is_between(due.dt.offset_by("-7d"), due).fill_null(value=False)
    silent = (end >= due) & ~announced
    long = end > pl.col("entered_on").dt.offset_by("3y")
    is_met = pl.col("is_late").fill_null(pl.when(pl.col("meetings").is_null()).then(False))
    judged("M08-F", rows, "person_id", over | silent | long | is_met)


def met(world):
    """Of each of the detained, whether a lawyer was refused or came later than 48 hours."""
    guarded = world["criminal_filing"].filter(pl.col("cause").str.contains(FREE_TALK_EXCEPT))
    asked = (
        world["custody_event"]
        .filter(pl.col("event_kind") == "lawyer_meeting")
        .join(guarded, left_on="person_id", right_on="suspect_id", how="anti")
    )
    waited = (pl.col("happened_at") - pl.col("requested_at")).dt.total_minutes() > 48 * 60
    late = (pl.col("is_refused") | waited).any(ignore_nulls=False)
    return asked.group_by("person_id").agg(is_late=late, meetings=pl.len())
