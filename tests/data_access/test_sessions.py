from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from data_access import accounts, sessions, tables
from data_access.errors import NotFound
from data_access.sessions import ENDLESS, FAILURES_TO_LOCK, LOCK, Limits
from supervision.vocabulary import Line

MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened(stores):
    return sessions.open_session(stores, "demo", "192.0.2.1")


def test_a_token_opens_its_session_and_no_other_does(stores, opened):
    token, session = opened
    now = session.opened_at
    assert sessions.session_of(stores, token, now) == session
    assert sessions.session_of(stores, token[:-1] + "!", now) is None
    assert sessions.session_of(stores, session.session_id, now) is None


def test_the_store_does_not_know_the_token(stores, opened):
    token, _ = opened
    with stores.reading() as connection:
        row = connection.execute(sa.select(*tables.sessions.c)).one()
    assert token not in str(tuple(row))
    assert len(token) >= 43


def test_a_session_ends_after_a_quarter_of_an_hour_without_an_act(stores, opened):
    token, session = opened
    assert sessions.session_of(stores, token, session.opened_at + 14 * MINUTE)
    assert sessions.session_of(stores, token, session.opened_at + 15 * MINUTE) is None


def test_an_act_prolongs_it_but_never_beyond_eight_hours(stores, opened):
    token, session = opened
    late = session.opened_at + 7 * 60 * MINUTE
    sessions.touch(stores, {session.session_id: late})
    assert sessions.session_of(stores, token, late + 14 * MINUTE)
    last = session.opened_at + 8 * 60 * MINUTE
    sessions.touch(stores, {session.session_id: last})
    assert sessions.session_of(stores, token, last) is None


def test_an_act_that_the_store_does_not_know_yet_counts(stores, opened):
    token, session = opened
    later = session.opened_at + 20 * MINUTE
    acts = {session.session_id: later - MINUTE}
    assert sessions.session_of(stores, token, later, Limits(), acts) == session
    ids = [session.session_id]
    assert sessions.live_sessions(stores, ids, later, Limits(), acts)
    assert not sessions.live_sessions(stores, ids, later)


def test_the_demo_viewer_is_never_signed_out(stores, opened):
    token, session = opened
    assert sessions.session_of(stores, token, session.opened_at + timedelta(days=30), ENDLESS)


def test_a_sign_out_ends_the_session(stores, opened):
    token, session = opened
    sessions.end_session(stores, session)
    assert sessions.session_of(stores, token, session.opened_at) is None


def test_nobody_signs_in_to_an_account_that_is_not_there(stores):
    accounts.disable_user(stores, "demo")
    for username in ("demo", "nobody"):
        with pytest.raises(NotFound):
            sessions.open_session(stores, username, None)


def test_the_fifth_failure_locks_and_the_lock_ends_after_a_quarter_of_an_hour(stores):
    now = datetime.now(UTC)
    for name in ("demo", "unknown-name"):
        for count in range(FAILURES_TO_LOCK):
            assert not sessions.is_locked(stores, name, now), count
            sessions.note_failure(stores, name, "192.0.2.1", now)
        assert sessions.is_locked(stores, name, now)
        assert not sessions.is_locked(stores, name, now + LOCK)


def test_tries_at_a_locked_account_do_not_prolong_its_lock(stores):
    """Else anybody could keep an account locked for ever."""
    now = datetime.now(UTC)
    for _ in range(FAILURES_TO_LOCK):
        sessions.note_failure(stores, "demo", "192.0.2.1", now)
    sessions.note_failure(stores, "demo", "192.0.2.9", now + 10 * MINUTE, was_locked=True)
    assert not sessions.is_locked(stores, "demo", now + LOCK)


def test_a_sign_in_forgets_the_failures_of_its_account(stores):
    now = datetime.now(UTC)
    for _ in range(FAILURES_TO_LOCK - 1):
        sessions.note_failure(stores, "demo", "192.0.2.1", now)
    sessions.open_session(stores, "demo", None)
    sessions.note_failure(stores, "demo", "192.0.2.1", now)
    assert not sessions.is_locked(stores, "demo", now)


def test_a_name_that_is_no_account_is_never_stored(stores):
    """People type their password into the wrong field."""
    now = datetime.now(UTC)
    sessions.note_failure(stores, "My-Secret-Password", "192.0.2.1", now)
    with stores.reading() as connection:
        rows = connection.execute(sa.select(*tables.sign_in_failures.c)).all()
        lines = connection.execute(sa.select(*tables.audit.c)).all()
    assert "Secret" not in str(rows) + str(lines)


def test_an_address_is_throttled_whatever_the_names(stores):
    now = datetime.now(UTC)
    for count in range(sessions.FAILURES_OF_AN_ADDRESS):
        assert not sessions.is_throttled(stores, "192.0.2.1", now)
        sessions.note_failure(stores, f"name-{count}", "192.0.2.1", now)
    assert sessions.is_throttled(stores, "192.0.2.1", now)
    assert not sessions.is_throttled(stores, "192.0.2.2", now)


def test_what_ended_long_ago_is_dropped_and_the_audit_stays(stores, opened):
    token, session = opened
    sessions.note_failure(stores, "demo", "192.0.2.1", session.opened_at)
    later = session.opened_at + timedelta(days=1)
    sessions.forget_ended(stores, later)
    assert sessions.session_of(stores, token, session.opened_at) is None
    sessions.forget_ended(stores, later + timedelta(days=30))
    with stores.reading() as connection:
        for table, kept in ((tables.sessions, 0), (tables.sign_in_failures, 0), (tables.audit, 2)):
            count = sa.select(sa.func.count()).select_from(table)
            assert connection.execute(count).scalar_one() == kept, table.name


def test_a_scope_carries_the_session_into_the_audit(stores, opened):
    _, session = opened
    scope = accounts.scope_of(
        stores, "demo", session_id=session.session_id, address=session.address
    )
    assert (scope.session_id, scope.address) == (session.session_id, "192.0.2.1")
    assert scope.lines == set(Line)
