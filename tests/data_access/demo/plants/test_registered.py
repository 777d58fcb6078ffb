"""Officers of firms: by a lost card, or barred by a sentence, is who was planted."""

from datetime import date

import polars as pl

AS_OF = date(2025, 12, 31)
ECONOMIC = (
    *("非法经营罪", "合同诈骗罪", "虚开增值税专用发票罪", "走私普通货物罪", "职务侵占罪"),
    "生产、销售有毒、有害食品罪",
)
OFFICERS = ("legal_representative", "director", "supervisor", "manager", "chairman")


def test_registered_within_a_year_after_the_card_was_lost(world, judged):
    lost = world["id_card_loss"].select("lost_on", legal_rep_id="person_id")
    rows = world["market_entity"].join(lost, on="legal_rep_id")
    days = (pl.col("established_on") - pl.col("lost_on")).dt.total_days()
    judged("M11-D-5", rows, "firm_uscc", (pl.col("status") == "active") & days.is_between(1, 365))


def test_an_officer_is_barred_by_a_sentence(world, judged):
    convicts = world["criminal_judgment"].filter(
        pl.col("charge").is_in(ECONOMIC), pl.col("main_penalty") != "acquitted"
    )
    living = world["market_entity"].filter(pl.col("status") == "active")
    posts = (
        world["entity_role"]
        .filter(pl.col("role").is_in(OFFICERS), pl.col("to_on").is_null())
        .join(living, on="firm_uscc", how="semi")
    )
    rows = posts.join(convicts, left_on="person_id", right_on="defendant_id")
    probation = pl.col("effective_on").dt.offset_by(
        pl.concat_str(pl.col("probation_months").cast(pl.String), pl.lit("mo"))
    )
    end = (
        pl.when(pl.col("probation_months").is_null())
        .then(pl.col("term_to_on").dt.offset_by("5y"))
        .otherwise(probation.dt.offset_by("2y"))
    )
    judged("M11-D-6", rows, "person_id", end > AS_OF)
