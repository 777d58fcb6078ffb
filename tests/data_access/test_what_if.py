from dataclasses import replace

import pytest
import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotAllowed, NotFound
from data_access.overlays import set_overlay
from data_access.scope import scoped, system_scope
from data_access.screening import screen
from data_access.what_if import what_if
from supervision.errors import ParameterRefused
from supervision.vocabulary import RunStatus
from tests.data_access.lead_builder import audit_lines
from tests.data_access.pool_rows import BIDDING, VOIDING

CHANGED = {"window_bids": 6, "near_bids": 2}


def subjects(leads):
    return [lead.subject for lead in leads]


def counted(stores):
    with stores.reading() as connection:
        return [
            connection.execute(
                scoped(sa.select(sa.func.count()).select_from(table), system_scope("test"))
            ).scalar()
            for table in (tables.runs, tables.leads, tables.lead_sightings, tables.run_layers)
        ]


def test_it_says_which_leads_would_appear_and_vanish_and_writes_none(screened, scope):
    before = counted(screened)
    found = what_if(screened, scope, BIDDING, CHANGED)
    assert (found.leads_now, found.leads_then, found.leads_difference) == (2, 3, 1)
    assert subjects(found.appear) == ["lot:ALTERNATING"]
    assert found.vanish == ()
    assert subjects(found.stay) == ["lot:ALONE", "lot:LATER"]
    assert counted(screened) == before
    back = what_if(screened, scope, BIDDING, {"window_bids": 200, "least_raise_share": "0.99"})
    assert back.leads_difference == len(back.appear) - len(back.vanish)


def test_both_sides_are_what_a_run_finds_with_these_parameters(screened, scope):
    found = what_if(screened, scope, BIDDING, CHANGED)
    now = screen(screened, scope, BIDDING, dry_run=True)
    then = screen(screened, scope, BIDDING, settings=CHANGED, dry_run=True)
    assert (found.parameters_now, found.parameters_then) == (now.parameters, then.parameters)
    assert [one.now.rows_kept for one in found.layers] == [one.rows_kept for one in now.layers]
    assert [one.then.rows_in for one in found.layers] == [one.rows_in for one in then.layers]
    assert (found.snapshot, found.as_of, found.status) == (now.snapshot, now.as_of, now.status)


def test_now_is_what_the_unit_has_set(own, scope):
    set_overlay(own, scope, BIDDING, CHANGED, "试用")
    found = what_if(own, scope, BIDDING, {"window_bids": 10})
    assert (found.leads_now, subjects(found.vanish)) == (3, ["lot:ALTERNATING"])
    assert found.parameters_then["near_bids"] == 2


def test_asking_is_audited_without_any_subject(screened, scope):
    what_if(screened, scope, BIDDING, CHANGED)
    line = audit_lines(screened, "what_if")[-1]
    assert (line.object_id, line.detail["leads_then"], line.detail["unmask"]) == (BIDDING, 3, False)
    assert "ALTERNATING" not in str(line.detail)


@pytest.mark.parametrize(
    ("settings", "arguments", "error"),
    [
        ({"window_bids": 1}, {}, ParameterRefused),
        (CHANGED, {"snapshot": 999}, NotFound),
    ],
)
def test_what_cannot_be_asked_is_refused(screened, scope, settings, arguments, error):
    with pytest.raises(error):
        what_if(screened, scope, BIDDING, settings, **arguments)
    with pytest.raises(NotAllowed):
        what_if(screened, replace(scope, may_unmask=False), BIDDING, CHANGED, unmask=True)


def test_without_the_rows_it_is_refused_with_the_reason(screened, scope):
    found = what_if(screened, scope, VOIDING, {"least_invoices": 5})
    assert (found.status, found.layers, found.leads_now) == (RunStatus.REFUSED, (), 0)
    assert "vat_invoice has no rows" in found.why
