"""Rules as data: a variant changes its rows, and every rule has its kinds."""

import polars as pl
import pytest

from data_access.demo.plants.plant import Kind
from data_access.demo.plants.rule import changed

PARTS = {
    "M11-B": (3, 4, 5),
    "M11-C": (1, 2, 3),
    "M11-D": range(1, 7),
    "M11-E": range(1, 4),
    "M11-F": range(1, 5),
    "M12-A": range(1, 7),
    "M12-B": (1, 3, 6),
    "M12-C": range(1, 5),
    "M12-D": range(1, 7),
    "M12-E": range(1, 4),
    "M12-F": range(1, 4),
    "M12-H": range(1, 9),
}
RULES = [f"{model}-{part}" for model, parts in PARTS.items() for part in parts]


def test_a_none_keeps_the_type_of_its_column():
    frame = pl.DataFrame({"amount": [1.5], "name": ["甲"]})
    made = changed(frame, {"amount": None, "name": pl.col("name") + "乙"})
    assert made.schema == frame.schema
    assert made.rows() == [(None, "甲乙")]


@pytest.mark.parametrize("model", RULES)
def test_a_rule_has_the_guilty_the_innocent_and_the_unknown(city_truth, model):
    kinds = {one.kind for one in city_truth if one.model == model}
    assert Kind.POSITIVE in kinds
    assert Kind.CANNOT_JUDGE in kinds
    assert Kind.BORDERLINE_OUT in kinds or Kind.LOOKALIKE in kinds


@pytest.mark.parametrize("model", ["M11-A-NL-8", "M11-A-NL-9"])
def test_batches_and_tiny_fines_can_lack_what_they_are_judged_by(city_truth, model):
    assert any(one.model == model and one.kind is Kind.CANNOT_JUDGE for one in city_truth)
