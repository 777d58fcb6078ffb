"""Running a model over its fixtures: the same statements as on the pool, on tables in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from data_access.lake_tables import dataset_table
from data_access.layer_runs import Question, make_layers, read_coverage, rows
from data_access.pool import ZONE
from data_access.select_limits import limited
from data_access.subject_courses import subject_courses
from supervision.contracts import contract
from supervision.errors import Mistake, ModelMistakes
from supervision.fixtures import ExpectedLayer, Fixture, FixtureFile, counts_of
from supervision.lead_rows import FoundLead, found_leads
from supervision.lead_sql import lead_statement
from supervision.ledger import Coverage, LayerLedger
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.source_sql import source_statement
from supervision.subjects import parse_subject
from supervision.verdicts import Course
from supervision.vocabulary import Verdict
from supervision.working_days import calendar_statements

_SETTINGS = (
    f"SET TimeZone = '{ZONE}'",
    "SET memory_limit = '1GB'",
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
"""A fixture may come from outside: its run reads no file, spills nowhere and is bounded."""

UNIT = "990101"
"""The fictional unit to which given rows belong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FixtureAnswer:
    """What a model answers to one fixture; courses of each subject whose verdict is expected."""

    coverage: tuple[Coverage, ...]
    layers: tuple[LayerLedger, ...]
    leads: tuple[FoundLead, ...]
    courses: dict[str, tuple[Course, ...]]


def run_fixture(model: Model, fixture: Fixture) -> FixtureAnswer:
    """The model's answer to one fixture.

    Raises ParameterRefused where the fixture's parameters are outside their ranges.
    """
    question = Question(
        model=model,
        parameters=parameter_values(model, fixture.parameters),
        snapshot=0,
        as_of=fixture.as_of,
        units=frozenset({UNIT}),
    )
    with _given(question, fixture) as connection, limited(connection, model, fixture.id):
        coverage = read_coverage(connection, model)
        compiled, ledgers = make_layers(connection, question)
        last = compiled[model.layers[-1].id]
        found = rows(connection, lead_statement(model, last, question.values))
        return FixtureAnswer(
            coverage=coverage,
            layers=ledgers,
            leads=found_leads(model, found.to_dicts()),
            courses={
                subject: subject_courses(connection, question, compiled, parse_subject(subject).key)
                for subject in fixture.verdicts
            },
        )


def require_answers(model: Model, fixtures: FixtureFile, file: str) -> None:
    """Runs the model over these fixtures of this file.

    Raises ModelMistakes with every answer that is not the expected one.
    """
    mistakes = [
        Mistake(file=file, where=f"fixtures.{fixture.id}.{where}", says=says)
        for fixture in fixtures.fixtures
        for where, says in differences(fixture, run_fixture(model, fixture))
    ]
    if mistakes:
        raise ModelMistakes(mistakes)


def differences(fixture: Fixture, answer: FixtureAnswer) -> Iterator[tuple[str, str]]:
    """Where an answer is not what its fixture expects: which table of the file, and how."""
    for expected, layer in zip(fixture.layers, answer.layers, strict=True):
        yield from _layer_differences(expected, layer)
    leads = [
        (lead.subject, lead.period, lead.title, lead.score, tuple(one.id for one in lead.reasons))
        for lead in answer.leads
    ]
    awaited = [
        (lead.subject, lead.period, lead.title, lead.score, lead.reasons) for lead in fixture.leads
    ]
    yield from (
        ("leads", f"{lead} is found, and not expected") for lead in leads if lead not in awaited
    )
    yield from (
        ("leads", f"{lead} is expected, and not found") for lead in awaited if lead not in leads
    )
    if leads != awaited and sorted(leads) == sorted(awaited):
        yield "leads", "the leads are found in another order"
    for subject, verdict in fixture.verdicts.items():
        courses = answer.courses[subject]
        found = courses[0].verdict if courses else Verdict.ABSENT
        if found is not verdict:
            yield "verdicts", f"{subject} is {found.value}, not {verdict.value}"


def _layer_differences(expected: ExpectedLayer, layer: LayerLedger) -> Iterator[tuple[str, str]]:
    for count, awaited in counts_of(expected).items():
        if (found := getattr(layer, count)) != awaited:
            yield "layers", f"{layer.id} has {found} {count}, not {awaited}"
    excluded = {one.id: one.excluded_count for one in layer.exclusions if one.excluded_count}
    if excluded != expected.exclusions:
        yield "layers", f"{layer.id} excludes {excluded}, not {expected.exclusions}"


@contextmanager
def _given(question: Question, fixture: Fixture) -> Iterator[sa.Connection]:
    engine = sa.create_engine("duckdb:///:memory:", poolclass=sa.pool.StaticPool)
    try:
        with engine.connect() as connection:
            for setting in _SETTINGS:
                connection.exec_driver_sql(setting)
            for dataset in fixture.given:
                _fill(connection, dataset, fixture)
                declared = contract(dataset)
                statement = source_statement(declared, units=question.units, as_of=question.as_of)
                connection.exec_driver_sql(statement)
            for statement in calendar_statements(fixture.given):
                connection.exec_driver_sql(statement)
            yield connection
    finally:
        engine.dispose()


def _fill(connection: sa.Connection, dataset: str, fixture: Fixture) -> None:
    table = dataset_table(contract(dataset))
    table.create(connection)
    header, lines = fixture.rows(dataset)
    names = (*header, "unit_code", "batch_id", "file_sha256", "source_line")
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {dataset} ({', '.join(names)}) VALUES ({marks})"
    for number, line in enumerate(lines, 2):
        values = (*line, UNIT, fixture.id, fixture.id, number)
        connection.exec_driver_sql(statement, values)
