"""The hand-written models, the floor of a benchmark, answer as the engine does."""

from datetime import date

import pytest

from benchmarks.hand_written import answer, models, statement
from benchmarks.side_by_side import difference
from supervision.declaration import model
from tests.reference import city

OF_THE_CITY = [name for name in models() if name.startswith("M")]


@pytest.mark.parametrize("name", OF_THE_CITY)
def test_the_engine_and_what_is_written_by_hand_agree_on_the_small_city(name):
    frames = city.city()
    question = city.asked(model(name), frames)
    written = statement(name, units=question.units, as_of=city.AS_OF, table=lambda name: name)
    with city.filled(question, frames) as connection:
        by_hand = answer([tuple(row) for row in connection.exec_driver_sql(written)])
        found = city.answered(connection, question)
    leads = {(lead.subject.partition(":")[2], lead.period) for lead in found.leads}
    layers = {
        layer.id: (
            *(layer.rows_in, layer.rows_kept, layer.rows_dropped),
            *(layer.rows_excluded, layer.rows_cannot_judge, layer.rows_near_miss),
        )
        for layer in found.layers
    }
    assert difference((leads, layers), by_hand) == ""
    assert leads


def test_every_family_of_the_twelve_has_a_model_written_by_hand():
    assert {name.partition("-")[0] for name in OF_THE_CITY} == {f"M{n:02}" for n in range(1, 13)}


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
