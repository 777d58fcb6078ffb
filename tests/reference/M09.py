"""The rules of family M09 a second time, in plain Polars."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tests.reference.counts import Answer, counts, judged

Frames = Mapping[str, pl.DataFrame]

IN_FORCE = date(2017, 1, 1)
"""Since when the caps and periods of 法释〔2016〕23号 are known."""
CAPS = {
    "repentance": 9,
    "merit": 9,
    "repentance_and_merit": 12,
    "major_merit": 18,
    "repentance_and_major_merit": 24,
}
GREAT = ["major_merit", "repentance_and_major_merit"]
SIGNALS = ("over", "early", "jump", "spending")
KIN = "父|母|夫|妻|配偶|子|女|兄|弟|姐|妹|亲"
TRUE, FALSE = pl.lit(value=True), pl.lit(value=False)


def groups(rows: pl.DataFrame) -> dict[str, int]:
    return counts(rows.height, rows.height)


def too_early(start: str, months: pl.Expr | int) -> pl.Expr:
    """Whether the proposal came before so many months since the start, where these are known."""
    number = months if isinstance(months, pl.Expr) else pl.lit(months)
    due = pl.col(start).dt.offset_by(pl.format("{}mo", number))
    return pl.when(pl.col(start) >= IN_FORCE).then(pl.col("proposed_on") < due)


def month(name: str) -> pl.Expr:
    return pl.col(name).dt.year() * 12 + pl.col(name).dt.month()


def terms(frames: Frames) -> tuple[dict[str, int], pl.DataFrame]:
    """Granted reductions with the term that was being served."""
    inmates = frames["inmate"].select(
        *("unit_code", "person_id", "term_from_on", "original_penalty", "sentence_months"),
        *("is_strict_category", "property_payable_yuan", "property_paid_yuan"),
    )
    rows = frames["commutation"].with_row_index()
    served = rows.select("index", "unit_code", "person_id", "proposed_on").join(
        inmates, on=["unit_code", "person_id"]
    )
    served = served.filter(pl.col("term_from_on") <= pl.col("proposed_on"))
    served = served.sort("term_from_on").unique("index", keep="last")
    served = served.drop("unit_code", "person_id", "proposed_on")
    return judged(
        rows.join(served, on="index", how="left"),
        {
            "reduction": (pl.col("kind") == "commutation").fill_null(value=True),
            "granted": (pl.col("status") == "granted").fill_null(value=True),
        },
    )


def scored(frames: Frames, rows: pl.DataFrame) -> pl.DataFrame:
    """The index of reductions before which the score jumped, and of those with much spending."""
    base = rows.select("index", "unit_code", "person_id", proposed=month("proposed_on"))
    keys = ["unit_code", "person_id"]
    ago = pl.col("proposed") - month("month_on")
    scores = base.join(frames["inmate_score"], on=keys).with_columns(ago=ago)
    score = pl.col("score").cast(pl.Float64)
    means = scores.group_by("index").agg(
        late=score.filter(pl.col("ago").is_between(1, 3)).mean().round(4),
        earlier=score.filter(pl.col("ago").is_between(4, 12)).mean().round(4),
    )
    accounts = base.join(frames["inmate_account"], on=keys).with_columns(ago=ago)
    money = pl.col("spent_yuan").cast(pl.Float64) >= 0.9 * pl.col("quota_yuan").cast(pl.Float64)
    spent = accounts.filter(pl.col("ago").is_between(1, 12) & money)
    spent = spent.group_by("index").agg(quota=pl.col("month_on").n_unique())
    return rows.join(means, on="index", how="left").join(spent, on="index", how="left")


def signalled(frames: Frames, rows: pl.DataFrame) -> pl.DataFrame:
    """The four signals of each reduction."""
    of_term = ["unit_code", "person_id", "term_from_on"]
    rows = scored(frames, rows).sort("sequence")
    rows = rows.with_columns(
        before=pl.col("ruled_on").shift().over(of_term),
        before_months=pl.col("reduced_months").shift().over(of_term),
        time=pl.int_range(pl.len()).over(of_term),
    )
    sentence, strict = pl.col("sentence_months"), pl.col("is_strict_category")
    is_term = (
        pl.when(pl.col("original_penalty").is_in(["life", "suspended_death"]))
        .then(FALSE)
        .when(sentence.is_not_null() | pl.col("original_penalty").is_not_null())
        .then(TRUE)
    )
    is_known = pl.col("ruled_on") >= IN_FORCE
    cap = pl.col("merit").replace_strict(CAPS, default=None, return_dtype=pl.Int64)
    over = (pl.col("reduced_months") > pl.when(is_known).then(cap)) | (
        strict & (pl.col("reduced_months") > pl.when(is_known).then(12))
    )
    start = pl.when(sentence < 60).then(12).when(sentence < 120).then(18)
    first = too_early("term_from_on", start.when(sentence >= 120).then(24))
    first |= strict & too_early("term_from_on", 24)
    shorter = (sentence < 120) | ((sentence == 120) & strict.fill_null(value=False))
    gap = pl.when(shorter).then(12).when(sentence >= 120).then(18)
    due = pl.col("before").dt.offset_by(pl.format("{}mo", "before_months"))
    again = too_early("before", gap) | (pl.col("proposed_on") < due)
    early = pl.when(pl.col("time") > 0).then(again).otherwise(first)
    granted = pl.col("status") == "granted"
    unpaid = pl.col("property_paid_yuan") < pl.col("property_payable_yuan")
    return rows.with_columns(
        over=granted & is_term & over,
        early=granted & is_term & ~pl.col("merit").is_in(GREAT) & early,
        jump=(pl.col("late") >= 1.5 * pl.col("earlier")).fill_null(value=False),
        spending=(unpaid & (pl.col("quota") >= 3)).fill_null(value=False),
    )


def payers(frames: Frames) -> dict[str, pl.DataFrame]:
    """Payments with the payer's id, the payers, and the payments of those who are no agency."""
    paid = frames["inmate_account"].filter(pl.col("payer_id").is_not_null())
    each = paid.group_by("unit_code", "payer_id").agg(helped=pl.col("person_id").n_unique())
    agencies = each.filter(pl.col("helped") > 30)
    known = paid.join(agencies, on=["unit_code", "payer_id"], how="anti")
    return {"paid": paid, "each": each, "agencies": agencies, "known": known}


