"""The rules of family M11 a second time, in plain Polars."""

from collections.abc import Mapping

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]


def applications(frames: Frames) -> pl.DataFrame:
    decisions = (
        frames["admin_penalty"]
        .group_by("unit_code", "decision_no")
        .agg(pl.col("suit_deadline_on").max().alias("decision_suit_ends_on"))
    )
    joined = frames["nonlit_exec"].join(decisions, on=["unit_code", "decision_no"], how="left")
    return joined.with_columns(
        suit_ends_on=pl.coalesce("decision_suit_ends_on", "suit_deadline_on")
    )


def nl_1(frames: Frames) -> Answer:
    decisions = frames["admin_penalty"].select("unit_code", "decision_no").unique().height
    found = applications(frames).with_columns(
        early=(pl.col("suit_ends_on") - pl.col("applied_on")).dt.total_days()
    )
    layer, kept = judged(found, {"before": pl.col("early") > 0}, {"before": pl.col("early") >= -3})
    layers = {
        "decisions": counts(decisions, decisions),
        "applications": counts(found.height, found.height),
        "early": layer,
    }
    return layers, set(kept["decision_no"])


MODELS = {"M11-A-NL-1": nl_1}
