"""Records of one form to rows of its dataset: values typed, faults listed, lines that are no rows
set aside, and all of it counted by file.

The law of counting holds here: what is read is either typed or rejected; what is set aside was
never read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data_access.conversion import CUT_SHORT, VALUE_TYPES, Converted, convert, part_of
from data_access.errors import Refused
from data_access.fitting import drawn_from
from data_access.forms import ColumnSource, Form, How
from data_access.records import Records
from data_access.setting_aside import (
    is_example,
    is_header,
    is_header_or_note,
    is_note_or_total,
    is_total,
)
from data_access.staged_tables import PART
from data_access.staging import FAULT_SCHEMA
from data_access.unpivoting import unpivoted
from supervision.contracts import Column
from supervision.rejects import reason_sentence

_PLACE = ["source_file", "source_line"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedRows:
    """What became of records.

    rows: the contract's columns, then `source_file`, `source_line`; one row a record without fault.
        Where fields are rows of their own, also `source_part`, the field.
    spelled: of the contract's columns those whose fields are spelled as their values are written
        out, as text; the same rows.
    faults: FAULT_SCHEMA; one row a fault.
    counts: `source_file, rows_read, rows_rejected, rows_set_aside`; one row a file.
    """

    rows: pl.DataFrame
    spelled: pl.DataFrame
    faults: pl.DataFrame
    counts: pl.DataFrame


def typed_rows(
    records: Records, form: Form, titles: tuple[str, ...], names: Mapping[int, str]
) -> TypedRows:
    """The records as rows of the form's dataset; `names` are the files' names without suffix."""
    again = is_header(records.rows, form) | is_example(records.rows, form)
    rows = records.rows.filter(~again) if again.any() else records.rows
    aside = [records.blanks, records.rows.filter(again).select(_PLACE)]
    no_row = is_header_or_note(records.misfits, form, titles)
    aside.append(records.misfits.filter(no_row).select(_PLACE))
    misfits = records.misfits.filter(~no_row)
    if form.unpivoted:
        whole = rows
        rows, form = unpivoted(rows, form)
        aside.append(whole.select(_PLACE).join(rows.select(_PLACE), on=_PLACE, how="anti"))

    converted = [_converted(source, rows, form, names) for source in form.sources]
    is_sound = _sound(converted, rows.height)
    faulty = rows.filter(~is_sound)
    no_row = is_note_or_total(faulty, form, titles)
    aside.append(faulty.filter(no_row).select(_PLACE))
    rejected = faulty.filter(~no_row).select(_PLACE)

    faults = (
        _faults(converted, rows, form)
        .unique(maintain_order=True)
        .join(rejected, on=_PLACE, how="semi")
    )
    values = pl.DataFrame([found.values for found in converted])
    if (total := is_total(rows, values, form) & is_sound).any():
        aside.append(rows.filter(total).select(_PLACE))
        is_sound &= ~total
    places = [*_PLACE, PART] if form.unpivoted else _PLACE
    typed = pl.concat([values, rows.select(places)], how="horizontal")
    spelled = pl.DataFrame([found.spelled for found in converted if found.spelled is not None])
    if not is_sound.all():
        typed, spelled = typed.filter(is_sound), _filtered(spelled, is_sound)
    if form.unpivoted:  # a line is set aside once, whichever of its fields is looked at
        aside = [pl.concat(frame.select(_PLACE) for frame in aside).unique()]
    return TypedRows(
        rows=_complete(typed, form),
        spelled=spelled,
        faults=pl.concat([faults, _misfit_faults(misfits)]).cast(FAULT_SCHEMA),
        counts=_counts(typed, [rejected, misfits], aside),
    )


def check_value(column: Column, value: str) -> None:
    """Raises Refused where a value that is to hold for every row is none of the column's."""
    found = convert(pl.Series([value], dtype=pl.String), column)
    reason = found.faults.item()
    if reason is not None:
        raise Refused(
            f"{value!r} cannot be set as {column.name}: {reason_sentence(reason)}.",
            hint="`sijian datasets` lists the codes and forms of each column.",
        )


