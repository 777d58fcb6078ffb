"""The small demo city as frames, and what a model answers on them: no lake, no files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache

import polars as pl
import sqlalchemy as sa

from data_access.demo.city.people import CITY
from data_access.demo.city.shape import UNIT
from data_access.demo.city_world import BY_COUNTY
from data_access.fixture_runs import FixtureAnswer
from data_access.lake_tables import dataset_table
from data_access.layer_runs import Question, make_layers, read_coverage, rows
from data_access.pool import ZONE
from supervision.contracts import contract
from supervision.lead_rows import found_leads
from supervision.lead_sql import lead_statement
from supervision.model_format import Model
from supervision.parameters import parameter_values
from supervision.source_sql import source_statement
from supervision.working_days import calendar_statements
from tests.small_city import small_city

AS_OF = date(2025, 12, 31)


@cache
def city() -> Mapping[str, pl.DataFrame]:
    """Every dataset of the small city as a run would read it: with unit_code, up to AS_OF."""
    return {name: _held(name, frame) for name, frame in small_city()[0].items()}


def answer(model: Model, frames: Mapping[str, pl.DataFrame], **settings: object) -> FixtureAnswer:
    """What the engine answers on these frames; settings: parameters other than the defaults."""
    question = asked(model, frames, **settings)
    with filled(question, frames) as connection:
        return answered(connection, question)


def asked(model: Model, frames: Mapping[str, pl.DataFrame], **settings: object) -> Question:
    """The question of the whole city on its last day."""
    units = {unit for need in model.requires for unit in frames[need.dataset]["unit_code"].unique()}
    return Question(
        model=model,
        parameters=parameter_values(model, settings),
        snapshot=0,
        as_of=AS_OF,
        units=frozenset(units),
    )


def answered(connection: sa.Connection, question: Question) -> FixtureAnswer:
    """What the engine answers where the frames stand."""
    model = question.model
    compiled, ledgers = make_layers(connection, question)
    last = compiled[model.layers[-1].id]
    found = rows(connection, lead_statement(model, last, question.values))
    return FixtureAnswer(
        coverage=read_coverage(connection, model),
        layers=ledgers,
        leads=found_leads(model, found.to_dicts()),
        courses={},
    )


@contextmanager
def filled(question: Question, frames: Mapping[str, pl.DataFrame]) -> Iterator[sa.Connection]:
    """A connection on which the frames stand as the datasets' tables and as a run reads them."""
    engine = sa.create_engine("duckdb:///:memory:", poolclass=sa.pool.StaticPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"SET TimeZone = '{ZONE}'")
            for need in question.model.requires:
                declared = contract(need.dataset)
                dataset_table(declared).create(connection)
                driver = connection.connection.driver_connection
                driver.register("given_rows", frames[need.dataset].to_arrow())
                driver.execute(f"INSERT INTO {need.dataset} BY NAME SELECT * FROM given_rows")
                driver.unregister("given_rows")
                statement = source_statement(declared, units=question.units, as_of=question.as_of)
                connection.exec_driver_sql(statement)
            for statement in calendar_statements(
                [need.dataset for need in question.model.requires]
            ):
                connection.exec_driver_sql(statement)
            yield connection
    finally:
        engine.dispose()


def _held(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    declared = contract(name)
    unit = pl.col(UNIT) if name in BY_COUNTY else pl.lit(CITY)
    held = frame.with_columns(unit_code=unit).drop(UNIT, strict=False)
    if declared.dated_by is None:
        return held
    day = pl.col(declared.dated_by)
    if held.schema[declared.dated_by] != pl.Date:
        day = day.dt.convert_time_zone("Asia/Shanghai").dt.date()
    return held.filter((day <= AS_OF) | day.is_null())
