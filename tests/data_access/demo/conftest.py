"""One small demo city for all tests of it, made once."""

import polars as pl
import pytest

from data_access.demo.city.agencies import BUILDERS
from data_access.demo.city.city import City
from data_access.demo.city_world import tables, truth

SCALE, SEED = 0.02, 7


@pytest.fixture(scope="session")
def city() -> City:
    """The ordinary city, nothing planted; its reserve is not to be taken from."""
    return City(SCALE, SEED, BUILDERS)


@pytest.fixture(scope="session")
def world():
    """Every dataset of the city with what is planted in it."""
    return dict(tables(SCALE, SEED))


@pytest.fixture(scope="session")
def city_truth():
    """The truth of what is planted."""
    return truth(SCALE, SEED)


@pytest.fixture
def positives(city_truth):
    """The keys of the subjects that a model or rule ought to flag."""

    def of(model: str) -> set[str]:
        return {
            one.subject.split(":", 1)[1]
            for one in city_truth
            if one.model == model and one.kind in {"positive", "borderline_in"}
        }

    return of


@pytest.fixture
def unknown(city_truth):
    """The keys of the subjects that a model or rule cannot judge."""

    def of(model: str) -> set[str]:
        return {
            one.subject.split(":", 1)[1]
            for one in city_truth
            if one.model == model and one.kind == "cannot_judge"
        }

    return of


@pytest.fixture
def says(positives, unknown):
    """Holds a rule to its truth: true of the positives and nobody else, null of the unknown."""

    def hold(model: str, rows: pl.DataFrame, key: str, rule: pl.Expr) -> None:
        judged = rows.select(subject=key, verdict=rule)
        assert set(judged.filter("verdict")["subject"]) == positives(model)
        unsure = judged.filter(pl.col("verdict").is_null())["subject"]
        assert unknown(model) <= set(unsure)
        assert positives(model)

    return hold