def _converted(
    source: ColumnSource, rows: pl.DataFrame, form: Form, names: Mapping[int, str]
) -> Converted:
    column = form.contract.column(source.column)
    if source.index is not None:
        raw = rows[f"f{source.index}"]
        if source.how is How.SPLIT and column.split is not None:
            raw = part_of(raw, column.split.separator, column.split.part)
        if source.how is How.DRAWN and column.drawn is not None:
            raw = drawn_from(raw, column.drawn.patterns)
        return convert(raw, column, form.contract.missing, source.shift)
    if source.how is How.FILE_NAME:
        return convert(rows["source_file"].replace_strict(names, return_dtype=pl.String), column)
    one = convert(pl.Series([source.value], dtype=pl.String), column)
    return Converted(
        values=one.values.new_from_index(0, rows.height),
        faults=one.faults.new_from_index(0, rows.height),
    )


def _sound(converted: Sequence[Converted], height: int) -> pl.Series:
    """Which records have no fault in any column."""
    wrong = [found.faults for found in converted if found.faults.null_count() < height]
    sound = pl.Series([True]).new_from_index(0, height)
    for faults in wrong:
        sound &= faults.is_null()
    return sound


def _filtered(rows: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
    return rows.filter(chosen) if rows.columns else rows


def _faults(converted: list[Converted], rows: pl.DataFrame, form: Form) -> pl.DataFrame:
    found = [pl.DataFrame(schema=FAULT_SCHEMA)]
    for source, column in zip(form.sources, converted, strict=True):
        if column.faults.null_count() == rows.height:
            continue
        is_fault = column.faults.is_not_null()
        value = pl.lit(source.value) if source.index is None else pl.col(f"f{source.index}")
        faulty = rows.filter(is_fault).select(
            *_PLACE,
            column_name=pl.lit(source.column),
            value=value.cast(pl.String).str.strip_prefix(CUT_SHORT),
        )
        reasons = column.faults.filter(is_fault).alias("reason")
        found.append(faulty.with_columns(reasons).cast(FAULT_SCHEMA))
    return pl.concat(found)


def _misfit_faults(misfits: pl.DataFrame) -> pl.DataFrame:
    return misfits.select(
        *_PLACE, column_name=pl.lit(None, dtype=pl.String), value="text", reason="reason"
    )


def _complete(typed: pl.DataFrame, form: Form) -> pl.DataFrame:
    """All columns of the contract, in its order; those without a source are null.

    Put together from its columns as they are: a selection would first make each of one piece.
    """
    found = []
    for column in form.contract.columns:
        if column.name in typed.columns:
            found.append(typed[column.name])
        else:
            none = pl.Series(column.name, [None], dtype=VALUE_TYPES[column.type])
            found.append(none.new_from_index(0, typed.height))
    return pl.DataFrame(found + [typed[name] for name in (*_PLACE, PART) if name in typed.columns])


def _runs(files: pl.Series) -> pl.DataFrame:
    """How many rows in a row are of one file: `len, value`."""
    first, last = files.min(), files.max()
    if first is None or first != last:
        return files.rle().struct.unnest()
    length = pl.Series("len", [files.len()], dtype=pl.UInt32)
    return pl.DataFrame([length, files.head(1).alias("value")])


def _counts(
    typed: pl.DataFrame, rejected: list[pl.DataFrame], aside: list[pl.DataFrame]
) -> pl.DataFrame:
    kinds = (("typed", [typed]), ("rejected", rejected), ("aside", aside))
    counts = [
        _runs(frame["source_file"]).select(source_file="value", **{kind: "len"})
        for kind, frames in kinds
        for frame in frames
    ]
    each = pl.concat(counts, how="diagonal")
    counted = each.group_by("source_file").agg(pl.col(kind).sum() for kind, _ in kinds)
    return counted.select(
        "source_file",
        rows_read=pl.col("typed") + pl.col("rejected"),
        rows_rejected="rejected",
        rows_set_aside="aside",
    )
