from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from data_access import accounts, sessions, tables
from data_access.errors import Conflict, NotFound, Refused
from supervision.vocabulary import Line


def add(stores, username="alice", units=("990102",), lines=(Line.CIVIL,), **more):
    return accounts.add_user(stores, username, "argon2-hash", units, lines, **more)


def test_the_demo_viewer_sees_the_whole_demo_city(stores):
    scope = accounts.scope_of(stores, "demo")
    assert scope.units == {"990100", "990101", "990102", "990103"}
    assert scope.lines == set(Line)
    assert (scope.own_unit, scope.may_unmask, scope.is_whole) == ("990101", True, False)


def test_making_the_demo_twice_changes_nothing(stores):
    accounts.initialise_demo(stores)
    assert accounts.is_demo(stores)
    assert accounts.account(stores, "demo").password_hash is None


def test_units_below_come_with_their_unit_and_none_beside_it(stores):
    add(stores, "city", units=["990100"])
    add(stores, "county", units=["990102"])
    assert accounts.scope_of(stores, "city").units == {"990100", "990101", "990102", "990103"}
    assert accounts.scope_of(stores, "county").units == {"990102"}


def test_a_unit_that_the_tree_does_not_know_stands_for_itself(stores):
    add(stores, units=["880000"])
    assert accounts.scope_of(stores, "alice").units == {"880000"}


def test_the_first_unit_is_the_own_one(stores):
    add(stores, units=["990103", "990101"])
    assert accounts.scope_of(stores, "alice").own_unit == "990103"


def test_unknown_and_disabled_accounts_are_refused_with_the_same_words(stores):
    add(stores)
    accounts.disable_user(stores, "alice")
    said = set()
    for username in ("alice", "nobody"):
        with pytest.raises(NotFound) as refusal:
            accounts.scope_of(stores, username)
        said.add(str(refusal.value))
    assert len(said) == 1
    accounts.enable_user(stores, "alice")
    assert accounts.scope_of(stores, "alice").viewer == "alice"


@pytest.mark.parametrize("act", ["disable", "password"])
def test_what_changes_an_account_ends_its_sessions(stores, act):
    add(stores)
    token, _ = sessions.open_session(stores, "alice", None)
    other, _ = sessions.open_session(stores, "demo", None)
    if act == "disable":
        accounts.disable_user(stores, "alice")
    else:
        accounts.change_password(stores, "alice", "another-hash")
    now = datetime.now(UTC)
    assert sessions.session_of(stores, token, now) is None
    assert sessions.session_of(stores, other, now) is not None


def test_a_name_is_given_once(stores):
    add(stores)
    with pytest.raises(Conflict):
        add(stores)


@pytest.mark.parametrize(
    ("username", "units", "lines"),
    [
        ("A", ["990101"], [Line.CIVIL]),
        ("system:x", ["990101"], [Line.CIVIL]),
        ("systemic", ["990101"], [Line.CIVIL]),
        ("x\nname", ["990101"], [Line.CIVIL]),
        ("alice", [], [Line.CIVIL]),
        ("alice", ["990101"], []),
        ("alice", ["99 0101"], [Line.CIVIL]),
        ("alice", ["990101"], ["no line"]),
    ],
)
def test_a_malformed_account_is_refused_and_nothing_is_written(stores, username, units, lines):
    with pytest.raises(Refused):
        add(stores, username, units=units, lines=lines)
    assert accounts.account(stores, username) is None


def test_every_change_of_an_account_leaves_a_line_in_the_audit(stores):
    add(stores, by=accounts.scope_of(stores, "demo"))
    accounts.change_password(stores, "alice", "another-hash")
    accounts.disable_user(stores, "alice")
    audit = tables.audit
    statement = sa.select(audit.c.username, audit.c.event, audit.c.object_id).order_by(audit.c.seq)
    with stores.reading() as connection:
        found = [tuple(row) for row in connection.execute(statement)]
    assert found == [
        ("demo", "account_added", "alice"),
        ("system:accounts", "password_changed", "alice"),
        ("system:accounts", "account_disabled", "alice"),
    ]


def test_nobody_is_changed_who_is_not_there(stores):
    for act in (accounts.disable_user, accounts.enable_user):
        with pytest.raises(NotFound):
            act(stores, "nobody")
