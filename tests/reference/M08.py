"""The rules of family M08 a second time, in plain Polars: one frame of findings a kind of record."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from supervision.working_days import working_days
from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

AS_OF = date(2025, 12, 31)
YEAR_AGO = AS_OF - timedelta(days=365)
LAW_SINCE = date(2020, 7, 1)
OPEN = ("case_no", "effective_on", "reported_on", "home_city")


def people(frames: Frames) -> tuple[pl.DataFrame, dict[str, dict[str, int]]]:
    """Who is or should be in correction, with a number, from both sides."""
    subjects = frames["cc_subject"]
    known = subjects.select(
        *("unit_code", "person_id", *OPEN),
        registered=pl.lit(value=True),
        reports=pl.col("kind").is_in(["public_control", "probation", "parole"]),
        start=pl.coalesce("term_from_on", "effective_on"),
        end=pl.coalesce("ended_on", "term_to_on"),
        recalled=pl.col("end_reason")
        .is_in(["recalled", "probation_revoked", "parole_revoked"])
        .fill_null(value=False),
    )
    lately = pl.col("end").is_null() | (pl.col("end") >= YEAR_AGO)
    registered = known.filter(lately)
    judgments = frames["criminal_judgment"].with_row_index("judgment")
    months = pl.col("probation_months").fill_null(0)
    by_probation = pl.col("effective_on").dt.offset_by(months.cast(pl.String) + "mo")
    free = judgments.filter((pl.col("main_penalty") == "public_control") | (months > 0))
    free = free.with_columns(end=pl.when(months > 0).then(by_probation).otherwise("term_to_on"))
    free = free.filter(lately)
    lists = subjects.select(defendant_id="person_id", known_no="case_no", known_on="effective_on")
    since = pl.coalesce("judged_on", "effective_on")
    same = (pl.col("known_no") == pl.col("case_no")).fill_null(value=False)
    met = free.join(lists, on="defendant_id").with_columns(met=same | (pl.col("known_on") >= since))
    sure = met.filter("met")["judgment"].implode()
    unsure = met.filter(pl.col("met").is_null())["judgment"].implode()
    missing = free.filter(~pl.col("judgment").is_in(sure)).select(
        *("unit_code", "case_no", "effective_on", "end", "residence_code"),
        person_id="defendant_id",
        registered=pl.when(~pl.col("judgment").is_in(unsure)).then(statement=False),
        reports=pl.lit(value=True),
        start="effective_on",
        recalled=pl.lit(value=False),
    )
    found = pl.concat([registered, missing], how="diagonal").with_row_index("number")
    out = judgments.height - free.height
    layers = {
        "registered": counts(
            known.height, registered.height, dropped=known.height - registered.height
        ),
        "free_judgments": counts(judgments.height, free.height, dropped=out),
        "unregistered": counts(free.height, missing.height, dropped=free.height - missing.height),
        "people": counts(found.height, found.height),
    }
    return found, layers


def traces(frames: Frames, found: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, dict[str, int]]]:
    """Where they were seen, approved leaves taken out; `covered` is null where that is open."""
    kinds = {
        "journeys": frames["travel_record"].select(
            "person_id", at="departed_at", cities=pl.concat_list("from_city", "to_city")
        ),
        "stays": frames["hotel_stay"].select(
            "person_id", at="checked_in_at", code=pl.col("division_code").str.head(4)
        ),
        "drives": frames["traffic_violation"].select(
            person_id="driver_id", at="happened_at", cities=pl.concat_list("city")
        ),
    }
    layers, kept = {}, []
    for name, rows in kinds.items():
        known = rows.filter(pl.col("person_id").is_not_null())
        there = known.join(found, on="person_id", how="semi")
        layers[name] = counts(
            rows.height,
            there.height,
            dropped=known.height - there.height,
            cannot_judge=rows.height - known.height,
        )
        kept.append(there.with_columns(is_stay=pl.lit(name == "stays")))
    seen = pl.concat(kept, how="diagonal").with_row_index("trace")
    at = pl.col("at")
    until = pl.min_horizontal("leave_to_at", "cancelled_at")
    leaves = frames["cc_leave"].select("person_id", "leave_from_at", "is_approved", until=until)
    each = seen.join(leaves, on="person_id").with_columns(
        covers=(pl.col("leave_from_at") <= at) & (at <= pl.col("until")) & pl.col("is_approved")
    )
    sure = each.filter("covers")["trace"].implode()
    unsure = each.filter(pl.col("covers").is_null())["trace"].implode()
    open_ = seen.filter(~pl.col("trace").is_in(sure)).with_columns(
        uncovered=pl.when(~pl.col("trace").is_in(unsure)).then(statement=True),
        day=at.dt.convert_time_zone("Asia/Shanghai").dt.date(),
    )
    layers["traces"] = counts(seen.height, seen.height)
    layers["without_leave"] = counts(seen.height, open_.height, excluded=seen.height - open_.height)
    return open_, layers


def away(found: pl.DataFrame, open_: pl.DataFrame) -> pl.DataFrame:
    home = pl.col("home_city")
    elsewhere = (pl.col("cities").list.first() != home) | (pl.col("cities").list.last() != home)
    is_out = (
        pl.when("is_stay")
        .then(pl.col("code") != pl.col("unit_code").str.head(4))
        .otherwise(elsewhere)
    )
    within = (pl.col("day") >= pl.col("start")) & (pl.col("day") <= pl.col("end").fill_null(AS_OF))
    each = found.join(open_, on="person_id").with_columns(out=within & pl.col("uncovered") & is_out)
    return _any(found, each, "out", "away")


def checkins(frames: Frames, found: pl.DataFrame) -> pl.DataFrame:
    local = pl.col("checked_at").dt.convert_time_zone("Asia/Shanghai")
    early = (local.dt.hour() == 0) & (local.dt.minute() < 10)
    before = {
        name: pl.col(name).shift(1).over("unit_code", "person_id")
        for name in ("checked_at", "longitude", "latitude")
    }
    north, south = (
        pl.col("latitude").cast(float).radians(),
        before["latitude"].cast(float).radians(),
    )
    east = (pl.col("longitude") - before["longitude"]).cast(float).radians()
    half = ((north - south) / 2).sin() ** 2 + north.cos() * south.cos() * (east / 2).sin() ** 2
    metres = 2 * 6_371_008 * half.sqrt().arcsin()
    hours = (pl.col("checked_at") - before["checked_at"]).dt.total_microseconds() / 3.6e9
    rows = (
        frames["cc_checkin"]
        .sort("unit_code", "person_id", "checked_at", "device_id")
        .with_columns(
            day=local.dt.date(),
            night=early & pl.col("check_kind").is_in(["face", "fingerprint", "voice"]),
            jump=(metres >= 50_000) & (metres / 1000 > 300 * hours),
        )
        .select("person_id", "day", "night", "jump")
    )
    each = found.join(rows, on="person_id").filter(
        pl.col("day") >= pl.col("start"), pl.col("day") <= pl.col("end").fill_null(AS_OF)
    )
    day = pl.col("day")
    return each.group_by("number").agg(
        checks=pl.len(),
        nights=day.filter("night").n_unique(),
        maybe=day.filter(pl.col("night").is_null()).n_unique(),
        leaping=pl.col("jump").any(),
    )


def recalls(frames: Frames, found: pl.DataFrame) -> pl.DataFrame:
    reasons = ["administrative_detention", "criminal_detention", "arrest"]
    entered = pl.col("entered_on")
    stays = frames["detention_in_out"].select("person_id", "entered_on", "left_on", "enter_reason")
    each = found.join(stays, on="person_id").with_columns(
        held=(entered > pl.col("start"))
        & (entered <= pl.col("end").fill_null(AS_OF))
        & pl.col("enter_reason").is_in(reasons)
    )
    held = _any(found, each, "held", "held").join(
        each.filter("held").group_by("number").agg(first_held=entered.min()),
        on="number",
        how="left",
    )
    asking = ["probation_revocation", "parole_revocation", "recall"]
    asking += [f"{name}_proposed" for name in asking]
    kind = pl.col("sanction")
    acts = found.join(frames["cc_sanction"].drop("unit_code"), on="person_id")
    acts = acts.filter(pl.col("decided_on") >= pl.col("start"))
    asked = pl.coalesce("proposed_on", "decided_on").filter(kind.is_in(asking)).max()
    told = acts.group_by("number").agg(asked=asked, warnings=(kind == "warning").sum())
    return held.join(told, on="number", how="full", coalesce=True)


def inside(frames: Frames, found: pl.DataFrame) -> list[int]:
    stays = frames["detention_in_out"].select("person_id", "entered_on", "left_on")
    free = pl.col("left_on").fill_null(AS_OF)
    reported = pl.col("reported_on").fill_null(AS_OF)
    kept = found.join(stays, on="person_id").filter(
        pl.col("entered_on") <= pl.col("due"),
        pl.col("left_on").is_null() | (pl.col("left_on") > pl.col("due")),
        (reported - free).dt.total_days() <= 10,
    )
    return kept["number"].to_list()


def _any(found: pl.DataFrame, each: pl.DataFrame, test: str, name: str) -> pl.DataFrame:
    """Whether the test is true of any row of a number; null where only that is open."""
    said = pl.col(test)
    told = pl.when(said.any()).then(statement=True).when(said.is_null().any()).then(None)
    answers = each.group_by("number").agg(told.otherwise(statement=False).alias(name))
    silent = found.join(answers, on="number", how="anti").select(
        "number", pl.lit(False).alias(name)
    )
    return pl.concat([answers, silent])


def reporting(frames: Frames, found: pl.DataFrame) -> pl.DataFrame:
    """Ten days from effect, on to a working day; `past` is whether they are over."""
    calendar = working_days(frames["holiday"].select("day_on", "is_workday").iter_rows())
    governed = pl.col("reports") & (pl.col("effective_on") >= LAW_SINCE)
    last = pl.when(governed).then(pl.col("effective_on") + pl.duration(days=10))
    found = found.with_columns(last=last)
    moved = {day: calendar.next_on(day) for day in found["last"].drop_nulls().unique()}
    found = found.with_columns(
        moved=pl.col("last").replace_strict(moved, default=None, return_dtype=pl.Date)
    )
    act = pl.col("reported_on").fill_null(AS_OF)
    apart = (act - pl.col("last")).dt.total_days()
    past = (
        pl.when(~pl.col("reports") | (apart <= 0))
        .then(statement=False)
        .when(apart > 15)
        .then(statement=True)
        .otherwise(act > pl.col("moved"))
    )
    return found.with_columns(due=pl.coalesce("moved", "last"), past=past)


def correction(frames: Frames) -> Answer:
    found, layers = people(frames)
    open_, more = traces(frames, found)
    found = reporting(frames, found)
    for beside in (away(found, open_), checkins(frames, found), recalls(frames, found)):
        found = found.join(beside, on="number", how="left")
    deaths = frames["death_record"].group_by("person_id").agg(died=pl.col("died_on").max())
    found = found.join(deaths, on="person_id", how="left").with_columns(
        *(pl.col(name).fill_null(0) for name in ("checks", "nights", "maybe", "warnings")),
        kept=pl.col("number").is_in(inside(frames, found)),
    )
    registered, past = pl.col("registered"), pl.col("past")
    seen_without_report = pl.col("reported_on").is_null() & (pl.col("checks") > 0)
    unasked = ~pl.col("recalled") & ~(pl.col("asked") >= pl.col("first_held")).fill_null(False)
    since = (pl.lit(AS_OF) - pl.col("first_held")).dt.total_days()
    no, yes = pl.lit(value=False), pl.lit(value=True)
    found = found.with_columns(
        missing=pl.when(registered | ~past)
        .then(no)
        .when(pl.col("residence_code").is_null())
        .then(None)
        .otherwise(~registered & past),
        late=pl.when(~registered | ~past)
        .then(no)
        .when(seen_without_report)
        .then(None)
        .otherwise(registered & past),
        night=pl.when(pl.col("nights") >= 10)
        .then(yes)
        .when(pl.col("nights") + pl.col("maybe") < 10)
        .then(no),
        leaping=pl.col("leaping").fill_null(value=False),
        to_recall=pl.when(pl.col("held"))
        .then(unasked & (since > 30))
        .when(pl.col("held").is_null())
        .then(None)
        .otherwise(no),
        warned=(pl.col("warnings") >= 3) & ~pl.col("recalled") & pl.col("asked").is_null(),
        held_days=pl.when(unasked).then(since),
    )
    others = [pl.col(name) for name in ("away", "night", "leaping", "to_recall", "warned")]
    no_more = ~pl.any_horizontal([one.fill_null(value=False) for one in others])
    abroad = pl.col("residence_code").str.head(4) != pl.col("unit_code").str.head(4)
    points = [pl.col("missing"), pl.col("late"), *others]
    near_report = (pl.col("reported_on").fill_null(AS_OF) - pl.col("due")).dt.total_days()
    verdict, kept = judged(
        found,
        {"met": pl.any_horizontal(points)},
        {
            "met": (near_report.abs() <= 1)
            | pl.col("nights").is_between(8, 12)
            | pl.col("held_days").is_between(29, 31)
        },
        {
            "elsewhere": ~registered & abroad & no_more,
            "died": (pl.col("died") <= pl.col("due")) & no_more,
            "kept_inside": pl.col("kept") & past & no_more,
        },
    )
    signs = frames["cc_checkin"].height
    layers |= more
    layers["checkins"] = counts(signs, signs)
    layers["terms"] = counts(found.height, found.height)
    layers["verdict"] = verdict
    return layers, set(kept["person_id"])


MODELS = {"M08-D": correction}
