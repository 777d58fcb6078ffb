from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from data_access import library, model_catalogue
from data_access.errors import NotAllowed, Refused
from data_access.overlays import overlaid, overlay, set_overlay, unfit_overlays
from data_access.runs import runs
from data_access.screening import screen
from supervision.declaration import model
from supervision.errors import ParameterRefused, UnknownName
from supervision.vocabulary import Line
from tests.data_access.lead_builder import audit_lines, break_audit
from tests.data_access.pool_rows import BIDDING, add_rows, fixture_text


def value_of(stores, scope, name="window_bids"):
    return next(one for one in overlay(stores, scope, BIDDING).parameters if one.name == name)


def test_a_run_uses_the_unit_s_parameter_and_a_setting_stands_before_it(own, scope):
    set_overlay(own, scope, BIDDING, {"window_bids": "6"}, "本市标的出价少")
    assert screen(own, scope, BIDDING).parameters["window_bids"] == 6
    asked = screen(own, scope, BIDDING, settings={"window_bids": 7})
    assert runs(own, scope, asked.run_id)[0].parameters["window_bids"] == 7
    assert asked.parameters["near_bids"] == 3


def test_it_counts_for_viewers_of_that_unit_alone(own, scope):
    set_overlay(own, scope, BIDDING, {"window_bids": 6}, "试用")
    other = replace(scope, own_unit="990102")
    assert screen(own, other, BIDDING, dry_run=True).parameters["window_bids"] == 10
    assert value_of(own, other).entry is None


def test_an_entry_says_who_when_why_and_nothing_is_overwritten(stores, scope):
    set_overlay(stores, scope, BIDDING, {"least_raise_share": "0.50"}, "试用")
    found = set_overlay(stores, scope, BIDDING, {"least_raise_share": "0.75"}, "试用后收紧")
    assert [(entry.value, entry.reason) for entry in found.history] == [
        (Decimal("0.75"), "试用后收紧"),
        (Decimal("0.5"), "试用"),
    ]
    entry = found.history[0]
    assert (entry.by, entry.unit, entry.version) == ("demo", "990101", 1)
    stands = value_of(stores, scope, "least_raise_share")
    assert (stands.default, stands.value) == (Decimal("0.5"), Decimal("0.75"))
    lines = audit_lines(stores, "overlay")
    assert [line.detail["value"] for line in lines] == [0.5, 0.75]
    assert (lines[0].object_id, lines[0].reason) == (BIDDING, "试用")


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_store_refuses_to_change_an_entry(stores, scope, statement):
    set_overlay(stores, scope, BIDDING, {"window_bids": 6}, "试用")
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), stores.writing() as connection:
        connection.execute(sa.text(statement.format("parameter_overlays")))


def test_clearing_takes_the_unit_back_to_the_default(stores, scope):
    set_overlay(stores, scope, BIDDING, {"window_bids": 6}, "试用")
    found = set_overlay(stores, scope, BIDDING, {"window_bids": None}, "试用结束")
    assert [entry.value for entry in found.history] == [None, Decimal(6)]
    assert value_of(stores, scope).value == 10
    with pytest.raises(Refused, match="has set no window_bids"):
        set_overlay(stores, scope, BIDDING, {"window_bids": None}, "再次")


@pytest.mark.parametrize(
    ("changes", "reason", "error"),
    [
        ({"window_bids": 3}, "试用", ParameterRefused),
        ({"window_bids": "six"}, "试用", ParameterRefused),
        ({"near_bids": 2, "bids": 6}, "试用", UnknownName),
        ({"window_bids": 6}, "  ", Refused),
        ({"near_bids": 2, "window_bids": None}, "试用", Refused),
    ],
)
def test_what_cannot_be_set_is_refused_as_a_whole(stores, scope, changes, reason, error):
    with pytest.raises(error):
        set_overlay(stores, scope, BIDDING, changes, reason)
    assert overlay(stores, scope, BIDDING).history == ()


def test_who_may_not_act_for_the_unit_sets_nothing(stores, scope):
    changes = {"window_bids": 6}
    nowhere = replace(scope, own_unit=None)
    with pytest.raises(Refused, match="belongs to no unit"):
        set_overlay(stores, nowhere, BIDDING, changes, "试用")
    with pytest.raises(NotAllowed):
        set_overlay(stores, replace(scope, own_unit="990199"), BIDDING, changes, "试用")
    with pytest.raises(NotAllowed):
        criminal = replace(scope, lines=frozenset({Line.CRIMINAL}))
        set_overlay(stores, criminal, BIDDING, changes, "试用")


def test_nothing_is_set_that_cannot_be_audited(stores, scope):
    break_audit(stores)
    with pytest.raises(sa.exc.IntegrityError):
        set_overlay(stores, scope, BIDDING, {"window_bids": 6}, "试用")
    assert overlay(stores, scope, BIDDING).history == ()


def test_the_entries_of_units_outside_the_scope_are_not_shown(stores, scope):
    set_overlay(stores, scope, BIDDING, {"window_bids": 6}, "试用")
    narrow = replace(scope, units=frozenset({"990102"}), own_unit="990102")
    assert overlay(stores, narrow, BIDDING).history == ()
    assert overlay(stores, replace(scope, own_unit="990102"), BIDDING).history != ()


def test_a_value_that_a_new_version_does_not_allow_refuses_runs_and_can_be_cleared(
    stores, scope, monkeypatch
):
    set_overlay(stores, scope, BIDDING, {"window_bids": 6}, "试用")
    declared = model(BIDDING)
    changed = declared.parameters[0].model_copy(update={"least": Decimal(8)})
    later = declared.model_copy(update={"parameters": (changed, *declared.parameters[1:])})
    with pytest.raises(ParameterRefused, match="which version 1 does not allow") as caught:
        overlaid(stores, scope, later)
    assert "--clear window_bids" in caught.value.hint
    assert "window_bids" in unfit_overlays(stores, scope, [later])[BIDDING]
    assert unfit_overlays(stores, scope, [declared]) == {}
    stocked = library.stock(stores, scope)
    own = next(one for one in stocked if one.model.id == BIDDING)
    monkeypatch.setattr(model_catalogue, "stock", lambda *_: [replace(own, model=later)])
    add_rows(stores, "auction_bid", fixture_text(BIDDING, "auction_bid"))
    (shown,) = model_catalogue.model_catalogue(stores, scope, BIDDING)
    assert (shown.runnable, "window_bids" in shown.why_not) == (False, True)
    fewer = declared.model_copy(update={"parameters": declared.parameters[1:]})
    assert set(overlaid(stores, scope, fewer)) == {"least_raise_share", "near_bids"}
