"""Food and drugs: barred sellers, failed samples, shops without licence, double posts."""

from datetime import date

import polars as pl
import pytest

AS_OF = date(2025, 12, 31)
CRIMES = ("生产、销售有毒、有害食品罪", "生产、销售不符合安全标准的食品罪")


@pytest.fixture(scope="module")
def licences(world):
    return world["food_licence"]


def stands():
    return (pl.col("status") == "valid") & (pl.col("valid_to_on") >= AS_OF)


def test_a_convict_of_a_food_crime_is_still_in_the_trade(world, licences, judged):
    convicts = world["criminal_judgment"].filter(
        pl.col("charge").is_in(CRIMES), pl.col("main_penalty") == "prison"
    )
    convicts = convicts.select("effective_on", "defendant_name", person_id="defendant_id")
    valid = licences.filter(stands())
    own = valid.select("firm_uscc", person_id="operator_id")
    managed = (
        world["entity_role"]
        .filter(pl.col("role") == "manager", pl.col("to_on").is_null())
        .join(valid, on="firm_uscc", how="semi")
        .select("firm_uscc", "person_id")
    )
    nameless = valid.filter(pl.col("operator_id").is_null())["operator_name"]
    rows = convicts.join(pl.concat([own, managed]), on="person_id", how="left")
    by_name = pl.col("defendant_name").is_in(nameless.implode())
    is_in = pl.when(pl.col("firm_uscc").is_not_null()).then(True).when(~by_name).then(False)
    judged("M12-C-1", rows, "person_id", is_in & (pl.col("effective_on") <= AS_OF))


def test_failed_samples_without_a_sequel(world, licences, judged):
    samples = world["food_sampling"]
    passed = samples.filter("is_retest", pl.col("result") == "passed").select("batch_no")
    bad = samples.filter(pl.col("result") != "passed").join(passed, on="batch_no", how="anti")
    bad = bad.join(bad, on="firm_uscc", suffix="_next").filter(
        pl.col("sampled_on") < pl.col("sampled_on_next"),
        (pl.col("sampled_on_next") - pl.col("sampled_on")).dt.total_days() <= 365,
    )
    trading = bad.join(licences.filter(stands()), on="firm_uscc", how="semi")
    fined = world["admin_penalty"].select(firm_uscc="party_id", decided_on="decided_on")
    fined = trading.join(fined, on="firm_uscc").filter(
        pl.col("decided_on") > pl.col("sampled_on_next")
    )
    rows = trading.join(fined, on="firm_uscc", how="anti")
    doubt = (pl.col("result") == "doubtful") | (pl.col("result_next") == "doubtful")
    judged("M12-C-2", rows, "firm_uscc", pl.when(~doubt).then(True))


def test_a_shop_on_the_net_without_a_licence(world, licences, judged):
    shops = world["online_shop"].filter(
        pl.col("closed_on").is_null(), pl.col("goods_kind") != "预包装食品"
    )
    valid = licences.filter(stands())
    by_number = pl.col("licence_no").is_in(valid["licence_no"].implode()).fill_null(value=False)
    by_firm = pl.col("firm_uscc").is_in(valid["firm_uscc"].implode())
    judged("M12-C-3", shops, "shop_code", ~(by_number | by_firm))


def test_one_pharmacist_at_two_pharmacies(world, positives, unknown):
    posts = world["practice_registration"].filter(pl.col("practice_kind") == "pharmacist")
    stands_ = (pl.col("status") == "valid") & (pl.col("valid_to_on") >= AS_OF)
    counted = posts.group_by("person_id").agg(valid=stands_.sum(), unsure=stands_.is_null().sum())
    assert set(counted.filter(pl.col("valid") >= 2)["person_id"]) == positives("M12-C-4")
    open_ = counted.filter(pl.col("valid") < 2, pl.col("valid") + pl.col("unsure") >= 2)
    assert set(open_["person_id"]) == unknown("M12-C-4")
