"""Whether a model that looks up working days has them."""

from collections.abc import Iterable, Iterator

from supervision.clock_sql import reads_calendar
from supervision.expressions import ExpressionRefused, parse
from supervision.model_format import Requirement
from supervision.working_days import COLUMNS, HOLIDAYS


def calendar_mistakes(
    requires: Iterable[Requirement], expressions: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Expressions (place, text) that need the days off of a model that does not require them."""
    columns = {
        column
        for need in requires
        if need.dataset == HOLIDAYS
        for column in (*need.required, *need.optional)
    }
    if columns >= set(COLUMNS):
        return
    for where, text in expressions:
        if _reads_calendar(text):
            wanted = " and ".join(COLUMNS)
            yield where, f"the end of a period moves: require {HOLIDAYS} with {wanted}"


def _reads_calendar(text: str) -> bool:
    try:
        return reads_calendar(parse(text))
    except ExpressionRefused:
        return False
