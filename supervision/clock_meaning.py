"""What the periods that a model names mean, as text: part of what its version stands for.

A changed number changes every model that names the period, though no letter of its file changes.
"""

import re

from supervision.clock_calls import FUNCTIONS, LIMIT
from supervision.clock_format import Clock, Limit
from supervision.clocks import Periods

_NAMED = re.compile(rf"\b({'|'.join(FUNCTIONS)})\s*\(\s*'(\w+)'", re.IGNORECASE)


def named_meanings(text: str, periods: Periods) -> list[str]:
    """One line for each period and limit that the text of a model names, sorted; titles aside."""
    return sorted(set(meanings(text, periods).values()))


def meanings(text: str, periods: Periods) -> dict[str, str]:
    """What each period and limit that the text of a model names means, by its name, sorted."""
    found = {}
    for function, name in sorted(set(_NAMED.findall(text))):
        known = periods.limits if function.lower() == LIMIT else periods.clocks
        if name in known:
            found[name] = _meaning(known[name], periods)
    return found


def _meaning(one: Clock | Limit, periods: Periods) -> str:
    said: list[object] = [one.id]
    if isinstance(one, Limit):
        said += [
            (*map(str, periods.in_force(version)), str(version.value)) for version in one.versions
        ]
        return repr(said)
    said += [one.bound.value, one.holiday_end.value, one.backwards, one.last_to_last]
    for version in one.versions:
        lengths = [(unit.value, count) for unit, count in version.lengths]
        more = [(each.id, each.months, each.days) for each in version.extensions]
        said.append((*map(str, periods.in_force(version)), lengths, more))
    return repr(said)
