"""The roster of the demo city: what is planted is there at every scale and cannot be told."""

from collections import Counter

import pytest

from data_access.demo.firms import FEWEST_ORDINARY, PLANTED, Trait, firms
from data_access.demo.truth import Label


@pytest.mark.parametrize("scale", [0.01, 0.5, 1, 3])
def test_every_trait_is_there_at_every_scale(scale):
    found = Counter(firm.trait for firm in firms(scale, 1))
    assert all(found[trait] >= planting.count for trait, planting in PLANTED.items())
    assert found[Trait.ORDINARY] >= FEWEST_ORDINARY


def test_codes_are_unique_and_in_order():
    codes = [firm.code for firm in firms(1, 1)]
    assert codes == sorted(set(codes), key=lambda code: int(code[1:]))


def test_codes_do_not_tell_the_trait():
    traits = [firm.trait for firm in firms(1, 1)]
    planted = [number for number, trait in enumerate(traits) if trait is not Trait.ORDINARY]
    assert max(planted) - min(planted) > len(traits) / 2


def test_every_firm_has_a_truth():
    truth = Counter(firm.planted().label for firm in firms(1, 1))
    assert set(truth) == set(Label)


def test_a_larger_world_has_more_firms():
    assert len(firms(2, 1)) > len(firms(1, 1))
