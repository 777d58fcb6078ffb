"""What files would become, before they are taken in: nothing is staged and nothing written."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import polars as pl

from data_access.collecting import from_line
from data_access.errors import SourceRefused
from data_access.file_batch import recognised, recogniser
from data_access.intake_report import IntakeOptions, MappedColumn, Preview, Reject
from data_access.reading import SourceText
from data_access.recognition import Form, Recognised, Recogniser
from data_access.records import Segment, read_records
from data_access.scope import Scope
from data_access.source_tables import OpenedFile, SourceTable, opened_files
from data_access.sources import Origin, find_files
from data_access.stores import Stores
from data_access.typed_rows import TypedRows, typed_rows
from supervision.rejects import reason_sentence

SHOWN = 20


def preview(
    stores: Stores, scope: Scope, paths: Sequence[Origin], options: IntakeOptions | None = None
) -> Preview:
    """What the first of the files would become, from its first block; rows as they would be stored.

    Raises SourceRefused as the intake would for that file; the others are not opened.
    """
    del scope  # no row is read; the file is the viewer's own
    options = options or IntakeOptions()
    sources = find_files(paths)
    with closing(opened_files(sources.files[0], stores.home)) as opened:
        table, source, form = _first_table(opened, recogniser(options))
        return _preview(table, source, form, files=len(sources.files))


def _first_table(
    files: Iterable[OpenedFile], judge: Recogniser
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


def _preview(at: SourceTable, source: SourceText, table: Recognised, *, files: int) -> Preview:
    typed, is_part = _first_rows(at, source, table)
    counts = typed.counts.row(0, named=True) if typed.counts.height else {}
    return Preview(
        dataset=table.form.dataset,
        path=str(at.path),
        encoding=source.encoding,
        header_row=table.header_row,
        mapping=_mapping(table.form, at.stem),
        ignored=table.form.ignored,
        rows=typed.rows.drop("source_file").head(SHOWN),
        rejects=_rejects(typed.faults.head(SHOWN), at.path),
        rows_read=counts.get("rows_read", 0),
        rows_rejected=counts.get("rows_rejected", 0),
        rows_set_aside=counts.get("rows_set_aside", 0) + table.header_row,
        files=files,
        is_part=is_part,
    )


def _first_rows(at: SourceTable, source: SourceText, table: Recognised) -> tuple[TypedRows, bool]:
    blocks = from_line(source.blocks(), table.first_row)
    segment = Segment(file=0, first_line=table.first_row, text=next(blocks, b"\n"))
    is_part = next(blocks, None) is not None
    form = table.form
    records = read_records([segment], form.delimiter, len(form.header), is_last=not is_part)
    return typed_rows(records, form, table.titles, {0: at.stem}), is_part


def _mapping(form: Form, stem: str) -> tuple[MappedColumn, ...]:
    sources = {source.column: source for source in form.sources}
    found = []
    for column in form.contract.columns:
        source = sources.get(column.name)
        value = source.value if source else None
        if source is not None and source.index is None and value is None:
            value = stem
        found.append(
            MappedColumn(
                column=column.name,
                title=column.title,
                header=source.header if source else None,
                how=source.how.value if source else "none",
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
