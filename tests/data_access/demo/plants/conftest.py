"""What tests of plants ask of the truth."""

import pytest


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
