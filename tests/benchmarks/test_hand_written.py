"""The hand-written models, the floor of a benchmark; tests/reference holds that they are right."""

from datetime import date
from decimal import Decimal

import pytest

from benchmarks.hand_written import answer, fact, models, statement
from benchmarks.side_by_side import difference, sides
from tests.reference.worlds import AS_OF


def test_every_family_of_the_twelve_has_a_model_written_by_hand():
    assert {name.partition("-")[0] for name in models()} >= {f"M{n:02}" for n in range(1, 13)}


@pytest.mark.parametrize("name", ["auction_bidding", "invoice_voiding"])
def test_the_demo_world_is_answered_alike(screened_stores, name):
    ours, by_hand = (side() for side in sides(screened_stores, name, as_of=AS_OF))
    assert ours[0]
    assert difference(ours, by_hand) == ""


def test_a_difference_is_told_by_layer_and_by_the_number_of_leads():
    a, b = ("a", "2025", "990101"), ("b", "2025", "990101")
    ours = ({a: {}}, {"lots": (2, 1, 1, 0, 0, 0)})
    by_hand = ({b: {}, a: {}}, {"lots": (2, 2, 0, 0, 0, 0)})
    assert difference(ours, ours) == ""
    says = difference(ours, by_hand)
    assert "'lots': ((2, 1, 1, 0, 0, 0), (2, 2, 0, 0, 0, 0))" in says
    assert "(0, 1)" in says


def test_a_difference_names_the_lead_and_the_fact():
    lead = ("a", "2025", "990101")
    ours, by_hand = ({lead: {"score": fact(71), "amount": amount}} for amount in (None, fact(0.5)))
    says = difference((ours, {}), (by_hand, {}))
    assert "{('a', '2025', '990101'): {'amount': (None, Decimal('0.5'))}}" in says
    assert "(None, '(absent)')" in difference((ours, {}), ({lead: {"score": fact(71)}}, {}))


def test_the_facts_of_a_row_are_read_as_those_of_the_engine():
    text = '{"unit": "990101", "amount": 1200.00, "score": 71, "is_late": true, "share": 0.3333333}'
    leads, _ = answer([("lead", "a", "2025", *[None] * 6, text)])
    own = {"amount": Decimal("1200.00"), "score": 71, "is_late": True, "share": 0.333333}
    assert leads == {
        ("a", "2025", "990101"): {
            "unit": "990101",
            **{name: fact(value) for name, value in own.items()},
        }
    }
    assert leads["a", "2025", "990101"]["is_late"] is True


def test_a_lead_that_stands_twice_in_an_answer_is_refused():
    row = ("lead", "a", "2025", *[None] * 6, '{"unit": "990101"}')
    with pytest.raises(AssertionError, match="2 rows of leads are only 1"):
        answer([row, row])


def test_a_statement_reads_only_what_the_units_hold_until_the_day():
    made = statement("M04-12", units={"990101"}, as_of=date(2025, 1, 2), table="t_{}".format)
    assert "t_auction_bid WHERE unit_code IN ('990101')" in made
    assert "bid_at < TIMESTAMPTZ '2025-01-02 00:00:00+08:00' + INTERVAL 1 DAY" in made
