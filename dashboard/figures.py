"""How a figure is written: counts, money, shares, days and months, in the viewer's language."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dashboard.messages import CHINESE, language, text
from supervision.measure import Measure

SHANGHAI: Final = timezone(timedelta(hours=8))
"""Without daylight saving since 1991; a bare machine need not carry the zone's table."""
LEAST_DENOMINATOR: Final = 20
"""Below this a share says more than it knows: only the counts are shown."""

ABSENT: Final = "—"

_JOINER: Final = "\u2060"
_NO_BREAK: Final = "\u00a0"
_UNIT_GAP: Final = re.compile(r"(?<=\d) (?=\D)")
SHORT: Final = 4
"""So many characters are a word of a table that nobody wants to see broken."""

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def count(number: float | Decimal | None) -> str:
    """A whole number with its thousands marked: `1,234`."""
    return ABSENT if number is None else f"{int(number):,}"


def money(yuan: Decimal | float | None) -> str:
    """An amount as it is read: `12.3 万元`; the exact one is `exact_money`."""
    if yuan is None:
        return ABSENT
    amount = Decimal(str(yuan))
    if language() != CHINESE:
        return text("figure.yuan", amount=f"{_rounded(amount, '1'):,}")
    for key, size in (("figure.yi", Decimal(10) ** 8), ("figure.wan", Decimal(10) ** 4)):
        if abs(amount) >= size:
            return text(key, amount=f"{_rounded(amount / size, '0.1'):,}")
    return text("figure.yuan", amount=_plain(amount))


def exact_money(yuan: Decimal | float | None) -> str:
    """An amount to the cent: `123,456.78 元`."""
    if yuan is None:
        return ABSENT
    return text("figure.yuan", amount=f"{_rounded(Decimal(str(yuan)), '0.01'):,}")


def share(numerator: int | None, denominator: int | None) -> str:
    """A share with what it was made of: `37.0 %（753/2,035）`; counts only below twenty."""
    if numerator is None or not denominator:
        return ABSENT
    of = f"{numerator:,}/{denominator:,}"
    if denominator < LEAST_DENOMINATOR:
        return of
    return text("figure.share", percent=percent(numerator / denominator), of=of)


def percent(value: float | Decimal | None) -> str:
    """A share between 0 and 1 as `37.0 %`."""
    return ABSENT if value is None else f"{_rounded(Decimal(str(value)) * 100, '0.1')} %"


def points(difference: float | Decimal | None) -> str:
    """A difference of two shares in percentage points: `+2.1 个百分点`."""
    if difference is None:
        return ABSENT
    return text("figure.points", points=f"{_rounded(Decimal(str(difference)) * 100, '0.1'):+}")


def day(value: date | None) -> str:
    """A day: `2026年5月26日`."""
    if value is None:
        return ABSENT
    return text("figure.day", year=value.year, month=value.month, day=value.day)


def unbroken(says: str) -> str:
    """The text with no place to break a line inside a day or before a unit."""
    says = _UNIT_GAP.sub(_NO_BREAK, says)
    if language() != CHINESE:
        return says
    written = text("figure.day", year=r"\d+", month=r"\d+", day=r"\d+")
    return re.sub(written, lambda found: _JOINER.join(found[0]), says)


def held(word: str) -> str:
    """A word that stays on one line, however narrow its column."""
    return _JOINER.join(word) if language() == CHINESE else word


def whole(says: str) -> str:
    """A text that stays on one line if it is but a word; a longer one may be broken."""
    return held(says) if len(says) <= SHORT else says


def month(value: date | None) -> str:
    """A month: `2026-05`."""
    return ABSENT if value is None else f"{value:%Y-%m}"


def span(start: date, end: date) -> str:
    """A period of months: `2026-01 至 2026-05`, or the month alone."""
    if month(start) == month(end):
        return month(start)
    return text("figure.span", start=month(start), end=month(end))


def days(start: date | None, end: date | None) -> str:
    """A period of days: `2016年10月1日至2020年2月28日`."""
    if start is None or end is None:
        return ABSENT
    return day(start) if start == end else text("figure.days", start=day(start), end=day(end))


def instant(value: datetime | None) -> str:
    """An instant as the clock in Shanghai shows it: `2026年5月26日 10:20`."""
    if value is None:
        return ABSENT
    local = _in_shanghai(value)
    return f"{day(local.date())} {local:%H:%M}"


def short_day(value: datetime) -> str:
    """The day of an instant where an axis has no room for more: `05-26`."""
    return f"{_in_shanghai(value):%m-%d}"


def seconds(value: float | None) -> str:
    """A duration: `0.4 秒`."""
    return ABSENT if value is None else text("figure.seconds", seconds=f"{value:,.1f}")


def value(found: object) -> str:
    """A value of no declared kind, as it stands in a reason or a row."""
    if found is None:
        return ABSENT
    if isinstance(found, bool):
        return text("figure.yes") if found else text("figure.no")
    if isinstance(found, datetime):
        return instant(found)
    if isinstance(found, date):
        return day(found)
    if isinstance(found, int):
        return f"{found:,}"
    if isinstance(found, (float, Decimal)):
        return _plain(Decimal(str(found)))
    return _day_of(str(found))


def measured(found: object, measure: Measure | None) -> str:
    """A value of a declared measure: a share, an amount, days, a count."""
    if found is None or isinstance(found, str) or measure is None:
        return value(found)
    amount = Decimal(str(found))
    written: dict[Measure, Callable[[Decimal], str]] = {
        Measure.SHARE: percent,
        Measure.YUAN: exact_money,
        Measure.DAYS: lambda days: text("figure.days_long", days=_plain(days)),
        Measure.SECONDS: lambda time: text("figure.seconds", seconds=_plain(time)),
        Measure.YEAR: lambda year: str(int(year)),
    }
    return written.get(measure, _plain)(amount)


def _in_shanghai(value: datetime) -> datetime:
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(SHANGHAI)


def _day_of(found: str) -> str:
    """A day that a store keeps as ISO text, as a day is written; any other text as it is."""
    if not _ISO_DAY.fullmatch(found):
        return found
    try:
        return day(date.fromisoformat(found))
    except ValueError:
        return found


def _rounded(amount: Decimal, step: str) -> Decimal:
    return amount.quantize(Decimal(step), ROUND_HALF_UP)


def _plain(amount: Decimal) -> str:
    """At most four decimals, without trailing zeros; two where they are money's."""
    shown = f"{amount:,.4f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
