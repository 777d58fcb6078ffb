"""The rules of family M07 a second time, in plain Polars: joins first, then every date by itself."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

AS_OF = date(2025, 12, 31)
STOPPING = ["criminal_detention", "arrest", "sentenced", "recalled"]


def spans(frames: Frames) -> tuple[pl.DataFrame, dict[str, dict[str, int]]]:
    deaths = frames["death_record"]
    certified = pl.col("died_on").filter(pl.col("certificate_no").is_not_null()).max()
    dead = deaths.group_by("person_id").agg(
        kind=pl.lit("dead"), start=pl.coalesce(certified, pl.col("died_on").max()), end=AS_OF
    )
    for_life = pl.col("original_penalty").is_in(["life", "suspended_death"])
    inside = frames["inmate"].select(
        "person_id",
        kind=pl.lit("imprisoned"),
        start=pl.coalesce("entered_on", "term_from_on"),
        end=pl.coalesce("left_on", "term_to_on", pl.when(for_life).then(AS_OF)),
    )
    stays = frames["detention_in_out"]
    tried = stays.filter(pl.col("leave_reason").ne_missing("not_prosecuted"))
    held = tried.select(
        "person_id",
        kind=pl.lit("held"),
        start="entered_on",
        end=pl.col("left_on").fill_null(AS_OF),
        counts=pl.col("place_kind").is_in(["detention_house", "juvenile_house"])
        & pl.col("enter_reason").is_in(STOPPING),
    )
    corrected = frames["cc_subject"].select(
        "person_id",
        kind=pl.lit("corrected"),
        start=pl.coalesce("term_from_on", "effective_on"),
        end=pl.coalesce("ended_on", "term_to_on"),
        counts=pl.col("kind").is_in(["public_control", "probation", "medical_parole"]),
    )
    found = pl.concat([dead, inside, held, corrected], how="diagonal").with_columns(
        counts=pl.when(pl.col("kind").is_in(["dead", "imprisoned"]))
        .then(statement=True)
        .otherwise("counts")
    )
    layers = {
        "deaths": counts(dead.height, dead.height),
        "prison_terms": counts(inside.height, inside.height),
        "custody_stays": counts(stays.height, tried.height, excluded=stays.height - tried.height),
        "corrections": counts(corrected.height, corrected.height),
        "spans": counts(found.height, found.height),
    }
    return found, layers


def months(frames: Frames, found: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    rows = frames["pension_payment"]
    listed = rows.join(found, on="person_id", how="semi").with_row_index("row")
    status = pl.col("payment_status")
    no_money = (pl.col("amount_yuan") <= 0) | status.is_in(["stopped", "suspended", "recovered"])
    is_paid = pl.when(no_money).then(statement=False).when(status.is_in(["paid", "paid_later"]))
    month, start = pl.col("month_on"), pl.col("start")
    each = listed.select("row", "person_id", "month_on", "is_adjusted").join(found, on="person_id")
    is_corrected = pl.col("kind") == "corrected"
    each = each.with_columns(
        inside=pl.col("counts")
        & (month > start)
        & (month <= pl.col("end"))
        & (~is_corrected | pl.col("is_adjusted")),
        ahead=pl.col("counts") & ~is_corrected & (start >= month),
    )
    told = each.group_by("row").agg(
        kinds=pl.col("kind").filter("inside"),
        unknown=pl.col("inside").is_null().any(),
        began=start.filter("inside").max(),
        ahead=start.filter("ahead").min(),
    )
    parole = frames["medical_parole"].select(
        "person_id", "decided_on", until=pl.coalesce("recalled_on", "expires_on").fill_null(AS_OF)
    )
    outside = listed.join(parole, on="person_id").filter(
        (pl.col("decided_on") < month) & (month <= pl.col("until"))
    )
    listed = listed.join(told, on="row", how="left").with_columns(
        paid=is_paid.then(statement=True),
        within=pl.when(pl.col("kinds").list.len() > 0)
        .then(statement=True)
        .when("unknown")
        .then(None)
        .otherwise(statement=False),
        days=(month - pl.coalesce("began", "ahead")).dt.total_days(),
        outside=pl.col("row").is_in(outside["row"].implode()),
    )
    dropped = rows.height - listed.height
    return listed, counts(rows.height, listed.height, dropped=dropped)


def pensions(frames: Frames) -> Answer:
    found, layers = spans(frames)
    listed, layers["payments"] = months(frames, found)
    only_prison = (pl.col("kinds").list.unique() == ["imprisoned"]) & pl.col("outside")
    layers["paid_within"], wrong = judged(
        listed,
        {"within": pl.col("within"), "paid": pl.col("paid")},
        {"within": pl.col("days").abs() <= 15},
        {"on_medical_parole": only_prison},
    )
    key = ["unit_code", "person_id"]
    back = (pl.col("amount_yuan") < 0) | (pl.col("payment_status") == "recovered")
    returned = listed.group_by(key).agg(
        returned=pl.col("amount_yuan").filter(back).abs().sum().cast(pl.Float64)
    )
    stopped = pl.col("kinds").list.set_difference(["corrected"]).list.len() > 0
    persons = wrong.group_by(key).agg(
        paid_sum=pl.col("amount_yuan").filter(stopped).sum().cast(pl.Float64),
        has_stopped=stopped.any(),
    )
    layers["returns"] = counts(returned.height, returned.height)
    layers["persons"] = counts(persons.height, persons.height)
    is_back = pl.col("has_stopped") & (pl.col("returned") >= pl.col("paid_sum"))
    layers["verdict"], kept = judged(
        persons.join(returned, on=key, how="left"),
        {"wrong": pl.lit(value=True)},
        {},
        {"returned": is_back},
    )
    return layers, set(kept["person_id"])


MODELS = {"M07-C": pensions}
