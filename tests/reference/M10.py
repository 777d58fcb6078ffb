"""The rules of family M10 a second time, in plain Polars: each clock as its article says it."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from supervision.working_days import working_days
from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

AS_OF = date(2025, 12, 31)
CASE = ["unit_code", "filing_no"]
PERSON = [*CASE, "suspect_id"]
CLOSED = ["withdrawn", "ended", "turned_administrative"]
RESTRAINTS = {
    "criminal_detention": None,
    "arrest": None,
    "bail": "12mo",
    "residential_surveillance": "6mo",
    "designated_surveillance": "6mo",
}


def sent(frames: Frames) -> tuple[pl.DataFrame, dict[str, int]]:
    rows = frames["proc_case"]
    kinds = ["prosecution_review", "juvenile_prosecution_review"]
    found = rows.filter(pl.col("case_kind").is_in(kinds), ~pl.col("is_deleted").fill_null(False))
    return found, counts(rows.height, found.height, dropped=rows.height - found.height)


def measures(frames: Frames, reviews: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    rows = frames["coercive_measure"]
    found = rows.filter(pl.col("measure").is_in(list(RESTRAINTS)))
    layer = counts(rows.height, found.height, dropped=rows.height - found.height)
    calendar = working_days(frames["holiday"].select("day_on", "is_workday").iter_rows())
    first = reviews.group_by(filing_no="sender_no").agg(sent_on=pl.col("accepted_on").min())
    found = found.join(first, on="filing_no", how="left").sort(*PERSON, "started_on", "measure")
    sent_on = pl.col("sent_on")
    found = found.with_columns(
        after=pl.when(sent_on >= pl.col("started_on")).then(sent_on),
        following=pl.col("started_on").shift(-1).over(PERSON),
        ends=pl.col("measure").replace_strict(RESTRAINTS, return_dtype=pl.String),
    )
    found = found.with_columns(
        held_to=pl.min_horizontal(
            pl.coalesce("ended_on", "following", "after", pl.lit(AS_OF)),
            pl.col("after"),
            pl.lit(AS_OF),
        ),
        counted=pl.col("started_on").dt.offset_by(pl.col("ends")),
    )
    days = {day: calendar.next_on(day) for day in found["counted"].drop_nulls().unique()}
    moved = pl.col("counted").replace_strict(days, default=None, return_dtype=pl.Date)
    found = found.with_columns(due=moved)
    held_days = (pl.col("held_to") - pl.col("started_on")).dt.total_days()
    is_detention = pl.col("measure") == "criminal_detention"
    certain = (pl.col("held_to") - pl.col("counted")).dt.total_days()
    over = pl.when(certain <= 0).then(statement=False).when(certain > 15).then(statement=True)
    return (
        found.with_columns(
            detained=pl.when(is_detention).then("started_on"),
            detention_days=pl.when(is_detention).then(held_days),
            over_days=(pl.col("held_to") - pl.coalesce("due", "counted")).dt.total_days(),
            over=pl.when(pl.col("ends").is_null())
            .then(statement=False)
            .otherwise(over.otherwise(pl.col("held_to") > pl.col("due"))),
        ),
        layer,
    )


def persons(frames: Frames, detained: pl.DataFrame, reviews: pl.DataFrame) -> pl.DataFrame:
    filings = frames["criminal_filing"].select(*PERSON, "status", "injury_level")
    numbered = reviews["sender_no"].drop_nulls().implode()
    nameless = reviews.filter(pl.col("sender_no").is_null()).select("suspect_id", "accepted_on")
    doubtful = detained.join(nameless, on="suspect_id").filter(
        pl.col("accepted_on") >= pl.col("first")
    )
    wanted = frames["wanted_person"].filter(
        *((pl.col(day) > AS_OF).fill_null(value=True) for day in ("caught_on", "withdrawn_on"))
    )
    dead = frames["death_record"]["person_id"].implode()
    status = pl.col("status")
    ended = status.replace_strict(
        dict.fromkeys([*CLOSED, "transferred"], True)
        | dict.fromkeys(["investigating", "shelved"], False),
        default=None,
        return_dtype=pl.Boolean,
    )
    found = detained.join(filings, on=PERSON, how="left").with_columns(
        is_sent=pl.col("filing_no").is_in(numbered),
        is_wanted=pl.col("suspect_id").is_in(wanted["person_id"].implode()),
        is_dead=pl.col("suspect_id").is_in(dead),
        is_doubtful=pl.struct(PERSON).is_in(
            doubtful.select(pl.struct(PERSON)).to_series().implode()
        ),
        two_years=pl.col("first").dt.offset_by("24mo"),
    )
    found = found.with_columns(
        ended=pl.when("is_sent").then(statement=True).when(~pl.col("is_doubtful")).then(ended)
    )
    past = (pl.lit(AS_OF) - pl.col("two_years")).dt.total_days()
    harm = pl.col("injury_level").is_in(["minor", "serious", "death"])
    return found.with_columns(
        stalled=(past > 0) & ~pl.col("ended"),
        stalled_days=pl.when(~pl.col("ended")).then(past),
        stopped=~pl.col("is_sent") & status.is_in(CLOSED) & harm,
    )


def detained_and_left(frames: Frames) -> Answer:
    reviews, reviews_layer = sent(frames)
    rows, restraints_layer = measures(frames, reviews)
    each = rows.group_by(PERSON).agg(
        first=pl.col("detained").min(),
        days=pl.col("detention_days").max(),
        over_days=pl.col("over_days").max(),
        over=pl.when(pl.col("over").any())
        .then(statement=True)
        .when(pl.col("over").is_null().any())
        .then(None)
        .otherwise(statement=False),
    )
    recent = (pl.col("first") >= date(2020, 12, 31)).fill_null(value=False)
    detained_layer, detained = judged(
        each, {"detained": pl.col("first").is_not_null(), "recent": recent}
    )
    found = persons(frames, detained, reviews).with_columns(long=pl.col("days") > 37)
    long, over, stopped = (pl.col(name).fill_null(False) for name in ("long", "over", "stopped"))
    persons_layer, left = judged(
        found,
        {"any": pl.lit(value=True)},
        {},
        {
            "wanted": pl.col("is_wanted") & ~long & ~stopped,
            "died": pl.col("is_dead") & ~long,
            "transferred": (pl.col("status") == "transferred") & ~long & ~over,
        },
    )
    points = ("long", "over", "stalled", "stopped")
    days = ("days", "over_days", "stalled_days")
    cases = left.group_by(CASE).agg(
        *(pl.col(name).any().alias(name) for name in points),
        *(pl.col(name).is_null().any().alias(f"{name}_unknown") for name in points),
        *(pl.col(name).max() for name in days),
    )
    is_met = pl.any_horizontal(points)
    unknown = pl.any_horizontal([f"{name}_unknown" for name in points])
    near = (
        pl.col("days").is_between(34, 40)
        | pl.col("over_days").is_between(-3, 3)
        | pl.col("stalled_days").is_between(-3, 3)
    )
    verdict = pl.when(is_met).then(statement=True).when(~unknown).then(statement=False)
    cases_layer, kept = judged(cases, {"met": verdict}, {"met": near})
    filings = frames["criminal_filing"].select(PERSON).unique().height
    layers = {
        "reviews": reviews_layer,
        "restraints": restraints_layer,
        "measures": counts(rows.height, rows.height),
        "detained": detained_layer,
        "filings": counts(filings, filings),
        "persons": persons_layer,
        "cases": cases_layer,
    }
    return layers, set(kept["filing_no"])


MODELS = {"M10-C": detained_and_left}
