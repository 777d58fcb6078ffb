"""Posts of enforcement: left assets, one winner and his kin meet only at the planted."""

import polars as pl


def test_the_planted_are_found_and_nobody_else(world, judged, least):
    cases = world["exec_case"].filter(pl.col("judge_name").is_not_null())
    ended = cases.filter(pl.col("close_manner") == "ended_for_now")
    found = pl.col("found_asset_yuan") > 0
    lots = world["auction_lot"].filter(pl.col("status") == "sold")
    kin = world["judicial_staff"].filter(pl.col("to_on").is_null())["person_id"]
    winners = (
        lots.join(cases.select("exec_no", "judge_name"), on="exec_no")
        .group_by("judge_name", "winner_id")
        .len()
        .filter(pl.col("len") >= 2)
        .group_by("judge_name")
        .agg(is_traced=pl.col("winner_id").is_in(kin.implode()).any())
    )
    posts = (
        ended.with_columns(is_found=found)
        .group_by("judge_name")
        .agg(left=least(3, "is_found"))
        .join(winners, on="judge_name", how="left")
    )
    traced = pl.col("is_traced").fill_null(value=False)
    judged("M09-C", posts, "judge_name", pl.col("left") & traced)
