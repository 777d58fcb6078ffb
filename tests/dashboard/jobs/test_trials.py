"""A trial comes back from a job's row as it was, whichever way it was asked."""

import json
from dataclasses import replace

import pytest

from dashboard.answers import as_json
from dashboard.jobs import requests, trials, work
from data_access import jobs
from data_access.accounts import scope_of
from data_access.jobs import JobKind
from data_access.lead_briefs import LeadBrief
from data_access.settings import Settings
from data_access.stores import open_stores
from data_access.what_if import what_if
from supervision.vocabulary import RunStatus
from tests.conftest import copy_of

BIDDING = "auction_bidding"
CHANGED = {"window_bids": 200}


@pytest.fixture(scope="module")
def answered(screened_home, tmp_path_factory):
    """What the job process answers to both kinds of trial, on a home of this module's own."""
    home = copy_of(screened_home, tmp_path_factory.mktemp("trials") / "home")
    stores = open_stores(home, Settings(home=home))
    scope = scope_of(stores, "demo")
    found = {}
    for kind in (JobKind.WHAT_IF, JobKind.BACKTEST):
        requests.ask_trial(stores, scope, kind, BIDDING, f"form {kind}", settings=CHANGED)
        job = jobs.claim_next(stores)
        answer = work.done(home, stores.settings, job, lambda _share, _says: None)
        found[kind] = json.loads(json.dumps(answer))
    told = what_if(stores, scope, BIDDING, CHANGED)
    stores.close()
    return found, told


def test_both_kinds_of_trial_come_back_whole_from_the_job(answered):
    kept, told = answered
    tried, held = (trials.read(kept[kind]) for kind in (JobKind.WHAT_IF, JobKind.BACKTEST))
    assert (tried.leads_before, tried.leads_after) == (told.leads_now, told.leads_then)
    assert tried.vanished.count == len(told.vanish) > 0
    assert tried.vanished.first[0].subject == told.vanish[0].subject
    assert (tried.layers, tried.warnings) == (told.layers, told.warnings)
    assert (tried.run_id, tried.verdicts_before) == (None, None)
    assert held.run_id is not None
    assert (held.leads_before, held.leads_after) == (tried.leads_before, tried.leads_after)
    assert (held.verdicts_before.confirmed, held.vanished.count) == (0, tried.vanished.count)
    assert held.vanished.first[0].lead_no is not None
    assert trials.read(as_json(held)) == held


def test_of_many_leads_the_first_are_kept_and_all_are_counted(answered):
    _, told = answered
    lead: LeadBrief = told.vanish[0]
    many = replace(told, vanish=(lead,) * (trials.MOST + 5))
    kept = trials.of_what_if(many).vanished
    assert (kept.count, len(kept.first)) == (trials.MOST + 5, trials.MOST)


def test_a_refused_trial_says_nothing_of_leads(answered):
    _, told = answered
    refused = trials.of_what_if(replace(told, status=RunStatus.REFUSED, layers=(), vanish=()))
    assert (refused.leads_after, refused.unchanged) == (None, None)
