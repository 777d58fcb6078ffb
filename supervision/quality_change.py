"""The fourth level of quality: what changed in a supplier's newest batch against its earlier ones.

What is too little to compare is not applicable: few batches, few rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from supervision.quality import CheckResult
from supervision.vocabulary import CheckKind, CheckReason, CheckVerdict, QualityLevel

BATCHES_LEAST = 3
"""Fewer earlier batches of a supplier say nothing about the size of the next."""

ROWS_LEAST = 20
"""Fewer rows are counted, never compared as shares."""

SMALLEST_BATCH, LARGEST_BATCH = 0.5, 2.0
"""Rows of the newest batch, of the median of the supplier's earlier ones."""

COVERAGE_FALL = 0.1
"""The most that the filled share of a column may fall."""

SHARE_MOVE = 0.2
"""The most that the share of one value may move."""

_PLACES = 9
"""Shares are no exact numbers: 0.8 - 0.6 is more than 0.2."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """How many of so many rows have a value."""

    rows: int
    filled: int

    @property
    def share(self) -> float | None:
        """The filled share; None without rows."""
        return self.filled / self.rows if self.rows else None


def batch_rows(batch_id: str | None, newest: int, earlier: Sequence[int]) -> CheckResult:
    """Whether the newest batch has about as many rows as the supplier's earlier ones.

    found: its rows; expected: the median of theirs.
    """
    usual = median(earlier) if len(earlier) >= BATCHES_LEAST else None
    verdict, reason = CheckVerdict.PASS, None
    if batch_id is None or usual is None:
        verdict, reason = CheckVerdict.NOT_APPLICABLE, CheckReason.TOO_FEW_BATCHES
    elif newest < SMALLEST_BATCH * usual:
        verdict, reason = CheckVerdict.FAIL, CheckReason.FEWER_ROWS
    elif newest > LARGEST_BATCH * usual:
        verdict, reason = CheckVerdict.FAIL, CheckReason.MORE_ROWS
    return CheckResult(
        id=CheckKind.BATCH_ROWS,
        kind=CheckKind.BATCH_ROWS,
        level=QualityLevel.CHANGE,
        batch_id=batch_id,
        verdict=verdict,
        reason=reason,
        judged=0 if reason is CheckReason.TOO_FEW_BATCHES else 1,
        failed=1 if verdict is CheckVerdict.FAIL else 0,
        found=None if batch_id is None else newest,
        expected=usual,
    )


def coverage_kept(
    column: str, batch_id: str | None, newest: Filled, earlier: Filled
) -> CheckResult:
    """Whether a column is about as filled as before; found and expected: the filled shares."""
    now, before = newest.share, earlier.share
    verdict, reason = CheckVerdict.NOT_APPLICABLE, _too_little(newest.rows, earlier.rows)
    if reason is None and now is not None and before is not None:
        fell = round(before - now, _PLACES) > COVERAGE_FALL
        verdict = CheckVerdict.FAIL if fell else CheckVerdict.PASS
        reason = CheckReason.COVERAGE_FELL if fell else None
    return _compared(CheckKind.COVERAGE_KEPT, column, batch_id, (verdict, reason), (now, before))


def shares_kept(
    column: str, batch_id: str | None, newest: Mapping[str, int], earlier: Mapping[str, int]
) -> CheckResult:
    """Whether no value of a column has become much more or much less frequent.

    value: the one that moved most; found and expected: its share, now and before.
    """
    rows, before = sum(newest.values()), sum(earlier.values())
    reason = _too_little(rows, before)
    if reason is not None:
        none: _Answer = CheckVerdict.NOT_APPLICABLE, reason
        return _compared(CheckKind.SHARES_KEPT, column, batch_id, none, (None, None))
    shares = {
        value: (newest.get(value, 0) / rows, earlier.get(value, 0) / before)
        for value in sorted({*newest, *earlier})
    }
    value, moved = max(shares.items(), key=lambda one: abs(one[1][0] - one[1][1]))
    has_moved = round(abs(moved[0] - moved[1]), _PLACES) > SHARE_MOVE
    answer: _Answer = (
        (CheckVerdict.FAIL, CheckReason.SHARE_MOVED) if has_moved else (CheckVerdict.PASS, None)
    )
    found = _compared(CheckKind.SHARES_KEPT, column, batch_id, answer, moved)
    return replace(found, value=value)


_Answer = tuple[CheckVerdict, CheckReason | None]


def _too_little(newest: int, earlier: int) -> CheckReason | None:
    if not earlier:
        return CheckReason.TOO_FEW_BATCHES
    return CheckReason.TOO_FEW_ROWS if min(newest, earlier) < ROWS_LEAST else None


def _compared(
    kind: CheckKind,
    column: str,
    batch_id: str | None,
    answer: _Answer,
    shares: tuple[float | None, float | None],
) -> CheckResult:
    verdict, reason = answer
    applies = verdict is not CheckVerdict.NOT_APPLICABLE
    return CheckResult(
        id=f"{kind}:{column}",
        kind=kind,
        level=QualityLevel.CHANGE,
        column=column,
        batch_id=batch_id,
        verdict=verdict,
        reason=reason,
        judged=1 if applies else 0,
        failed=1 if verdict is CheckVerdict.FAIL else 0,
        found=shares[0] if applies else None,
        expected=shares[1] if applies else None,
    )
