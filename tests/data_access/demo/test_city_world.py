"""The whole city: every dataset in the shape of its contract, keys that meet, truth that is told."""

import hashlib
from collections import Counter
from datetime import date, datetime

import duckdb
import polars as pl

from data_access.batches import batches
from data_access.conversion import convert
from data_access.demo.city.draw import LAST_DAY
from data_access.demo.city_world import fill_city, tables
from data_access.demo.plants.review_entries import BROKEN
from data_access.demo.plants.wrong_entries import WRONG
from supervision.contracts import load_contracts

REAL = {
    "auction_listing",
    "labelled_claim",
    "published_figure",
    "regional_panel",
    "regional_statistic",
}
"""Datasets of real public data, of which the demo city invents none."""

BREACHES = {("nonlit_exec", "surcharge_yuan <= principal_yuan")}
"""Checks that subjects of models break on purpose, besides the wrong entries."""

LOOSE = {"civil_agent.agent_id", "exec_case.basis_doc_no", "hotel_stay.person_id"}


def test_every_dataset_of_the_pool_is_filled(world):
    assert set(load_contracts()) - set(world) == REAL
    assert all(frame.height for frame in world.values())


def test_every_value_is_one_of_its_column(world):
    """What intake would make of every value, written as text, is that value again."""
    found = []
    for dataset, frame in world.items():
        for column in load_contracts()[dataset].columns:
            values = frame[column.name].head(400)
            if values.dtype == pl.Datetime("us", "UTC"):
                local = values.dt.convert_time_zone("Asia/Shanghai").dt.to_string(
                    "%Y-%m-%d %H:%M:%S"
                )
                read = convert(local, column)
            else:
                read = convert(values.cast(pl.String), column)
            if read.faults.drop_nulls().len():
                found.append((dataset, column.name, read.faults.drop_nulls()[0]))
            elif not (read.values.is_null() | (read.values == values)).all():
                found.append((dataset, column.name, "differs"))
    assert not found, found


def test_every_required_value_stands_and_every_key_once(world):
    found = []
    for dataset, frame in world.items():
        contract = load_contracts()[dataset]
        required = [column.name for column in contract.columns if column.required]
        found += [(dataset, name) for name in required if frame[name].null_count()]
        if contract.key and frame.select(contract.key).is_duplicated().any():
            found.append((dataset, "key"))
    assert not found, found


def test_only_wrong_entries_break_the_checks_of_their_contracts(world):
    found = set()
    connection = duckdb.connect()
    for dataset, frame in world.items():
        connection.register("rows", frame)
        for check in load_contracts()[dataset].checks:
            if check.level == "dataset":
                continue
            broken = connection.execute(f"SELECT count(*) FROM rows WHERE NOT ({check.holds})")
            if broken.fetchone()[0]:
                found.add((dataset, check.holds))
    wrong = {
        (one.dataset, check.holds)
        for one in WRONG
        for check in load_contracts()[one.dataset].checks
        if check.id == one.check
    }
    holds = {
        (name, check.holds)
        for name, broken in BROKEN.values()
        for check in load_contracts()[name].checks
        if check.id == broken
    }
    assert found == BREACHES | wrong | holds


def test_no_row_is_dated_after_the_last_day(world):
    found = []
    for dataset, frame in world.items():
        dated_by = load_contracts()[dataset].dated_by
        last = frame[dated_by].max() if dated_by else None
        if isinstance(last, datetime):
            last = last.date()
        if isinstance(last, date) and last > LAST_DAY:
            found.append((dataset, last))
    assert not found, found


def test_keys_meet_across_agencies(world):
    """Of the values that refer to another dataset, nearly all are found there."""
    found = []
    for dataset, frame in world.items():
        for column in load_contracts()[dataset].columns:
            if column.refers is None or f"{dataset}.{column.name}" in LOOSE:
                continue
            other, name = column.refers.split(".")
            if other not in world:
                continue
            keys = frame[column.name].drop_nulls().unique()
            met = keys.is_in(world[other][name].implode()).mean()
            if met is not None and met < 0.8:
                found.append((dataset, column.name, column.refers, round(met, 2)))
    assert not found, found


def test_the_same_seed_makes_the_same_rows_and_another_seed_others(world):
    def digests(seed):
        return {
            dataset: hashlib.sha256(frame.write_csv().encode()).hexdigest()
            for dataset, frame in tables(0.02, seed)
        }

    again = digests(7)
    assert again == {
        dataset: hashlib.sha256(frame.write_csv().encode()).hexdigest()
        for dataset, frame in world.items()
    }


def test_every_kind_is_planted_in_most_families(city_truth):
    kinds = {model: {one.kind for one in city_truth if one.model == model} for model in FAMILIES}
    assert all("positive" in found for found in kinds.values()), kinds
    assert all(len(found) >= 2 for found in kinds.values()), kinds


FAMILIES = (
    *("M01-A", "M02", "M03-G", "M05-A", "M06-E", "M07-C", "M08-D", "M09-B", "M10-C"),
    *("M08-A", "M08-B", "M08-C", "M08-E", "M08-F", "M08-G", "M09-A", "M09-C", "M09-D", "M09-E"),
    *("M10-A", "M10-B", "M10-D", "M10-E-1", "M10-E-2", "M10-E-3", "M10-F"),
)


def test_no_subject_is_planted_twice_for_one_model(city_truth):
    counted = Counter((one.model, one.subject) for one in city_truth)
    assert [key for key, count in counted.items() if count > 1] == []


FEW = ("household", "admin_penalty", "nonlit_exec")


def test_the_city_fills_a_demo_home_once(stores, scope):
    def fill():
        day = date(2026, 1, 15)
        return fill_city(stores, scope, scale=0.001, seed=3, received_on=day, only=FEW)

    first = fill()
    snapshot = stores.pool.snapshot()
    again = fill()
    assert stores.pool.snapshot() == snapshot
    assert stores.pool.snapshot_day(snapshot) == LAST_DAY
    assert (again.rows, again.truth) == (first.rows, first.truth)
    found = batches(stores, scope)
    assert sum(batch.rows_loaded for batch in found) == first.rows
    assert {batch.dataset for batch in found} == set(first.datasets)
    assert {batch.unit for batch in found} == {"990100", "990101", "990102", "990103"}
    with stores.pool.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT count(*), count(DISTINCT row_id), min(source_line) FROM household"
        ).one()
    assert rows[0] == rows[1]
    assert rows[2] == 2
