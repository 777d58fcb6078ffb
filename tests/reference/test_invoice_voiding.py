"""The engine's layer counts of the voiding model equal those of a separate Polars reference."""

import pytest

from data_access.accounts import scope_of
from data_access.fixture_runs import run_fixture
from data_access.runs import runs
from data_access.screening import screen
from data_access.stores import Stores
from supervision.declaration import load_fixtures, model
from tests.reference import invoice_voiding as reference
from tests.reference.worlds import counted, given, held

MODEL = "invoice_voiding"
FIXTURES = load_fixtures()[MODEL].fixtures


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.id)
def test_the_reference_counts_each_fixture_alike(fixture):
    answer = run_fixture(model(MODEL), fixture)
    settings = {name: float(value) for name, value in fixture.parameters.items()}
    layers, leads = reference.screened(given(fixture, "vat_invoice"), **settings)
    assert counted(answer.layers) == layers
    assert {(lead.subject.partition(":")[2], lead.period) for lead in answer.leads} == leads


def test_the_reference_counts_the_demo_world_alike(screened_stores: Stores):
    scope = scope_of(screened_stores, "demo")
    report = runs(screened_stores, scope, model=MODEL)[0]
    layers, leads = reference.screened(held(screened_stores, "vat_invoice"))
    assert counted(report.layers) == layers
    assert report.leads_found == len(leads) > 0


@pytest.mark.parametrize(
    "settings",
    [
        {"least_invoices": 60, "group_firms": 5, "least_peers": 10},
        {"fence_width": 0.5, "least_marked": 3, "least_distance": 0.02, "near_share": 0.2},
        {"reissue_days": 0, "reissue_share": 0.1, "fence_width": 1},
    ],
)
def test_the_reference_counts_the_demo_world_alike_with_other_thresholds(
    screened_stores: Stores, settings
):
    scope = scope_of(screened_stores, "demo")
    report = screen(screened_stores, scope, MODEL, settings=settings, dry_run=True)
    layers, leads = reference.screened(held(screened_stores, "vat_invoice"), **settings)
    assert counted(report.layers) == layers
    assert report.leads_found == len(leads)
