"""Rows of one line are told apart wherever rows wait: each is new, or a repeat, for itself."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.datasets import dataset_rows
from data_access.intake import intake
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from supervision.contracts import Mode, contract, load_contracts
from tests.conftest import copy_of
from tests.data_access.bid_files import SCOPE, put
from tests.data_access.test_staged_parts import put_into_files, taken_over

DATASET = "regional_statistic"
YEARS = (2025, 2024, 2023)
HEADER_LINES = 2

Line = tuple[str, tuple[str, ...]]
Place = tuple[str, int, Decimal, int, int]
"""A figure and where it stands: region, year, value, file, line."""


@pytest.fixture(scope="module")
def shared(empty_home, tmp_path_factory) -> Iterator[Stores]:
    """One home for all examples, each of which has an indicator of its own."""
    copy = copy_of(empty_home, tmp_path_factory.mktemp("wide") / "home")
    opened = open_stores(copy, Settings(home=copy), writable=True)
    yield opened
    opened.close()


def wide(indicator: str, number: int, lines: list[Line]) -> str:
    """A table with a column for each year; its last line makes it another than its like."""
    header = "地区," + ",".join(f"{year}年" for year in YEARS)
    rows = [",".join((region, *cells)) for region, cells in lines]
    return "\n".join((f"指标：{indicator}", header, *rows, f"注：第{number}个文件。", ""))


def figures(files: list[list[Line]]) -> list[Place]:
    """Every figure of the files in the order in which they stand there."""
    return [
        (region, year, Decimal(cell), number, place + HEADER_LINES + 1)
        for number, lines in enumerate(files)
        for place, (region, cells) in enumerate(lines)
        for year, cell in zip(YEARS, cells, strict=True)
        if cell.isdigit()
    ]


def origins(stores: Stores, indicator: str, digests: list[str]) -> tuple[list[Place], list[Place]]:
    """Where the figures come from that stand, and where they stand again."""
    found = []
    for origin in ("d", "r"):
        statement = sa.text(
            f"SELECT d.region, d.year, d.value, {origin}.file_sha256, {origin}.source_line"
            " FROM regional_statistic AS d"
            + (" JOIN repeats AS r USING (row_id)" if origin == "r" else "")
            + " WHERE indicator = :indicator"
        )
        with stores.pool.reading() as connection:
            rows = connection.execute(statement, {"indicator": indicator}).all()
        found.append(sorted((*row[:3], digests.index(row[3]), row[4]) for row in rows))
    return found[0], found[1]


CELLS = st.tuples(*[st.sampled_from(("1", "2", "3", "", "—", "一万"))] * len(YEARS))
LINES = st.lists(st.tuples(st.sampled_from(("甲省", "乙省")), CELLS), min_size=1, max_size=5)
FILES = st.lists(LINES, min_size=1, max_size=2)


@pytest.mark.parametrize("way", ["memory", "files"])
@pytest.mark.parametrize("mode", [Mode.APPEND, Mode.MERGE])
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=FILES)
def test_fields_of_a_line_are_new_or_repeated_each_for_itself(
    shared, tmp_path_factory, mode, way, files
):
    folder = tmp_path_factory.mktemp("wide")
    paths = [
        put(folder, f"{number}.csv", wide(f"{folder.name}.", number, lines))
        for number, lines in enumerate(files)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(load_contracts(), DATASET, replace(contract(DATASET), mode=mode))
        if way == "files":
            put_into_files(patch)
        report = intake(shared, SCOPE, paths)
    said = figures(files)
    ordered = said if mode is Mode.APPEND else said[::-1]
    named = 3 if mode is Mode.APPEND else 2
    stands = {place[:named]: place for place in reversed(ordered)}
    values = {place[:3] for place in stands.values()}
    again = [place for place in said if place not in stands.values() and place[:3] in values]
    assert (report.rows_loaded, report.rows_repeated) == (len(stands), len(said) - len(stands))
    own, further = origins(shared, f"{folder.name}.", [one.sha256 for one in report.files])
    assert own == sorted(stands.values())
    assert further == sorted(again)


@pytest.mark.parametrize("mode", [Mode.APPEND, Mode.MERGE])
def test_of_a_line_that_stands_in_part_the_rest_comes_in(stores, folder, mode, monkeypatch):
    monkeypatch.setitem(load_contracts(), DATASET, replace(contract(DATASET), mode=mode))
    put_into_files(monkeypatch)
    first = wide("人口(人)", 0, [("甲省", ("1", "2", "3")), ("乙省", ("4", "5", ""))])
    report = intake(stores, SCOPE, [put(folder, "甲.csv", first)])
    assert (report.rows_loaded, report.rows_repeated) == (5, 0)
    assert bool(taken_over(stores.home)) is (mode is Mode.APPEND)
    more = wide("人口(人)", 1, [("甲省", ("1", "7", "3")), ("乙省", ("4", "5", "6"))])
    again = intake(stores, SCOPE, [put(folder, "乙.csv", more)])
    assert (again.rows_loaded, again.rows_repeated) == (2, 4)
    rows = dataset_rows(stores, SCOPE, DATASET, batch_id=again.batch_id, limit=9)
    said = rows.select("region", "year", "value", "source_line").rows()
    assert sorted(said) == [("乙省", 2023, Decimal(6), 4), ("甲省", 2024, Decimal(7), 3)]


def test_a_table_with_a_column_for_each_year_and_one_without_come_in_together(
    stores, folder, monkeypatch
):
    appending = replace(contract(DATASET), mode=Mode.APPEND)
    monkeypatch.setitem(load_contracts(), DATASET, appending)
    put(folder, "0.csv", wide("人口(人)", 0, [("甲省", ("1", "2", "3"))]))
    long = "指标,单位,地区,年份,数值\n人口(人),人,甲省,2024,2\n人口(人),人,甲省,2022,4\n"
    put(folder, "1.csv", long)
    report = intake(stores, SCOPE, [folder])
    assert [(one.rows_loaded, one.rows_repeated) for one in report.files] == [(3, 0), (1, 1)]
    rows = dataset_rows(stores, SCOPE, DATASET, limit=9)
    said = sorted(rows.select("year", "value", "source_line").rows())
    assert said == [
        (2022, Decimal(4), 3),
        *((year, Decimal(2026 - year), 3) for year in YEARS[::-1]),
    ]
