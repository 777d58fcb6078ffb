"""Firms: rooms full of them, persons who lead many, new ones without work, accounts in files."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)


@pytest.fixture(scope="module")
def living(world):
    return world["market_entity"].filter(pl.col("status") == "active")


def test_twenty_living_firms_at_one_room(world, living, positives):
    exempt = world["subject_list"].filter(pl.col("list_kind") == "exempt")["subject_key"]
    rooms = living.with_columns(is_exempt=pl.col("firm_uscc").is_in(exempt.implode()))
    crowded = (
        rooms.filter(pl.col("room_no").is_not_null())
        .group_by("address", "room_no")
        .agg(pl.len(), pl.col("is_exempt").any())
        .filter(pl.col("len") >= 20, ~pl.col("is_exempt"))
    )
    assert set(crowded["address"] + crowded["room_no"]) == positives("M11-D-1")


def test_a_crowd_without_a_room_cannot_be_judged(living, unknown):
    roomless = living.filter(pl.col("room_no").is_null()).group_by("address").len()
    assert set(roomless.filter(pl.col("len") >= 20)["address"]) == unknown("M11-D-1")


def test_one_person_for_five_living_firms(living, positives, unknown):
    own = living.filter(pl.col("entity_kind") != "branch")
    led = own.filter(pl.col("legal_rep_id").is_not_null()).group_by("legal_rep_id").len()
    assert set(led.filter(pl.col("len") >= 5)["legal_rep_id"]) == positives("M11-D-2")
    by_name = own.filter(pl.col("legal_rep_id").is_null())["legal_rep_name"]
    four = own.filter(pl.col("legal_rep_name").is_in(by_name.implode()))
    counted = four.group_by("legal_rep_name").agg(
        pl.len(), pl.col("legal_rep_id").drop_nulls().mode()
    )
    unsure = counted.filter(pl.col("len") >= 5).explode("legal_rep_id")["legal_rep_id"]
    assert unknown("M11-D-2") <= set(unsure)


def test_a_new_firm_with_an_account_and_no_work(world, living, judged):
    new = living.filter(pl.col("established_on") >= date(2024, 12, 31))
    banked = world["bank_account"].select(firm_uscc="owner_id")
    sales = pl.col("declared_sales_yuan")
    sold = (
        world["tax_declare"]
        .group_by("firm_uscc")
        .agg(sales=pl.when(sales.is_null().any()).then(None).otherwise(sales.sum()))
    )
    rows = (
        new.join(banked, on="firm_uscc", how="semi")
        .join(world["social_insurance"], on="firm_uscc", how="anti")
        .join(sold, on="firm_uscc", how="left")
    )
    judged("M11-D-3", rows, "firm_uscc", pl.col("sales") == 0)


def test_a_living_firm_whose_account_is_in_a_file(world, living, judged):
    accounts = world["bank_account"].select("owner_id", identifier_value="account_no")
    seen = world["case_identifier"].join(accounts, on="identifier_value")
    rows = living.join(seen, left_on="firm_uscc", right_on="owner_id")
    days = (pl.lit(AS_OF) - pl.col("recorded_on")).dt.total_days()
    judged("M11-D-4", rows, "firm_uscc", (pl.col("role") != "victim") & (days > 30))
