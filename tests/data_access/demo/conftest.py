"""One small demo city for all tests of it, made once."""

import polars as pl
import pytest

from data_access.demo.city.agencies import BUILDERS
from data_access.demo.city.city import City
from tests.small_city import SCALE, SEED, small_city


@pytest.fixture(scope="session")
def city() -> City:
    """The ordinary city, nothing planted; its reserve is not to be taken from."""
    return City(SCALE, SEED, BUILDERS)


@pytest.fixture(scope="session")
def larger_city() -> City:
    """A larger ordinary city, for what only large numbers show."""
    return City(0.3, SEED, BUILDERS)


@pytest.fixture(scope="session")
def world():
    """Every dataset of the city with what is planted in it."""
    return dict(small_city()[0])


@pytest.fixture(scope="session")
def city_truth():
    """The truth of what is planted."""
    return small_city()[1]


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
def judged(city_truth, positives):
    """Holds a rule, written from the domain text, against the truth of a model.

    It flags the planted positives and nobody else of the whole city, and leaves open what was
    planted as impossible to judge: a rule is true, false, or null where a field is missing.
    """

    def check(model, rows, key, rule):
        verdicts = rows.group_by(key).agg(rule.any(ignore_nulls=False).alias("verdict"))
        told = {
            one.subject.split(":", 1)[1]: f"{one.kind}: {one.why}"
            for one in city_truth
            if one.model == model
        }
        unknown = set(verdicts.filter(pl.col("verdict").is_null())[key])
        differing = set(verdicts.filter("verdict")[key]) ^ positives(model)
        assert sorted({told.get(one, "ordinary") for one in differing}) == []
        left_out = [one for one, why in told.items() if why.startswith("cannot_judge")]
        assert sorted({told[one] for one in left_out if one not in unknown}) == []

    return check


@pytest.fixture(scope="session")
def least():
    """Whether so many values of a column are true; null where the unknown ones decide it."""

    def of(count, name):
        is_sure = pl.col(name).sum() >= count
        is_possible = pl.col(name).fill_null(value=True).sum() >= count
        return pl.when(is_sure).then(True).when(~is_possible).then(False)

    return of
