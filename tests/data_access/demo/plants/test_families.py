"""All families: every sub-model has each kind of plant that its rule allows, and stands once."""

import pytest

from data_access.demo.plants.families import FAMILIES
from data_access.demo.plants.plant import Kind

NO_THRESHOLD = {"M04-07", "M04-09", "M04-10", "M04-13", "M04-15", "M03-F-2"}
"""Rules that know no threshold, so that nothing lies just on either side of it."""

MODELS = (
    *("M01-A", "M01-B", "M02", "M03-A", "M03-B", "M03-C", "M03-D", "M03-E", "M03-F-1", "M03-F-2"),
    *(f"M04-{number:02}" for number in range(1, 19)),
    *("M05-A", "M05-B", "M05-C", "M06-A", "M06-B", "M06-C", "M06-D", "M06-E", "M06-F", "M06-G"),
    *("M07-A", "M07-B", "M07-C", "M07-D"),
)


@pytest.mark.parametrize("model", MODELS)
def test_a_sub_model_has_every_kind_of_plant(city_truth, model):
    wanted = set(Kind)
    if model in NO_THRESHOLD:
        wanted -= {Kind.BORDERLINE_IN, Kind.BORDERLINE_OUT}
    planted = {one.kind for one in city_truth if one.model == model}
    assert planted >= wanted


def test_a_family_takes_its_turn_once():
    assert len(set(FAMILIES)) == len(FAMILIES)
