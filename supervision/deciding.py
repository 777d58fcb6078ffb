"""Which checks decided a row's outcome, from the row of a statement that shows every check.

A condition of several checks (`any_of`) decides by all of them: where one holds, none does.
"""

from collections.abc import Mapping
from typing import Any

from supervision.compiler import CompiledLayer
from supervision.layer_format import Check, Condition, Exclusion
from supervision.vocabulary import Outcome

NEAR_MISS = "near_miss"
"""The side of a layer whose rows were dropped narrowly."""

HELD = {
    Outcome.EXCLUDED.value: "TRUE",
    Outcome.DROPPED.value: "FALSE",
    NEAR_MISS: "FALSE",
    Outcome.CANNOT_JUDGE.value: "NULL",
}
"""What a test came to that puts a row on a side; no test puts it on the side of the kept."""


def tests_of(compiled: CompiledLayer, side: str) -> tuple[Exclusion | Condition, ...]:
    """The tests of a layer that can put a row on this side."""
    if side not in HELD:
        return ()
    layer = compiled.layer
    return layer.exclusions if side == Outcome.EXCLUDED.value else layer.conditions


def flag_of(test: Exclusion | Condition) -> str:
    """The column of the judged rows that says whether a test holds."""
    return f"x_{test.id}" if isinstance(test, Exclusion) else f"c_{test.id}"


def deciding_checks(
    compiled: CompiledLayer, row: Mapping[str, Any], side: str
) -> tuple[tuple[str, Check | Exclusion], ...]:
    """The checks that put the row on this side, each with its test's id; none where it was kept.

    row: with b_ and n_ of each check, as `why_sql` makes them. Of a near miss, those that are near.
    """
    wanted = {"TRUE": True, "FALSE": False}.get(HELD.get(side, ""))
    found: list[tuple[str, Check | Exclusion]] = []
    for test in tests_of(compiled, side):
        parts: list[Check | Exclusion] = (
            [test] if isinstance(test, Exclusion) else list(test.checks)
        )
        answers = [row[f"b_{part.id}"] for part in parts]
        if _any_of(answers) is wanted:
            pairs = zip(parts, answers, strict=True)
            found += [
                (test.id, part)
                for part, held in pairs
                if held is wanted and (side != NEAR_MISS or row[f"n_{part.id}"])
            ]
    return tuple(found)


def _any_of(answers: list[bool | None]) -> bool | None:
    """OR with three answers."""
    if True in answers:
        return True
    return None if None in answers else False
