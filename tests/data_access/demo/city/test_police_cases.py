"""What public security knows: stays in custody, and a day of entries that is no event."""

from datetime import date

import polars as pl

from data_access.demo.city.police_cases import BACKLOG_ON


def test_a_year_of_identifiers_arrived_on_one_day_and_their_cases_did_not(larger_city):
    rows = larger_city.table("case_identifier").with_columns(
        month=pl.col("recorded_on").dt.month_start()
    )
    late = rows.filter(pl.col("recorded_on") == BACKLOG_ON, pl.col("county") == "990102")
    assert late["filed_on"].min() >= date(2023, 7, 1)
    assert late["filed_on"].dt.month_start().n_unique() > 5
    others = rows.filter(pl.col("county") == "990102", pl.col("recorded_on") != BACKLOG_ON)
    assert late.height > others.group_by("month").len()["len"].max()


def test_who_is_to_serve_a_sentence_is_taken_in(city):
    sentenced = city.table("_criminal").filter(
        pl.col("effective_on") < date(2025, 12, 20), pl.col("probation_months").is_null()
    )
    stays = city.table("detention_in_out").filter(
        pl.col("left_on").is_null() | (pl.col("left_on") >= pl.col("effective_on"))
    )
    assert sentenced.join(stays, on="person_id", how="anti").is_empty()


def test_nobody_leaves_before_he_came(city):
    stays = city.table("detention_in_out").drop_nulls("left_on")
    assert (stays["left_on"] >= stays["entered_on"]).all()
