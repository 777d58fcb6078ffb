"""The quality of a dataset: checks at four levels, each answering pass, fail or not applicable.

Null is a third answer here as well: a row whose value is missing is not judged, and counted. The
limits are our own defaults, the same for every dataset: they point out what to look at, they are no
measure of whoever supplied it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from supervision.contracts import Check, Rhythm
from supervision.vocabulary import (
    CheckKind,
    CheckReason,
    CheckVerdict,
    FreshnessState,
    QualityLevel,
)

MEET_LEAST = 0.9
"""The least share of keys that are found in the dataset they refer to."""

ROWS_A_MONTH = 5
"""With fewer rows a month on average, an empty month may be chance (at 5, one in 150)."""

MONTHS_NAMED = 3
"""So many empty months are named, the others only counted."""

DAYS = {
    Rhythm.DAILY: 1,
    Rhythm.WEEKLY: 7,
    Rhythm.MONTHLY: 31,
    Rhythm.QUARTERLY: 92,
    Rhythm.YEARLY: 366,
}
"""The most days between two supplies of a rhythm."""

_MONTHLY = frozenset({Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY})


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """What one check answers.

    id: the contract's own, or the kind of the check with its column (`keys_meet:case_no`).
    judged, failed, not_judged: counts of rows; of distinct values for KEYS_MEET, of months for
        MONTHS_COMPLETE, of batches for BATCH_ROWS. not_judged: those of which nothing can be said.
    found, expected: what was measured and what was wanted, where the check compares; else None.
    value: the value whose share moved most, or the first empty months; else None.
    counterpart: `dataset.column` that a key refers to. batch_id: the batch whose change is judged.
    """

    id: str
    kind: CheckKind
    level: QualityLevel
    title: str = ""
    title_en: str = ""
    column: str | None = None
    counterpart: str | None = None
    batch_id: str | None = None
    verdict: CheckVerdict
    reason: CheckReason | None = None
    judged: int = 0
    failed: int = 0
    not_judged: int = 0
    found: float | None = None
    expected: float | None = None
    value: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Freshness:
    """How a supply stands against its rhythm: when the next is due, and by how much it is late.

    due_on, overdue_days: None where no next supply is expected.
    """

    state: FreshnessState
    due_on: date | None = None
    overdue_days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """How the distinct keys of a column meet those of its counterpart.

    values: keys that can be looked for, met: those that are found, masked: those that cannot be
    looked for, beside: keys that stand in the counterpart.
    """

    values: int
    met: int
    masked: int
    beside: int


def freshness(rhythm: Rhythm | None, received_on: date | None, as_of: date) -> Freshness:
    """How a supply last received on a day stands on another day."""
    if received_on is None:
        return Freshness(state=FreshnessState.NEVER_RECEIVED)
    if rhythm is None:
        return Freshness(state=FreshnessState.NO_RHYTHM)
    if rhythm is Rhythm.ONCE:
        return Freshness(state=FreshnessState.SUPPLIED_ONCE)
    due_on = received_on + timedelta(days=DAYS[rhythm])
    late = max((as_of - due_on).days, 0)
    state = FreshnessState.OVERDUE if late else FreshnessState.FRESH
    return Freshness(state=state, due_on=due_on, overdue_days=late)


def fresh(found: Freshness) -> CheckResult:
    """Whether the newest supply is as recent as the rhythm wants; found: days overdue."""
    verdict = {
        FreshnessState.FRESH: CheckVerdict.PASS,
        FreshnessState.OVERDUE: CheckVerdict.FAIL,
    }.get(found.state, CheckVerdict.NOT_APPLICABLE)
    reason = None if found.state is FreshnessState.FRESH else CheckReason(found.state.value)
    return CheckResult(
        id=CheckKind.FRESH,
        kind=CheckKind.FRESH,
        level=QualityLevel.DATASET,
        verdict=verdict,
        reason=reason,
        found=found.overdue_days,
        expected=0 if found.overdue_days is not None else None,
    )


def declared(check: Check, column: str | None, *, rows: int, held: int, failed: int) -> CheckResult:
    """What a condition of the contract answers over rows; one that is null judges nothing."""
    verdict, reason = _of_rows(rows, held + failed, failed)
    return CheckResult(
        id=check.id,
        kind=CheckKind.DECLARED,
        level=QualityLevel(check.level.value),
        title=check.title,
        title_en=check.title_en,
        column=column,
        verdict=verdict,
        reason=reason,
        judged=held + failed,
        failed=failed,
        not_judged=rows - held - failed,
    )


def declared_of_all(check: Check, *, rows: int, holds: bool | None) -> CheckResult:
    """What a condition of the contract over all rows together answers."""
    applies = bool(rows) and holds is not None
    verdict, reason = CheckVerdict.PASS, None
    if not applies:
        verdict = CheckVerdict.NOT_APPLICABLE
        reason = CheckReason.ALL_EMPTY if rows else CheckReason.NO_ROWS
    elif not holds:
        verdict, reason = CheckVerdict.FAIL, CheckReason.CONDITION_FAILS
    return CheckResult(
        id=check.id,
        kind=CheckKind.DECLARED,
        level=QualityLevel.DATASET,
        title=check.title,
        title_en=check.title_en,
        verdict=verdict,
        reason=reason,
        judged=rows if applies else 0,
        not_judged=0 if applies else rows,
    )


def check_digits(column: str, *, rows: int, right: int, wrong: int) -> CheckResult:
    """Whether the identifiers of a column have the right check digit; other forms judge nothing."""
    verdict, reason = _of_rows(rows, right + wrong, wrong)
    return CheckResult(
        id=f"{CheckKind.CHECK_DIGIT}:{column}",
        kind=CheckKind.CHECK_DIGIT,
        level=QualityLevel.FIELD,
        column=column,
        verdict=verdict,
        reason=reason,
        judged=right + wrong,
        failed=wrong,
        not_judged=rows - right - wrong,
    )


def required_filled(*, rows: int, lacking: int) -> CheckResult:
    """Whether every row has what its contract requires: it may require more than it once did."""
    verdict, reason = _of_rows(rows, rows, lacking)
    return CheckResult(
        id=CheckKind.REQUIRED_FILLED,
        kind=CheckKind.REQUIRED_FILLED,
        level=QualityLevel.DATASET,
        verdict=verdict,
        reason=reason,
        judged=rows,
        failed=lacking,
    )


def keys_meet(column: str, counterpart: str, meets: Meeting, *, rows: int) -> CheckResult:
    """How many distinct keys are found in the dataset they refer to."""
    verdict, reason = CheckVerdict.PASS, None
    judged = meets.values if meets.beside else 0
    if not judged:
        verdict = CheckVerdict.NOT_APPLICABLE
        reason = CheckReason.COUNTERPART_EMPTY if meets.values else CheckReason.ALL_EMPTY
        reason = reason if rows else CheckReason.NO_ROWS
    elif meets.met < MEET_LEAST * judged:
        verdict, reason = CheckVerdict.FAIL, CheckReason.KEYS_NOT_FOUND
    return CheckResult(
        id=f"{CheckKind.KEYS_MEET}:{column}",
        kind=CheckKind.KEYS_MEET,
        level=QualityLevel.DATASET,
        column=column,
        counterpart=counterpart,
        verdict=verdict,
        reason=reason,
        judged=judged,
        failed=judged - meets.met if judged else 0,
        not_judged=meets.masked + meets.values - judged,
        found=meets.met / judged if judged else None,
        expected=MEET_LEAST,
    )


def months_complete(
    rhythm: Rhythm | None, rows: int, *, is_dated: bool, months: Collection[date]
) -> CheckResult:
    """Whether a dataset supplied at least monthly has rows in each month of its period.

    months: the first day of each month that has rows. failed: months without a row. Of rare events
    an empty month says nothing.
    """
    verdict, reason = CheckVerdict.NOT_APPLICABLE, None
    spanned = _months_between(min(months), max(months)) if months else []
    if not is_dated:
        reason = CheckReason.UNDATED
    elif rhythm not in _MONTHLY:
        reason = CheckReason.NO_RHYTHM if rhythm is None else CheckReason.RARER_THAN_MONTHLY
    elif not months:
        reason = CheckReason.NO_ROWS
    elif rows < ROWS_A_MONTH * len(spanned):
        reason = CheckReason.TOO_FEW_ROWS
    else:
        verdict = CheckVerdict.PASS
    judged = spanned if verdict is CheckVerdict.PASS else []
    empty = [month for month in judged if month not in months]
    if empty:
        verdict, reason = CheckVerdict.FAIL, CheckReason.EMPTY_MONTHS
    return CheckResult(
        id=CheckKind.MONTHS_COMPLETE,
        kind=CheckKind.MONTHS_COMPLETE,
        level=QualityLevel.DATASET,
        verdict=verdict,
        reason=reason,
        judged=len(judged),
        failed=len(empty),
        value=", ".join(f"{month:%Y-%m}" for month in empty[:MONTHS_NAMED]) or None,
    )


def _months_between(first: date, last: date) -> list[date]:
    """The first days of the months from the one to the other, both included."""
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _of_rows(rows: int, judged: int, failed: int) -> tuple[CheckVerdict, CheckReason | None]:
    if not judged:
        reason = CheckReason.ALL_EMPTY if rows else CheckReason.NO_ROWS
        return CheckVerdict.NOT_APPLICABLE, reason
    if failed:
        return CheckVerdict.FAIL, CheckReason.ROWS_FAIL
    return CheckVerdict.PASS, None
