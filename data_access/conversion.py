"""Fields as text to values of a contract's types, and every fault of every row beside them.

What a value looks like most of the time is tried first and on the whole column; only what is left
over is looked at more closely. A value that cannot be read is a fault with a stable reason, never
an exception and never a guess: half-known dates and rounded money are rejected.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from supervision.contracts import Column, ColumnType

ZONE = "Asia/Shanghai"
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

NO_VALUE = frozenset({"-", "--", "—", "——", "/", "null", "NULL", "N/A", "\\N"})
"""What stands for an empty cell where text is not expected."""

DOUBLE_DIGITS = 16
"""So many significant digits are written out of a binary fraction, hardly ever by a person."""

_DATE_FORMATS = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_YEAR_LAST = {"month_first": "%m/%d/%Y", "day_first": "%d/%m/%Y"}
_TIMES = ("%H:%M:%S%.f", "%H:%M")
_MONTH = r"^(\d{4})[-/.年]?(0?[1-9]|1[0-2])月?$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$"


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A column's values, null where there is none, and the reason code of each fault or null."""

    values: pl.Series
    faults: pl.Series


def convert(raw: pl.Series, column: Column, missing: Collection[str] = ()) -> Converted:
    """The column's values of these fields; a required column without a value is a fault, too.

    missing: words of the dataset that stand for no value, besides the column's own.
    """
    text = raw.str.strip_chars(" \t\r\n\u3000\u00a0\u200b\ufeff")
    empty = text.str.len_bytes() == 0
    if words := [*missing, *column.missing]:
        empty |= text.is_in(words)
    if empty.any():
        text = text.set(empty, None)
    values, faults = _READERS[column.type](text, column)
    failed = values.is_null() & text.is_not_null()
    if failed.any() and column.type is not ColumnType.TEXT:
        no_value = failed & text.is_in(NO_VALUE)
        text, faults = text.set(no_value, None), faults.set(no_value, None)
        faults = _first(faults, failed & ~no_value, _UNREADABLE[column.type])
    if column.required:
        faults = _first(faults, text.is_null(), "missing")
    return Converted(values=values.alias(column.name), faults=faults.alias(column.name))


def part_of(raw: pl.Series, separator: str, part: int) -> pl.Series:
    """One part of each field; a field without the separator is whole whichever part is asked."""
    parts = raw.str.split(separator)
    is_whole = parts.list.len() == 1
    return raw.zip_with(is_whole, parts.list.get(part - 1, null_on_oob=True))


def _first(faults: pl.Series, where: pl.Series, reason: str) -> pl.Series:
    """The faults, with this reason where the condition holds and none stands yet."""
    where = where & faults.is_null()
    return faults.set(where, reason) if where.any() else faults


def _put(series: pl.Series, where: pl.Series, found: pl.Series) -> pl.Series:
    """The series with what was found put, in order, where the condition holds."""
    places = (where.cast(pl.Int64).cum_sum() - 1).clip(0)
    return found.gather(places).zip_with(where, series)


def _no_faults(text: pl.Series) -> pl.Series:
    return pl.repeat(None, text.len(), dtype=pl.String, eager=True)


def _text(text: pl.Series, _column: Column) -> tuple[pl.Series, pl.Series]:
    return text, _no_faults(text)


