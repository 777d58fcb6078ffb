"""How a model's expression names a statutory period, and what an author may get wrong in it.

    legal_deadline('clock', start [, extension_days] [, 'extension', ...])   the last day
    period_end(...)         the same as counted, without the move to a working day
    is_too_late('clock', start, act [, extension_days] [, 'extension', ...])
    is_too_early(...)       the same for a shortest period
    legal_limit('limit', day)   the number in force on the day

`'in_custody'` among the words says that somebody is held, where the end then does not move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from sqlglot import exp

from supervision.clock_format import IN_CUSTODY, Bound, Clock, HolidayEnd, Limit, Unit
from supervision.clocks import load_periods

PAST, EARLY = "is_too_late", "is_too_early"
LIMIT = "legal_limit"
DAYS_OF = {"legal_deadline": 1, "period_end": 1, PAST: 2, EARLY: 2}
"""How many days each function is given after the clock."""

FUNCTIONS = (*DAYS_OF, LIMIT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One clock function with its arguments.

    act: the day that is judged; NULL where the function judges none. extension_days: None where
    none are given. words: the extensions.
    """

    function: str
    clock: Clock
    start: exp.Expr
    act: exp.Expr
    extension_days: exp.Expr | None
    words: tuple[str, ...]
    in_custody: bool

    @classmethod
    def of(cls, node: exp.Expr) -> Self:
        """The call of a node in which `call_mistakes` finds nothing wrong."""
        function = _function(node)
        first, *others = node.expressions
        days, rest = others[: DAYS_OF[function]], others[DAYS_OF[function] :]
        words = [one.name for one in rest if _is_word(one)]
        more = [one for one in rest if not _is_word(one)]
        return cls(
            function=function,
            clock=load_periods().clocks[first.name],
            start=days[0],
            act=days[1] if days[1:] else exp.Null(),
            extension_days=more[0] if more else None,
            words=tuple(word for word in words if word != IN_CUSTODY),
            in_custody=IN_CUSTODY in words,
        )


def is_call(node: exp.Expr) -> bool:
    """Whether the node is one of the functions of statutory periods."""
    return isinstance(node, exp.Anonymous) and _function(node) in FUNCTIONS


def has_call(expression: exp.Expr) -> bool:
    """Whether the expression names a statutory period or limit."""
    return any(is_call(node) for node in expression.walk())


def calls_of(expression: exp.Expr) -> Iterator[Call]:
    """The clock functions of an expression without mistakes, limits aside."""
    for node in expression.walk():
        if is_call(node) and _function(node) != LIMIT:
            yield Call.of(node)


def limit_of(node: exp.Expr) -> Limit | None:
    """The limit that the node asks for; None where it asks for a period."""
    if _function(node) != LIMIT:
        return None
    return load_periods().limits[node.expressions[0].name]


def call_mistakes(node: exp.Expr) -> Iterator[str]:
    """What is wrong with a clock function, one sentence each."""
    function, given = _function(node), node.expressions
    known = load_periods().limits if function == LIMIT else load_periods().clocks
    if not given or not _is_word(given[0]):
        yield f"{function} begins with the id of a statutory period in quotes"
        return
    name = given[0].name
    if name not in known:
        yield f"{function}: there is no statutory period or limit {name}"
        return
    days = DAYS_OF.get(function, 1)
    more = [one for one in given[1 + days :] if not _is_word(one)]
    words = [one.name for one in given[1 + days :] if _is_word(one)]
    is_short = len(given) < 1 + days or any(_is_word(one) for one in given[1 : 1 + days])
    if is_short or len(more) > 1 or (function == LIMIT and len(given) > 2):
        yield f"{function} is given the wrong number of days"
    elif function != LIMIT:
        mistakes = _clock_mistakes(function, load_periods().clocks[name], words, bool(more))
        yield from (f"{function}: {says}" for says in mistakes)
        if node.find(exp.Window):
            yield f"{function}: derive what looks along a window first"


def _clock_mistakes(function: str, clock: Clock, words: list[str], has_days: bool) -> Iterator[str]:
    for word in words:
        if word == IN_CUSTODY and clock.holiday_end is not HolidayEnd.STAYS_IN_CUSTODY:
            yield f"{clock.id} ends on the same day in custody"
        elif word != IN_CUSTODY and word not in clock.extension_ids:
            yield f"{clock.id} has no extension {word}"
    if has_days and {Unit.HOURS, Unit.WORKING_DAYS} & clock.units:
        yield f"{clock.id} is counted in {min(clock.units)} and has no extension days"
    if function == "period_end" and Unit.WORKING_DAYS in clock.units:
        yield f"{clock.id} is counted in working days; use legal_deadline"
    if function in {PAST, EARLY} and (function == PAST) != (clock.bound is Bound.LATEST):
        other = EARLY if function == PAST else PAST
        yield f"{clock.id} is a {'shortest' if function == PAST else 'longest'} period; use {other}"


def _function(node: exp.Expr) -> str:
    return node.name.lower()


def _is_word(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)
