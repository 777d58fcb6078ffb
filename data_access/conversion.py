"""Fields as text to values of a contract's types, and every fault of every row beside them.

What a value looks like most of the time is tried first and on the whole column; only what is left
over is looked at more closely. A value that cannot be read is a fault with a stable reason, never
an exception and never a guess: half-known dates and rounded money are rejected.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from unicodedata import normalize

import polars as pl

from data_access.date_conversion import days, instants, plain_days
from data_access.masks import first_fault, no_faults, put
from data_access.number_conversion import (
    decimals,
    integers,
    plain_decimals,
    spelled_decimals,
)
from supervision.contracts import Column, ColumnType
from supervision.identifiers import normalised, precision_lost

CUT_SHORT = "\ue000"
"""Stands before an integer that a spreadsheet kept as a number and that has too many digits."""

_TEXT_FORMULA = r'^="([^"]*)"$'
"""What keeps a spreadsheet from making a number of a text: ="0123"."""

_AROUND = " \t\r\n\u3000\u00a0\u200b\ufeff"

_NOT_AS_IT_STANDS = (*_AROUND, '="', CUT_SHORT)
"""A text with none of these is its own value."""

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

NO_VALUE = frozenset({"-", "--", "—", "——", "/", "null", "NULL", "N/A", "\\N"})
"""What stands for an empty cell where text is not expected."""

VALUE_TYPES: Mapping[ColumnType, pl.DataType] = {
    ColumnType.TEXT: pl.String(),
    ColumnType.CODE: pl.String(),
    ColumnType.BOOLEAN: pl.Boolean(),
    ColumnType.MONEY: pl.Decimal(18, 2),
    ColumnType.NUMBER: pl.Decimal(20, 6),
    ColumnType.INTEGER: pl.Int64(),
    ColumnType.DATE: pl.Date(),
    ColumnType.INSTANT: pl.Datetime("us", "UTC"),
}
"""What `convert` makes of the fields of each type."""

Reader = Callable[[pl.Series, Column, int], tuple[pl.Series, pl.Series]]
PlainReader = Callable[[pl.Series, Column], pl.Series | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A column's values, null where there is none, and the reason code of each fault or null.

    spelled: the fields, where each is as its value is spelled; None where that is not known.
    """

    values: pl.Series
    faults: pl.Series
    spelled: pl.Series | None = None


def convert(
    raw: pl.Series, column: Column, missing: Collection[str] = (), shift: int = 0
) -> Converted:
    """The column's values of these fields; a required column without a value is a fault, too.

    missing: words of the dataset that stand for no value, besides the column's own.
    shift: by how many places the source's unit moves the decimal point of a number (万元: 4).
    """
    words = [*missing, *column.missing]
    if not shift and (found := _at_once(raw, column, words)) is not None:
        return found
    text = raw.str.strip_chars(_AROUND)
    if (formula := text.str.starts_with('="').fill_null(value=False)).any():
        text = text.str.replace(_TEXT_FORMULA, "$1").zip_with(formula, text)
    empty = text.str.len_bytes() == 0
    if words:
        empty |= text.is_in(_spellings(words))
    if empty.any():
        text = text.set(empty, None)
    lost = text.str.starts_with(CUT_SHORT).fill_null(value=False)
    values, faults = _READERS[column.type](
        text.set(lost, None) if lost.any() else text, column, shift
    )
    faults = first_fault(faults, lost, "precision_lost")
    failed = values.is_null() & text.is_not_null()
    if failed.any() and column.type is not ColumnType.TEXT:
        no_value = failed & text.is_in(NO_VALUE)
        text, faults = text.set(no_value, None), faults.set(no_value, None)
        faults = first_fault(faults, failed & ~no_value, _UNREADABLE[column.type])
    if column.required:
        faults = first_fault(faults, text.is_null(), "missing")
    return Converted(values=values.alias(column.name), faults=faults.alias(column.name))


def _at_once(raw: pl.Series, column: Column, words: Collection[str]) -> Converted | None:
    """The values where every field is as plainly written as values of its type mostly are."""
    read = _PLAIN_READERS.get(column.type)
    if read is None or (words and raw.is_in(_spellings(words)).any()):
        return None
    is_spelled = column.type in _SPELLED and _SPELLED[column.type](raw, column)
    kind = VALUE_TYPES[column.type]
    values = raw.cast(kind, strict=False) if is_spelled else read(raw, column)
    if values is None or values.null_count() != raw.null_count():
        return None
    faults = no_faults(raw)
    if column.required and raw.has_nulls():
        faults = first_fault(faults, raw.is_null(), "missing")
    return Converted(
        values=values.alias(column.name),
        faults=faults.alias(column.name),
        spelled=raw.alias(column.name) if is_spelled else None,
    )


