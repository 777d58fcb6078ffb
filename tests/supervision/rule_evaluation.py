"""What a draft of a rule means, evaluated row by row in plain Python: the slow reference."""

from datetime import date, datetime, timedelta, timezone

from supervision.rule_draft import MeasureKind, Period
from supervision.rule_operators import Operator

CHINA = timezone(timedelta(hours=8))


def day(value):
    return value.astimezone(CHINA).date() if isinstance(value, datetime) else value


def holds(condition, row, as_of):  # noqa: C901, PLR0912 - one operator after the other
    """True, False, or None where it cannot be said."""
    value, operator = row[condition.column], condition.operator
    if operator in {Operator.IS_FILLED, Operator.IS_EMPTY}:
        return (value is None) == (operator is Operator.IS_EMPTY)
    if value is None:
        return None
    if operator in {Operator.IS_TRUE, Operator.IS_FALSE}:
        return value is (operator is Operator.IS_TRUE)
    if operator in {Operator.EQUALS, Operator.ONE_OF, Operator.DIFFERS}:
        return (value in condition.words) == (operator is not Operator.DIFFERS)
    if operator in {Operator.CONTAINS, Operator.LACKS}:
        return any(word in value for word in condition.words) == (operator is Operator.CONTAINS)
    if operator in {Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN}:
        low = condition.number if operator is not Operator.AT_MOST else None
        high = condition.upper if operator is Operator.BETWEEN else condition.number
        high = None if operator is Operator.AT_LEAST else high
        return (low is None or value >= low) and (high is None or value <= high)
    if operator is Operator.FROM_DAY:
        return day(value) >= condition.day
    if operator is Operator.UNTIL_DAY:
        return day(value) <= condition.day
    if operator is Operator.BETWEEN_DAYS:
        return condition.day <= day(value) <= condition.last_day
    if operator in {Operator.WITHIN_DAYS_BEFORE_RUN, Operator.MORE_DAYS_BEFORE_RUN}:
        apart = (as_of - day(value)).days
    else:
        other = row[condition.other]
        if other is None:
            return None
        if operator in {Operator.ABOVE_COLUMN, Operator.BELOW_COLUMN}:
            return (
                day(value) > day(other)
                if operator is Operator.ABOVE_COLUMN
                else day(value) < day(other)
            )
        apart = (day(value) - day(other)).days
    if operator in {Operator.WITHIN_DAYS_AFTER, Operator.WITHIN_DAYS_BEFORE_RUN}:
        return 0 <= apart <= condition.number
    return apart > condition.number


def outcome(draft, row, as_of):
    """What becomes of a row of which subject and day are known."""
    if any(holds(one, row, as_of) is True for one in draft.exclusions):
        return "excluded"
    answers = [holds(one, row, as_of) for one in draft.conditions]
    if False in answers:
        return "dropped"
    return "cannot_judge" if None in answers else "kept"


def outcomes(draft, rows, as_of):
    """The outcome of each row by its line, rows without subject or day left out."""
    return {
        row["source_line"]: outcome(draft, row, as_of)
        for row in rows
        if row[draft.subject_column] is not None and row[draft.event_column] is not None
    }


def period(draft, row):
    on = day(row[draft.event_column])
    forms = {Period.DAY: f"{on}", Period.MONTH: f"{on:%Y-%m}", Period.YEAR: f"{on:%Y}"}
    return forms.get(draft.grouping.period, "不分时段")


def groups(draft, rows, as_of):
    """The outcome of each group that has a kept row, by subject and period."""
    found = outcomes(draft, rows, as_of)
    kept, unjudged = {}, {}
    for row in rows:
        place = {"kept": kept, "cannot_judge": unjudged}.get(found.get(row["source_line"]))
        if place is not None:
            place.setdefault((row[draft.subject_column], period(draft, row)), []).append(row)
    return {
        key: _group(draft.grouping, own, len(unjudged.get(key, ()))) for key, own in kept.items()
    }


def _group(grouping, rows, unjudged):
    answers = [_reaches(len(rows), unjudged, grouping.least)]
    for measure in grouping.measures:
        values = [row[measure.column] for row in rows]
        known = [value for value in values if value is not None]
        if measure.kind is MeasureKind.DISTINCT:
            more = len(values) - len(known) + unjudged
            answers.append(_reaches(len(set(known)), more, measure.least))
        else:
            is_known = len(known) == len(values) and not unjudged
            answers.append(sum(known) >= measure.least if is_known else None)
    if False in answers:
        return "dropped"
    return "cannot_judge" if None in answers else "kept"


def _reaches(count, more, least):
    if count >= least:
        return True
    return False if count + more < least else None


AS_OF = date(2026, 1, 31)
