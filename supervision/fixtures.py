"""The fixtures of a model: small given tables, and what exactly a run over them must answer.

They stand beside the model as `<id>.fixtures.toml`; a model without them does not load.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from supervision.contracts import contract
from supervision.declared import Declared, Name, Sentence
from supervision.errors import Mistake
from supervision.model_format import Model
from supervision.vocabulary import Outcome, Verdict

TIMES = "times"
TIMES_PATTERN = re.compile(r"[1-9][0-9]{0,3}")
MOST_ROWS = 10_000
"""More rows than this in one given table are no small world."""


class ExpectedLayer(Declared):
    """The counts one layer must have; exclusions: how many rows each removed."""

    id: Name
    rows_in: int
    kept: int
    dropped: int = 0
    excluded: int = 0
    cannot_judge: int = 0
    near_miss: int = 0
    exclusions: dict[Name, int] = Field(default_factory=dict)


class ExpectedLead(Declared):
    """One lead that must be found: subject as `kind:key`, and the ids of the tests it met."""

    subject: str
    period: str
    title: Sentence
    score: int
    reasons: tuple[Name, ...]


class Fixture(Declared):
    """One small world: tables as CSV text by dataset, parameters, and the exact answer.

    A column `times` in a given table says how many equal rows a line stands for.
    """

    id: Name
    says: Sentence
    as_of: date
    parameters: dict[Name, Decimal] = Field(default_factory=dict)
    given: Annotated[dict[Name, str], Field(min_length=1)]
    layers: Annotated[tuple[ExpectedLayer, ...], Field(min_length=1)]
    leads: tuple[ExpectedLead, ...] = ()
    verdicts: Annotated[dict[str, Verdict], Field(min_length=1)]

    def rows(self, dataset: str) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
        """Header and rows of one given table; an empty cell is null."""
        lines = csv.DictReader(io.StringIO(self.given[dataset].strip()), skipinitialspace=True)
        header = tuple(name for name in lines.fieldnames or () if name != TIMES)
        rows: list[tuple[str | None, ...]] = []
        for line in lines:
            row = tuple((line[name] or "").strip() or None for name in header)
            rows += [row] * int(line.get(TIMES) or 1)
        return header, rows


class FixtureFile(Declared):
    """All fixtures of one model."""

    fixtures: Annotated[tuple[Fixture, ...], Field(min_length=1)]


def fixture_mistakes(model: Model, fixtures: FixtureFile, file: str) -> Iterator[Mistake]:
    """What the fixtures do not show: each verdict, a near miss, each exclusion, at least once."""
    verdicts = {verdict for fixture in fixtures.fixtures for verdict in fixture.verdicts.values()}
    for verdict in (Verdict.FLAGGED, Verdict.DROPPED, Verdict.CANNOT_JUDGE):
        if verdict not in verdicts:
            says = f"no subject is {verdict.value}"
            yield Mistake(file=file, where="fixtures.verdicts", says=says)
    expected = [layer for fixture in fixtures.fixtures for layer in fixture.layers]
    if not any(layer.near_miss for layer in expected):
        yield Mistake(file=file, where="fixtures.layers", says="no layer has a near miss")
    excluded = {name for layer in expected for name, count in layer.exclusions.items() if count}
    for layer in model.layers:
        for exclusion in layer.exclusions:
            if exclusion.id not in excluded:
                says = f"no row is removed by the exclusion {exclusion.id}"
                yield Mistake(file=file, where="fixtures.layers", says=says)
    datasets = {need.dataset for need in model.requires}
    for fixture in fixtures.fixtures:
        where = f"fixtures.{fixture.id}"
        if set(fixture.given) != datasets:
            yield Mistake(file=file, where=f"{where}.given", says="must give each required dataset")
        else:
            yield from (
                Mistake(file=file, where=f"{where}.given.{dataset}", says=says)
                for dataset in fixture.given
                for says in _given_mistakes(fixture, dataset)
            )
        if [layer.id for layer in fixture.layers] != [layer.id for layer in model.layers]:
            yield Mistake(file=file, where=f"{where}.layers", says="must name each layer in order")


def _given_mistakes(fixture: Fixture, dataset: str) -> Iterator[str]:
    """What is wrong with one given table; its header goes into a statement as it stands."""
    lines = csv.DictReader(io.StringIO(fixture.given[dataset].strip()), skipinitialspace=True)
    known = {column.name for column in contract(dataset).columns} | {TIMES}
    for name in lines.fieldnames or ():
        if name not in known:
            yield f"there is no column {name} in {dataset}"
    times = [line.get(TIMES) or "1" for line in lines]
    if not all(TIMES_PATTERN.fullmatch(one) for one in times):
        yield f"{TIMES} is a number from 1 to 9999"
    elif sum(map(int, times)) > MOST_ROWS:
        yield f"has more than {MOST_ROWS} rows"


def counts_of(expected: ExpectedLayer) -> dict[str, int]:
    """The expected counts by the name a ledger has for them."""
    return {
        "rows_in": expected.rows_in,
        **{f"rows_{outcome.value}": getattr(expected, outcome.value) for outcome in Outcome},
        "rows_near_miss": expected.near_miss,
    }