def _spellings(words: Collection[str]) -> list[str]:
    """The words, each also in full-width forms and in small and capital letters."""
    wide = (word.translate(_WIDE) for word in words)
    return sorted({form for word in (*words, *wide) for form in (word, word.lower(), word.upper())})


def part_of(raw: pl.Series, separator: str, part: int) -> pl.Series:
    """One part of each field; a field without the separator is whole whichever part is asked."""
    parts = raw.str.split(separator)
    is_whole = parts.list.len() == 1
    return raw.zip_with(is_whole, parts.list.get(part - 1, null_on_oob=True))


def _text(text: pl.Series, column: Column, _shift: int) -> tuple[pl.Series, pl.Series]:
    faults = no_faults(text)
    if column.identifier is None and column.mask != "identifier":
        return text, faults
    lost = precision_lost(text, column.identifier)
    faults = first_fault(faults, lost, "precision_lost")
    return normalised(text.set(lost, None) if lost.any() else text, column.identifier), faults


def _code(text: pl.Series, column: Column, _shift: int) -> tuple[pl.Series, pl.Series]:
    words = {**{code: code for code in column.codes.values()}, **column.codes}
    values = text.replace_strict(words, default=None, return_dtype=pl.String)
    if (left := values.is_null() & text.is_not_null()).any():
        folded = text.filter(left).str.normalize("NFKC").str.replace_all(r"\s", "")
        plain = {"".join(normalize("NFKC", word).split()): code for word, code in words.items()}
        found = folded.replace_strict(plain, default=None, return_dtype=pl.String)
        values = put(values, left, found)
    return values, no_faults(text)


def _plain_texts(text: pl.Series, column: Column) -> pl.Series | None:
    """The texts where each is kept as it stands; identifiers have a spelling of their own."""
    if column.identifier is not None or column.mask == "identifier":
        return None
    if text.str.contains_any(list(_NOT_AS_IT_STANDS)).any() or (text == "").any():
        return None
    return text


def _plain_codes(text: pl.Series, column: Column) -> pl.Series:
    """The codes of the words that stand exactly as the contract has them, null for others."""
    words = {**{code: code for code in column.codes.values()}, **column.codes}
    plain = [word for word in words if word.strip(_AROUND) == word]
    found = text.cast(pl.Enum(plain), strict=False).to_physical()
    return pl.Series([words[word] for word in plain], dtype=pl.String).gather(found)


def _boolean(text: pl.Series, _column: Column, _shift: int) -> tuple[pl.Series, pl.Series]:
    words = {
        **dict.fromkeys(
            ("是", "有", "√", "✓", "☑", "true", "True", "TRUE", "1", "Y", "y", "yes", "YES"), True
        ),
        **dict.fromkeys(
            ("否", "无", "×", "✗", "☐", "false", "False", "FALSE", "0", "N", "n", "no", "NO"), False
        ),
    }
    values = text.replace_strict(words, default=None, return_dtype=pl.Boolean)
    if (left := values.is_null() & text.is_not_null()).any():
        plain = text.filter(left).str.normalize("NFKC")
        found = plain.replace_strict(words, default=None, return_dtype=pl.Boolean)
        values = put(values, left, found)
    return values, no_faults(text)


_READERS: Mapping[ColumnType, Reader] = {
    ColumnType.TEXT: _text,
    ColumnType.CODE: _code,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.MONEY: decimals(18, 2),
    ColumnType.NUMBER: decimals(20, 6),
    ColumnType.INTEGER: integers,
    ColumnType.DATE: days,
    ColumnType.INSTANT: instants,
}

_PLAIN_READERS: Mapping[ColumnType, PlainReader] = {
    ColumnType.TEXT: _plain_texts,
    ColumnType.CODE: _plain_codes,
    ColumnType.MONEY: plain_decimals(18, 2),
    ColumnType.NUMBER: plain_decimals(20, 6),
    ColumnType.DATE: plain_days,
}

_SPELLED: Mapping[ColumnType, Callable[[pl.Series, Column], bool]] = {
    ColumnType.MONEY: spelled_decimals(18, 2),
    ColumnType.NUMBER: spelled_decimals(20, 6),
}

_UNREADABLE: Mapping[ColumnType, str] = {
    ColumnType.CODE: "unknown_code",
    ColumnType.BOOLEAN: "not_a_boolean",
    ColumnType.MONEY: "not_a_number",
    ColumnType.NUMBER: "not_a_number",
    ColumnType.INTEGER: "not_a_number",
    ColumnType.DATE: "not_a_date",
    ColumnType.INSTANT: "not_an_instant",
}
