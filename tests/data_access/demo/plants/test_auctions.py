"""Auctions: what 法释〔2016〕18号 judged of every lot of the city is what was planted."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def lots(world):
    opening = pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    kept = world["auction_lot"].filter(
        pl.col("status") != "withdrawn", ~pl.col("exec_no").str.contains("破")
    )
    return kept.with_columns(
        opens_on=opening,
        notice_days=(opening - pl.col("announced_on")).dt.total_days(),
        is_movable=pl.col("asset_kind") == "movable",
    )


def least_notice():
    first = pl.when("is_movable").then(15).otherwise(30)
    again = pl.when("is_movable").then(7).otherwise(15)
    return pl.when(pl.col("round") == "second").then(again).otherwise(first)


START = pl.col("start_yuan")
WORTH = pl.coalesce("appraisal_yuan", "market_yuan").cast(pl.Float64)
IS_SALE = pl.col("round") == "sale"
SINCE = (pl.col("opens_on") - pl.col("prev_failed_on")).dt.total_days()
BEFORE = (pl.col("announced_on") - pl.col("preemptor_notified_on")).dt.total_days()
SHOWN = ("has_basis_doc", "has_appraisal_report", "has_photos", "has_deposit_account")
RULES = {
    "M04-01": ~IS_SALE & (pl.col("notice_days") < least_notice()),
    "M04-02": (pl.col("round") == "first") & (0.6999 * WORTH > START),
    "M04-03": pl.col("prev_start_yuan").cast(pl.Float64) * 0.7999 > START,
    "M04-04": (SINCE > 30) | (pl.col("prev_platform") != pl.col("platform")),
    "M04-05": (pl.col("ended_at") - pl.col("started_at")) < pl.duration(hours=24),
    "M04-06": ~(pl.col("deposit_yuan").cast(pl.Float64) / START.cast(pl.Float64)).is_between(
        0.0499, 0.2001
    ),
    "M04-07": ~pl.all_horizontal(SHOWN),
    "M04-08": (BEFORE < 3) | (pl.col("preemptor_shown_days") < 5),
    "M04-09": pl.col("tax_burden_text").str.contains("(一切|全部|所有)税费.*买受人"),
    "M04-14": pl.col("priority_claim_yuan") + pl.col("cost_yuan") >= START,
}


@pytest.mark.parametrize("model", RULES)
def test_a_rule_finds_what_was_planted_and_nothing_else(lots, judged, model):
    judged(model, lots, "lot_code", RULES[model])


def test_bidders_share_what_one_person_has_or_meet_too_often(world, positives):
    bids = world["auction_bid"].with_columns(who=pl.col("bidder_code").str.slice(0, 1))
    found = set()
    for shared in ("deposit_payer_id", "ip_address", "phone"):
        groups = bids.drop_nulls(shared).group_by("lot_code", shared)
        counted = groups.agg(pl.col("who").n_unique())
        found |= set(counted.filter(pl.col("who") > 1)["lot_code"])
    own = bids.drop_nulls("bidder_identifier").group_by("lot_code", "bidder_identifier").len()
    quiet = own.filter(pl.col("len") == 1)
    pairs = quiet.join(own, on="lot_code", suffix="_other").filter(
        pl.col("bidder_identifier") != pl.col("bidder_identifier_other")
    )
    met = pairs.with_columns(
        lots=pl.len().over("bidder_identifier", "bidder_identifier_other")
    ).filter(pl.col("lots") >= 3)
    assert found | set(met["lot_code"]) == positives("M04-12")
