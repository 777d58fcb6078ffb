"""Text to records: fields as they stand, each record with its file and its physical line.

Polars reads the fields; what it does not tell (which line, how many fields) is counted beside it on
the same lines. A quoted field that spans lines, or a stray quote, goes a slower way, record by
record, so that line numbers stay true and one bad quote costs one record.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

LONGEST_RECORD_LINES = 200
"""A quoted field may span so many lines; beyond, its quote counts as never closed."""

_COUNTED_BYTES = 256 * 1024
"""So much is looked at at once, so that what is found of it stays in the processor's cache."""

_AROUND = " \t\r\u3000\xa0"
"""What a field without content may hold."""

_ROW_SCHEMA = pl.Schema({"source_file": pl.Int32(), "source_line": pl.Int32()})
_MISFIT_SCHEMA = pl.Schema({**_ROW_SCHEMA, "text": pl.String(), "reason": pl.String()})


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Whole lines of one file, the first of which is physical line `first_line`.

    lines: how many they are.
    """

    file: int
    first_line: int
    text: bytes
    lines: int = field(init=False)

    def __post_init__(self) -> None:
        """Counts the lines once."""
        object.__setattr__(self, "lines", _count_of(self.text, b"\n"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Records:
    """What segments hold.

    rows: one row a record of the right width; `source_file, source_line, f0 … fN` (null if empty).
    misfits: one row a record that is not; `source_file, source_line, text, reason`.
    blanks: one row a blank line; `source_file, source_line`.
    rest: the end of the last segment, a record that is still open.
    """

    rows: pl.DataFrame
    misfits: pl.DataFrame
    blanks: pl.DataFrame
    rest: Segment | None = None


def read_records(
    segments: Sequence[Segment], delimiter: str, width: int, *, is_last: bool = True
) -> Records:
    """The records of the segments; `is_last` is false where the last file goes on."""
    text = b"".join(segment.text for segment in segments)
    quoted = b'"' in text
    if not quoted and (records := _even(segments, text, delimiter, width)) is not None:
        return records
    lines = _lines(segments, text)
    if not quoted or _quotes_stay_within_lines(lines, delimiter):
        fields = pl.read_csv(
            text,
            has_header=False,
            schema=_field_schema(width),
            separator=delimiter,
            quote_char='"' if quoted else None,
            truncate_ragged_lines=True,
            missing_columns="insert",
            extra_columns="ignore",
            raise_if_empty=False,
        )
        if fields.height == lines.height:
            return _sorted_out(lines, fields, delimiter, width, quoted=quoted)
    parts = [
        _slow(segment, delimiter, width, is_last=is_last or segment is not segments[-1])
        for segment in segments
    ]
    return Records(
        rows=pl.concat([part.rows for part in parts]),
        misfits=pl.concat([part.misfits for part in parts]),
        blanks=pl.concat([part.blanks for part in parts]),
        rest=parts[-1].rest,
    )


def _field_schema(width: int) -> dict[str, pl.DataType]:
    return {f"f{index}": pl.String() for index in range(width)}


def _even(segments: Sequence[Segment], text: bytes, delimiter: str, width: int) -> Records | None:
    """The records of lines that all have the same number of fields; None where they do not.

    No line has too many, which the reader refuses. None has too few where every line has something
    in its last field, or where there are as many delimiters as so many lines need.
    """
    count = sum(segment.lines for segment in segments)
    try:
        fields = pl.read_csv(
            text,
            has_header=False,
            schema=_field_schema(width),
            separator=delimiter,
            quote_char=None,
            raise_if_empty=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    if fields.height != count:
        return None
    is_short = fields.to_series(width - 1).null_count() > 0
    if is_short and _count_of(text, delimiter.encode()) != count * (width - 1):
        return None
    places = _places(segments)
    rows = pl.concat([places, fields], how="horizontal")
    blank = _blank(fields)
    return Records(
        rows=rows if blank is None else rows.filter(~blank),
        misfits=pl.DataFrame(schema=_MISFIT_SCHEMA),
        blanks=places.clear() if blank is None else places.filter(blank),
    )


def _count_of(text: bytes, mark: bytes) -> int:
    """How often a mark of one byte stands in the text."""
    if len(mark) != 1:
        return text.count(mark)
    codes = np.frombuffer(text, np.uint8)
    parts = (codes[at : at + _COUNTED_BYTES] for at in range(0, len(codes), _COUNTED_BYTES))
    return sum(int(np.count_nonzero(part == mark[0])) for part in parts)


def _blank(fields: pl.DataFrame) -> pl.Series | None:
    """Which records have nothing in any field; None where none is such."""
    filled = None
    for one in fields:
        said = one.is_not_null()
        if said.all() and not _begins_blank(one):
            return None
        said &= one.str.strip_chars(_AROUND) != ""
        filled = said if filled is None else filled | said
        if filled.all():
            return None
    return None if filled is None else ~filled


def _begins_blank(fields: pl.Series) -> bool:
    """Whether any of the fields begins with a control character or with one of _AROUND."""
    wide = (mark for mark in _AROUND if not mark.isascii())
    return (fields < "!").any() or any(fields.str.starts_with(mark).any() for mark in wide)


def _places(segments: Sequence[Segment]) -> pl.DataFrame:
    """One row a physical line: `source_file, source_line`."""
    spans = pl.DataFrame(
        [(segment.file, segment.first_line, segment.lines) for segment in segments],
        schema={"source_file": pl.Int32, "first": pl.Int32, "count": pl.Int32},
        orient="row",
    )
    return spans.select(
        "source_file",
        source_line=pl.int_ranges("first", pl.col("first") + pl.col("count"), dtype=pl.Int32),
    ).explode("source_line")


def _lines(segments: Sequence[Segment], text: bytes) -> pl.DataFrame:
    """One row a physical line: `source_file, source_line, text` (null where empty)."""
    absent = next(bytes([code]) for code in range(1, 256) if bytes([code]) not in text)
    found = pl.read_csv(
        text,
        has_header=False,
        schema={"text": pl.String},
        separator=absent.decode("latin-1"),
        quote_char=None,
        raise_if_empty=False,
    )
    return pl.concat([_places(segments), found], how="horizontal")


def _quotes_stay_within_lines(lines: pl.DataFrame, delimiter: str) -> bool:
    """Whether every line with a quote is a whole record of well-formed fields."""
    mark = re.escape(delimiter)
    one = rf'(?:[^"{mark}]*|"(?:[^"]|"")*")'
    text = lines["text"]
    suspects = text.filter(text.str.contains('"', literal=True))
    return bool(suspects.str.contains(rf"^{one}(?:{mark}{one})*$").all())


def _sorted_out(
    lines: pl.DataFrame, fields: pl.DataFrame, delimiter: str, width: int, *, quoted: bool
) -> Records:
    outside = pl.col("text").fill_null("")
    if quoted:
        outside = outside.str.replace_all(r'"[^"]*"', "q")
    around = f'{_AROUND}{delimiter}"' if quoted else f"{_AROUND}{delimiter}"
    blank = pl.col("text").fill_null("").str.strip_chars(around) == ""
    count = outside.str.count_matches(delimiter, literal=True) + 1
    verdict = lines.select(blank=blank, fits=count == width)
    if not verdict["fits"].all():
        spare = outside.str.contains(f"{re.escape(delimiter)}+$")
        least = outside.str.strip_chars_end(delimiter).str.count_matches(delimiter, literal=True)
        is_surplus = lines.select((count > width) & spare & (least < width)).to_series()
        verdict = verdict.with_columns(fits=verdict["fits"] | is_surplus)
    if quoted and verdict["blank"].any():  # a field of quotes alone holds a quote
        empty = pl.all_horizontal(pl.all().str.strip_chars().replace("", None).is_null())
        verdict = verdict.with_columns(fields.select(blank=empty).to_series())
    whole = pl.concat([lines.select("source_file", "source_line"), fields], how="horizontal")
    fits = verdict["fits"] & ~verdict["blank"]
    misfits = lines.filter(~fits & ~verdict["blank"])
    return Records(
        rows=whole if fits.all() else whole.filter(fits),
        misfits=misfits.with_columns(reason=pl.lit("wrong_field_count")).cast(_MISFIT_SCHEMA),
        blanks=lines.filter(verdict["blank"]).select("source_file", "source_line"),
    )


def _slow(segment: Segment, delimiter: str, width: int, *, is_last: bool) -> Records:
    """The records one by one; where a quote never closes, its line is a misfit and no more is."""
    lines = segment.text.decode().removesuffix("\n").split("\n")
    field = _field_pattern(delimiter)
    rows: list[tuple[object, ...]] = []
    misfits: list[tuple[int, int, str, str]] = []
    blanks: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        cells, taken = _record(lines, at, field)
        if cells is None and not is_last and at + LONGEST_RECORD_LINES > len(lines):
            break
        line = segment.first_line + at
        if cells is None or (taken > 1 and len(cells) != width):
            misfits.append((segment.file, line, lines[at], "unclosed_quote"))
            taken = 1
        elif not any(cell.strip() for cell in cells):
            blanks.append((segment.file, line))
        elif len(cells) == width or (len(cells) > width and not any(cells[width:])):
            rows.append((segment.file, line, *(cell or None for cell in cells[:width])))
        else:
            misfits.append((segment.file, line, lines[at], "wrong_field_count"))
        at += taken
    return Records(
        rows=pl.DataFrame(rows, schema={**_ROW_SCHEMA, **_field_schema(width)}, orient="row"),
        misfits=pl.DataFrame(misfits, schema=_MISFIT_SCHEMA, orient="row"),
        blanks=pl.DataFrame(blanks, schema=_ROW_SCHEMA, orient="row"),
        rest=_rest(segment, lines, at),
    )


def _rest(segment: Segment, lines: list[str], at: int) -> Segment | None:
    if at >= len(lines):
        return None
    text = "\n".join(lines[at:]).encode() + b"\n"
    return Segment(file=segment.file, first_line=segment.first_line + at, text=text)


def _field_pattern(delimiter: str) -> re.Pattern[str]:
    """One field with what ends it; does not match a field whose opening quote is not closed."""
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?:"([^"]*(?:""[^"]*)*)"(?!")([^{mark}\n]*)|([^"{mark}\n][^{mark}\n]*)?)(?:({mark})|\Z)'
    )


def _record(lines: list[str], at: int, field: re.Pattern[str]) -> tuple[list[str] | None, int]:
    """The cells of the record that begins at a line, and how many lines it takes; None if open."""
    text, taken, start = lines[at], 1, 0
    cells: list[str] = []
    while True:
        found = field.match(text, start)
        if found is None:
            if taken == LONGEST_RECORD_LINES or at + taken >= len(lines):
                return None, 1
            text, taken = f"{text}\n{lines[at + taken]}", taken + 1
            continue
        inside, after, plain = found.group(1, 2, 3)
        if inside is not None and "\n" in inside and after.strip():
            return None, 1  # the quote that ends it opens a field of a later record
        cells.append(plain or "" if inside is None else inside.replace('""', '"') + after)
        if found.group(4) is None:
            return cells, taken
        start = found.end()
