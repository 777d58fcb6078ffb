"""What files would become, before they are taken in: nothing enters a store."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import polars as pl

from data_access.errors import SourceRefused
from data_access.file_batch import (
    absent_columns,
    known_mappings,
    no_rows,
    recognised,
    recogniser,
)
from data_access.first_rows import FirstRows, first_rows
from data_access.forms import Form, How, Recognised
from data_access.intake_report import IntakeOptions, MappedColumn, Preview, Reject
from data_access.reading import SourceText
from data_access.remembering import RememberingRecogniser
from data_access.scope import Scope
from data_access.source_tables import OpenedFile, SourceTable, opened_files
from data_access.sources import Origin, find_files
from data_access.staged_tables import PART, Fresh, StagedFile
from data_access.staging import Staging
from data_access.stores import Stores
from data_access.typed_rows import TypedRows
from supervision.contracts import Mode
from supervision.rejects import reason_sentence

SHOWN = 20


def preview(
    stores: Stores,
    scope: Scope,
    paths: Sequence[Origin],
    options: IntakeOptions | None = None,
) -> Preview:
    """What the first of the files would become, from its first block; rows as they would be stored.

    Raises SourceRefused as the intake would for that file; the others are not opened.
    """
    options = options or IntakeOptions()
    unit = options.unit or scope.own_unit or ""
    sources = find_files(paths)
    judge = recogniser(options, known_mappings(stores, scope, unit, options))
    with closing(opened_files(sources.files[0], stores.home)) as opened:
        first = first_rows(*_first_table(opened, judge))
    return preview_of(stores, first, unit, judge, len(sources.files))


def preview_of(
    stores: Stores, first: FirstRows, unit: str, judge: RememberingRecogniser, files: int
) -> Preview:
    """What the first of so many files would become, of which the beginning was read.

    Raises SourceRefused for a data template without rows.
    """
    table, typed = first.table, first.typed
    if table.form.is_template and not typed.counts["rows_read"].sum():
        raise no_rows(first.path)
    fresh, rows = _met(stores, table.form, typed, unit)
    counts = typed.counts.row(0, named=True) if typed.counts.height else {}
    return Preview(
        dataset=table.form.dataset,
        path=str(first.path),
        encoding=first.encoding,
        header_row=table.header_row,
        mapping=_mapping(table.form, first.stem, judge),
        ignored=table.form.ignored,
        rows=rows,
        rejects=_rejects(typed.faults.head(SHOWN), first.path),
        rows_read=counts.get("rows_read", 0),
        rows_rejected=counts.get("rows_rejected", 0),
        rows_updated=fresh.updated,
        rows_repeated=typed.rows.height - fresh.loaded,
        rows_set_aside=counts.get("rows_set_aside", 0) + table.header_row,
        files=files,
        is_part=first.is_part,
        drill_down=table.drill_down,
    )


def _first_table(
    files: Iterable[OpenedFile], judge: RememberingRecogniser
) -> tuple[SourceTable, SourceText, Recognised]:
    """The first table that fits; raises SourceRefused where none does."""
    refused = None
    for file in files:
        if file.refused is not None:
            raise file.refused
        for table in file.tables:
            try:
                return table, *recognised(table, judge)
            except SourceRefused as error:
                refused = refused or error
        if refused is not None:
            raise refused
    raise SourceRefused("There is no table.")


def _met(stores: Stores, form: Form, typed: TypedRows, unit: str) -> tuple[Fresh, pl.DataFrame]:
    """What of the rows is new to the pool or replaces rows that stand; the first as stored."""
    first = typed.rows.drop("source_file", PART, strict=False).head(SHOWN)
    if not typed.rows.height:
        return Fresh(), first
    with (
        stores.pool.workspace() as connection,
        closing(Staging(connection, form.contract, unit, stores.pool.folder)) as staging,
    ):
        staging.add_file(0, "")
        staging.add_rows(typed.rows, typed.spelled)
        absent = absent_columns(form)
        fresh = staging.sort_out([StagedFile(number=0, path="", sha256="", absent=absent)])
        if absent and form.contract.mode is Mode.MERGE:
            first = staging.first_rows(SHOWN)
        return fresh.get(0, Fresh()), first


def _mapping(form: Form, stem: str, judge: RememberingRecogniser) -> tuple[MappedColumn, ...]:
    sources = {source.column: source for source in form.sources}
    found = []
    for column in form.contract.columns:
        source = sources.get(column.name)
        value = source.value if source else None
        how = source.how.value if source else "none"
        if source is not None and source.how is How.MAP and source.header is not None:
            how = "remembered" if judge.is_remembered(form, source.header) else how
        if source is not None and source.how is How.FILE_NAME:
            value = stem
        found.append(
            MappedColumn(
                column=column.name,
                title=column.title,
                header=source.header if source else None,
                how=how,
                value=value,
                unit=source.unit if source and source.shift else None,
            )
        )
    return tuple(found)


def _rejects(faults: pl.DataFrame, path: Path) -> tuple[Reject, ...]:
    return tuple(
        Reject(
            file=str(path),
            line=line,
            column=column,
            value=value,
            reason=reason_sentence(code),
            code=code,
        )
        for _, line, column, value, code in faults.iter_rows()
    )
