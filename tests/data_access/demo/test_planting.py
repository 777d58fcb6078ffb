"""What is planted is there at every scale, in an order that the seed settles."""

from collections import Counter
from enum import StrEnum

import pytest

from data_access.demo.planting import Planting, shuffled_kinds
from data_access.demo.truth import Label, Planted


class Fruit(StrEnum):
    ORDINARY = "ordinary"
    RARE = "rare"


RARE = {Fruit.RARE: Planting(4, Label.POSITIVE, "clear")}


@pytest.mark.parametrize(("scale", "count"), [(0.01, 4), (1, 4), (2.5, 10)])
def test_no_kind_is_rarer_than_at_scale_one(scale, count):
    kinds = shuffled_kinds([Fruit.ORDINARY] * 20, RARE, scale, "seed")
    assert Counter(kinds) == {Fruit.ORDINARY: 20, Fruit.RARE: count}


def test_the_seed_settles_the_order():
    first, again, other = (
        shuffled_kinds([Fruit.ORDINARY] * 20, RARE, 1, seed) for seed in ("a", "a", "b")
    )
    assert first == again != other
    assert sorted(first) == sorted(other)


def test_a_planting_says_what_the_model_ought_to_say():
    expected = Planted(model="m", subject="firm:E1", label=Label.POSITIVE, trap="clear")
    assert RARE[Fruit.RARE].of("m", "firm:E1") == expected
