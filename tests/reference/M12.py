"""The rules of family M12 a second time, in plain Polars."""

from collections.abc import Mapping

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

PAYMENT = ["unit_code", "org_code", "on", "total_yuan"]
"""What makes a payment the same as another: place, day and exact amount."""


def settlements(frames: Frames) -> pl.DataFrame:
    day = pl.col("settled_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    return frames["mi_settlement"].with_columns(on=day)


def groups(rows: pl.DataFrame) -> dict[str, int]:
    return counts(rows.height, rows.height)


def special_disease(frames: Frames) -> Answer:
    """Palsy without a stay in the year before, or with an image that differs."""
    rows = settlements(frames)
    stays_layer, stays = judged(rows, {"stay": pl.col("is_inpatient")})
    stays = stays.select("person_id", stay=pl.coalesce("discharged_on", "admitted_on"))
    palsy_layer, palsy = judged(
        frames["mi_special"], {"palsy": pl.col("disease").str.contains("偏瘫")}
    )
    palsy = palsy.with_row_index()
    before = palsy.join(stays, on="person_id").filter(pl.col("stay") <= pl.col("appraised_on"))
    last = before.group_by("index").agg(pl.col("stay").max())
    undated = stays.filter(pl.col("stay").is_null())["person_id"].unique()
    found = palsy.join(last, on="index", how="left").with_columns(
        days=(pl.col("appraised_on") - pl.col("stay")).dt.total_days(),
        reach=(pl.col("appraised_on") - rows["on"].min()).dt.total_days() >= 365,
        undated=pl.col("person_id").is_in(undated.implode()),
    )
    lacks = (
        pl.when(pl.col("days") <= 365)
        .then(pl.lit(value=False))
        .when(pl.col("reach") & ~pl.col("undated"))
        .then(pl.lit(value=True))
    )
    differs = (
        pl.when(~pl.col("has_imaging"))
        .then(pl.lit(value=False))
        .otherwise(~pl.col("is_imaging_consistent"))
    )
    near = pl.col("days").is_between(355, 375)
    paid = rows.select("person_id", "special_disease", "on").join(
        palsy.select("index", "person_id", "disease", "appraised_on"),
        left_on=["person_id", "special_disease"],
        right_on=["person_id", "disease"],
    )
    paid = paid.filter(pl.col("on") >= pl.col("appraised_on"))["index"].unique()
    ended = (pl.col("status") == "ended") & ~pl.col("index").is_in(paid.implode())
    layer, leads = judged(found, {"basis": lacks | differs}, {"basis": near}, {"ended": ended})
    layers = {
        "reach": counts(1, 1),
        "stays": stays_layer,
        "entitlements": palsy_layer,
        "verdict": layer,
    }
    return layers, set(leads["person_id"])


def visits(frames: Frames) -> tuple[dict[str, int], pl.DataFrame]:
    return judged(
        settlements(frames),
        {"charge": pl.col("total_yuan") > 0, "no_stay": ~pl.col("is_inpatient")},
    )


def together(rows: pl.DataFrame) -> pl.DataFrame:
    """The days on which two persons settled at one place within ten minutes of each other."""
    rows = rows.select("unit_code", "person_id", "org_code", "on", "settled_at").unique()
    busy = rows.group_by("unit_code", "org_code", "on").len().filter(pl.col("len") > 300)
    rows = rows.join(busy, on=["unit_code", "org_code", "on"], how="anti")
    pairs = rows.join(rows, on=["unit_code", "org_code", "on"], suffix="_b").filter(
        pl.col("person_id") < pl.col("person_id_b"),
        (pl.col("settled_at") - pl.col("settled_at_b")).abs() <= pl.duration(minutes=10),
    )
    return pairs.select("unit_code", "on", a="person_id", b="person_id_b").unique()


def circles_of(edges: pl.DataFrame) -> list[set[str]]:
    found: list[set[str]] = []
    for a, b in edges.select("a", "b").iter_rows():
        touched = [circle for circle in found if {a, b} & circle]
        found = [circle for circle in found if circle not in touched]
        found.append({a, b}.union(*touched))
    return found


def rings(frames: Frames) -> Answer:
    first, rows = visits(frames)
    days = together(rows)
    ever = days.group_by("unit_code", "a", "b").agg(pl.len()).filter(pl.col("len") >= 4)
    candidates = set(ever["a"]) | set(ever["b"])
    theirs = rows.filter(pl.col("person_id").is_in(list(candidates)))
    pair_days = together(theirs).sort("on")
    edges = pair_days.group_by("unit_code", "a", "b").agg(pl.col("on"))
    edges = edges.with_columns(
        often=pl.col("on").map_elements(lambda on: within(list(on), 5), pl.Boolean),
        nearly=pl.col("on").map_elements(lambda on: within(list(on), 4), pl.Boolean),
    )
    edge_layer, kept = judged(edges, {"often": pl.col("often")}, {"often": pl.col("nearly")})
    circles = circles_of(kept)
    members = {one: number for number, circle in enumerate(circles) for one in circle}
    family = dict(frames["household"].select("person_id", "family_no").iter_rows())
    found = pl.DataFrame(
        [
            {
                "key": "+".join(f"person:{one}" for one in sorted(circle)),
                "size": len(circle),
                "families": len({family[one] for one in circle if family.get(one)}),
                "known": sum(1 for one in circle if family.get(one)),
            }
            for circle in circles
        ]
    )
    several = (
        pl.when(pl.col("families") > 1)
        .then(pl.lit(value=True))
        .when(pl.col("known") == pl.col("size"))
        .then(pl.lit(value=False))
    )
    one_family = (pl.col("families") == 1) & (pl.col("known") == pl.col("size"))
    last, leads = judged(
        found, {"size": pl.col("size") >= 3, "several": several}, None, {"family": one_family}
    )
    of_circles = theirs.filter(pl.col("person_id").is_in(list(members)))
    circle = pl.col("person_id").replace_strict(members, return_dtype=pl.Int64)
    taken = frames["mi_item"].join(of_circles.with_columns(circle=circle), on="settlement_no")
    drugs = taken.select("circle", "drug_code").unique()
    people = counts(len(members), len(members))
    ring = counts(len(circles), len(circles))
    layers = {
        "visits": first,
        "pairs_ever": groups(ever),
        "candidates": counts(len(candidates), len(candidates)),
        "candidate_visits": counts(rows.height, theirs.height, dropped=rows.height - theirs.height),
        "pair_days": groups(pair_days),
        "edges": edge_layer,
        "circles": people,
        "members": people,
        "families": counts(*(2 * [sum(1 for one in members if one in family)])),
        "circle_visits": counts(
            theirs.height, of_circles.height, dropped=theirs.height - of_circles.height
        ),
        "circle_sums": ring,
        "receipts": groups(of_circles),
        "drugs": groups(drugs),
        "baskets": groups(drugs.select("circle").unique()),
        "ties": ring,
        "people": people,
        "groups": ring,
        "verdict": last,
    }
    return layers, set(leads["key"])


def within(on: list[object], times: int) -> bool:
    """Whether so many of these days, which are sorted, lie within ninety days."""
    spans = zip(on, on[times - 1 :], strict=False)
    return any((end - start).days < 90 for start, end in spans)


def empty_swipes(frames: Frames) -> Answer:
    """Many cards charged one exact amount at one place on one day."""
    rows = settlements(frames)
    no_stay = ~pl.col("is_inpatient").fill_null(value=False)
    first, paid = judged(rows, {"charge": pl.col("total_yuan") > 0, "no_stay": no_stay})
    amounts = paid.group_by(PAYMENT).agg(cards=pl.col("person_id").n_unique())
    repeats = amounts.filter(pl.col("cards") >= 12)
    repeated = paid.join(repeats, on=PAYMENT, how="semi")
    items = frames["mi_item"].join(repeated.select("settlement_no", *PAYMENT), on="settlement_no")
    goods = pl.col("item_kind").is_in(["drug", "material"])
    contents = items.group_by(PAYMENT).agg(
        goods=goods.sum(), unknown=pl.col("item_kind").is_null().sum()
    )
    found = repeats.join(contents, on=PAYMENT, how="left")
    has_goods = (
        pl.when(pl.col("goods") > 0)
        .then(pl.lit(value=True))
        .when(pl.col("unknown") == 0)
        .then(pl.lit(value=False))
    )
    same_layer, same = judged(
        found,
        {"cards": pl.col("cards") >= 15, "goods": has_goods},
        {"cards": pl.col("cards") >= 12},
        {"small": pl.col("total_yuan") <= 50, "fixed": ~has_goods},
    )
    swipes = paid.join(same, on=PAYMENT, how="semi")
    cards = swipes.select("unit_code", "person_id").unique()
    yuan = same.select("unit_code", "total_yuan").unique()
    traces = paid.join(cards, on=["unit_code", "person_id"], how="semi")
    traces = traces.join(yuan, on=["unit_code", "total_yuan"], how="semi")
    seeds = set(swipes["org_code"])
    near = set(traces.filter(pl.col("org_code").is_in(list(seeds)))["person_id"])
    far = set(traces.filter(pl.col("person_id").is_in(list(near)))["org_code"]) - seeds
    reached = len(seeds) + len(near) + len(far)
    offices = same.select("unit_code", "org_code", pl.col("on").dt.year()).unique()
    layers = {
        "payments": first,
        "amounts": groups(amounts),
        "repeats": counts(amounts.height, repeats.height, dropped=amounts.height - repeats.height),
        "repeated": groups(repeated),
        "contents": groups(contents),
        "same_amounts": same_layer,
        "swipes": counts(paid.height, swipes.height, dropped=paid.height - swipes.height),
        "cards": groups(cards),
        "repeat_amounts": groups(yuan),
        "traces": counts(paid.height, traces.height, dropped=paid.height - traces.height),
        "reached": counts(reached, reached),
        "offices": groups(offices),
        "verdict": groups(offices),
    }
    return layers, set(offices["org_code"])


REVERSED = {"full": "none", "main": "minor", "equal": "equal", "minor": "main", "none": "full"}


def injuries(frames: Frames) -> Answer:
    """Injured on the day of an accident for which another is liable, and paid by the fund."""
    day = pl.col("happened_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    accidents = frames["traffic_accident"].with_columns(day=day)
    own_layer, own = judged(
        accidents, {"driver": pl.when(pl.col("driver_id").is_not_null()).then(pl.lit(value=True))}
    )
    other = accidents.filter(pl.col("counter_driver_id").is_not_null())
    has_other = pl.col("counter_plate_no").is_not_null() | pl.col("counter_driver_id").is_not_null()
    sides = pl.concat(
        [
            own.select(
                "day",
                "has_injury",
                "accident_no",
                "liability",
                person="driver_id",
                has_other=has_other,
            ),
            other.select(
                "day",
                "has_injury",
                "accident_no",
                pl.col("liability").replace(REVERSED),
                person="counter_driver_id",
                has_other=pl.lit(value=True),
            ),
        ]
    )
    rows = settlements(frames)
    stay_layer, stays = judged(
        rows, {"stay": pl.col("is_inpatient"), "fund": pl.col("fund_yuan") > 0}
    )
    refunds = rows.filter(pl.col("fund_yuan") < 0)
    beside = stays.select("settlement_no", "person_id", "admitted_on").join(
        sides, left_on="person_id", right_on="person"
    )
    gap = (pl.col("admitted_on") - pl.col("day")).dt.total_days()
    beside = beside.with_columns(gap=gap).filter(pl.col("gap").is_between(0, 1))
    beside = beside.sort("gap", "accident_no").unique("settlement_no", keep="first")
    found = stays.join(beside.drop("person_id", "admitted_on"), on="settlement_no", how="left")
    back = refunds.select(
        "unit_code", "person_id", "org_code", -pl.col("fund_yuan"), later="settled_at"
    )
    returned = stays.join(back, on=["unit_code", "person_id", "org_code", "fund_yuan"])
    returned = returned.filter(pl.col("later") >= pl.col("settled_at"))["settlement_no"]
    same_day = pl.when(pl.col("admitted_on").is_not_null()).then(
        (pl.col("gap") <= 0).fill_null(value=False)
    )
    liable = (
        pl.when(~pl.col("has_other") | (pl.col("liability") == "full"))
        .then(pl.lit(value=False))
        .when(pl.col("liability").is_in(["none", "minor", "equal", "main"]))
        .then(pl.lit(value=True))
    )
    layer, leads = judged(
        found,
        {"day": same_day, "injury": pl.col("is_injury"), "liable": liable},
        {"day": pl.col("gap") <= 1},
        {
            "refunded": pl.col("settlement_no").is_in(returned.implode()),
            "unhurt": ~pl.col("has_injury"),
        },
    )
    layers = {
        "own_sides": own_layer,
        "other_sides": counts(
            accidents.height, other.height, dropped=accidents.height - other.height
        ),
        "sides": groups(sides),
        "stays": stay_layer,
        "refunds": counts(rows.height, refunds.height, dropped=rows.height - refunds.height),
        "verdict": layer,
    }
    return layers, set(leads["person_id"])


MODELS = {
    "M12-G-1": special_disease,
    "M12-G-2": rings,
    "M12-G-3": empty_swipes,
    "M12-G-4": injuries,
}
