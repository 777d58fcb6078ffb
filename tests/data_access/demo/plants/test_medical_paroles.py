"""Service outside prison: reviews, grounds, terms and journeys single out who was planted."""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)


def outings(world, rows):
    """Of each subject, journeys since the decision that no leave covers, and cars driven."""
    own = rows.select("person_id", "decided_on")
    leaves = world["cc_leave"].filter("is_approved")
    leaves = leaves.select("person_id", "leave_from_at", "leave_to_at")
    trips = world["travel_record"].join(own, on="person_id")
    trips = trips.filter(pl.col("departed_at").dt.date() > pl.col("decided_on"))
    covered = trips.join(leaves, on="person_id").filter(
        pl.col("departed_at").is_between("leave_from_at", "leave_to_at")
    )
    trips = trips.join(covered, on=["person_id", "departed_at"], how="anti")
    drives = world["traffic_violation"].join(own, left_on="driver_id", right_on="person_id")
    drives = drives.filter(pl.col("happened_at").dt.date() > pl.col("decided_on"))
    return (
        trips.group_by("person_id")
        .agg(trips=pl.len())
        .join(
            drives.group_by(pl.col("driver_id").alias("person_id")).agg(drives=pl.len()),
            on="person_id",
            how="full",
            coalesce=True,
        )
    )


def test_the_planted_are_found_and_nobody_else(world, judged):
    rows = world["medical_parole"].sort("decided_on").group_by("person_id").last()
    dead = world["death_record"].select("person_id", "died_on")
    rows = rows.join(dead, on="person_id", how="left").join(
        outings(world, rows), on="person_id", how="left"
    )
    is_over = pl.col("died_on").is_not_null() | pl.col("recalled_on").is_not_null()
    is_over |= (pl.col("term_to_on") < AS_OF).fill_null(value=False)
    is_ill = pl.col("kind") == "disease"
    unreviewed = is_ill & (pl.col("reviewed_on").dt.offset_by("3mo") < AS_OF)
    listed = world["serious_disease"]["disease_name"].implode()
    unlisted = is_ill & ~pl.col("disease").is_in(listed)
    nursing = (pl.col("kind") == "pregnancy") & (
        pl.coalesce(pl.col("child_born_on").dt.offset_by("12mo"), "expires_on") < AS_OF
    )
    since = (pl.lit(AS_OF) - pl.col("reviewed_on")).dt.total_days()
    gone = (pl.col("review_result") == "ground_gone") & (since > 30)
    expired = (pl.col("kind") != "pregnancy") & (pl.col("expires_on") < AS_OF)
    lively = (pl.col("trips").fill_null(0) >= 3) | (pl.col("drives").fill_null(0) > 0)
    rule = unreviewed | unlisted | nursing | gone | expired | lively
    rule = (~is_over & rule) | ~pl.col("is_designated_hospital")
    judged("M08-B", rows, "person_id", rule)
