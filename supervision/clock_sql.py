"""Statutory periods in the expressions of a model: functions replaced by plain date arithmetic.

`legal_deadline('nonlit_apply', suit_deadline_on)` becomes a CASE by the dates in force, and, where
the law moves the end of the period, a look-up in `working_calendar` by equality, which DuckDB and
Spark both join. What the functions mean is what `deadlines.py` says in Python; a test holds both
against each other. A null argument makes a null: cannot judge.
"""

from collections.abc import Callable
from datetime import date, timedelta

from sqlglot import exp

from supervision.clock_calls import PAST, Call, calls_of, has_call, is_call, limit_of
from supervision.clock_format import Unit, Version
from supervision.clocks import in_force
from supervision.deadlines import latest_working_end
from supervision.working_days import CALENDAR, LONGEST_BREAK


def with_arithmetic(expression: exp.Expr) -> exp.Expr:
    """The expression with every clock function replaced; itself where there is none."""
    if not has_call(expression):
        return expression
    return expression.transform(_replaced)


def reads_calendar(expression: exp.Expr) -> bool:
    """Whether a clock of the expression needs the working days."""
    return any(_looks_up(call) for call in calls_of(expression))


def _replaced(node: exp.Expr) -> exp.Expr:
    if not is_call(node):
        return node
    node = node.copy()
    node.set("expressions", [with_arithmetic(one) for one in node.expressions])
    limit = limit_of(node)
    if limit is not None:
        day = _day(node.expressions[1])
        return _by_date(day, [(*in_force(one), _number(str(one.value))) for one in limit.versions])
    call = Call.of(node)
    if call.function == "period_end":
        return _paren(_nominal(call))
    if call.function == "legal_deadline":
        return _paren(_due(call))
    return _judged(call)


def _judged(call: Call) -> exp.Expr:
    """Whether the act was too late or too early; the calendar only where it decides."""
    done = call.act if _is_hours(call) else _day(call.act)
    is_late = call.function == PAST

    def misses(end: exp.Expr) -> exp.Expr:
        compare = exp.GT if is_late else exp.LT
        return compare(this=done.copy(), expression=end)

    if not _looks_up(call):
        return _paren(misses(_due(call)))
    first, last = _span(call)
    necessary, sufficient = (first, last) if is_late else (last, first)
    doubtful = exp.or_(misses(sufficient), misses(_due(call)))
    return _paren(exp.and_(misses(necessary), doubtful))


def _span(call: Call) -> tuple[exp.Expr, exp.Expr]:
    """The first and the last day on which the period can end, whatever the days off are."""
    if Unit.WORKING_DAYS in call.clock.units:
        return (
            _versions(call, lambda one: _plus(_day(call.start), one.count)),
            _versions(call, lambda one: _plus(_day(call.start), latest_working_end(one.count))),
        )
    return _nominal(call), _plus(_nominal(call), LONGEST_BREAK)


def _due(call: Call) -> exp.Expr:
    if Unit.WORKING_DAYS in call.clock.units:
        return _versions(call, lambda one: _working_day_after(_day(call.start), one.count))
    return _next_working_day(_nominal(call)) if _looks_up(call) else _nominal(call)


def _nominal(call: Call) -> exp.Expr:
    return _versions(call, lambda one: _end(call, one))


def _versions(call: Call, end: Callable[[Version], exp.Expr]) -> exp.Expr:
    return _by_date(
        _day(call.start),
        [
            (*in_force(one), end(one) if set(call.words) <= _extensions(one) else _no_day())
            for one in call.clock.versions
        ],
    )


def _end(call: Call, version: Version) -> exp.Expr:
    start = _day(call.start)
    if version.unit is None:
        return _no_day()
    if version.unit is Unit.HOURS:
        return exp.Add(this=_paren(call.start.copy()), expression=_interval(version.count, "HOUR"))
    months, days = _length(call, version)
    if call.clock.backwards:
        days = -days
    found = start
    if months:
        found = _months_after(start, months, last_to_last=call.clock.last_to_last)
    if days:
        found = _plus(found, days)
    if call.extension_days is not None:
        more = _paren(exp.cast(call.extension_days.copy(), "INT"))
        operator = exp.Sub if call.clock.backwards else exp.Add
        found = operator(this=found, expression=more)
    return found


