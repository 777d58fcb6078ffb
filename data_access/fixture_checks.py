"""Whether a model answers its own fixtures: what a model from outside must do before it is kept."""

from collections.abc import Iterator

import duckdb
import sqlalchemy as sa

from data_access.errors import Refused
from data_access.fixture_runs import FixtureAnswer, run_fixture
from supervision.errors import Mistake, ModelMistakes, SupervisionError
from supervision.fixtures import Fixture, FixtureFile, counts_of
from supervision.model_format import Model
from supervision.vocabulary import Verdict

_FAILURES = (sa.exc.DBAPIError, duckdb.Error, SupervisionError, Refused)


def require_answers(model: Model, fixtures: FixtureFile, file: str) -> None:
    """Runs the model over these fixtures of this file.

    Raises ModelMistakes with every answer that is not the expected one.
    """
    if mistakes := answer_mistakes(model, fixtures, file):
        raise ModelMistakes(mistakes)


def answer_mistakes(model: Model, fixtures: FixtureFile, file: str) -> list[Mistake]:
    """Where the model answers otherwise than its fixtures expect; empty where it does not.

    Values of rows are not repeated: a fixture may be taken from a case.
    """
    return [
        Mistake(file=file, where=f"fixtures.{fixture.id}.{where}", says=says)
        for fixture in fixtures.fixtures
        for where, says in _of_fixture(model, fixture)
    ]


def _of_fixture(model: Model, fixture: Fixture) -> Iterator[tuple[str, str]]:
    try:
        answer = run_fixture(model, fixture)
    except ModelMistakes as error:
        yield from (("run", str(mistake.says)) for mistake in error.mistakes)
    except _FAILURES as error:
        yield "run", f"the model cannot be run on the given rows ({type(error).__name__})"
    else:
        yield from differences(fixture, answer)


def differences(fixture: Fixture, answer: FixtureAnswer) -> Iterator[tuple[str, str]]:
    """Where an answer is not what its fixture expects: which table of the file, and how."""
    yield from _layers(fixture, answer)
    yield from _leads(fixture, answer)
    yield from _verdicts(fixture, answer)


def _layers(fixture: Fixture, answer: FixtureAnswer) -> Iterator[tuple[str, str]]:
    for expected, layer in zip(fixture.layers, answer.layers, strict=True):
        for count, number in counts_of(expected).items():
            found = getattr(layer, count)
            if found != number:
                yield f"layers.{expected.id}", f"{count} is {found}, {number} is expected"
        excluded = {one.id: one.excluded_count for one in layer.exclusions if one.excluded_count}
        if excluded != expected.exclusions:
            yield f"layers.{expected.id}", f"exclusions are {excluded}"


def _leads(fixture: Fixture, answer: FixtureAnswer) -> Iterator[tuple[str, str]]:
    found = [
        (lead.subject, lead.period, lead.title, lead.score, tuple(one.id for one in lead.reasons))
        for lead in answer.leads
    ]
    expected = [
        (lead.subject, lead.period, lead.title, lead.score, lead.reasons) for lead in fixture.leads
    ]
    if len(found) != len(expected):
        yield "leads", f"{len(found)} leads are found, {len(expected)} are expected"
    elif found != expected:
        place = next(
            n for n, pair in enumerate(zip(found, expected, strict=True), 1) if pair[0] != pair[1]
        )
        yield "leads", f"lead {place} is found otherwise than expected"


def _verdicts(fixture: Fixture, answer: FixtureAnswer) -> Iterator[tuple[str, str]]:
    for place, (subject, expected) in enumerate(fixture.verdicts.items(), 1):
        courses = answer.courses[subject]
        found = courses[0].verdict if courses else Verdict.ABSENT
        if found is not expected:
            yield "verdicts", f"subject {place} is {found.value}, {expected.value} is expected"
