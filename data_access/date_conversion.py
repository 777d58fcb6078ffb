"""Text to days and instants, in every spelling that leaves no doubt; half-known ones are none.

A source speaks the time of Asia/Shanghai. A number of five digits is the day that a spreadsheet
counts from 1900, between 1950 and 2099.
"""

from datetime import date

import polars as pl

from data_access.masks import first_fault, no_faults, put
from supervision.contracts import Column

ZONE = "Asia/Shanghai"
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
SERIALS = (18264, 73050)
"""The days of 1950-01-01 and 2099-12-31 as a spreadsheet counts them."""

_SERIAL_ZERO = date(1899, 12, 30)
_DATE_FORMATS = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_YEAR_LAST = {"month_first": "%m/%d/%Y", "day_first": "%d/%m/%Y"}
_TIMES = ("%H:%M:%S%.f", "%H:%M")
_MONTH = r"^([0-9]{4})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*(月份?)?$"
_DAY = r"^([0-9]{4})\s*[-/.、年]\s*([0-9]{1,2})\s*[-/.、月]\s*([0-9]{1,2})\s*[日号]?"
_SERIAL = r"^[0-9]{5}(\.[0-9]+)?$"
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_WRITTEN = (
    rf"^([{''.join(_DIGITS)}]{{4}})年"
    r"([一二三四五六七八九十元]{1,3})月([一二三四五六七八九十廿]{1,3})[日号]"
)


def _counted() -> dict[str, str]:
    """The words for 1 to 31."""
    ones = ["", *"一二三四五六七八九"]
    tens = {"": 0, "十": 10, "二十": 20, "廿": 20, "三十": 30}
    words = {f"{ten}{one}": value + ones.index(one) for ten, value in tens.items() for one in ones}
    found = {word: str(value) for word, value in words.items() if 1 <= value <= 31}
    return {**found, "元": "1"}


_COUNTED = _counted()


def days(text: pl.Series, column: Column, _shift: int = 0) -> tuple[pl.Series, pl.Series]:
    """The days that the texts name, and the fault of each beyond the range that is believed."""
    values = _days(text)
    if (left := values.is_null() & text.is_not_null()).any():
        odd = _plainly(text.filter(left))
        again = _days(odd)
        for other in (_instants(odd, zone=None), _serials(odd)):
            again = again.zip_with(again.is_not_null(), other.cast(pl.Date))
        if column.day_order is not None:
            form = _YEAR_LAST[column.day_order]
            again = again.zip_with(again.is_not_null(), odd.str.to_date(form, strict=False))
        if column.month_is is not None:
            again = again.zip_with(again.is_not_null(), _month_days(odd, column.month_is))
        values = put(values, left, again)
    return _within_range(values, text)


def plain_days(text: pl.Series, _column: Column) -> pl.Series | None:
    """The days of texts that are all written like the first, null where one is not.

    None where the first is written otherwise, or a day lies beyond the range that is believed.
    """
    first = text.drop_nulls().head(1)
    for form in _DATE_FORMATS[:-1]:
        if first.str.to_date(form, strict=False).null_count():
            continue
        # without the cache: it costs more than it saves on days of a few years
        values = text.str.to_date(form, strict=False, cache=False)
        _, faults = _within_range(values, text)
        return values if faults.null_count() == text.len() else None
    return None


def instants(text: pl.Series, _column: Column, _shift: int = 0) -> tuple[pl.Series, pl.Series]:
    """The instants that the texts name, in UTC, and the fault of each beyond the range."""
    values = _instants(text, zone=ZONE)
    if (left := values.is_null() & text.is_not_null()).any():
        odd = _plainly(text.filter(left))
        again = _instants(odd, zone=ZONE)
        timed = odd.set(~odd.str.contains(".", literal=True), None)
        counted = _serials(timed).dt.replace_time_zone(
            ZONE, ambiguous="earliest", non_existent="null"
        )
        counted = counted.dt.convert_time_zone("UTC")
        values = put(values, left, again.zip_with(again.is_not_null(), counted))
    return _within_range(values, text)


