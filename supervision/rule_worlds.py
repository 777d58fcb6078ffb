"""Samples of a rule that is built on a layer of a model: the model's own fixtures, changed.

What a layer derives cannot be set; what it is made of can. So a subject of the model's fixtures is
taken with all its rows and one of their values is changed, in as many ways as may turn a verdict.
Fixtures hold nobody's data, so nothing has to be made up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from supervision.contract_format import Column, ColumnType
from supervision.contracts import contract
from supervision.fixtures import Fixture
from supervision.model_format import Model
from supervision.rule_draft import RuleDraft
from supervision.rule_operators import DAYS, NUMBERS
from supervision.rule_samples import RuleSample, rows_text
from supervision.rule_values import Cell, Row

MOST_SUBJECTS = 6
MOST_ROWS = 160
"""Rows of all changed samples that are tried at most; each takes a moment to judge."""

_DAYS = (-400, -1, 1, 400)
_TIMES = (Decimal(0), Decimal(20))


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """The given tables of a fixture: rows of subjects, by key and dataset, and all others."""

    subjects: Mapping[str, tuple[tuple[str, Row], ...]]
    others: Mapping[str, tuple[Row, ...]]


def world_of(fixture: Fixture, model: Model, subject_column: str) -> World:
    """The tables of a fixture of the source, parted by the subject of the rule."""
    subjects: dict[str, list[tuple[str, Row]]] = {}
    others: dict[str, list[Row]] = {}
    for need in model.requires:
        if need.dataset not in fixture.given:
            continue
        header, lines = fixture.rows(need.dataset)
        for line in lines:
            row: Row = dict(zip(header, line, strict=True))
            key = row.get(subject_column)
            if isinstance(key, str):
                subjects.setdefault(key, []).append((need.dataset, row))
            else:
                others.setdefault(need.dataset, []).append(row)
    return World(
        subjects={key: tuple(rows) for key, rows in subjects.items()},
        others={dataset: tuple(rows) for dataset, rows in others.items()},
    )


def unchanged(world: World) -> Iterator[RuleSample]:
    """Each subject as it stands."""
    return (_sample(rows) for rows in world.subjects.values())


def varied(world: World, draft: RuleDraft, reaches: Sequence[Decimal]) -> Iterator[RuleSample]:
    """The subjects with one value changed, or all their rows several times.

    reaches: how far the values of a condition lie from its limit, as more to try than the usual.
    """
    rows_left = MOST_ROWS
    for rows in list(world.subjects.values())[:MOST_SUBJECTS]:
        for changed in _variations(rows, draft, reaches):
            rows_left -= len(changed)
            if rows_left < 0:
                return
            yield _sample(changed)


def world_text(world: World, model: Model, samples: Sequence[RuleSample]) -> dict[str, str]:
    """The given tables with the rows of these samples; the world's own subjects stay beside them.

    They show what the layers below the rule exclude, which its fixtures must show as well.
    """
    standing = [one for rows in world.subjects.values() for one in rows]
    for sample in samples:
        standing += zip(sample.datasets, sample.rows, strict=True)
    found = {}
    for need in model.requires:
        rows = [*world.others.get(need.dataset, ())]
        rows += [row for dataset, row in standing if dataset == need.dataset]
        found[need.dataset] = rows_text(rows, (*need.required, *need.optional))
    return found


def _sample(rows: Sequence[tuple[str, Row]]) -> RuleSample:
    return RuleSample(
        shown=None,
        key="",
        rows=tuple(row for _, row in rows),
        datasets=tuple(dataset for dataset, _ in rows),
        is_live=False,
    )


def _variations(
    rows: Sequence[tuple[str, Row]], draft: RuleDraft, reaches: Sequence[Decimal]
) -> Iterator[list[tuple[str, Row]]]:
    """The rows of a subject, several times over, and with each value changed in turn."""
    if draft.grouping is not None:
        for times in (draft.grouping.least, draft.grouping.least - 1):
            yield [*rows] * max(times, 1)
    for place, (dataset, row) in enumerate(rows):
        for column in contract(dataset).columns:
            if column.name == draft.subject_column or row.get(column.name) is None:
                continue
            for value in _others(str(row[column.name]), column, reaches):
                changed: Row = {**row, column.name: value}
                yield [*rows[:place], (dataset, changed), *rows[place + 1 :]]


def _others(value: str, column: Column, reaches: Sequence[Decimal]) -> Iterator[Cell]:
    """Other values of a cell: none at all, then what lies as far off as a limit, then more."""
    yield None
    if column.type in DAYS:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            return
        for by in dict.fromkeys((*(int(reach) for reach in reaches), *_DAYS)):
            yield f"{(day + timedelta(days=by)).isoformat()}{value[10:]}"
    elif column.type in NUMBERS:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return
        for other in (*(number + reach for reach in reaches), *(number * by for by in _TIMES)):
            is_whole = column.type is ColumnType.INTEGER
            yield int(other) if is_whole else other.quantize(Decimal("0.01"))
    elif column.type is ColumnType.BOOLEAN:
        yield value.lower() not in {"true", "t", "1"}
    else:
        yield from (code for code in dict.fromkeys(column.codes.values()) if code != value)