def _code(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    words = {**{code: code for code in column.codes.values()}, **column.codes}
    values = text.replace_strict(words, default=None, return_dtype=pl.String)
    if (left := values.is_null() & text.is_not_null()).any():
        folded = text.filter(left).str.normalize("NFKC").str.replace_all(r"\s", "")
        found = folded.replace_strict(words, default=None, return_dtype=pl.String)
        values = _put(values, left, found)
    return values, _no_faults(text)


def _boolean(text: pl.Series, _column: Column) -> tuple[pl.Series, pl.Series]:
    words = {
        **dict.fromkeys(("是", "有", "true", "True", "TRUE", "1", "Y", "y", "yes", "YES"), True),
        **dict.fromkeys(("否", "无", "false", "False", "FALSE", "0", "N", "n", "no", "NO"), False),
    }
    values = text.replace_strict(words, default=None, return_dtype=pl.Boolean)
    return values, _no_faults(text)


def _decimal(digits: int, scale: int) -> Callable[..., tuple[pl.Series, pl.Series]]:
    plain = rf"^[+-]?\d{{1,{digits - scale}}}(\.\d{{0,{scale}}})?$"
    kind = pl.Decimal(digits, scale)

    def read(text: pl.Series, _column: Column) -> tuple[pl.Series, pl.Series]:
        faults = _no_faults(text)
        fits = text.str.contains(plain).fill_null(value=True)
        if fits.all():
            return text.cast(kind, strict=False), faults
        cleaned = _cleaned_numbers(text, fits)
        exact = _without_float_noise(cleaned, fits, scale)
        fits = exact.str.contains(plain).fill_null(value=False)
        number = exact.str.contains(r"^[+-]?\d+(\.\d*)?$").fill_null(value=False)
        wide = exact.str.contains(rf"^[+-]?0*[1-9]\d{{{digits - scale},}}(\.|$)").fill_null(
            value=False
        )
        faults = _first(faults, number & wide, "out_of_range")
        faults = _first(faults, number & ~fits, "too_many_decimals")
        return exact.set(~fits, None).cast(kind, strict=False), faults

    return read


def _cleaned_numbers(text: pl.Series, fits: pl.Series) -> pl.Series:
    """The text with what people put around numbers taken off, where it did not fit as it was."""
    odd = text.filter(~fits).str.normalize("NFKC").str.strip_chars()
    odd = odd.str.replace(r"^[¥￥]\s*", "").str.replace(r"\s*元$", "")
    odd = odd.str.replace_all("[−–]", "-").str.replace(r"^\((.+)\)$", "-$1")
    grouped = odd.str.contains(_GROUPED)
    odd = odd.str.replace_all(",", "", literal=True).zip_with(grouped, odd)
    odd = odd.str.replace(r"^([+-]?)\.(\d)", "${1}0.$2").str.replace(r"(\.\d*?)0+$", "$1")
    return _put(text, ~fits, odd)


def _without_float_noise(text: pl.Series, fits: pl.Series, scale: int) -> pl.Series:
    """396.00000000000006 is 396.00: decimals that only binary fractions make are taken off."""
    more = text.str.contains(rf"^[+-]?\d+\.\d{{{scale + 1},}}$").fill_null(value=False) & ~fits
    many = more & text.str.contains(rf"\.\d{{{scale + 6},}}$")
    long = many | (more & (text.str.count_matches(r"\d") >= DOUBLE_DIGITS))
    if not long.any():
        return text
    number = text.filter(long).cast(pl.Float64)
    rounded = number.round(scale)
    slack = (number.abs().clip(1.0) * 1e-12).zip_with(many.filter(long), number.abs() * 1e-15)
    is_noise = (number - rounded).abs() <= slack
    exact = rounded.cast(pl.Decimal(38, scale)).cast(pl.String)
    return _put(text, long, exact.zip_with(is_noise, text.filter(long)))


def _integer(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    values, faults = _decimal(18, 0)(text.str.replace(r"\.0+$", ""), column)
    return values.cast(pl.Int64), faults.replace("too_many_decimals", "not_an_integer")


def _date(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    values = _dates(text)
    if (left := values.is_null() & text.is_not_null()).any():
        odd = text.filter(left).str.normalize("NFKC")
        again = _dates(odd)
        again = again.zip_with(again.is_not_null(), _instants(odd, zone=None).cast(pl.Date))
        if column.day_order is not None:
            form = _YEAR_LAST[column.day_order]
            again = again.zip_with(again.is_not_null(), odd.str.to_date(form, strict=False))
        if column.month_is is not None:
            again = again.zip_with(again.is_not_null(), _month_days(odd, column.month_is))
        values = _put(values, left, again)
    return _within_range(values, text)


def _dates(text: pl.Series) -> pl.Series:
    found = pl.repeat(None, text.len(), dtype=pl.Date, eager=True)
    for form in _DATE_FORMATS:
        left = found.is_null() & text.is_not_null()
        if form == "%Y%m%d":
            left &= text.str.contains(r"^\d{8}$")
        if not left.any():
            break
        if left.all():
            found = text.str.to_date(form, strict=False)
            continue
        found = _put(found, left, text.filter(left).str.to_date(form, strict=False))
    return found


def _month_days(text: pl.Series, month_is: str) -> pl.Series:
    named = text.str.replace(_MONTH, "$1-$2-1").str.to_date("%Y-%m-%d", strict=False)
    named = named.set(~text.str.contains(_MONTH), None)
    return named if month_is == "first_day" else named.dt.month_end()


def _instant(text: pl.Series, _column: Column) -> tuple[pl.Series, pl.Series]:
    values = _instants(text, zone=ZONE)
    if (left := values.is_null() & text.is_not_null()).any():
        odd = text.filter(left).str.normalize("NFKC")
        values = _put(values, left, _instants(odd, zone=ZONE))
    return _within_range(values, text)


def _instants(text: pl.Series, *, zone: str | None) -> pl.Series:
    """UTC instants of local or offset times; with `zone` None local times as they stand."""
    kind = pl.Datetime("us", "UTC" if zone else None)
    found = pl.repeat(None, text.len(), dtype=kind, eager=True)
    for day in _DATE_FORMATS[:4]:
        for join in (" ", "T"):
            for time in _TIMES:
                if not (left := found.is_null() & text.is_not_null()).any():
                    return found
                odd = text.filter(left)
                local = odd.str.to_datetime(day + join + time, time_unit="us", strict=False)
                if zone is not None:
                    local = local.dt.replace_time_zone(
                        zone, ambiguous="earliest", non_existent="null"
                    ).dt.convert_time_zone("UTC")
                found = _put(found, left, local)
    return found if zone is None else _with_offsets(found, text)


def _with_offsets(found: pl.Series, text: pl.Series) -> pl.Series:
    left = found.is_null() & text.is_not_null()
    odd = text.filter(left).str.replace("Z$", "+00:00")
    for form in ("%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z"):
        read = odd.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)
        found = _put(found, left, found.filter(left).zip_with(read.is_null(), read))
    return found


def _within_range(values: pl.Series, text: pl.Series) -> tuple[pl.Series, pl.Series]:
    days = values.cast(pl.Date)
    beyond = ((days < EARLIEST) | (days > LATEST)).fill_null(value=False)
    faults = _first(_no_faults(text), beyond, "out_of_range")
    return (values.set(beyond, None) if beyond.any() else values), faults


_READERS: Mapping[ColumnType, Callable[[pl.Series, Column], tuple[pl.Series, pl.Series]]] = {
    ColumnType.TEXT: _text,
    ColumnType.CODE: _code,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.MONEY: _decimal(18, 2),
    ColumnType.NUMBER: _decimal(20, 6),
    ColumnType.INTEGER: _integer,
    ColumnType.DATE: _date,
    ColumnType.INSTANT: _instant,
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