def _plainly(text: pl.Series) -> pl.Series:
    """Odd spellings as 2026-5-26 10:20:46: other separators, words for numbers, weekdays."""
    plain = text.str.normalize("NFKC").str.strip_chars("'` ")
    written = plain.str.contains(_WRITTEN).fill_null(value=False)
    if written.any():
        plain = put(plain, written, _with_digits(plain.filter(written)))
    plain = plain.str.replace(r"[\s(]*(星期|周|礼拜)[一二三四五六日天][\s)]*", " ")
    plain = plain.str.replace(_DAY, "${1}-${2}-${3} ")
    plain = plain.str.replace(
        r"^([0-9]{4})([0-9]{2})([0-9]{2})\s?([0-9]{2}):?([0-9]{2}):?([0-9]{2})$",
        "$1-$2-$3 $4:$5:$6",
    )
    plain = plain.str.replace(r"([0-9]{1,2})[时点]([0-9]{1,2})分([0-9]{1,2})秒$", "$1:$2:$3")
    plain = plain.str.replace(r"([0-9]{1,2})[时点]([0-9]{1,2})分$", "$1:$2")
    return plain.str.replace(r"^(\S+-[0-9]+)\s+T?\s*", "$1 ").str.strip_chars()


def _with_digits(text: pl.Series) -> pl.Series:
    year = text.str.extract(_WRITTEN, 1).str.replace_many(_DIGITS)
    month, day = (
        text.str.extract(_WRITTEN, part).replace_strict(_COUNTED, default="0") for part in (2, 3)
    )
    return year + "-" + month + "-" + day + " " + text.str.replace(_WRITTEN, "")


def _serials(text: pl.Series) -> pl.Series:
    """Days, to the second, that a spreadsheet counted; null where a text is no such number."""
    number = text.set(~text.str.contains(_SERIAL).fill_null(value=False), None).cast(pl.Float64)
    first, last = SERIALS
    number = number.set(((number < first) | (number >= last + 1)).fill_null(value=True), None)
    seconds = (number * 86_400).round().cast(pl.Int64)
    zero = (_SERIAL_ZERO - date(1970, 1, 1)).days * 86_400
    return ((seconds + zero) * 1_000_000).cast(pl.Datetime("us"))


def _days(text: pl.Series) -> pl.Series:
    found = pl.repeat(None, text.len(), dtype=pl.Date, eager=True)
    for form in _DATE_FORMATS:
        left = found.is_null() & text.is_not_null()
        if form == "%Y%m%d":
            left &= text.str.contains(r"^[0-9]{8}$")
        if not left.any():
            break
        if left.all():
            found = text.str.to_date(form, strict=False)
            continue
        found = put(found, left, text.filter(left).str.to_date(form, strict=False))
    return found


def _month_days(text: pl.Series, month_is: str) -> pl.Series:
    named = text.str.replace(_MONTH, "$1-$2-1").str.to_date("%Y-%m-%d", strict=False)
    named = named.set(~text.str.contains(_MONTH), None)
    return named if month_is == "first_day" else named.dt.month_end()


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
                found = put(found, left, local)
    return found if zone is None else _with_offsets(found, text)


def _with_offsets(found: pl.Series, text: pl.Series) -> pl.Series:
    left = found.is_null() & text.is_not_null()
    odd = text.filter(left).str.replace("Z$", "+00:00")
    for form in ("%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%:z"):
        read = odd.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)
        found = put(found, left, found.filter(left).zip_with(read.is_null(), read))
    return found


def _within_range(values: pl.Series, text: pl.Series) -> tuple[pl.Series, pl.Series]:
    named = values.cast(pl.Date)
    beyond = ((named < EARLIEST) | (named > LATEST)).fill_null(value=False)
    faults = first_fault(no_faults(text), beyond, "out_of_range")
    return (values.set(beyond, None) if beyond.any() else values), faults
