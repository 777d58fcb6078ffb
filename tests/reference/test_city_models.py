"""Each model of the city against a reference of its own: layer counts and leads alike.

`tests/reference/<family>.py` holds, by model id, a function from the frames to the counts of each
layer and the subjects of the leads, in plain Polars; nothing of the engine is used there. Sixteen
models are also written by hand in SQL, as the floor of a benchmark, which must answer alike. So
must the one statement of a dry run.
"""

import importlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.hand_written import Answer, answer, models, statement
from benchmarks.side_by_side import answer_of, difference
from data_access.layer_runs import Question
from data_access.whole_runs import answered
from supervision.declaration import load_models, model
from supervision.lead_rows import FoundLead, found_leads
from supervision.ledger import LayerLedger
from tests.reference import city
from tests.reference.worlds import counted

FAMILIES = sorted(path.stem for path in Path(__file__).parent.glob("M*.py"))
REFERENCES = {
    name: screened
    for family in FAMILIES
    for name, screened in importlib.import_module(f"tests.reference.{family}").MODELS.items()
}

OTHERWISE = {"auction_bidding", "invoice_voiding"}
"""Models with a test of their own."""


def by_hand(connection: sa.Connection, question: Question) -> Answer | None:
    """What the hand-written statement of the model answers; None where there is none."""
    name, units = question.model.id, question.units
    if name not in models():
        return None
    written = statement(name, units=units, as_of=city.AS_OF, table=lambda dataset: dataset)
    return answer([tuple(row) for row in connection.exec_driver_sql(written)])


def what_counts(layers: tuple[LayerLedger, ...]) -> tuple[LayerLedger, ...]:
    """A dry run takes no times, and leaves out of its SQL what nobody reads."""
    return tuple(replace(layer, seconds=None, sql="") for layer in layers)


def in_order(leads: tuple[FoundLead, ...]) -> list[FoundLead]:
    return sorted(leads, key=lambda lead: lead.lead_id)


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_the_reference_counts_the_small_city_alike(name):
    question = city.asked(model(name), city.city())
    with city.filled(question, city.city()) as connection:
        found = city.answered(connection, question)
        at_once = answered(connection, question, {}, {})
        written = by_hand(connection, question)
    assert what_counts(found.layers) == what_counts(at_once.layers)
    assert found.coverage == at_once.coverage
    assert in_order(found.leads) == in_order(found_leads(question.model, at_once.leads))
    told = answer_of(question.model, found.layers, found.leads)
    assert written is None or difference(told, written) == ""
    layers, subjects = REFERENCES[name](city.city())
    assert counted(found.layers) == layers
    assert {lead.subject.partition(":")[2] for lead in found.leads} == subjects
    assert subjects


def test_every_model_has_a_reference():
    assert set(load_models()) == {*REFERENCES, *OTHERWISE}
