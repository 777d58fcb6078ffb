"""The models of family M03 a second time, in plain Polars."""

import polars as pl

from tests.reference.counts import Answer, counts, judged
from tests.reference.penalties import AS_OF, Frames, contest_end, days, latest, penalties
from tests.reference.working_days import with_end


def unpaid_in_time(frames: Frames) -> pl.DataFrame:
    """The decisions with the days left for applying to the court."""
    start = latest("suit_deadline_on", "installment_to_on", contest_end())
    known = with_end(penalties(frames), frames, "apply_ends_on", start.dt.offset_by("3mo"))
    return known.with_columns(left=days(pl.lit(AS_OF), "apply_ends_on"))


def fines_not_enforced(frames: Frames) -> Answer:
    """M03-G."""
    known = unpaid_in_time(frames)
    layer, kept = judged(
        known,
        {
            "unpaid": pl.col("is_unpaid"),
            "not_applied": ~pl.col("is_applied"),
            "short": pl.col("left") <= 30,
        },
        {"short": pl.col("left") <= 40},
        {"over": pl.col("is_over"), "contest": pl.col("is_in_contest")},
    )
    layers = {"penalties": counts(known.height, known.height), "unenforced": layer}
    return layers, set(kept["decision_no"])


MODELS = {"M03-G": fines_not_enforced}
