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
    is_due = pl.col("closed_on").dt.offset_by("5y") > AS_OF
    is_stale = is_due & (pl.col("queried_on").dt.offset_by("6mo") < AS_OF)
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
    rows = cases.join(dead, on="debtor_id").filter(
        pl.col("died_on") < pl.col("restricted_on"), pl.col("measure_lifted_on").is_null()
    )
    assert set(rows["exec_no"]) == positives("M04-18")


@pytest.fixture(scope="module")
def sold(world):
    opening = pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    return world["auction_lot"].filter(pl.col("status") == "sold").with_columns(opens_on=opening)


def test_winners_of_the_court(world, sold, positives):
    staff = world["judicial_staff"].select("to_on", winner_id="person_id")
    found = sold.join(staff, on="winner_id").filter(
        pl.col("to_on").is_null() | (pl.col("to_on") > pl.col("opens_on"))
    )
    assert set(found["lot_code"]) == positives("M04-11")


def with_spouses(rows, world, key):
    """The rows with the spouse of the person in the column."""
    kin = world["household"].select("spouse_id", person_id="person_id")
    return rows.join(kin, left_on=key, right_on="person_id", how="left")


def is_bought_by(key):
    """The winner is the person in the column, or the spouse."""
    winner = pl.col("winner_id")
    return (winner == pl.col(key)) | (winner == pl.col("spouse_id"))


def test_winners_who_are_the_debtor_or_married_to_him(world, sold, positives):
    debtors = sold.join(world["exec_case"].select("exec_no", "debtor_id"), on="exec_no")
    found = with_spouses(debtors, world, "debtor_id").filter(is_bought_by("debtor_id"))
    assert set(found["lot_code"]) == positives("M04-15")


def test_winners_who_had_defaulted_and_buy_for_less(world, sold, positives):
    left = world["auction_bid"].filter("has_defaulted").select("lot_code", "bidder_identifier")
    first = world["auction_lot"].filter(pl.col("status") == "defaulted")
    first = first.join(left, on="lot_code").select(
        "asset_no", first_yuan="deal_yuan", defaulter_id="bidder_identifier"
    )
    again = sold.filter(pl.col("round") == "again").join(first, on="asset_no")
    found = with_spouses(again, world, "defaulter_id").filter(
        is_bought_by("defaulter_id"), pl.col("deal_yuan") < pl.col("first_yuan")
    )
    assert set(found["lot_code"]) == positives("M04-13")


def test_defects_that_the_page_does_not_tell(world, positives):
    silent = world["auction_lot"].filter(pl.col("defects_text").is_null())
    flags = ("has_illegal_part", "has_mortgage", "has_lease")
    registry = world["realty_registry"].filter(pl.any_horizontal(flags))
    found = silent.join(registry, left_on="asset_no", right_on="unit_no", how="semi")
    assert set(found["lot_code"]) == positives("M04-10")
