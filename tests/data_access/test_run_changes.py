from dataclasses import replace

import pytest

from data_access.errors import NotFound
from data_access.lead_filter import LeadFilter
from data_access.leads import page
from data_access.run_changes import changes_since
from data_access.runs import runs
from data_access.screening import screen
from tests.data_access.pool_rows import BIDDING, BIDDING_SETTINGS, add_rows, fixture_text


def subjects(leads):
    return [lead.subject for lead in leads]


def test_new_and_vanished_leads_are_named_against_the_run_before(own, scope):
    first = runs(own, scope)[0].run_id
    assert changes_since(own, scope, first) is None
    screen(own, scope, BIDDING)
    narrow = replace(scope, units=frozenset({"990101"}))
    screen(own, narrow, BIDDING, settings={"window_bids": 200})
    second = runs(own, scope, model=BIDDING, units=scope.units)[0].run_id
    found = changes_since(own, scope, second)
    assert (found.run_id, found.unchanged) == (first, 2)
    assert (found.new, subjects(found.vanished)) == ((), ["lot:ALTERNATING"])
    assert found.vanished[0].lead_no is not None
    text = fixture_text(BIDDING, "auction_bid").replace("ALONE", "SECOND")
    only = [line for line in text.splitlines() if line.startswith(("lot_code", "SECOND"))]
    add_rows(own, "auction_bid", "\n".join(only), batch_id="b2")
    third = screen(own, scope, BIDDING).run_id
    assert subjects(changes_since(own, scope, third).new) == ["lot:SECOND"]
    for run_id, new in ((third, ["lot:SECOND"]), (second, [])):
        assert subjects(page(own, scope, LeadFilter(new_in=run_id), 10)) == new


def test_a_lead_whose_facts_differ_has_changed(own, scope):
    text = fixture_text(BIDDING, "auction_bid")
    header, line = (
        text.strip().splitlines()[0],
        next(one for one in text.splitlines() if one.startswith("ALONE")),
    )
    add_rows(own, "auction_bid", f"{header}\n{line}", batch_id="b2")
    run_id = screen(own, scope, BIDDING, settings=BIDDING_SETTINGS).run_id
    found = changes_since(own, scope, run_id)
    assert subjects(found.changed) == ["lot:ALONE"]
    assert found.unchanged == 2
    differ = {one.fact: (one.then, one.now) for one in found.changed[0].facts}
    assert differ["bid_count"][1] > differ["bid_count"][0]
    assert "bidder_count" not in differ


def test_a_refused_run_has_no_changes_and_none_is_found_outside_the_scope(own, scope):
    with own.pool.writing() as connection:
        connection.exec_driver_sql("DELETE FROM lake.auction_bid")
    refused = screen(own, scope, BIDDING).run_id
    assert changes_since(own, scope, refused) is None
    with pytest.raises(NotFound):
        changes_since(own, replace(scope, units=frozenset({"990101"})), refused)
