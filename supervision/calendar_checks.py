"""Whether a model that looks up working days has them."""

from collections.abc import Iterable, Iterator

from supervision.clock_sql import reads_calendar
from supervision.expressions import ExpressionRefused, parse
from supervision.model_format import Requirement
from supervision.working_days import COLUMNS, HOLIDAYS


def calendar_mistakes(
    requires: Iterable[Requirement], expressions: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Expressions (place, text) that need days off which the model lacks, or where none can be had.

    DuckDB evaluates no look-up within the condition of a join.
    """
    columns = {
        column
        for need in requires
        if need.dataset == HOLIDAYS
        for column in (*need.required, *need.optional)
    }
    has_them = columns >= set(COLUMNS)
    for where, text in expressions:
        is_joined = ".joins." in where or where.startswith(("lead.behind", "lead.evidence"))
        if (is_joined or not has_them) and _reads_calendar(text):
            wanted = " and ".join(COLUMNS)
            lacking = f"the end of a period moves: require {HOLIDAYS} with {wanted}"
            yield where, "derive the last day of the period first" if has_them else lacking


def _reads_calendar(text: str) -> bool:
    try:
        return reads_calendar(parse(text))
    except ExpressionRefused:
        return False
