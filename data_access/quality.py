"""The quality of the datasets: what stands of each by supplier, and what its checks answer.

Everything is within a scope: keys that another unit holds count as not found, and a dataset of
which the viewer sees no row as empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data_access import quality_measures as measures
from data_access.batches import Batch, batches
from data_access.lake_files import lake_files
from data_access.library import library
from data_access.pool import ZONE, newest_snapshot
from data_access.quality_checks import Asked, answers
from data_access.quality_measures import RejectCount, Supply
from data_access.questions import judge
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.contracts import DatasetContract, Mode, Rhythm, contract, load_contracts
from supervision.coverage_sql import coverage
from supervision.model_format import Model
from supervision.quality import CheckResult, freshness
from supervision.vocabulary import BatchState, CheckVerdict, FreshnessState, RunStatus, Sensitivity


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
class SupplierQuality:
    """What one supplier brought in: batches and rows that stand, days covered, how recent and full.

    supplier: None where none was named. due_on, overdue_days: None where nothing is expected.
    """

    supplier: str | None
    batches: int
    rows: int
    first_on: date | None
    last_on: date | None
    received_on: date | None
    freshness: FreshnessState
    due_on: date | None
    overdue_days: int | None
    columns: tuple[ColumnCoverage, ...]


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
    freshness: FreshnessState
    due_on: date | None
    overdue_days: int | None
    suppliers: tuple[SupplierQuality, ...]
    columns: tuple[ColumnCoverage, ...]
    checks_passed: int
    checks_failed: int
    checks_not_applicable: int
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
    ids = {one.id for one in wanted}
    came_in = [batch for batch in batches(stores, scope) if batch.dataset in ids]
    with stores.pool.reading() as connection:
        snapshot = newest_snapshot(connection)
        filled = lake_files(stores.pool, connection, snapshot)
        known = _Known(
            snapshot=snapshot,
            models=tuple(library(stores, scope).values()),
            as_of=as_of or today(),
            rejects=measures.reject_counts(connection, scope, came_in),
        )
        found = []
        for one in wanted:
            own = [batch for batch in came_in if batch.dataset == one.id]
            has_files = one.id in filled
            supplies = measures.supplies(connection, scope, one, own) if has_files else []
            fresh = freshness(one.rhythm, _received(own), known.as_of)
            asked = Asked(declared=one, supplies=supplies, batches=own, fresh=fresh)
            found.append(_quality(asked, answers(connection, scope, asked), scope, known))
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What is the same for all datasets, read once."""

    snapshot: int
    as_of: date
    rejects: Sequence[RejectCount]
    models: Sequence[Model]


def _quality(
    asked: Asked, checks: Sequence[CheckResult], scope: Scope, known: _Known
) -> DatasetQuality:
    declared, supplies = asked.declared, asked.supplies
    own = {batch.batch_id for batch in asked.batches}
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
        snapshot=known.snapshot,
        as_of=known.as_of,
        rows=asked.rows,
        first_on=_first(supplies),
        last_on=_last(supplies),
        received_on=_received(asked.batches),
        freshness=asked.fresh.state,
        due_on=asked.fresh.due_on,
        overdue_days=asked.fresh.overdue_days,
        suppliers=tuple(_suppliers(asked, known.as_of)),
        columns=tuple(_columns(declared, supplies)),
        checks_passed=_of_verdict(checks, CheckVerdict.PASS),
        checks_failed=_of_verdict(checks, CheckVerdict.FAIL),
        checks_not_applicable=_of_verdict(checks, CheckVerdict.NOT_APPLICABLE),
        checks=tuple(checks),
        rejects=tuple(one for one in known.rejects if one.batch_id in own),
        models=tuple(_models(scope, asked, known.models)),
        batches=tuple(asked.batches),
    )


def _suppliers(asked: Asked, as_of: date) -> list[SupplierQuality]:
    standing = [batch for batch in asked.batches if batch.state is BatchState.LOADED]
    names = {one.supplier for one in asked.supplies} | {batch.supplier for batch in standing}
    found = []
    for name in sorted(names, key=lambda name: name or ""):
        theirs = [supply for supply in asked.supplies if supply.supplier == name]
        batches_of = [batch for batch in standing if batch.supplier == name]
        received = _received(batches_of)
        fresh = freshness(asked.declared.rhythm, received, as_of)
        found.append(
            SupplierQuality(
                supplier=name,
                batches=len(batches_of),
                rows=sum(supply.rows for supply in theirs),
                first_on=_first(theirs),
                last_on=_last(theirs),
                received_on=received,
                freshness=fresh.state,
                due_on=fresh.due_on,
                overdue_days=fresh.overdue_days,
                columns=tuple(_columns(asked.declared, theirs)),
            )
        )
    return found


def _columns(declared: DatasetContract, supplies: Sequence[Supply]) -> list[ColumnCoverage]:
    rows = sum(supply.rows for supply in supplies)
    found = []
    for column in declared.columns:
        filled = sum(supply.filled[column.name] for supply in supplies)
        found.append(
            ColumnCoverage(
                column=column.name,
                title=column.title,
                title_en=column.title_en,
                is_required=column.required,
                rows=rows,
                filled=filled,
                share=filled / rows if rows else None,
            )
        )
    return found


def _models(scope: Scope, asked: Asked, models: Sequence[Model]) -> list[ModelFeed]:
    declared = asked.declared
    counted = {column.name: asked.filled(column.name) for column in declared.columns}
    found = []
    for model in models:
        needs = [need for need in model.requires if need.dataset == declared.id]
        if not needs or not scope.sees(model):
            continue
        status, says = judge(coverage(model, declared, counted | {"all_rows": asked.rows}))
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


def _of_verdict(checks: Sequence[CheckResult], verdict: CheckVerdict) -> int:
    return sum(one.verdict is verdict for one in checks)


def _received(own: Sequence[Batch]) -> date | None:
    days = [batch.received_on for batch in own if batch.state is BatchState.LOADED]
    return max(days, default=None)


def _first(supplies: Sequence[Supply]) -> date | None:
    return min((one.first_on for one in supplies if one.first_on is not None), default=None)


def _last(supplies: Sequence[Supply]) -> date | None:
    return max((one.last_on for one in supplies if one.last_on is not None), default=None)
