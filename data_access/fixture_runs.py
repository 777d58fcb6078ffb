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
from supervision.fixtures import Fixture
from supervision.lead_rows import FoundLead, found_leads
from supervision.lead_sql import lead_statement
from supervision.ledger import Coverage, LayerLedger
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.source_sql import source_statement
from supervision.subjects import parse_subject
from supervision.verdicts import Course
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

ROWS_AT_ONCE = 200


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
    given = [(*line, UNIT, fixture.id, fixture.id, number) for number, line in enumerate(lines, 2)]
    marks = f"({', '.join('?' for _ in names)})"
    for first in range(0, len(given), ROWS_AT_ONCE):
        part = given[first : first + ROWS_AT_ONCE]
        statement = f"INSERT INTO {dataset} ({', '.join(names)}) VALUES "
        values = tuple(value for row in part for value in row)
        connection.exec_driver_sql(statement + ", ".join([marks] * len(part)), values)
