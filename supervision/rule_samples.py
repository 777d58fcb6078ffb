"""Samples of a rule: small made-up cases that show each of its verdicts, as rows of one dataset.

A sample is begun from a row that meets everything; then one value of it is changed.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from itertools import groupby

from supervision.contract_format import ColumnType
from supervision.fixtures import TIMES
from supervision.made_up import subject_key
from supervision.rule_draft import MeasureKind, RuleCondition, RuleDraft, RuleGrouping
from supervision.rule_operators import NUMBERS
from supervision.rule_rows import RuleRows
from supervision.rule_values import Aim, Cell, Row, changed, usual

MOST_ROWS = 60
"""Different rows of one sample; a rule that needs more has no sample made up."""


class Purpose(StrEnum):
    """What a sample shall show."""

    FLAGGED = "flagged"
    DROPPED = "dropped"
    NEAR_MISS = "near_miss"
    CANNOT_JUDGE = "cannot_judge"
    EXCLUDED = "excluded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a sample shall show; exclusion: which one (from 1), where it is about one."""

    purpose: Purpose
    exclusion: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSample:
    """One made-up case.

    shown: what it was begun for; None where it may show anything. key: of its subject. rows: all
    rows of it; datasets: of which each is, empty where there is only one. is_live: begun from a row
    of the pool, else made up whole.
    """

    shown: Shown | None
    key: str
    rows: tuple[Row, ...]
    is_live: bool
    datasets: tuple[str, ...] = ()


def wanted(draft: RuleDraft) -> tuple[Shown, ...]:
    """Everything that the samples of a rule must show, in order."""
    purposes = (Purpose.FLAGGED, Purpose.DROPPED, Purpose.NEAR_MISS, Purpose.CANNOT_JUDGE)
    excluded = (
        Shown(purpose=Purpose.EXCLUDED, exclusion=place)
        for place in range(1, len(draft.exclusions) + 1)
    )
    return (*(Shown(purpose=purpose) for purpose in purposes), *excluded)


def numbered(samples: Sequence[RuleSample], draft: RuleDraft) -> tuple[RuleSample, ...]:
    """The samples, each with a made-up subject of its own."""
    found = []
    for number, sample in enumerate(samples, 1):
        key = subject_key(draft.subject_kind, number)
        rows = tuple({**row, draft.subject_column: key} for row in sample.rows)
        found.append(replace(sample, key=key, rows=rows))
    return tuple(found)


def candidates(
    draft: RuleDraft, rows: RuleRows, base: Row | None, as_of: date
) -> Iterator[RuleSample]:
    """Samples that may show what is wanted, the likeliest of each first.

    base: a row to begin from; None: one is made up. Which of them do, a run says.
    """
    met = _meeting(draft, rows, base, as_of)
    many = _grouped if draft.grouping is not None else _alone
    for shown, made in many(draft, rows, met, as_of):
        if 0 < len(_runs(made)) <= MOST_ROWS:
            yield RuleSample(shown=shown, key="", rows=tuple(made), is_live=False)


def rows_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """The rows as the given table of a fixture; equal rows that follow each other stand once."""
    runs = _runs(rows)
    has_times = any(count > 1 for _, count in runs)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*columns, *([TIMES] if has_times else [])])
    for row, count in runs:
        cells = [_cell(row.get(name)) for name in columns]
        writer.writerow([*cells, *([str(count)] if has_times else [])])
    return written.getvalue()


def _meeting(draft: RuleDraft, rows: RuleRows, base: Row | None, as_of: date) -> Row:
    """A row that meets every condition and no exclusion, as far as single values can."""
    row: Row = {column.name: usual(column, as_of) for column in rows.columns}
    if base is not None:
        row = {**row, **{name: value for name, value in base.items() if value is not None}}
    for _ in range(2):  # one condition may set the column that another compares with
        for exclusion in draft.exclusions:
            row = changed(row, exclusion, rows, Aim.FAIL, as_of)
        for condition in draft.conditions:
            row = changed(row, condition, rows, Aim.MEET, as_of)
    return row


def _alone(
    draft: RuleDraft, rows: RuleRows, met: Row, as_of: date
) -> Iterator[tuple[Shown, list[Row]]]:
    """Samples of a rule that judges each row alone."""
    yield Shown(purpose=Purpose.FLAGGED), [met]
    for aim, purpose in (
        (Aim.FAIL, Purpose.DROPPED),
        (Aim.NEAR, Purpose.NEAR_MISS),
        (Aim.LEAVE_OPEN, Purpose.CANNOT_JUDGE),
    ):
        for condition in draft.conditions:
            yield Shown(purpose=purpose), [changed(met, condition, rows, aim, as_of)]
    yield from _beside(draft, rows, met, as_of)


