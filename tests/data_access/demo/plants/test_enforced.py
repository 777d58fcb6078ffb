"""Enforcement: cases ended for now, the list and the dead say what was planted."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def cases(world):
    return world["exec_case"]


def test_ended_for_now_with_assets_or_without_a_new_search(cases, judged):
    is_ended = pl.col("close_manner") == "ended_for_now"
    has_assets = pl.col("found_asset_yuan") > 0
    is_due = pl.col("closed_on").dt.offset_by("5y") > AS_OF
    is_stale = is_due & (pl.col("queried_on").dt.offset_by("6mo") < AS_OF)
    judged("M04-16", cases, "exec_no", is_ended & (has_assets | is_stale))


def test_the_list_lacks_some_and_keeps_others_too_long(cases, world, judged):
    entries = world["dishonest_list"].select("exec_no", "term_end_on", "removed_on", on_list=True)
    rows = cases.join(entries, on="exec_no", how="left")
    is_ended = pl.col("close_manner") == "ended_for_now"
    unlisted = is_ended & pl.col("on_list").is_null()
    stays = pl.col("on_list").is_not_null() & pl.col("removed_on").is_null()
    is_paid = pl.col("close_manner") == "fulfilled"
    over = stays & (is_paid | (pl.col("term_end_on") < AS_OF))
    judged("M04-17", rows, "exec_no", unlisted | over)


def test_measures_against_the_dead(cases, world, judged):
    dead = world["death_record"].select(debtor_id="person_id", died_on="died_on")
    listed = world["dishonest_list"].select("exec_no", "debtor_id", "listed_on", "removed_on")
    rows = cases.join(dead, on="debtor_id", how="left")
    rows = rows.join(listed, on=["exec_no", "debtor_id"], how="left")
    died = pl.col("died_on")
    restricted = (died < pl.col("restricted_on")) & pl.col("measure_lifted_on").is_null()
    stays = (died < pl.col("listed_on")) & pl.col("removed_on").is_null()
    is_meant = restricted.fill_null(value=False) | stays.fill_null(value=False)
    judged("M04-18", rows, "exec_no", pl.when(pl.col("debtor_id").is_not_null()).then(is_meant))


@pytest.fixture(scope="module")
def sold(world):
    opening = pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    return world["auction_lot"].filter(pl.col("status") == "sold").with_columns(opens_on=opening)


def known(verdict):
    """The verdict on a winner, which is open where the winner is not known."""
    return pl.when(pl.col("winner_id").is_not_null()).then(verdict.fill_null(value=False))


def with_spouses(rows, world, key):
    """The rows with the spouse of the person in the column."""
    kin = world["household"].select("spouse_id", person_id="person_id")
    return rows.join(kin, left_on=key, right_on="person_id", how="left")


def is_bought_by(key):
    """The winner is the person in the column, or the spouse."""
    winner = pl.col("winner_id")
    return (winner == pl.col(key)) | (winner == pl.col("spouse_id"))


def test_winners_of_the_court(world, sold, judged):
    staff = world["judicial_staff"].select("to_on", winner_id="person_id", is_staff=True)
    rows = sold.join(staff, on="winner_id", how="left")
    is_there = pl.col("to_on").is_null() | (pl.col("to_on") > pl.col("opens_on"))
    judged("M04-11", rows, "lot_code", known(pl.col("is_staff") & is_there))


def test_winners_who_are_the_debtor_or_married_to_him(world, sold, judged):
    debtors = sold.join(world["exec_case"].select("exec_no", "debtor_id"), on="exec_no")
    rows = with_spouses(debtors, world, "debtor_id")
    judged("M04-15", rows, "lot_code", known(is_bought_by("debtor_id")))


def test_winners_who_had_defaulted_and_buy_for_less(world, sold, judged):
    left = world["auction_bid"].filter("has_defaulted").select("lot_code", "bidder_identifier")
    first = world["auction_lot"].filter(pl.col("status") == "defaulted")
    first = first.join(left, on="lot_code").select(
        "asset_no", first_yuan="deal_yuan", defaulter_id="bidder_identifier"
    )
    again = sold.filter(pl.col("round") == "again").join(first, on="asset_no")
    rows = with_spouses(again, world, "defaulter_id")
    is_less = pl.col("deal_yuan") < pl.col("first_yuan")
    judged("M04-13", rows, "lot_code", known(is_bought_by("defaulter_id")) & is_less)


def test_defects_that_the_page_does_not_tell(world, judged):
    silent = world["auction_lot"].filter(pl.col("defects_text").is_null())
    rows = silent.join(world["realty_registry"], left_on="asset_no", right_on="unit_no")
    is_marred = pl.any_horizontal("has_illegal_part", "has_mortgage", "has_lease")
    judged("M04-10", rows, "lot_code", is_marred)
