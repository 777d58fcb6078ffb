"""The engine's layer counts of the bidding model equal those of a separate, slow reference."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.accounts import scope_of
from data_access.fixture_runs import run_fixture
from data_access.runs import runs
from data_access.screening import screen
from data_access.stores import Stores
from supervision.declaration import load_fixtures, model
from supervision.fixtures import Fixture
from supervision.vocabulary import Verdict
from tests.reference import auction_bidding as reference
from tests.reference.worlds import AS_OF, counted, held
from tests.reference.worlds import given as given_rows

MODEL = "auction_bidding"
FIXTURES = load_fixtures()[MODEL].fixtures
HEADER = "lot_code,bidder_code,bid_yuan,bid_at,status,start_yuan"


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.id)
def test_the_reference_counts_each_fixture_alike(fixture):
    answer = run_fixture(model(MODEL), fixture)
    named = {name: float(value) for name, value in fixture.parameters.items()}
    layers, leads = reference.screened(
        given_rows(fixture, "auction_bid"),
        window=int(named["window_bids"]),
        near=int(named["near_bids"]),
    )
    assert counted(answer.layers) == layers
    assert {lead.subject.partition(":")[2] for lead in answer.leads} == leads


def test_the_reference_counts_the_demo_world_alike(screened_stores: Stores):
    report = runs(screened_stores, scope_of(screened_stores, "demo"), model=MODEL)[0]
    layers, leads = reference.screened(held(screened_stores, "auction_bid"))
    assert counted(report.layers) == layers
    assert report.leads_found == len(leads) > 0


@pytest.mark.parametrize(("window", "share", "near"), [(4, 0.0, 0), (7, 0.8, 5), (20, 0.3, 20)])
def test_the_reference_counts_the_demo_world_alike_with_other_thresholds(
    screened_stores: Stores, window, share, near
):
    settings = {"window_bids": window, "least_raise_share": share, "near_bids": near}
    scope = scope_of(screened_stores, "demo")
    report = screen(screened_stores, scope, MODEL, settings=settings, dry_run=True)
    rows = held(screened_stores, "auction_bid")
    layers, leads = reference.screened(rows, window=window, share=share, near=near)
    assert counted(report.layers) == layers
    assert report.leads_found == len(leads)


steps = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from([0, 1, 1, 1, 2, 3]), st.integers(-1, 30)),
    min_size=1,
    max_size=24,
)
lots = st.lists(st.tuples(steps, st.sampled_from([None, 0, 5]), st.integers(0, 2)), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lots=lots, window=st.integers(4, 8), share=st.sampled_from([0, 0.25, 0.5, 0.75]))
def test_every_course_of_bids_is_judged_as_by_trying_every_window(lots, window, share):
    fixture = Fixture(
        id="any_world",
        says="任意的出价过程",
        as_of=AS_OF,
        parameters={"window_bids": window, "least_raise_share": share, "near_bids": 2},
        given={"auction_bid": "\n".join([HEADER, *_lines(lots)])},
        layers=[{"id": "bids", "rows_in": 0, "kept": 0}],
        verdicts={"lot:none": Verdict.ABSENT},
    )
    answer = run_fixture(model(MODEL), fixture)
    layers, leads = reference.screened(
        given_rows(fixture, "auction_bid"), window=window, share=share, near=2
    )
    assert counted(answer.layers) == layers
    assert {lead.subject.partition(":")[2] for lead in answer.leads} == leads


def _lines(lots):
    """One line a bid; raises in steps of 100 yuan, pauses in minutes, so many winners at the end."""
    for number, (steps, start, winners) in enumerate(lots):
        price, at = 1000, datetime(2026, 3, 1, 10)  # noqa: DTZ001 - the offset is written below
        for position, (bidder, raises, minutes) in enumerate(steps):
            price += 100 * raises
            at += timedelta(minutes=minutes)
            status = "won" if position >= len(steps) - winners else "outbid"
            begun = "" if start is None else f"{1000 - 100 * start}.00"
            yield f"L{number},{bidder},{price}.00,{at}+08:00,{status},{begun}"
