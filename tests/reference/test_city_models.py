"""Each model of the city against a reference of its own: layer counts and leads alike.

`tests/reference/<family>.py` holds, by model id, a function from the frames to the counts of each
layer and the subjects of the leads, in plain Polars; nothing of the engine is used there.
"""

import importlib
from pathlib import Path

import pytest

from supervision.declaration import load_models, model
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


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_the_reference_counts_the_small_city_alike(name):
    answer = city.answer(model(name), city.city())
    layers, subjects = REFERENCES[name](city.city())
    assert counted(answer.layers) == layers
    assert {lead.subject.partition(":")[2] for lead in answer.leads} == subjects
    assert subjects


def test_every_model_has_a_reference():
    assert set(load_models()) == {*REFERENCES, *OTHERWISE}
