"""Wrong entries: each rule of the statistics exports finds what was planted for it, no more."""

from datetime import date

import polars as pl
import pytest

AS_OF = pl.lit(date(2025, 12, 31))
CHARGE = pl.col("charge")
RESULT = pl.col("result")
HARM = ("故意伤害罪", "故意杀人罪", "交通肇事罪")
STEALING = ("盗窃罪", "诈骗罪", "合同诈骗罪", "抢劫罪", "掩饰、隐瞒犯罪所得罪")
HIDING = "掩饰、隐瞒犯罪所得罪"
DROPPED = ("not_prosecuted_statutory", "not_prosecuted_evidence")
LENIENT = ("not_prosecuted_discretionary", "conditional", "not_prosecuted_reconciled")
ACTED = ("not_prosecuted_discretionary", "not_prosecuted_evidence", "not_prosecuted_statutory")


def flag(name):
    return pl.col(name).fill_null(value=False)


def days(first, last=AS_OF):
    return (last - pl.col(first)).dt.total_days()


NO_VICTIM = CHARGE.is_in([*HARM, *STEALING]) & (pl.col("victim_kind") == "无")
RULES = {
    "prosecution_review.R032": NO_VICTIM,
    "prosecution_review.R009": CHARGE.is_in(HARM) & pl.col("casualties").is_null(),
    "prosecution_review.R010": (CHARGE == HIDING) & pl.col("concealment_form").is_null(),
    "prosecution_review.R011": CHARGE.is_in(["分裂国家罪", "颠覆国家政权罪", "间谍罪"]),
    "prosecution_review.R014": CHARGE.is_in(["危险驾驶罪", "交通肇事罪"]) & pl.col("is_telecom"),
    "prosecution_review.R024": flag("is_missed_arrest")
    & (RESULT.is_in(ACTED) | pl.col("first_sentence").is_in(["exempted", "acquitted"])),
    "prosecution_review.R028": (RESULT == "conditional") & (pl.col("age_at_crime") >= 18),
    "prosecution_review.R030": pl.col("sent_opinion") == "不起诉",
    "prosecution_review.R031": CHARGE.is_in(STEALING) & ~flag("is_recovery_pursued"),
    "prosecution_review.R035": (RESULT == "prosecuted")
    & pl.col("judged_on").is_null()
    & (days("charged_on") > 366),
    "prosecution_review.R036": flag("is_expedited")
    & (
        days("accepted_on", pl.col("concluded_on"))
        > pl.when(pl.col("first_sentence_months") > 12).then(15).otherwise(10)
    ),
    "prosecution_review.R037": flag("is_filing_supervised")
    & flag("is_missed_arrest")
    & flag("is_missed_charge"),
    "prosecution_review.R038": (days("first_returned_on") > 31)
    & pl.col("first_resubmitted_on").is_null()
    & pl.col("first_not_resubmitted_reason").is_null(),
    "prosecution_review.R039": RESULT.is_in(DROPPED) & flag("is_plea"),
    "prosecution_review.R040": RESULT.is_in(LENIENT) & ~flag("is_plea"),
    "prosecution_review.R042": pl.col("amount_yuan") > 4_990_000,
    "prosecution_review.R043": (days("withdrawn_on") > 31) & pl.col("after_withdrawal").is_null(),
    "prosecution_review.R044": (pl.col("sent_charge") != CHARGE)
    & ~pl.col("sent_finding").is_in(["charge_changed", "charge_added", "charge_dropped"]),
    "arrest_review.R008": NO_VICTIM,
    "arrest_review.R012": (CHARGE == "危险驾驶罪")
    & pl.col("other_charges").is_null()
    & (RESULT == "approved"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_was_planted_and_nobody_else(world, judged, rule):
    judged(f"check:{rule}", world[rule.split(".")[0]], "case_no", RULES[rule])


def test_the_charge_of_a_case_is_that_of_its_persons(world, judged):
    whole = (
        world["prosecution_review"]
        .group_by("case_no")
        .agg(pl.col("case_charge").first(), charges=CHARGE.unique().sort().str.join("、"))
    )
    differs = pl.col("case_charge") != pl.col("charges")
    judged("check:prosecution_review.R029", whole, "case_no", differs)


def test_both_tables_say_the_same_of_a_missed_arrest(world, judged):
    own = ("case_no", "suspect_no", "is_missed_arrest")
    both = (
        world["arrest_review"]
        .select(own)
        .join(world["prosecution_review"].select(own), on="suspect_no", suffix="_later")
    )
    before, after = flag("is_missed_arrest"), flag("is_missed_arrest_later")
    judged("check:arrest_review.R022", both, "case_no", before & ~after)
    judged("check:prosecution_review.R023", both, "case_no_later", after & ~before)


def test_the_same_person_stands_in_two_reviews(world, judged):
    twice = (pl.len().over("suspect_id") > 1) & ~flag("is_transferred_after")
    rows = world["prosecution_review"].with_columns(is_again=twice)
    first = rows.sort("accepted_on").unique("suspect_id", keep="first")
    judged("check:prosecution_review.R041", first, "case_no", pl.col("is_again"))


def test_every_rule_of_the_list_is_planted(city_truth):
    numbers = {8, 9, 10, 11, 12, 14, 22, 23, 24, 28, 29, 30, 31, 32, 35, 36, 37, 38, 39, 40}
    listed = {f"R{number:03d}" for number in numbers | {41, 42, 43, 44}}
    told = {one.model.rsplit(".", 1)[1] for one in city_truth if one.model.startswith("check:")}
    assert listed <= told
