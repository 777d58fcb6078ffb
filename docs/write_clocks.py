"""Writes the lists at the end of `docs/clocks.md` from `supervision/periods/*.toml`.

`make docs` runs it; `tests/supervision/test_clocks.py` fails while the page is not what it would
write.
"""

from collections.abc import Sequence
from pathlib import Path

from supervision.clock_format import (
    TO_CHECK,
    Bound,
    Clock,
    Extension,
    HolidayEnd,
    Law,
    Limit,
    LimitVersion,
    Version,
)
from supervision.clocks import in_force, load_periods, unvouched

PAGE = Path(__file__).resolve().parent / "clocks.md"
MARK = "<!-- below this line: written by `make docs` -->\n"
ENDS = {
    HolidayEnd.MOVES: "moves to the next working day",
    HolidayEnd.STAYS: "stays",
    HolidayEnd.STAYS_IN_CUSTODY: "moves, stays where somebody is held",
}


def clocks_page(text: str) -> str:
    """The page: its own text up to the mark, then the periods, limits and laws as declared."""
    periods = load_periods()
    found = [text.partition(MARK)[0] + MARK]
    found += [f"\n## {len(periods.clocks)} periods\n", *map(_clock, periods.clocks.values())]
    found += ["\n## Limits\n\n| limit | | number | law | article | to check |\n"]
    found += ["|---|---|---|---|---|---|\n", *map(_limit, periods.limits.values())]
    found += ["\n## Laws\n\n| law | | in force from | to | to check |\n|---|---|---|---|---|\n"]
    return "".join([*found, *map(_law, periods.laws.values())])


def _clock(one: Clock) -> str:
    facts = [f"- From: {one.starts}", f"- {_must(one)}", f"- An end on a day off {_end(one)}"]
    facts += ["- Counted back from the event"] if one.backwards else []
    facts += [f"- Begins anew: {'；'.join(one.restarts)}"] if one.restarts else []
    facts += [f"- Stands still: {'；'.join(one.stops)}"] if one.stops else []
    facts += [f"- {one.note}"] if one.note else []
    table = (
        "\n| length | law | article | applies from | to | extensions | to check |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    rows = "".join(_version(one, version) for version in one.versions)
    title = f"\n### `{one.id}` {one.title} ({one.title_en})\n\n"
    return title + "\n".join(facts) + "\n" + table + rows


def _must(one: Clock) -> str:
    return f"{'By its end' if one.bound is Bound.LATEST else 'Not before its last day'}: {one.must}"


def _end(one: Clock) -> str:
    months = "; from the last day of a month to the last day of a month"
    return ENDS[one.holiday_end] + (months if one.last_to_last else "")


def _version(one: Clock, version: Version) -> str:
    length = "at once" if version.unit is None else f"{version.count} {version.unit.value}"
    extensions = "；".join(
        f"`{each.id}` {each.title}（{each.article}）: {_added(each)}" for each in version.extensions
    )
    cells = (length.replace("_", " "), f"`{version.law}`", version.article, *_dates(version))
    return _row(*cells, extensions, _keys(unvouched(one, version)))


def _added(each: Extension) -> str:
    added = {"months": each.months, "days": each.days}
    return " ".join(f"+{count} {unit}" for unit, count in added.items() if count)


def _limit(one: Limit) -> str:
    return "".join(
        _row(
            f"`{one.id}`",
            f"{one.title} ({one.title_en})",
            f"{version.value} {one.unit}",
            f"`{version.law}`",
            version.article,
            _keys(unvouched(one, version)),
        )
        for version in one.versions
    )


def _law(one: Law) -> str:
    ended = str(one.in_force_to or "")
    return _row(f"`{one.id}`", one.title, str(one.in_force_from), ended, _keys(one.to_check))


def _dates(version: Version | LimitVersion) -> tuple[str, str]:
    law = load_periods().laws[version.law]
    ended = version.in_force_to or law.in_force_to
    first_on, _ = in_force(version)
    return (str(first_on) if law.in_force_from != TO_CHECK else TO_CHECK, str(ended or ""))


def _keys(keys: Sequence[str]) -> str:
    return f"{TO_CHECK}: {', '.join(keys)}" if keys else ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(clocks_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
