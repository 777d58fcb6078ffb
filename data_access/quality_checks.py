"""The answers of all checks of one dataset, in the order of their levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from data_access import quality_measures as measures
from data_access.batches import Batch
from data_access.quality_measures import Supply
from data_access.scope import Scope
from supervision import quality as rules
from supervision import quality_sql
from supervision.contracts import DatasetContract
from supervision.quality import CheckResult, Freshness, Meeting
from supervision.quality_change import Filled, batch_rows, coverage_kept, shares_kept
from supervision.vocabulary import BatchState, QualityLevel

_ORDER = list(QualityLevel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One dataset whose checks are to be answered, and what was read of it before.

    batches: its own, withdrawn ones too. supplies: what stands of it; none where nothing does.
    """

    declared: DatasetContract
    supplies: Sequence[Supply]
    batches: Sequence[Batch]
    fresh: Freshness

    @property
    def rows(self) -> int:
        """The rows that stand."""
        return sum(supply.rows for supply in self.supplies)

    def filled(self, column: str) -> int:
        """The rows with a value in the column."""
        return sum(supply.filled[column] for supply in self.supplies)


def answers(connection: sa.Connection, scope: Scope, asked: Asked) -> list[CheckResult]:
    """What every check of a dataset answers, by level; without rows nothing is read."""
    found = [
        *_of_fields_and_rows(asked),
        *_of_identifiers(connection, scope, asked),
        *_of_all_rows(connection, scope, asked),
        *_of_keys(connection, scope, asked),
        rules.fresh(asked.fresh),
        *_of_change(asked),
    ]
    return sorted(found, key=lambda one: _ORDER.index(one.level))


def _of_fields_and_rows(asked: Asked) -> list[CheckResult]:
    return [
        rules.declared(
            check,
            quality_sql.checked_column(check),
            rows=asked.rows,
            held=sum(supply.checked[check.id][0] for supply in asked.supplies),
            failed=sum(supply.checked[check.id][1] for supply in asked.supplies),
        )
        for check in quality_sql.row_checks(asked.declared)
    ]


def _of_identifiers(connection: sa.Connection, scope: Scope, asked: Asked) -> list[CheckResult]:
    found = []
    for column in quality_sql.digits(asked.declared):
        right, wrong = 0, 0
        if asked.filled(column.name):
            right, wrong, _ = measures.digits(connection, scope, asked.declared, column)
        found.append(rules.check_digits(column.name, rows=asked.rows, right=right, wrong=wrong))
    return found


def _of_all_rows(connection: sa.Connection, scope: Scope, asked: Asked) -> list[CheckResult]:
    declared, rows = asked.declared, asked.rows
    held = measures.whole_answers(connection, scope, declared) if rows else {}
    months = measures.months(connection, scope, declared) if rows else []
    lacking = sum(supply.lacking for supply in asked.supplies)
    return [
        *(
            rules.declared_of_all(check, rows=rows, holds=held.get(check.id))
            for check in quality_sql.whole_checks(declared)
        ),
        rules.required_filled(rows=rows, lacking=lacking),
        rules.months_complete(
            declared.rhythm, rows, is_dated=declared.dated_by is not None, months=months
        ),
    ]


def _of_keys(connection: sa.Connection, scope: Scope, asked: Asked) -> list[CheckResult]:
    found = []
    for column in asked.declared.columns:
        if column.refers is None:
            continue
        meets = _NONE_MEETS
        if asked.filled(column.name):
            meets = measures.meeting(connection, scope, asked.declared, column)
        found.append(rules.keys_meet(column.name, column.refers, meets, rows=asked.rows))
    return found


def _of_change(asked: Asked) -> list[CheckResult]:
    batch = measures.newest_of(asked.batches)
    if batch is None:
        return [batch_rows(None, 0, [])]
    theirs = [one for one in asked.supplies if one.supplier == batch.supplier]
    nothing = _nothing(asked.declared)
    now = next((one for one in theirs if one.is_newest), nothing)
    before = next((one for one in theirs if not one.is_newest), nothing)
    earlier = [
        one.rows_read
        for one in asked.batches
        if one is not batch and one.state is BatchState.LOADED and one.supplier == batch.supplier
    ]
    optional = [column.name for column in asked.declared.columns if not column.required]
    return [
        batch_rows(batch.batch_id, batch.rows_read, earlier),
        *(
            coverage_kept(name, batch.batch_id, _filled(now, name), _filled(before, name))
            for name in optional
        ),
        *(
            shares_kept(name, batch.batch_id, now.shares[name], before.shares[name])
            for name in (column.name for column in quality_sql.shared(asked.declared))
        ),
    ]


def _nothing(declared: DatasetContract) -> Supply:
    names = [column.name for column in declared.columns]
    return Supply(filled=dict.fromkeys(names, 0), checked={}, shares={name: {} for name in names})


def _filled(supply: Supply, column: str) -> Filled:
    return Filled(rows=supply.rows, filled=supply.filled[column])


_NONE_MEETS = Meeting(values=0, met=0, masked=0, beside=0)
