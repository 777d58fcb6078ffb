"""The rules of family M11 a second time, in plain Polars."""

import polars as pl

from tests.reference.counts import Answer, Counts, counts, judged
from tests.reference.M03 import unpaid_in_time
from tests.reference.penalties import (
    AS_OF,
    KEY,
    Frames,
    contest_end,
    days,
    latest,
    penalties,
)
from tests.reference.working_days import with_end


def applications(frames: Frames) -> pl.DataFrame:
    """The applications with what their decisions say; `decided` null where there is no decision."""
    decisions = frames["admin_penalty"].select(
        *KEY,
        "installment_to_on",
        "is_contested",
        "contest_to_on",
        "status",
        "paid_yuan",
        "other_penalty",
        decided="decided_on",
        decision_suit_ends_on="suit_deadline_on",
        decision_urged_on="urged_on",
        fine="fine_yuan",
    )
    joined = frames["nonlit_exec"].join(decisions, on=KEY, how="left")
    return joined.with_columns(
        suit_ends_on=pl.coalesce("decision_suit_ends_on", "suit_deadline_on"),
        urge=pl.coalesce("urged_on", "decision_urged_on"),
    )


def _answer(
    frames: Frames, name: str, layer: dict[str, int], kept: pl.DataFrame, *beside: str
) -> Answer:
    """The answer of a rule on applications; beside: its layers of one row a decision."""
    decisions = frames["admin_penalty"].select(KEY).unique().height
    rows = frames["nonlit_exec"].height
    layers: Counts = {"decisions": counts(decisions, decisions), "applications": counts(rows, rows)}
    layers |= {one: counts(decisions, decisions) for one in beside}
    return layers | {name: layer}, set(kept["decision_no"])


def nl_1(frames: Frames) -> Answer:
    found = applications(frames).with_columns(early=days("applied_on", "suit_ends_on"))
    judgment = judged(found, {"before": pl.col("early") > 0}, {"before": pl.col("early") >= -3})
    return _answer(frames, "early", *judgment)


def nl_2(frames: Frames) -> Answer:
    found = applications(frames)
    urging = found.group_by("unit_code").agg(is_told=pl.col("urge").is_not_null().any())
    found = found.join(urging, on="unit_code").with_columns(waited=days("urge", "applied_on"))
    never = (
        pl.when(pl.col("urge").is_not_null())
        .then(False)
        .when(pl.col("decided").is_not_null() & pl.col("is_told"))
        .then(True)
    )
    rule = {"unurged": never | (pl.col("waited") < 10)}
    judgment = judged(found, rule, {"unurged": pl.col("waited") <= 13})
    return _answer(frames, "unurged", *judgment)


def nl_3(frames: Frames) -> Answer:
    start = latest("suit_ends_on", "installment_to_on", contest_end())
    found = with_end(applications(frames), frames, "ends_on", start.dt.offset_by("3mo"))
    late = days("ends_on", "applied_on")
    found = found.with_columns(
        late=pl.when(pl.col("decided").is_not_null() | (late <= 0)).then(late)
    )
    is_open = pl.col("contest_to_on").is_null() | (pl.col("contest_to_on") > pl.col("applied_on"))
    judgment = judged(
        found,
        {"late": pl.col("late") > 0},
        {"late": pl.col("late") >= -3},
        {"contest": pl.col("is_contested") & is_open},
    )
    return _answer(frames, "late", *judgment, "contests")


def nl_4(frames: Frames) -> Answer:
    known = unpaid_in_time(frames)
    layer, kept = judged(
        known,
        {
            "unpaid": pl.col("is_unpaid"),
            "not_applied": ~pl.col("is_applied"),
            "over": pl.col("left") < 0,
        },
        {"over": pl.col("left") <= 30},
        {"over": pl.col("is_over"), "contest": pl.col("is_in_contest")},
    )
    layers = {"penalties": counts(known.height, known.height), "unapplied": layer}
    return layers, set(kept["decision_no"])


def nl_5(frames: Frames) -> Answer:
    due, to = latest("pay_due_on", "installment_to_on"), pl.col("paid_on").fill_null(AS_OF)
    known = penalties(frames).with_columns(
        principal=pl.coalesce("fine_yuan", "court_principal").cast(pl.Float64),
        due=due,
        to=to,
        overdue=pl.max_horizontal(days(due, to), pl.when(due.is_not_null()).then(0)),
    )
    registered = pl.max_horizontal("surcharge_yuan", "court_surcharge").cast(pl.Float64)
    nothing = pl.when(pl.col("overdue") == 0).then(0.0)
    known = known.with_columns(charged=pl.coalesce(registered, nothing))
    first = pl.max_horizontal("due", "contest_from_on")
    contested = days(first, pl.min_horizontal("to", "contest_to_on")).clip(lower_bound=0)
    contested = pl.when(pl.col("contest_from_on").is_not_null()).then(contested)
    right = (pl.col("principal") * 0.03 * (pl.col("overdue") - contested)).round(2)
    charged = pl.col("charged")
    is_settled = pl.col("paid_on").is_not_null() | pl.col("applied_count").is_not_null()
    is_due = (pl.col("overdue") > 0) & is_settled & (pl.col("principal") > 0)
    during = (
        pl.when((charged == 0) | ~pl.col("is_contested"))
        .then(False)
        .when("is_contested")
        .then(charged > right)
    )
    layer, kept = judged(
        known,
        {"wrong": (charged > pl.col("principal")) | during | ((charged == 0) & is_due)},
        {"wrong": charged >= pl.col("principal") - 100},
        {"over": pl.col("is_over")},
    )
    layers = {"penalties": counts(known.height, known.height), "surcharged": layer}
    return layers, set(kept["decision_no"])


