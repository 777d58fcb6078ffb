"""The rules of family M04 on bidders and buyers, and on enforcement cases, in plain Polars."""

from datetime import date

import polars as pl

from tests.reference.counts import Answer, Counts, counts, judged
from tests.reference.M04 import Frames, cents, days, lots

AS_OF = date(2025, 12, 31)
YES, NO = pl.lit(value=True), pl.lit(value=False)
JUDGED = ("excluded", "outcome", "is_near_miss")


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without what an earlier judgement left on them."""
    return rows.drop(name for name in rows.columns if name in JUDGED or name[:2] in {"c_", "n_"})


def sold(frames: Frames) -> tuple[Counts, pl.DataFrame]:
    layers, rows = lots(frames)
    layers["sold"], kept = judged(rows, {"won": pl.col("status").is_in(["sold", "defaulted"])})
    return layers, plain(kept)


def staff(frames: Frames) -> Answer:
    """Winners in office on the day of the bidding, or near kin of somebody who is."""
    layers, rows = sold(frames)
    terms = frames["judicial_staff"].select("from_on", "to_on", winner_id="person_id")
    beside = rows.select("lot_code", "starts_on", "winner_id").join(terms, on="winner_id")
    begun, left = pl.col("from_on") <= pl.col("starts_on"), pl.col("to_on") < pl.col("starts_on")
    told = beside.group_by("lot_code").agg(
        office=(begun & ~left.fill_null(value=False)).any(ignore_nulls=False),
        last=pl.col("to_on").max(),
    )
    rows = rows.join(told.with_columns(known=YES), on="lot_code", how="left")
    is_known = pl.when(pl.col("winner_id").is_not_null()).then(pl.col("known").is_not_null())
    layers["won_by_staff"], kept = judged(
        rows,
        {"registered": is_known, "office": pl.col("office")},
        {"office": days("last", "starts_on") <= 30},
    )
    return layers, set(kept["lot_code"])


def bidders(frames: Frames) -> Answer:
    """Bidders of one lot who share what one person has, or pairs that meet too often."""
    bids = frames["auction_bid"].with_columns(who=pl.coalesce("bidder_identifier", "bidder_code"))
    lot = ["unit_code", "lot_code"]
    shared = {"payer": "deposit_payer_id", "address": "ip_address", "phone": "phone"}
    own = bids.group_by(*lot, "who").agg(
        pl.len().alias("bids"),
        pl.col("bidder_identifier").max().alias("person"),
        *(pl.col(column).is_not_null().any().alias(name) for name, column in shared.items()),
    )
    regular = own.with_columns(often=pl.len().over("person"))
    regulars, often = judged(
        regular,
        {
            "named": pl.when(pl.col("person").is_not_null()).then(YES),
            "often": pl.col("often") >= 2,
        },
    )
    quiet = often.filter(pl.col("bids") == 1).select(*lot, quiet="person")
    met = quiet.join(often.select(*lot, other="person"), on=lot)
    met = met.filter(pl.col("quiet") != pl.col("other"))
    pairs, kept = judged(
        met.group_by("quiet", "other").agg(lots=pl.len()),
        {"often": pl.col("lots") >= 3},
        {"often": pl.col("lots") == 2},
    )
    there = met.join(kept, on=["quiet", "other"], how="semi").select(*lot).unique()
    rows = own.group_by(lot).agg(
        pl.len().alias("many"),
        pl.col("person").is_not_null().all().alias("named"),
        *(pl.col(name).all() for name in shared),
    )
    for name, column in shared.items():
        values = bids.drop_nulls(column).group_by(*lot, column).agg(pl.col("who").n_unique())
        same = values.filter(pl.col("who") > 1).select(*lot).unique()
        rows = rows.join(same.with_columns(YES.alias(f"same_{name}")), on=lot, how="left")
    rows = rows.join(there.with_columns(same_pair=YES), on=lot, how="left")
    known = {f"same_{name}": name for name in shared} | {"same_pair": "named"}
    links = [
        pl.when(pl.col(same)).then(YES).when((pl.col("many") < 2) | pl.col(known[same])).then(NO)
        for same in known
    ]
    linked, flagged = judged(rows, {"linked": pl.any_horizontal(links)})
    layers = {
        "bids": counts(bids.height, bids.height),
        "bidders": counts(own.height, own.height),
        "regulars": regulars,
        "meetings": counts(met.height, met.height),
        "often_met": pairs,
        "lots_met": counts(there.height, there.height),
        "lot_bidders": counts(rows.height, rows.height),
        "linked_lots": linked,
    }
    return layers, set(flagged["lot_code"])


def kin(rows: pl.DataFrame, frames: Frames, other: str) -> pl.DataFrame:
    """The rows with `near`: 1 one person, 2 spouses, 3 parent and child, 4 one household, 9 none."""
    people = frames["household"].select(
        "person_id", "spouse_id", "father_id", "mother_id", "family_no", known=YES
    )
    for side in ("winner_id", other):
        renamed = people.rename({name: f"{side}.{name}" for name in people.columns})
        rows = rows.join(renamed, left_on=side, right_on=f"{side}.person_id", how="left")

    def related(*names: str) -> pl.Expr:
        pairs = [("winner_id", other), (other, "winner_id")]
        return pl.any_horizontal(
            [pl.col(f"{one}.{name}") == pl.col(two) for one, two in pairs for name in names]
        ).fill_null(value=False)

    return rows.with_columns(
        near=pl.when(pl.col("winner_id") == pl.col(other))
        .then(1)
        .when(related("spouse_id"))
        .then(2)
        .when(related("father_id", "mother_id"))
        .then(3)
        .when(pl.col("winner_id.family_no") == pl.col(f"{other}.family_no"))
        .then(4)
        .when(pl.col("winner_id").is_not_null() & pl.col(f"{other}.known"))
        .then(9)
    )


def bought_again(frames: Frames) -> Answer:
    layers, rows = lots(frames)
    lot = ["unit_code", "lot_code"]
    bids = frames["auction_bid"]
    left = bids.filter("has_defaulted").group_by(lot).agg(pl.col("bidder_identifier").max())
    bid_lots = bids.select(lot).unique().height
    first = rows.join(left, on=lot, how="left")
    defaults, first = judged(first, {"defaulted": pl.col("status") == "defaulted"})
    first = first.select(
        "unit_code",
        "asset_no",
        before_on="starts_on",
        before_yuan="deal_yuan",
        defaulter=pl.coalesce("bidder_identifier", "winner_id"),
    ).sort("before_on")
    rows = rows.sort("starts_on").join_asof(
        first,
        left_on="starts_on",
        right_on="before_on",
        by=["unit_code", "asset_no"],
        tolerance="730d",
        check_sortedness=False,
    )
    is_again = pl.when(pl.col("asset_no").is_not_null()).then(pl.col("before_on").is_not_null())
    resales, rows = judged(rows, {"sold": pl.col("status") == "sold", "again": is_again})
    rows = kin(plain(rows), frames, "defaulter")
    paid, asked = cents("deal_yuan"), cents("before_yuan")
    again, kept = judged(
        rows,
        {"kin": pl.col("near") <= 3, "cheaper": paid < asked},
        {"cheaper": (paid - asked) * 100 <= asked * 5},
    )
    layers |= {
        "defaulters": counts(bid_lots, bid_lots),
        "defaults": defaults,
        "resales": resales,
        "bought_again": again,
    }
    return layers, set(kept["lot_code"])


def bought_back(frames: Frames) -> Answer:
    layers, rows = sold(frames)
    cases = frames["exec_case"].select("unit_code", "exec_no", "debtor_id")
    rows = rows.join(cases, on=["unit_code", "exec_no"], how="left")
    layer, rows = judged(rows, {"completed": pl.col("status") == "sold"})
    layers |= {
        "enforcements": counts(cases.height, cases.height),
        "debtors": counts(cases.height, cases.height),
        "sold_with_debtor": layer,
    }
    near = pl.col("near")
    rows = kin(plain(rows), frames, "debtor_id")
    layers["bought_back"], kept = judged(rows, {"kin": near <= 3}, {"kin": near == 4})
    return layers, set(kept["lot_code"])


def cases(frames: Frames) -> tuple[Counts, pl.DataFrame]:
    """The cases, with how each was closed: one that is still open was closed in no manner."""
    found = frames["exec_case"]
    manner = pl.when(pl.col("closed_on").is_null() & pl.col("close_manner").is_null())
    found = found.with_columns(manner=manner.then(pl.lit("open")).otherwise("close_manner"))
    return {"enforcements": counts(found.height, found.height)}, found


ENDED = pl.col("manner") == "ended_for_now"


def ended(frames: Frames) -> Answer:
    layers, rows = cases(frames)
    layers["ended_for_now"], rows = judged(rows, {"ended": ENDED})
    is_due = pl.col("closed_on").dt.offset_by("5y") > AS_OF
    overdue = (pl.lit(AS_OF) - pl.col("queried_on").dt.offset_by("6mo")).dt.total_days()
    assets = pl.col("found_asset_yuan").cast(pl.Float64) > 0
    layers["left_alone"], kept = judged(
        plain(rows),
        {"alone": assets | (is_due & (overdue > 0))},
        {"alone": is_due & (overdue >= -7)},
    )
    return layers, set(kept["exec_no"])


def listings(frames: Frames, *keys: str) -> pl.DataFrame:
    """What the list says of each, entries that stand apart from those taken off."""
    stands = pl.col("removed_on").is_null() | (pl.col("removed_on") > AS_OF)
    return (
        frames["dishonest_list"]
        .group_by(keys)
        .agg(
            listed=YES.first(),
            stands=stands.any(),
            no_end=(stands & pl.col("term_end_on").is_null()).any(),
            end=pl.col("term_end_on").filter(stands).min(),
            listed_on=pl.col("listed_on").filter(stands).max(),
        )
    )


def listed(frames: Frames) -> Answer:
    layers, rows = cases(frames)
    entries = listings(frames, "exec_no")
    layers["listings"] = counts(entries.height, entries.height)
    rows = rows.join(entries, on="exec_no", how="left")
    stands = pl.col("stands").fill_null(value=False)
    over = pl.when(pl.col("end") < AS_OF).then(YES).when(pl.col("no_end").not_()).then(NO)
    paid = (pl.col("manner") == "fulfilled") & (pl.col("closed_on").dt.offset_by("5d") < AS_OF)
    left = (pl.col("end") - pl.lit(AS_OF)).dt.total_days()
    layers["listed_amiss"], kept = judged(
        rows,
        {"amiss": (ENDED & pl.col("listed").is_null()) | (stands & (paid | over))},
        {"amiss": left.is_between(0, 3)},
    )
    return layers, set(kept["exec_no"])


def dead(frames: Frames) -> Answer:
    layers, rows = cases(frames)
    entries = listings(frames, "exec_no", "debtor_id")
    layers["open_listings"] = counts(entries.height, entries.height)
    deaths = frames["death_record"].group_by(debtor_id="person_id").agg(pl.col("died_on").max())
    rows = rows.join(deaths, on="debtor_id", how="left")
    rows = rows.join(entries, on=["exec_no", "debtor_id"], how="left")
    lifted = (pl.col("measure_lifted_on") <= AS_OF).fill_null(value=False)
    standing = pl.when(~lifted).then("restricted_on")
    last = pl.max_horizontal(standing, "listed_on")
    was_measured = pl.col("restricted_on").is_not_null() | last.is_not_null()
    is_dead = pl.when(pl.col("debtor_id").is_not_null()).then(pl.col("died_on").is_not_null())
    after = (last - pl.col("died_on")).dt.total_days()
    layers["measured_dead"], kept = judged(
        rows,
        {"dead": was_measured & is_dead, "after": after > 0},
        {"after": after >= -3},
        {"lifted": last.is_null() & (pl.col("restricted_on") > pl.col("died_on"))},
    )
    return layers, set(kept["exec_no"])


MODELS = {
    "M04-11": staff,
    "M04-12": bidders,
    "M04-13": bought_again,
    "M04-15": bought_back,
    "M04-16": ended,
    "M04-17": listed,
    "M04-18": dead,
}
