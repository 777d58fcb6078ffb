"""Pensions: nobody but the planted is paid when dead, inside or raised on probation."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, positives):
    paid = world["pension_payment"].filter(pl.col("payment_status") == "paid")
    month = pl.col("month_on")

    def of(dataset, *columns):
        return paid.join(world[dataset].select("person_id", *columns), on="person_id")

    dead = of("death_record", "died_on").filter(month > pl.col("died_on"))
    inside = of("inmate", "entered_on", "term_to_on").filter(
        month.is_between(pl.col("entered_on"), pl.col("term_to_on"))
    )
    held = of("detention_in_out", "entered_on", "left_on").filter(
        (month > pl.col("entered_on")) & (pl.col("left_on").is_null() | (month < pl.col("left_on")))
    )
    raised = of("cc_subject", "effective_on", "term_to_on").filter(
        pl.col("is_adjusted") & month.is_between(pl.col("effective_on"), pl.col("term_to_on"))
    )
    found = {one for frame in (dead, inside, held, raised) for one in frame["person_id"]}
    assert found == positives("M07-C")