def _beside(
    draft: RuleDraft, rows: RuleRows, met: Row, as_of: date
) -> Iterator[tuple[Shown, list[Row]]]:
    """Samples that one row makes in every rule: without its day, and of each exclusion."""
    if draft.event_column:
        yield Shown(purpose=Purpose.CANNOT_JUDGE), [{**met, draft.event_column: None}]
    for place, exclusion in enumerate(draft.exclusions, 1):
        shown = Shown(purpose=Purpose.EXCLUDED, exclusion=place)
        yield shown, [changed(met, exclusion, rows, Aim.MEET, as_of)]


def _grouped(
    draft: RuleDraft, rows: RuleRows, met: Row, as_of: date
) -> Iterator[tuple[Shown, list[Row]]]:
    """Samples of a rule that counts rows together."""
    grouping = draft.grouping or RuleGrouping()
    distinct = [
        int(measure.least or 0)
        for measure in grouping.measures
        if measure.kind is MeasureKind.DISTINCT
    ]
    least = max(grouping.least, *distinct, 1)
    enough = _copies(met, least, grouping, rows, Decimal(0))
    yield Shown(purpose=Purpose.FLAGGED), enough
    if grouping.least - grouping.margin > 1:
        few = grouping.least - grouping.margin - 1
        yield Shown(purpose=Purpose.DROPPED), _copies(met, few, grouping, rows, Decimal(0))
    yield from (
        (Shown(purpose=Purpose.DROPPED), [changed(met, condition, rows, Aim.FAIL, as_of)])
        for condition in draft.conditions
    )
    yield Shown(purpose=Purpose.DROPPED), [met]
    yield Shown(purpose=Purpose.NEAR_MISS), enough[:-1]
    for measure in grouping.measures:
        if measure.kind is MeasureKind.SUM and measure.margin is not None:
            short = _copies(met, least, grouping, rows, measure.margin or Decimal("0.01"))
            yield Shown(purpose=Purpose.NEAR_MISS), short
    for condition in draft.conditions:
        open_row = changed(enough[-1], condition, rows, Aim.LEAVE_OPEN, as_of)
        yield Shown(purpose=Purpose.CANNOT_JUDGE), [*enough[:-1], open_row]
    for measure in grouping.measures:
        emptied: list[Row] = [{**row, measure.column: None} for row in enough]
        yield Shown(purpose=Purpose.CANNOT_JUDGE), emptied
    yield from _beside(draft, rows, met, as_of)


def _copies(
    met: Row, count: int, grouping: RuleGrouping, rows: RuleRows, short: Decimal
) -> list[Row]:
    """So many rows like this one; what is summed adds up, `short` of the least, what is counted
    by its values differs.
    """
    differing = [one.column for one in grouping.measures if one.kind is MeasureKind.DISTINCT]
    if differing and count > MOST_ROWS:
        return []
    found: list[Row] = []
    for number in range(count):
        row = dict(met)
        for measure in grouping.measures:
            column = rows.column(measure.column)
            if column is None:
                continue
            if measure.kind is MeasureKind.DISTINCT:
                row[column.name] = _different(row[column.name], number, column.type)
            elif measure.least is not None:
                part = _part(measure.least - short, count, column.type)
                own = row[column.name]
                is_enough = not short and isinstance(own, (int, Decimal)) and own >= part
                row[column.name] = own if is_enough else part
        found.append(row)
    return found


def _part(total: Decimal, count: int, kind: ColumnType) -> int | Decimal:
    """What each of so many rows has of a total, rounded up."""
    if kind is ColumnType.INTEGER:
        return int((total / count).to_integral_value(ROUND_UP))
    return (total / count).quantize(Decimal("0.01"), ROUND_UP)


def _different(value: Cell, number: int, kind: ColumnType) -> Cell:
    """The number-th different value of a column."""
    if number == 0:
        return value
    if kind in NUMBERS and isinstance(value, (int, Decimal)):
        return value + number
    if isinstance(value, date):
        return value - timedelta(days=number)
    return f"{value}{number}" if kind is ColumnType.TEXT else value


def _runs(rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Equal rows that follow each other, each once with how many they are."""
    return [(row, len(list(same))) for row, same in groupby(rows)]


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def conditions_of(draft: RuleDraft) -> tuple[RuleCondition, ...]:
    """Conditions and exclusions together: everything that asks something of a row."""
    return (*draft.conditions, *draft.exclusions)


def as_rows(found: Sequence[Mapping[str, object]]) -> list[Row]:
    """Rows of a store as rows of samples; raises TypeError for a value that no column holds."""
    return [{name: _known(value) for name, value in row.items()} for row in found]


def _known(value: object) -> Cell:
    if isinstance(value, float):
        return Decimal(str(value))
    if value is None or isinstance(value, (str, int, Decimal, date)):
        return value
    raise TypeError("expected a value of a column")
