"""The hand-written models, the floor of a benchmark; tests/reference holds that they are right."""

from datetime import date

from benchmarks.hand_written import models, statement
from benchmarks.side_by_side import difference


def test_every_family_of_the_twelve_has_a_model_written_by_hand():
    assert {name.partition("-")[0] for name in models()} >= {f"M{n:02}" for n in range(1, 13)}


def test_a_difference_is_told_by_layer_and_by_the_number_of_leads():
    ours = ({("a", "2025")}, {"lots": (2, 1, 1, 0, 0, 0)})
    by_hand = ({("b", "2025"), ("a", "2025")}, {"lots": (2, 2, 0, 0, 0, 0)})
    assert difference(ours, ours) == ""
    says = difference(ours, by_hand)
    assert "'lots': ((2, 1, 1, 0, 0, 0), (2, 2, 0, 0, 0, 0))" in says
    assert "(0, 1)" in says


def test_a_statement_reads_only_what_the_units_hold_until_the_day():
    made = statement("M04-12", units={"990101"}, as_of=date(2025, 1, 2), table="t_{}".format)
    assert "t_auction_bid WHERE unit_code IN ('990101')" in made
    assert "bid_at < TIMESTAMPTZ '2025-01-02 00:00:00+08:00' + INTERVAL 1 DAY" in made
