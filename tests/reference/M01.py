"""The rules of family M01 a second time, in plain Polars."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from tests.reference.counts import Answer, Counts, counts, judged

Frames = Mapping[str, pl.DataFrame]
SINCE = date(2020, 12, 31)
CAUSES = ["保险合同纠纷", "财产保险合同纠纷", "机动车交通事故责任纠纷"]
TRIPLE = ["unit_code", "plaintiff", "institution", "licence_no"]


def m01_a(frames: Frames) -> Answer:
    layers, lawyers = _lawyers(frames)
    bars = lawyers.group_by("unit_code").agg(bar=pl.col("licence_no").n_unique())
    layers["bars"] = counts(bars.height, bars.height)
    layers["insurer_suits"], against = _insurer_suits(frames, lawyers, layers)
    layers["suits"], suits = _assigned(frames, against, layers)
    layers["windows"] = counts(suits.height, suits.height)
    triples = suits.group_by(TRIPLE, maintain_order=True).agg(
        pl.col("agent_name").max(),
        sure=_most_within(pl.col("filed_on").filter(pl.col("sure"))),
        possible=_most_within(pl.col("filed_on")),
    )
    layers["triples"] = counts(triples.height, triples.height)
    verdict = triples.join(bars, on="unit_code", how="left")
    enough = pl.when(pl.col("sure") >= 3).then(True).when(pl.col("possible") < 3).then(False)
    known = pl.col("plaintiff").is_not_null() & pl.col("licence_no").is_not_null()
    layers["clusters"], found = judged(
        verdict,
        {"known": pl.when(known).then(True), "enough": enough},
        {"enough": pl.col("sure") == 2},
        {"small": pl.col("bar") < 5},
    )
    key = pl.format("firm:{}+office:{}+person:{}", "plaintiff", "institution", "agent_name")
    return _ordered(layers), set(found.select(key).to_series())


def _lawyers(frames: Frames) -> tuple[Counts, pl.DataFrame]:
    cases = frames["civil_case"].select("case_no", "unit_code", "cause", "filed_on")
    roles = frames["civil_agent"].group_by("case_no", "for_role", "licence_no")
    agents = roles.agg(pl.col("agent_name").max())
    told, mine = judged(agents, {"plaintiff": pl.col("for_role") == "plaintiff"})
    mine = mine.select("case_no", "licence_no", "agent_name").join(cases, on="case_no")
    lost = told["kept"] - mine.height
    layers = {
        "cases": counts(cases.height, cases.height),
        "agents": told,
        "represented": counts(told["kept"], mine.height, dropped=lost),
    }
    return layers, mine


def _insurer_suits(
    frames: Frames, lawyers: pl.DataFrame, layers: Counts
) -> tuple[dict[str, int], pl.DataFrame]:
    role, kind = pl.col("role"), pl.col("party_kind")
    plaintiff = role == "plaintiff"
    sued = (role == "defendant") & (kind.is_null() | (kind == "insurer"))
    parties = (
        frames["civil_party"]
        .group_by("case_no")
        .agg(
            plaintiff=pl.col("firm_uscc").filter(plaintiff).min(),
            person=pl.col("person_id").filter(plaintiff).min(),
            plaintiff_kind=kind.filter(plaintiff).min(),
            may_be_insurer=sued.any(),
            is_insurer=((role == "defendant") & (kind == "insurer")).any(),
        )
    )
    layers["parties"] = counts(parties.height, parties.height)
    damage = pl.col("kind").is_in(["vehicle_damage", "price"])
    one_sided = damage & (pl.col("commissioned_by") == "one_party")
    by_court = damage & pl.col("commissioned_by").is_in(["court", "both_parties"])
    reports = (
        frames["appraisal"]
        .group_by("case_no")
        .agg(
            institution=pl.col("institution").filter(one_sided).min(),
            one_sided=one_sided.any(),
            by_court=by_court.any(),
        )
    )
    layers["damages"] = counts(reports.height, reports.height)
    rows = lawyers.join(parties, on="case_no", how="left").join(reports, on="case_no", how="left")
    return judged(
        rows,
        {
            "cause": pl.col("cause").is_in(CAUSES),
            "recent": pl.col("filed_on") >= SINCE,
            "insurer": pl.col("may_be_insurer").fill_null(value=True),
            "one_sided": pl.col("one_sided").fill_null(value=False)
            & ~pl.col("by_court").fill_null(value=False),
        },
        exclusions={"subrogation": pl.col("plaintiff_kind") == "insurer"},
    )


def _assigned(
    frames: Frames, against: pl.DataFrame, layers: Counts
) -> tuple[dict[str, int], pl.DataFrame]:
    claimed = frames["insurance_claim"]
    is_sued = pl.col("case_no").is_not_null()
    claims = (
        claimed.filter(is_sued)
        .group_by("case_no")
        .agg(
            pl.col("plate_no").min(),
            pl.col("policy_no").min(),
            assessed=pl.col("is_loss_assessed").any(ignore_nulls=False),
        )
    )
    groups = claims.height + int(claimed["case_no"].has_nulls())
    layers["claims"] = counts(groups, claims.height, dropped=groups - claims.height)
    owners = frames["vehicle_registry"].select("plate_no", "owner_id", "use_kind")
    insured = frames["insurance_policy"].select("policy_no", "insured_id")
    listed = frames["subject_list"].filter(
        pl.col("list_kind").is_in(["exempt", "leasing"]), pl.col("removed_on").is_null()
    )
    rows = (
        against.drop(pl.selectors.matches("^(c_|n_)|outcome|excluded"))
        .join(claims, on="case_no", how="left")
        .join(owners, on="plate_no", how="left")
        .join(insured, on="policy_no", how="left")
        .with_columns(party=pl.coalesce("plaintiff", "person"))
        .with_columns(
            assigned=(pl.col("party") != pl.col("owner_id"))
            & (pl.col("party") != pl.col("insured_id"))
        )
    )
    is_sure = pl.all_horizontal("assigned", ~pl.col("assessed"), "is_insurer", "one_sided")
    return judged(
        rows.with_columns(sure=is_sure),
        {
            "assigned": pl.col("assigned").fill_null(value=True),
            "unassessed": ~pl.col("assessed").fill_null(value=False),
        },
        exclusions={
            "fleet": pl.col("use_kind").is_in(["rental", "taxi", "ride_hailing"]),
            "listed": pl.col("party").is_in(listed["subject_key"].to_list()),
        },
    )


def _most_within(days: pl.Expr) -> pl.Expr:
    """The most of these days that lie within 24 months of each other."""
    return days.sort().map_batches(_most, return_dtype=pl.Int64, returns_scalar=True)


def _most(days: pl.Series) -> int:
    first = days.dt.offset_by("-24mo")
    return max(
        (days.is_between(one, other).sum() for one, other in zip(first, days, strict=True)),
        default=0,
    )


def _ordered(layers: Counts) -> Counts:
    return dict(sorted(layers.items()))


MODELS = {"M01-A": m01_a}
