"""One small demo city for all tests of it, made once."""

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
