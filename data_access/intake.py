"""Files into the pool: recognised, read, checked against their contract, loaded as one batch.

One call is one batch of one dataset. Everything is staged first, without a lock; then, with the
lake's lock, what is new is found, the batch is claimed in casework, written to the lake in one
transaction, and settled. Killed anywhere, nothing partial is ever read, and the same call again
completes the work.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data_access.batches import reconcile_locked
from data_access.claims import Claim, ClaimedFile, Counts, claim, seen, settle
from data_access.errors import Refused
from data_access.file_batch import FileBatch, known_mappings
from data_access.intake_report import (
    FileReport,
    IntakeOptions,
    IntakeReport,
    Progress,
)
from data_access.pool import ZONE, pool_lock
from data_access.preview import preview, preview_of
from data_access.reject_files import write_rejects
from data_access.remembered import remember
from data_access.scope import Scope
from data_access.sources import Origin, find_files
from data_access.staged_tables import Fresh, StagedFile
from data_access.stores import Stores

__all__ = ["IntakeOptions", "IntakeReport", "Progress", "intake", "owner_unit", "preview"]


def intake(
    stores: Stores,
    scope: Scope,
    paths: Sequence[Origin],
    options: IntakeOptions | None = None,
    progress: Progress | None = None,
) -> IntakeReport:
    """Takes files, folders or queries into the pool as one batch of one dataset.

    Raises SourceRefused where a file cannot be taken in, NotAllowed where the unit is not the
    viewer's; then nothing has changed. Bad rows are rejects, never errors.
    """
    begun = time.perf_counter()
    options = options or IntakeOptions()
    tell = progress or _say_nothing
    unit = owner_unit(scope, options)
    sources = find_files(paths)
    remembered = known_mappings(stores, scope, unit, options)
    with (
        stores.pool.workspace() as connection,
        closing(FileBatch(connection, stores, unit, options, remembered)) as batch,
    ):
        batch.read(sources.files, tell)
        tell(0.75, "intake.checking")
        if options.dry_run:
            report = _rehearsed(stores, batch, unit)
        else:
            with pool_lock(stores.home):
                reconcile_locked(stores)
                report = _loaded(stores, scope, batch, options, unit, tell)
            _remember(stores, scope, batch, options, unit)
    return replace(
        report,
        passed_over=tuple(str(path) for path in (*sources.passed_over, *batch.passed_over)),
        skipped=tuple(batch.skipped),
        seconds=round(time.perf_counter() - begun, 3),
    )


def owner_unit(scope: Scope, options: IntakeOptions) -> str:
    """The unit that will own the batch; raises Refused or NotAllowed where there is none."""
    unit = options.unit or scope.own_unit
    if unit is None:
        raise Refused(
            f"{scope.viewer} belongs to no unit, so the batch would have no owner.",
            hint="Name the owner with --unit.",
        )
    scope.require_unit(unit)
    return unit


def _rehearsed(stores: Stores, batch: FileBatch, unit: str) -> IntakeReport:
    """The report of a dry run, with what a preview of the first readable table shows."""
    _, counts = _sorted_out(stores, batch)
    shown = preview_of(stores, batch.first, unit, batch.recogniser, len(batch.files))
    return replace(
        _report(batch, counts),
        mapping=shown.mapping,
        ignored=shown.ignored,
        first_rows=tuple(shown.rows.iter_rows(named=True)),
        first_rejects=shown.rejects,
        drill_down=shown.drill_down,
    )


def _remember(
    stores: Stores, scope: Scope, batch: FileBatch, options: IntakeOptions, unit: str
) -> None:
    """Remembers what the viewer said of each header of the batch."""
    if not options.mapping:
        return
    for header, mapping in {file.form.header: file.mapping for file in batch.files}.items():
        remember(
            stores,
            scope,
            unit=unit,
            supplier=options.supplier,
            dataset=batch.contract.id,
            header=header,
            mapping=mapping,
        )


def _loaded(  # noqa: PLR0913, PLR0917 - everything a batch is made of meets here
    stores: Stores,
    scope: Scope,
    batch: FileBatch,
    options: IntakeOptions,
    unit: str,
    tell: Progress,
) -> IntakeReport:
    """The caller holds the lake's lock and has reconciled."""
    known, counts = _sorted_out(stores, batch)
    unseen = [number for number, is_known in enumerate(known) if not is_known]
    if not unseen:
        return replace(_report(batch, counts), snapshot=stores.pool.snapshot())
    wanted = _claim(batch, counts, unseen, options, unit)
    claim(stores, scope, wanted)
    tell(0.85, "intake.writing")
    rejects_file = _write_rejects(stores, batch, wanted)
    batch.staging.load()
    snapshot = stores.pool.snapshot()
    settle(stores, scope, wanted.batch_id, snapshot, datetime.now(UTC))
    tell(1.0, "intake.writing")
    return replace(
        _report(batch, counts),
        batch_id=wanted.batch_id,
        snapshot=snapshot,
        rejects_file=rejects_file,
    )