def _length(call: Call, version: Version) -> tuple[int, int]:
    """Months and days of the period with its extensions."""
    extensions = [version.extension(word) for word in call.words]
    months, days = sum(one.months for one in extensions), sum(one.days for one in extensions)
    each = {Unit.YEARS: (12, 0), Unit.MONTHS: (1, 0), Unit.DAYS: (0, 1)}
    in_months, in_days = each[version.unit or Unit.DAYS]
    return months + in_months * version.count, days + in_days * version.count


def _months_after(start: exp.Expr, months: int, *, last_to_last: bool) -> exp.Expr:
    moved = exp.cast(exp.Add(this=start, expression=_interval(months, "MONTH")), "DATE")
    if not last_to_last:
        return moved
    is_last = exp.EQ(this=start.copy(), expression=exp.LastDay(this=start.copy()))
    return exp.Case().when(is_last, exp.LastDay(this=moved)).else_(moved.copy())


def _next_working_day(day: exp.Expr) -> exp.Expr:
    found = exp.select("MAX(days.legal_next_on)").from_(f"{CALENDAR} AS days")
    return exp.Subquery(this=found.where(_equal("days.legal_day_on", day)))


def _working_day_after(start: exp.Expr, count: int) -> exp.Expr:
    found = (
        exp.select("MAX(later.legal_day_on)")
        .from_(f"{CALENDAR} AS days")
        .join(
            f"{CALENDAR} AS later",
            on="later.legal_block = days.legal_block AND later.legal_is_working"
            f" AND later.legal_ordinal = days.legal_ordinal + {count}",
        )
    )
    return exp.Subquery(this=found.where(_equal("days.legal_day_on", start)))


def _by_date(day: exp.Expr, versions: list[tuple[date, date, exp.Expr]]) -> exp.Expr:
    """What holds on the day, of values with the first and the last day on which each does."""
    found = exp.Case()
    for first_on, last_on, value in _joined(versions):
        holds = exp.Not(this=exp.Is(this=day.copy(), expression=exp.Null()))
        bounds: list[exp.Expr] = []
        if first_on != date.min:
            bounds.append(exp.GTE(this=day.copy(), expression=_date(first_on)))
        if last_on != date.max:
            bounds.append(exp.LTE(this=day.copy(), expression=_date(last_on)))
        found = found.when(exp.and_(*bounds) if bounds else holds, value)
    return found


def _joined(versions: list[tuple[date, date, exp.Expr]]) -> list[tuple[date, date, exp.Expr]]:
    """The same with editions of which each says what the one before it said as one."""
    found: list[tuple[date, date, exp.Expr]] = []
    for first_on, last_on, value in versions:
        before = found[-1] if found else None
        if before and before[2] == value and first_on - before[1] == timedelta(days=1):
            found[-1] = (before[0], last_on, value)
        else:
            found.append((first_on, last_on, value))
    return found


def _extensions(version: Version) -> set[str]:
    return {one.id for one in version.extensions}


def _looks_up(call: Call) -> bool:
    if call.function == "period_end":
        return False
    return Unit.WORKING_DAYS in call.clock.units or call.clock.moves(in_custody=call.in_custody)


def _is_hours(call: Call) -> bool:
    return Unit.HOURS in call.clock.units


def _equal(column: str, value: exp.Expr) -> exp.Expr:
    return exp.EQ(this=exp.column(*reversed(column.split("."))), expression=value)


def _day(value: exp.Expr) -> exp.Expr:
    return exp.cast(_paren(value.copy()), "DATE")


def _date(day: date) -> exp.Expr:
    return exp.cast(exp.Literal.string(day.isoformat()), "DATE")


def _no_day() -> exp.Expr:
    return exp.cast(exp.Null(), "DATE")


def _plus(day: exp.Expr, count: int) -> exp.Expr:
    if count < 0:
        return exp.Sub(this=day, expression=_number(str(-count)))
    return exp.Add(this=day, expression=_number(str(count)))


def _interval(count: int, unit: str) -> exp.Expr:
    return exp.Interval(this=_number(str(count)), unit=exp.Var(this=unit))


def _number(digits: str) -> exp.Expr:
    return exp.Literal.number(digits)


def _paren(value: exp.Expr) -> exp.Expr:
    return value if isinstance(value, exp.Column | exp.Literal) else exp.Paren(this=value)
