"""Counts of a layer as the references name them, from conditions written in Polars."""

from collections.abc import Mapping

import polars as pl

Counts = dict[str, dict[str, int]]
Answer = tuple[Counts, set[str]]
"""The counts of each layer, and the keys of the subjects of the leads."""


def counts(rows: int, kept: int, **others: int) -> dict[str, int]:
    """One layer's counts; what is not named is 0."""
    named = {"dropped": 0, "excluded": 0, "cannot_judge": 0, "near_miss": 0} | others
    return {"rows_in": rows, "kept": kept, **named}


def judged(
    rows: pl.DataFrame,
    conditions: Mapping[str, pl.Expr],
    near: Mapping[str, pl.Expr] | None = None,
    exclusions: Mapping[str, pl.Expr] | None = None,
) -> tuple[dict[str, int], pl.DataFrame]:
    """The counts of a layer with these conditions, and its kept rows.

    near: whether a row lies within the margin, of the conditions that have one.
    """
    near = near or {}
    told = rows.with_columns(
        **{f"c_{name}": test for name, test in conditions.items()},
        **{f"n_{name}": test for name, test in near.items()},
        excluded=pl.any_horizontal(
            [
                pl.lit(value=False),
                *(test.fill_null(value=False) for test in (exclusions or {}).values()),
            ]
        ),
    )
    all_ = [pl.col(f"c_{name}") for name in conditions]
    false = pl.sum_horizontal([(~test).fill_null(value=False).cast(pl.Int64) for test in all_])
    null = pl.any_horizontal([test.is_null() for test in all_])
    is_near = pl.any_horizontal(
        [pl.lit(value=False)]
        + [(~pl.col(f"c_{name}") & pl.col(f"n_{name}")).fill_null(value=False) for name in near]
    )
    told = told.with_columns(
        outcome=pl.when("excluded")
        .then(pl.lit("excluded"))
        .when(false > 0)
        .then(pl.lit("dropped"))
        .when(null)
        .then(pl.lit("cannot_judge"))
        .otherwise(pl.lit("kept")),
        is_near_miss=~pl.col("excluded") & (false == 1) & ~null & is_near,
    )
    by = dict(told.group_by("outcome").len().iter_rows())
    found = {name: by.get(name, 0) for name in ("dropped", "excluded", "cannot_judge")}
    found["near_miss"] = int(told["is_near_miss"].sum())
    kept = told.filter(pl.col("outcome") == "kept")
    return counts(rows.height, kept.height, **found), kept