def _sorted_out(stores: Stores, batch: FileBatch) -> tuple[list[bool], Mapping[int, Counts]]:
    """Which files came in before (also earlier in this batch), and the counts of every file."""
    before = set(seen(stores, (file.identity for file in batch.files)))
    known = []
    for file in batch.files:
        known.append(file.identity in before)
        before.add(file.identity)
    new = batch.staging.sort_out(
        [
            StagedFile(
                number=number,
                path=str(file.path),
                sha256=file.digest,
                is_seen=is_known,
                absent=file.absent,
            )
            for number, (file, is_known) in enumerate(zip(batch.files, known, strict=True))
        ]
    )
    counts = {}
    for number, read in batch.counts.items():
        fresh = new.get(number, Fresh())
        counts[number] = replace(
            read,
            rows_loaded=fresh.loaded,
            rows_updated=fresh.updated,
            rows_repeated=read.rows_read - read.rows_rejected - fresh.loaded,
        )
    return known, counts


def _claim(
    batch: FileBatch,
    counts: Mapping[int, Counts],
    unseen: Sequence[int],
    options: IntakeOptions,
    unit: str,
) -> Claim:
    files = tuple(
        ClaimedFile(
            path=str(batch.files[number].path),
            sha256=batch.files[number].digest,
            identity=batch.files[number].identity,
            encoding=batch.files[number].encoding,
            header_row=batch.files[number].header_row,
            form=batch.files[number].form,
            counts=counts[number],
        )
        for number in unseen
    )
    return Claim(
        batch_id=batch.staging.batch_id,
        dataset=batch.contract.id,
        unit_code=unit,
        supplier=options.supplier,
        received_on=options.received_on or datetime.now(ZoneInfo(ZONE)).date(),
        files=files,
        counts=sum((file.counts for file in files), Counts()),
    )


def _write_rejects(stores: Stores, batch: FileBatch, wanted: Claim) -> str | None:
    if not wanted.counts.rows_rejected:
        return None
    file = stores.folder("rejects") / f"{wanted.batch_id}.csv"
    forms = {str(taken.path): taken.form for taken in batch.files}
    staging = batch.staging
    write_rejects(file, batch.contract, forms, staging.faults(), staging.reject_records())
    return str(file)


def _report(batch: FileBatch, counts: Mapping[int, Counts]) -> IntakeReport:
    files = tuple(
        FileReport(
            path=str(file.path),
            sha256=file.sha256,
            encoding=file.encoding,
            header_row=file.header_row,
            **counts[number].as_values(),
        )
        for number, file in enumerate(batch.files)
    )
    whole = sum(counts.values(), Counts())
    return IntakeReport(
        dataset=batch.contract.id,
        batch_id=None,
        snapshot=None,
        rows_read=whole.rows_read,
        rows_loaded=whole.rows_loaded,
        rows_rejected=whole.rows_rejected,
        rows_repeated=whole.rows_repeated,
        rows_updated=whole.rows_updated,
        rows_set_aside=whole.rows_set_aside,
        files=files,
        rejects_file=None,
        seconds=0.0,
    )


def _say_nothing(share: float | None, says: str) -> None:
    del share, says
