"""The voiding model a second time, slowly, in plain Polars: nothing of the engine is used."""

import math

import polars as pl

THRESHOLDS = {
    "least_invoices": 30,
    "group_firms": 25,
    "least_peers": 8,
    "fence_width": 1.5,
    "least_marked": 10,
    "least_distance": 0.1,
    "near_share": 0.05,
    "reissue_days": 30,
    "reissue_share": 0.5,
}
FIRM_YEAR = ["unit_code", "seller_code", "year"]
Counts = dict[str, dict[str, int]]


def counts(rows: int, kept: int, **others: int) -> dict[str, int]:
    named = {"dropped": 0, "excluded": 0, "cannot_judge": 0, "near_miss": 0} | others
    return {"rows_in": rows, "kept": kept, **named}


def screened(invoices: pl.DataFrame, **settings: float) -> tuple[Counts, set[tuple[str, str]]]:
    """The counts of each layer, and the leads as (firm, year)."""
    given = THRESHOLDS | settings
    sales = invoices.filter(pl.col("direction") == "sales").with_columns(
        year=pl.col("issued_on").dt.year(),
        marked=(pl.col("status") == "void") | (pl.col("amount_yuan") < 0),
    )
    firm_years = sales.group_by(FIRM_YEAR).agg(n=pl.len(), marked=pl.col("marked").sum())
    enough = firm_years.filter(pl.col("n") >= given["least_invoices"])
    peers = with_peers(enough, given)
    can_compare = (pl.col("peers") >= given["least_peers"]) & (pl.col("high") > pl.col("low"))
    comparable = peers.filter(can_compare)
    tested = with_tests(comparable, given)
    outliers = tested.filter(pl.col("failed") == 0)
    amounts = same_amounts(sales, outliers, given)
    reissues = amounts.group_by(FIRM_YEAR).agg(pl.col("reissued").sum())
    last = outliers.join(reissues, on=FIRM_YEAR, how="left")
    explained = pl.col("reissued") / pl.col("marked") >= given["reissue_share"]
    leads = last.filter(~explained)
    found = {
        "sales": counts(len(invoices), len(sales), dropped=len(invoices) - len(sales)),
        "firm_years": counts(
            len(firm_years), len(enough), cannot_judge=len(firm_years) - len(enough)
        ),
        "comparable": counts(
            len(peers), len(comparable), cannot_judge=len(peers) - len(comparable)
        ),
        "outliers": counts(
            len(tested),
            len(outliers),
            dropped=len(tested) - len(outliers),
            near_miss=tested.filter((pl.col("failed") == 1) & pl.col("near")).height,
        ),
        "same_amounts": counts(len(amounts), len(amounts)),
        "reissues": counts(len(reissues), len(reissues)),
        "unexplained": counts(len(last), len(leads), excluded=len(last) - len(leads)),
    }
    return found, {(row["seller_code"], str(row["year"])) for row in leads.to_dicts()}


def with_peers(firm_years: pl.DataFrame, given: dict[str, float]) -> pl.DataFrame:
    """Each firm-year with the quartiles of its peers: firms of similar size in the same year."""
    found = []
    for of_year in firm_years.partition_by("year"):
        firms = len(of_year)
        groups = max(1, min(4, math.floor(firms / given["group_firms"])))
        ranked = of_year.with_columns(place=pl.col("n").rank("min"))
        band = ((pl.col("place") - 1) * groups / firms).floor()
        found += ranked.with_columns(band=band).partition_by("band")
    schema = {"peers": pl.Int64, "median": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    if not found:
        return firm_years.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in schema.items()
        )
    share = pl.col("marked") / pl.col("n")
    odds = ((pl.col("marked") + 0.5) / (pl.col("n") - pl.col("marked") + 0.5)).log()
    return pl.concat(
        group.with_columns(share=share, odds=odds).with_columns(
            peers=pl.len(),
            median=pl.col("share").quantile(0.5, "linear"),
            low=pl.col("share").quantile(0.25, "linear"),
            high=pl.col("share").quantile(0.75, "linear"),
            low_odds=pl.col("odds").quantile(0.25, "linear"),
            high_odds=pl.col("odds").quantile(0.75, "linear"),
        )
        for group in found
    )


def with_tests(firm_years: pl.DataFrame, given: dict[str, float]) -> pl.DataFrame:
    """Each firm-year with how many of the three tests it fails, and whether by little."""
    if firm_years.is_empty():
        return firm_years.with_columns(failed=pl.lit(0), near=pl.lit(value=False))
    rows = []
    for row in firm_years.to_dicts():
        odds = row["high_odds"] + given["fence_width"] * (row["high_odds"] - row["low_odds"])
        fence = round(((row["n"] + 1) / (1 + math.exp(-odds)) - 0.5) / row["n"], 9)
        distance = round(row["share"] - row["median"], 9)
        tests = (
            (row["share"] > fence, abs(row["share"] - fence) <= given["near_share"]),
            (
                row["marked"] >= given["least_marked"],
                abs(row["marked"] - given["least_marked"]) <= 2,
            ),
            (
                distance >= given["least_distance"],
                abs(distance - given["least_distance"]) <= given["near_share"],
            ),
        )
        failed = [near for passed, near in tests if not passed]
        rows.append(row | {"failed": len(failed), "near": failed == [True]})
    return pl.DataFrame(rows)


def same_amounts(
    sales: pl.DataFrame, outliers: pl.DataFrame, given: dict[str, float]
) -> pl.DataFrame:
    """Per firm, year, buyer and amount: how many voided or red invoices were issued again."""
    own = sales.join(outliers.select("seller_code").unique(), on="seller_code", how="semi")
    own = own.with_columns(face=pl.col("total_yuan").abs())
    counterparts = own.filter((pl.col("status") == "valid") & (pl.col("amount_yuan") >= 0))
    rows = []
    for key, group in own.group_by([*FIRM_YEAR, "buyer_code", "face"]):
        unit, seller, year, buyer, face = key
        valid = counterparts.filter(
            (pl.col("unit_code") == unit)
            & (pl.col("seller_code") == seller)
            & (pl.col("buyer_code") == buyer)
            & (pl.col("face") == face)
        )["issued_on"].sort()
        followed = 0
        for issued_on in group.filter(pl.col("marked"))["issued_on"]:
            later = [day for day in valid if day >= issued_on]
            followed += bool(later) and (later[0] - issued_on).days <= given["reissue_days"]
        red = group.filter((pl.col("status") == "valid") & (pl.col("amount_yuan") < 0)).height
        spare = (
            group.filter((pl.col("status") == "valid") & (pl.col("amount_yuan") >= 0)).height - red
        )
        reissued = min(followed, max(spare, 0))
        rows.append({"unit_code": unit, "seller_code": seller, "year": year, "reissued": reissued})
    schema = {
        "unit_code": pl.String,
        "seller_code": pl.String,
        "year": pl.Int32,
        "reissued": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema)
