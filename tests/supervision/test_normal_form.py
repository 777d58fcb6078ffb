import pytest

from supervision.declaration import load_models, read_model
from supervision.normal_form import normal_conditions
from tests.supervision.model_text import FIXTURES, MODEL

WHEN = 'when = "bid_count >= :least_bids"'


def conditions(text=MODEL, fixtures=FIXTURES):
    return {one.id: one for one in normal_conditions(read_model(text, "small.toml", fixtures))}


def test_a_condition_is_traced_to_the_columns_of_its_dataset():
    found = conditions()
    assert (found["many"].dataset, found["many"].grain) == (
        "auction_bid",
        ("lot_code", "unit_code"),
    )
    assert found["many"].expression == "? <= COUNT(*)"
    assert found["started"].expression == "100 < MAX(start_yuan)"
    assert found["many"].parameters == {"least_bids": 3}
    assert found["cheap"].expression == "excluded where 0 = MAX(start_yuan)"


SAME = {
    "turned round": ":least_bids <= bid_count",
    "in brackets": "((bid_count) >= (:least_bids))",
    "negated twice": "NOT (bid_count < :least_bids)",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_said_otherwise_is_the_same(text):
    assert (
        conditions(MODEL.replace(WHEN, f'when = "{text}"'))["many"].key == conditions()["many"].key
    )


def test_names_of_columns_layers_and_parameters_do_not_matter():
    text = MODEL.replace("bid_count", "bids").replace("least_bids", "fewest")
    text = text.replace('"lots"', '"all_lots"')
    renamed = conditions(text, FIXTURES.replace('"lots"', '"all_lots"'))["many"]
    assert renamed.key == conditions()["many"].key
    assert renamed.parameters == {"fewest": 3}


DIFFERENT = {
    "another measure of the same name": ('as = "COUNT(*)"', 'as = "COUNT(DISTINCT bidder_code)"'),
    "another grouping": ('["unit_code", "lot_code"]', '["unit_code", "lot_code", "bidder_code"]'),
    "another operator": (WHEN, 'when = "bid_count > :least_bids"'),
}


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_what_says_something_else_is_not_the_same(change):
    assert conditions(MODEL.replace(*change))["many"].key != conditions()["many"].key


def test_every_model_has_a_normal_form_of_each_condition():
    for model in load_models().values():
        found = normal_conditions(model)
        assert len(found) == sum(len(layer.tests) for layer in model.layers)
        assert len({one.id for one in found}) == len(found)
        again = normal_conditions(model)
        assert [one.key for one in again] == [one.key for one in found]
