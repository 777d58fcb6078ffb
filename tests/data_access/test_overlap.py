from dataclasses import replace

import pytest

from data_access import due_models
from data_access import overlap as overlaps
from data_access.errors import NotAllowed
from data_access.overlap import overlap
from supervision.declaration import read_model
from supervision.errors import UnknownName
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, lead_values
from tests.data_access.pool_rows import BIDDING, VOIDING
from tests.supervision.model_text import FIXTURES, MODEL

SHARED = """
[[requires]]
dataset = "auction_bid"
required = { lot_code = 1.0, bid_at = 1.0 }

[[layers]]
id = "dated"
title = "有时间的出价"
from = "auction_bid"

[[layers.conditions]]
id = "has_time"
says = "有出价时间"
when = "bid_at IS NOT NULL"
"""


def declared(name, *changes):
    """The small model under this name, built on a layer that it shares."""
    text = MODEL.replace('id = "small"', f'id = "{name}"\nshares = "bids"', 1)
    text = text.replace('from = "auction_bid"\ngroup_by', 'from = "dated"\ngroup_by')
    for before, after in changes:
        text = text.replace(before, after)
    dated = '[[fixtures.layers]]\nid = "dated"\nrows_in = 1\nkept = 1\n\n'
    fixtures = FIXTURES.replace("[[fixtures.layers]]", dated + "[[fixtures.layers]]", 1)
    return read_model(text, f"{name}.toml", fixtures, SHARED)


FIRST = declared("first")
SECOND = declared("second", ("least_bids", "fewest"), ("default = 3", "default = 5"))


def test_subjects_of_both_are_counted_against_the_smaller(stores, scope):
    of_bidding = {"model": BIDDING, "line": "civil"}
    add_leads(
        stores,
        *(lead_values(number, subject=f"firm:E{number}") for number in range(1, 5)),
        lead_values(5, subject="firm:E1", **of_bidding),
        lead_values(6, subject="firm:E1", period="2019", **of_bidding),
        lead_values(7, subject="firm:E9", **of_bidding),
        lead_values(8, subject="firm:E2", is_withdrawn=True, **of_bidding),
        lead_values(9, subject="firm:E3", unit_code="990199", **of_bidding),
    )
    (found,) = overlap(stores, scope, [VOIDING, BIDDING])
    assert (found.first, found.second) == (BIDDING, VOIDING)
    counted = found.subjects
    assert (counted.first, counted.second, counted.both) == (2, 4, 1)
    assert counted.share_of_smaller == 0.5
    assert overlap(stores, scope, [VOIDING]) == [found]
    assert found in overlap(stores, scope)


def test_models_that_share_nothing_are_listed_only_where_both_are_named(stores, scope):
    (found,) = overlap(stores, scope, [BIDDING, VOIDING])
    assert (found.subjects.both, found.subjects.share_of_smaller) == (0, None)
    assert found.conditions == ()
    assert found not in overlap(stores, scope)
    assert overlap(stores, scope, [BIDDING]) == []


def test_conditions_of_both_are_named_and_shared_layers_told_apart(stores, scope, monkeypatch):
    models = {one.id: one for one in (FIRST, SECOND)}
    monkeypatch.setattr(overlaps, "model_of", lambda *found: models[found[-1]])
    monkeypatch.setattr(due_models, "library", lambda *_: models)
    (found,) = overlap(stores, scope, ["second", "first"])
    same = {one.first.id: one for one in found.conditions}
    assert list(same) == ["has_time", "cheap", "many", "started"]
    assert (same["has_time"].shared_layers, same["many"].shared_layers) == ("bids", None)
    assert same["many"].first.parameters == {"least_bids": 3}
    assert same["many"].second.parameters == {"fewest": 5}
    assert {one.dataset for one in found.conditions} == {"auction_bid"}
    assert overlap(stores, scope) == [found]


def test_what_is_not_the_viewer_s_is_refused(stores, scope):
    with pytest.raises(UnknownName):
        overlap(stores, scope, ["none"])
    with pytest.raises(NotAllowed):
        overlap(stores, replace(scope, lines=frozenset({Line.CIVIL})), [VOIDING])
