"""The first sheet of a review list: what it is, for whoever finds it later without its makers."""

from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone

from supervision.cells import Cell
from supervision.review_list import COVER_COLUMNS, Cover, RunFacts, Sheet
from supervision.review_list_sheets import Spelling
from supervision.vocabulary import Line

LOCAL = timezone(timedelta(hours=8))
"""Asia/Shanghai, which keeps no summer time."""

CODED_FILTERS: Mapping[str, str] = {"line": "line", "state": "lead_state"}
"""Filters whose values are codes, several joined by commas, and the enum that names them."""


def cover_sheet(cover: Cover, spelling: Spelling) -> Sheet:
    """The sheet of facts: one row a fact, its name and what it says; a run behind it is a fact."""
    return Sheet(
        name=spelling.text("sheet.cover"),
        columns=COVER_COLUMNS,
        titles=(spelling.text("title"), ""),
        rows=tuple(_rows(cover, spelling)),
        is_table=False,
    )


def filters_in_words(filters: Mapping[str, str], spelling: Spelling) -> str:
    """The filters as one sentence; that there are none is said, too."""
    if not filters:
        return spelling.text("filter.none")
    said = [
        f"{spelling.text(f'filter.{name}')}：{_filter_value(name, value, spelling)}"
        for name, value in filters.items()
    ]
    return "；".join(said)


def _rows(cover: Cover, spelling: Spelling) -> Iterator[tuple[Cell, ...]]:
    exported_at = cover.exported_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S")
    lines = [spelling.code("line", line.value) for line in Line if line.value in cover.lines]
    facts: tuple[tuple[str, Cell], ...] = (
        ("note", spelling.text("note_says")),
        ("export_id", cover.export_id),
        ("rows", cover.rows),
        ("filters", filters_in_words(cover.filters, spelling)),
        ("units", "、".join(cover.units)),
        ("lines", "、".join(lines)),
        ("exported_by", f"{cover.display_name}（{cover.exported_by}）"),
        ("exported_at", f"{exported_at} UTC+8"),
        ("reason", cover.reason),
        ("masking", spelling.text("unmasked" if cover.is_unmasked else "masked")),
        ("as_of", cover.as_of and cover.as_of.isoformat()),
        ("snapshot", cover.snapshot),
        ("app_version", cover.app_version),
        ("verify", spelling.text("verify_says")),
    )
    for name, says in facts:
        carried = spelling.carried(says) if isinstance(says, str) else says
        yield (spelling.text(f"fact.{name}"), carried)
    for run in cover.runs:
        yield (spelling.text("fact.run"), spelling.carried(_run(run, spelling)))


def _run(run: RunFacts, spelling: Spelling) -> str:
    if run.parameters is None:
        parameters = spelling.text("parameters_hidden")
    elif run.parameters:
        parameters = "、".join(
            f"{name} = {value}" for name, value in sorted(run.parameters.items())
        )
    else:
        parameters = spelling.text("none")
    return spelling.text("run_says").format(
        model=run.model,
        version=run.version,
        run=run.run_id,
        snapshot=run.snapshot,
        as_of=run.as_of.isoformat(),
        parameters=parameters,
    )


def _filter_value(name: str, value: str, spelling: Spelling) -> str:
    enum = CODED_FILTERS.get(name)
    if enum is None:
        return value
    return "、".join(spelling.code(enum, code) for code in value.split(","))
