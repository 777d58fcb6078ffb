"""The rules of family M04 on the page and the terms of a lot a second time, in plain Polars."""

from collections.abc import Callable, Mapping

import polars as pl

from tests.reference.counts import Answer, Counts, counts, judged

Frames = Mapping[str, pl.DataFrame]
Tests = Mapping[str, pl.Expr]

BANKRUPT = pl.col("exec_no").str.contains("破")
WITHDRAWN = pl.col("status") == "withdrawn"
IS_SALE = pl.col("round") == "sale"
IS_SECOND = pl.col("round") == "second"


def lots(frames: Frames) -> tuple[Counts, pl.DataFrame]:
    """The lots that are neither withdrawn nor of a bankruptcy, with the day of the bidding."""
    started = pl.col("started_at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    layer, kept = judged(
        frames["auction_lot"].with_columns(starts_on=started),
        {"is_lot": pl.lit(value=True)},
        exclusions={"withdrawn": WITHDRAWN, "bankruptcy": BANKRUPT},
    )
    return {"lots": layer}, kept.drop("c_is_lot", "excluded", "outcome", "is_near_miss")


def rule(
    name: str, tests: Tests, near: Tests | None = None, exclusions: Tests | None = None
) -> Callable[[Frames], Answer]:
    """A rule of one layer on the lots."""

    def answer(frames: Frames) -> Answer:
        layers, rows = lots(frames)
        layer, kept = judged(rows, tests, near, exclusions)
        return layers | {name: layer}, set(kept["lot_code"])

    return answer


def days(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_days()


def cents(name: str) -> pl.Expr:
    return (pl.col(name).cast(pl.Float64) * 100).round().cast(pl.Int64)


def share(part: str, whole: pl.Expr) -> pl.Expr:
    return (cents(part) / whole).round(4)


def within(value: pl.Expr, limit: float, margin: float) -> pl.Expr:
    return (value - limit).abs() <= margin


NOTICE = days("announced_on", "starts_on")
LEAST_NOTICE = (
    pl.when(pl.col("asset_kind").is_null() | pl.col("round").is_null())
    .then(None)
    .when((pl.col("asset_kind") == "movable") & IS_SECOND)
    .then(7)
    .when((pl.col("asset_kind") == "movable") | IS_SECOND)
    .then(15)
    .otherwise(30)
)
WORTH = pl.when(pl.col("round").is_not_null()).then(
    pl.coalesce(cents("appraisal_yuan"), cents("market_yuan"))
)
OF_WORTH = share("start_yuan", WORTH)
OF_FIRST = share("start_yuan", cents("prev_start_yuan"))
OF_START = share("deposit_yuan", cents("start_yuan"))
WAITED = days("prev_failed_on", "starts_on")
BIDDING = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds()
NOTIFIED = days("preemptor_notified_on", "announced_on")
SHOWN = pl.col("preemptor_shown_days")
START = cents("start_yuan")
CLAIMS = cents("priority_claim_yuan") + cents("cost_yuan")
FLAGS = (
    *("has_basis_doc", "has_appraisal_report", "has_photos"),
    *("has_deposit_account", "has_contact", "has_party_notice"),
)
ALL_THERE = pl.all_horizontal(
    *FLAGS,
    *(
        pl.when(pl.col(text).is_not_null()).then(pl.lit(value=True))
        for text in ("tax_burden_text", "vacancy_text")
    ),
)
BURDEN = pl.col("tax_burden_text")
BEARS_ALL = BURDEN.str.contains("(一切|全部|所有).*税.*买受人.*(承担|负担)")
BEARS_OWN = BURDEN.str.contains("各自承担")
BEARS_SOME = BURDEN.str.contains("税.*买受人.*(承担|负担)") & ~BEARS_OWN


def taxes(frames: Frames) -> Answer:
    layers, rows = lots(frames)
    layers["burden_texts"], rows = judged(rows, {"clear": ~(BEARS_ALL & BEARS_OWN)})
    rows = rows.drop("excluded", "outcome", "is_near_miss")
    layers["shifted_taxes"], kept = judged(rows, {"all": BEARS_ALL}, {"all": BEARS_SOME})
    return layers, set(kept["lot_code"])


def defects(frames: Frames) -> Answer:
    """What the register knows of a unit and the page does not tell."""
    layers, rows = lots(frames)
    marks = ("has_illegal_part", "has_mortgage", "has_lease")
    told = [
        pl.when(pl.col(mark).any())
        .then(pl.lit(value=True))
        .when(pl.col(mark).is_null().any())
        .then(None)
        .otherwise(pl.lit(value=False))
        .alias(mark)
        for mark in marks
    ]
    units = frames["realty_registry"].group_by("unit_no").agg(told)
    layers["registered_units"] = counts(units.height, units.height)
    rows = rows.join(units, left_on="asset_no", right_on="unit_no", how="left")
    letters = pl.col("defects_text").fill_null("").str.len_chars()
    layers["untold_defects"], kept = judged(
        rows,
        {
            "immovable": pl.col("asset_kind") != "movable",
            "silent": letters == 0,
            "marred": pl.any_horizontal(marks),
        },
        {"silent": letters <= 4},
    )
    return layers, set(kept["lot_code"])


MODELS = {
    "M04-01": rule(
        "short_notice",
        {"short": NOTICE < LEAST_NOTICE},
        {"short": NOTICE - LEAST_NOTICE <= 3},
        {"sale": IS_SALE},
    ),
    "M04-02": rule(
        "low_starts",
        {"low": START * 10 < WORTH * 7},
        {"low": within(OF_WORTH, 0.7, 0.02)},
        {"later": IS_SALE | IS_SECOND},
    ),
    "M04-03": rule(
        "steep_cuts",
        {"second": IS_SECOND, "steep": cents("prev_start_yuan") * 8 > START * 10},
        {"steep": within(OF_FIRST, 0.8, 0.02)},
    ),
    "M04-04": rule(
        "late_rounds",
        {
            "second": IS_SECOND,
            "late": (WAITED > 30) | (pl.col("platform") != pl.col("prev_platform")),
        },
        {"late": WAITED >= 27},
    ),
    "M04-05": rule(
        "short_biddings",
        {"short": BIDDING < 86_400},
        {"short": BIDDING <= 87_000},
        {"sale": IS_SALE, "suspended": pl.col("status") == "suspended"},
    ),
    "M04-06": rule(
        "odd_deposits",
        {
            "odd": (cents("deposit_yuan") * 20 < START) | (cents("deposit_yuan") * 5 > START),
        },
        {"odd": within(OF_START, 0.05, 0.005) | within(OF_START, 0.2, 0.005)},
    ),
    "M04-07": rule("incomplete_pages", {"missing": ~ALL_THERE}),
    "M04-08": rule(
        "short_warnings",
        {"late": (NOTIFIED < 3) | (SHOWN < 5)},
        {"late": (NOTIFIED <= 6) | (SHOWN <= 8)},
    ),
    "M04-09": taxes,
    "M04-10": defects,
    "M04-14": rule(
        "nothing_left",
        {"nothing": (cents("priority_claim_yuan") >= START) | (START <= CLAIMS)},
        {"nothing": (START - CLAIMS) * 100 <= START * 5},
    ),
}
