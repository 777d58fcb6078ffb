"""The quality of the datasets: what stands of each by supplier, and what its checks answer.

Everything is within a scope: keys that another unit holds count as not found, and a dataset of
which the viewer sees no row as empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data_access import quality_measures as measures
from data_access.batches import Batch, batches
from data_access.pool import ZONE, newest_snapshot
from data_access.quality_checks import Asked, answers
from data_access.quality_measures import RejectCount, Supply
from data_access.questions import judge
from data_access.scope import Scope
from data_access.standing import fingerprints
from data_access.stores import Stores
from supervision.contracts import DatasetContract, Mode, Rhythm, contract, load_contracts
from supervision.declaration import load_models
from supervision.quality import CheckResult, Freshness, freshness
from supervision.source_sql import coverage
from supervision.vocabulary import BatchState, RunStatus, Sensitivity


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierQuality:
    """What one supplier brought in: batches and rows that stand, days covered, how recent.

    supplier: None where none was named. due_on, overdue_days: None where nothing is expected.
    """

    supplier: str | None
    batches: int
    rows: int
    first_on: date | None
    last_on: date | None
    received_on: date | None
    freshness: Freshness


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnCoverage:
    """How many rows have a value in a column; share is None without rows."""

    column: str
    title: str
    title_en: str
    is_required: bool
    rows: int
    filled: int
    share: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFeed:
    """A model that asks for the dataset: whether these rows suffice for it, else why not.

    Other datasets that it asks for may be missing all the same. why_not: None where they suffice.
    """

    model: str
    version: int
    title: str
    columns: tuple[str, ...]
    can_feed: bool
    why_not: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DatasetQuality:
    """The catalogue entry of one dataset, as of a snapshot and a day.

    suppliers: by name; checks: by level, then as declared; rejects: newest batch first.
    """

    dataset: str
    title: str
    title_en: str
    owner: str
    basis: str
    sensitivity: Sensitivity
    mode: Mode
    key: tuple[str, ...]
    rhythm: Rhythm | None
    snapshot: int
    as_of: date
    rows: int
    first_on: date | None
    last_on: date | None
    received_on: date | None
    freshness: Freshness
    suppliers: tuple[SupplierQuality, ...]
    columns: tuple[ColumnCoverage, ...]
    checks: tuple[CheckResult, ...]
    rejects: tuple[RejectCount, ...]
    models: tuple[ModelFeed, ...]
    batches: tuple[Batch, ...]


def today() -> date:
    """The day in Asia/Shanghai."""
    return datetime.now(ZoneInfo(ZONE)).date()


def quality(
    stores: Stores, scope: Scope, dataset: str | None = None, *, as_of: date | None = None
) -> list[DatasetQuality]:
    """The quality of every dataset, by id; with an id of that one.

    as_of: the day on which freshness is judged, today where none is named.
    Raises UnknownName where there is no such dataset.
    """
    wanted = list(load_contracts().values()) if dataset is None else [contract(dataset)]
    all_batches = batches(stores, scope)
    with stores.pool.reading() as connection:
        filled = fingerprints(connection)
        return [
            _quality(
                connection,
                scope,
                one,
                [batch for batch in all_batches if batch.dataset == one.id],
                as_of or today(),
                has_files=one.id in filled,
            )
            for one in wanted
        ]


def _quality(  # noqa: PLR0913 - what was read once for all datasets
    connection: sa.Connection,
    scope: Scope,
    declared: DatasetContract,
    own: Sequence[Batch],
    as_of: date,
    *,
    has_files: bool,
) -> DatasetQuality:
    supplies = measures.supplies(connection, scope, declared, own) if has_files else []
    received = _received(own)
    fresh = freshness(declared.rhythm, received, as_of)
    asked = Asked(declared=declared, supplies=supplies, batches=own, fresh=fresh)
    return DatasetQuality(
        dataset=declared.id,
        title=declared.title,
        title_en=declared.title_en,
        owner=declared.owner,
        basis=declared.basis,
        sensitivity=declared.sensitivity,
        mode=declared.mode,
        key=declared.key,
        rhythm=declared.rhythm,
        snapshot=newest_snapshot(connection),
        as_of=as_of,
        rows=sum(supply.rows for supply in supplies),
        first_on=_first(supplies),
        last_on=_last(supplies),
        received_on=received,
        freshness=fresh,
        suppliers=tuple(_suppliers(declared, supplies, own, as_of)),
        columns=tuple(_columns(declared, supplies)),
        checks=tuple(answers(connection, scope, asked)),
        rejects=tuple(measures.reject_counts(connection, scope, declared.id, own)),
        models=tuple(_models(scope, declared, supplies)),
        batches=tuple(own),
    )


def _suppliers(
    declared: DatasetContract, supplies: Sequence[Supply], own: Sequence[Batch], as_of: date
) -> list[SupplierQuality]:
    standing = [batch for batch in own if batch.state is BatchState.LOADED]
    names = {supply.supplier for supply in supplies} | {batch.supplier for batch in standing}
    found = []
    for name in sorted(names, key=lambda name: name or ""):
        theirs = [supply for supply in supplies if supply.supplier == name]
        batches_of = [batch for batch in standing if batch.supplier == name]
        received = _received(batches_of)
        found.append(
            SupplierQuality(
                supplier=name,
                batches=len(batches_of),
                rows=sum(supply.rows for supply in theirs),
                first_on=_first(theirs),
                last_on=_last(theirs),
                received_on=received,
                freshness=freshness(declared.rhythm, received, as_of),
            )
        )
    return found


def _columns(declared: DatasetContract, supplies: Sequence[Supply]) -> list[ColumnCoverage]:
    rows = sum(supply.rows for supply in supplies)
    filled = {
        column.name: sum(supply.filled[column.name] for supply in supplies)
        for column in declared.columns
    }
    return [
        ColumnCoverage(
            column=column.name,
            title=column.title,
            title_en=column.title_en,
            is_required=column.required,
            rows=rows,
            filled=filled[column.name],
            share=filled[column.name] / rows if rows else None,
        )
        for column in declared.columns
    ]


def _models(scope: Scope, declared: DatasetContract, supplies: Sequence[Supply]) -> list[ModelFeed]:
    counted = {one.column: one.filled for one in _columns(declared, supplies)}
    counted["all_rows"] = sum(supply.rows for supply in supplies)
    found = []
    for model in load_models().values():
        needs = [need for need in model.requires if need.dataset == declared.id]
        if not needs or model.line not in scope.lines:
            continue
        status, says = judge(coverage(model, declared, counted))
        found.append(
            ModelFeed(
                model=model.id,
                version=model.version,
                title=model.title,
                columns=tuple(needs[0].required),
                can_feed=status is not RunStatus.REFUSED,
                why_not=says if status is RunStatus.REFUSED else None,
            )
        )
    return found


def _received(own: Sequence[Batch]) -> date | None:
    days = [batch.received_on for batch in own if batch.state is BatchState.LOADED]
    return max(days, default=None)


def _first(supplies: Sequence[Supply]) -> date | None:
    return min((one.first_on for one in supplies if one.first_on is not None), default=None)


def _last(supplies: Sequence[Supply]) -> date | None:
    return max((one.last_on for one in supplies if one.last_on is not None), default=None)