def handled_by(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each post's reductions, and each post's prisoners with their signals."""
    roles = [
        rows.filter(pl.col(role).is_not_null()).with_columns(post=role)
        for role in ("officer_name", "judge_name")
    ]
    each = pl.concat(roles)

    def ever(name: str) -> pl.Expr:
        is_any = pl.col(name).fill_null(value=False).any()
        return pl.when(is_any).then(TRUE).when(pl.col(name).null_count() == 0).then(FALSE)

    people = each.group_by("unit_code", "post", "person_id").agg(
        **{name: ever(name) for name in SIGNALS}
    )
    return each, people


def meetings(breaches: pl.DataFrame, paid: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Posts and payers that stand behind two prisoners or more; and how many pairs there are."""
    parties = pl.concat(
        [
            breaches.select("unit_code", "person_id", party="post:" + pl.col("post")),
            paid.select("unit_code", "person_id", party="payer:" + pl.col("payer_id")),
        ]
    ).unique()
    both = parties.join(parties, on=["unit_code", "person_id"], suffix="_b")
    both = both.filter(pl.col("party") < pl.col("party_b"))
    pairs = both.group_by("unit_code", "party", "party_b").agg(times=pl.len())
    pairs = pairs.filter(pl.col("times") >= 2)
    is_meant = pl.col("party").str.starts_with("payer:") & pl.col("party_b").str.starts_with(
        "post:"
    )
    return pairs.filter(is_meant), pairs.height


def post_sums(frames: Frames, people: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    relation = pl.col("payer_relation").str.contains(KIN).fill_null(value=False)
    name_only = pl.col("payer_id").is_null() & pl.col("payer_name").is_not_null() & ~relation
    named = frames["inmate_account"].filter(name_only).select("unit_code", "person_id").unique()
    people = people.join(
        named.with_columns(named=TRUE), on=["unit_code", "person_id"], how="left"
    ).with_columns(breach=pl.any_horizontal(SIGNALS).fill_null(value=True))
    traced = met.group_by("unit_code", "party_b").agg(traced=pl.col("times").max())
    posts = people.group_by("unit_code", "post").agg(
        **{name: pl.col(name).sum() for name in SIGNALS},
        over_unknown=pl.col("over").null_count(),
        early_unknown=pl.col("early").null_count(),
        named=(pl.col("named").fill_null(value=False) & pl.col("breach")).sum(),
    )
    posts = posts.with_columns(party_b="post:" + pl.col("post"))
    posts = posts.join(traced, on=["unit_code", "party_b"], how="left")
    known = [[row[name] for name in SIGNALS] for row in posts.iter_rows(named=True)]
    at_most = [
        [row["over"] + row["over_unknown"], row["early"] + row["early_unknown"], *rest[2:]]
        for row, rest in zip(posts.iter_rows(named=True), known, strict=True)
    ]
    return posts.with_columns(
        pl.col("traced").fill_null(0),
        second=pl.Series([sorted(one)[-2] for one in known], dtype=pl.Int64),
        possible=pl.Series([sorted(one)[-2] for one in at_most], dtype=pl.Int64),
    )


def linked_reductions(frames: Frames) -> Answer:
    first, kept = terms(frames)
    rows = signalled(frames, kept)
    each, people = handled_by(rows)
    is_breach = pl.any_horizontal(SIGNALS).fill_null(value=True)
    breaches = people.filter(is_breach)
    money = payers(frames)
    met, pairs = meetings(breaches, money["known"])
    posts = post_sums(frames, people, met)
    signals = pl.when(pl.col("second") >= 3).then(TRUE).when(pl.col("possible") < 3).then(FALSE)
    trace = (
        pl.when(pl.col("traced") >= 3)
        .then(TRUE)
        .when(pl.col("traced") + pl.col("named") < 3)
        .then(FALSE)
    )
    last, leads = judged(
        posts,
        {"signals": signals, "trace": trace},
        {"signals": pl.col("second") >= 2, "trace": pl.col("traced") >= 2},
    )

    def by(role: str) -> dict[str, int]:
        unknown = rows[role].null_count()
        return counts(rows.height, rows.height - unknown, cannot_judge=unknown)

    account, paid = frames["inmate_account"].height, money["paid"].height
    known, agencies = money["known"].height, money["agencies"].height
    parties = breaches.height + known
    layers = {
        "granted": first,
        "months": groups(frames["inmate_score"]),
        "accounts": counts(account, account),
        "reductions": groups(rows),
        "by_officer": by("officer_name"),
        "by_judge": by("judge_name"),
        "handlings": groups(each),
        "name_payers": groups(frames["inmate_account"].select("unit_code", "person_id").unique()),
        "handled": groups(people),
        "breaches": counts(people.height, breaches.height, dropped=people.height - breaches.height),
        "payments": counts(account, paid, dropped=account - paid),
        "payers": counts(money["each"].height, money["each"].height - agencies, excluded=agencies),
        "paid_for": counts(paid, known, dropped=paid - known),
        "parties": counts(parties, parties),
        "meetings": counts(pairs, met.height, dropped=pairs - met.height),
        "traces": groups(met.select("unit_code", "party_b").unique()),
        "people": groups(people),
        "posts": groups(posts),
        "verdict": last,
    }
    return layers, set(leads["post"])


MODELS = {"M09-B": linked_reductions}
