"""The demo world in a home: through the ordinary intake, once, and judged as it was planted."""

import csv

import pytest

from data_access.accounts import scope_of
from data_access.batches import batches
from data_access.demo import fill
from data_access.demo.firms import COUNTIES
from data_access.errors import Refused
from data_access.maintenance import create_home
from data_access.runs import runs, subjects
from data_access.settings import Settings
from data_access.stores import open_stores

SCALE = 0.05


@pytest.fixture(scope="module")
def judged(screened_home, demo_truth):
    """By model: the planted label and trap of each subject, and what the run said of it."""
    truth = list(csv.DictReader(demo_truth.read_text(encoding="utf-8").splitlines()))
    stores = open_stores(screened_home, Settings(home=screened_home))
    scope = scope_of(stores, "demo")
    found = {}
    for model in sorted({row["model"] for row in truth}):
        run = runs(stores, scope, model=model)[0]
        said = {
            outcome: {
                row.subject for row in subjects(stores, scope, run.run_id, outcome, unmask=True)
            }
            for outcome in ("flagged", "excluded", "cannot_judge", "near_miss")
        }
        found[model] = ([row for row in truth if row["model"] == model], said)
    stores.close()
    return found


@pytest.mark.parametrize("model", ["auction_bidding", "invoice_voiding"])
def test_every_model_finds_what_was_planted_and_nothing_else(judged, model):
    truth, said = judged[model]
    positive = {row["subject"] for row in truth if row["label"] == "positive"}
    assert said["flagged"] == positive


@pytest.mark.parametrize("model", ["auction_bidding", "invoice_voiding"])
def test_every_model_cannot_judge_what_was_planted_so(judged, model):
    truth, said = judged[model]
    planted = {row["subject"] for row in truth if row["label"] == "not_judgeable"}
    assert said["cannot_judge"] == planted


def test_reissued_invoices_are_excluded(judged):
    truth, said = judged["invoice_voiding"]
    look_alikes = {row["subject"] for row in truth if row["trap"] == "look_alike"}
    assert len(said["excluded"] & look_alikes) == len(said["excluded"]) > 0


def test_a_borderline_lot_is_a_near_miss(judged):
    truth, said = judged["auction_bidding"]
    borderline = {
        row["subject"]
        for row in truth
        if row["label"] == "negative" and row["trap"] == "borderline"
    }
    assert said["near_miss"] >= borderline


def test_every_county_takes_in_its_own_files(screened_stores):
    scope = scope_of(screened_stores, "demo")
    found = batches(screened_stores, scope)
    assert {batch.unit for batch in found} == set(COUNTIES)
    assert sum(batch.rows_rejected for batch in found) == 0
    assert sum(batch.rows_set_aside for batch in found) > 0
    assert not [file.path for batch in found for file in batch.files if file.path.startswith("/")]


def test_filling_again_adds_nothing(screened_stores):
    scope = scope_of(screened_stores, "demo")
    before = screened_stores.pool.snapshot()
    again = fill(screened_stores, scope, scale=SCALE, seed=7)
    assert screened_stores.pool.snapshot() == before
    assert again.rows > 10_000
    assert again.datasets == ("auction_bid", "published_figure", "vat_invoice")


def test_another_world_in_the_same_home_is_refused(screened_stores):
    scope = scope_of(screened_stores, "demo")
    with pytest.raises(Refused, match="seed 7 already"):
        fill(screened_stores, scope, scale=SCALE, seed=8)


def test_a_home_that_is_no_demo_home_is_not_filled(home, scope):
    elsewhere = home.parent / "office"
    create_home(elsewhere, Settings(home=elsewhere))
    stores = open_stores(elsewhere, Settings(home=elsewhere), writable=True)
    with pytest.raises(Refused, match="not a demo home"):
        fill(stores, scope)
    stores.close()
    assert not (elsewhere / "demo").exists()


@pytest.mark.parametrize("scale", [0, -1, 1e9, float("nan")])
def test_a_scale_that_is_none_is_refused(stores, scope, scale):
    with pytest.raises(Refused, match="scale"):
        fill(stores, scope, scale=scale)