def nl_6(frames: Frames) -> Answer:
    found = applications(frames)
    ends = (("accept", "applied_on", 5), ("rule", "accepted_on", 7), ("heard", "accepted_on", 30))
    for name, start, length in ends:
        found = with_end(found, frames, name, pl.col(start).dt.offset_by(f"{length}d"))
    is_declined = pl.col("ruling") == "not_accepted"
    answered = pl.coalesce("accepted_on", pl.when(is_declined).then("ruled_on"))
    end = (
        pl.when("has_hearing")
        .then("heard")
        .when(~pl.col("has_hearing") | (pl.col("ruled_on") <= pl.col("rule")))
        .then("rule")
        .when(pl.col("ruled_on") > pl.col("heard"))
        .then("heard")
    )
    is_unruled = pl.col("ruling").is_in(["not_accepted", "withdrawn"]).fill_null(value=False)
    found = found.with_columns(
        accept_late=days("accept", answered),
        rule_late=pl.when(~is_unruled).then(days(end, "ruled_on")),
    )
    is_ruled_late = pl.when(is_unruled).then(False).otherwise(pl.col("rule_late") > 0)
    rule = {"late": (pl.col("accept_late") > 0) | is_ruled_late}
    near = {"late": pl.max_horizontal("accept_late", "rule_late") >= -1}
    return _answer(frames, "court_late", *judged(found, rule, near))


def nl_7(frames: Frames) -> Answer:
    status, result = pl.col("status"), pl.col("exec_result")
    is_enforced = (
        pl.when(pl.col("executed_on").is_not_null() | (result == "fulfilled"))
        .then(True)
        .when(result.is_in(["not_executed", "partly_fulfilled", "running"]))
        .then(False)
        .when(status == "performed")
        .then(True)
        .when(status.is_in(["unperformed", "partly_performed", "applied_to_court"]))
        .then(False)
    )
    is_paid = pl.col("paid_yuan") >= pl.col("fine")
    judgment = judged(
        applications(frames).with_columns(waited=days("ruled_on", pl.lit(AS_OF))),
        {
            "granted": pl.col("ruling").is_in(["granted", "partly_granted"]),
            "not_enforced": ~is_enforced,
            "long_ago": pl.col("waited") > 90,
        },
        {"long_ago": pl.col("waited") >= 87},
        {
            "ended": result.is_in(["ended_for_now", "terminated"]),
            "paid": is_paid & pl.col("other_penalty").is_null() & pl.col("executed_on").is_null(),
        },
    )
    return _answer(frames, "unenforced", *judgment, "performed")


def nl_8(frames: Frames) -> Answer:
    found = applications(frames)
    by_court = found.group_by("unit_code", "court_name", "ruled_on").agg(court_count=pl.len())
    by_agency = found.group_by("unit_code", "agency", "decided").agg(agency_count=pl.len())
    found = found.join(by_court, on=["unit_code", "court_name", "ruled_on"], how="left")
    found = found.join(by_agency, on=["unit_code", "agency", "decided"], how="left")
    many, few = (
        (pl.col("court_count") >= least) | (pl.col("agency_count") >= least) for least in (20, 15)
    )
    return _answer(frames, "batched", *judged(found, {"batch": many}, {"batch": few}))


def nl_9(frames: Frames) -> Answer:
    known = penalties(frames)
    due = latest("pay_due_on", "installment_to_on")
    tiny, kept = judged(
        known.with_columns(fine=pl.col("fine_yuan")),
        {
            "tiny": pl.col("fine") <= 200,
            "unpaid": pl.col("is_unpaid"),
            "not_applied": ~pl.col("is_applied"),
            "overdue": due < AS_OF,
        },
        {"tiny": pl.col("fine") <= 250},
        {"over": pl.col("is_over"), "contest": pl.col("is_in_contest")},
    )
    agencies = kept.group_by("unit_code", "agency_name").agg(alike=pl.len())
    alike = kept.join(agencies, on=["unit_code", "agency_name"])
    rule = {"many": pl.col("alike") >= 30}
    many, kept = judged(alike, rule, {"many": pl.col("alike") >= 25})
    layers = {"penalties": counts(known.height, known.height), "tiny": tiny, "many": many}
    return layers, set(kept["decision_no"])


RULES = (nl_1, nl_2, nl_3, nl_4, nl_5, nl_6, nl_7, nl_8, nl_9)
MODELS = {f"M11-A-NL-{number}": rule for number, rule in enumerate(RULES, 1)}
