"""Enforcement: cases ended for now, the list and the dead say what was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def cases(world):
    return world["exec_case"]


def test_ended_for_now_with_assets_or_without_a_new_search(cases, positives):
    is_ended = pl.col("close_manner") == "ended_for_now"
    has_assets = pl.col("found_asset_yuan") > 0
    is_stale = pl.col("queried_on").dt.offset_by("6mo") < AS_OF
    assert set(cases.filter(is_ended & (has_assets | is_stale))["exec_no"]) == positives("M04-16")


def test_the_list_lacks_some_and_keeps_others_too_long(cases, world, positives):
    entries = world["dishonest_list"].select("exec_no", "term_end_on", "removed_on", on_list=True)
    rows = cases.join(entries, on="exec_no", how="left")
    is_ended = pl.col("close_manner") == "ended_for_now"
    unlisted = is_ended & pl.col("on_list").is_null()
    stays = pl.col("on_list").is_not_null() & pl.col("removed_on").is_null()
    is_paid = pl.col("close_manner") == "fulfilled"
    over = stays & (is_paid | (pl.col("term_end_on") < AS_OF))
    assert set(rows.filter(unlisted | over)["exec_no"]) == positives("M04-17")


def test_measures_against_the_dead(cases, world, positives):
    dead = world["death_record"].select(debtor_id="person_id", died_on="died_on")
    rows = cases.join(dead, on="debtor_id").filter(pl.col("died_on") < pl.col("restricted_on"))
    assert set(rows["exec_no"]) == positives("M04-18")


def test_winners_who_should_not_bid(world, positives):
    lots = world["auction_lot"].filter(pl.col("status") == "sold")
    staff = world["judicial_staff"].filter(pl.col("to_on").is_null())
    of_staff = lots.join(staff, left_on="winner_id", right_on="person_id", how="semi")
    kin = world["household"].select("person_id", "spouse_id")
    debtors = lots.join(world["exec_case"].select("exec_no", "debtor_id"), on="exec_no").join(
        kin, left_on="debtor_id", right_on="person_id", how="left"
    )
    bought_back = debtors.filter(
        (pl.col("winner_id") == pl.col("debtor_id")) | (pl.col("winner_id") == pl.col("spouse_id"))
    )
    assert set(bought_back["lot_code"]) == positives("M04-15")
    assert positives("M04-11") <= set(of_staff["lot_code"])
