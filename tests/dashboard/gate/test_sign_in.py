"""The sign-in page, and what it does not tell."""

import hashlib
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters

from dashboard import passwords, serving
from dashboard.gate.sign_in import is_right, target_of
from data_access import accounts, sessions, tables
from supervision.vocabulary import Line
from tests.dashboard.conftest import PASSWORDS


def audited(stores):
    statement = sa.select(tables.audit.c.event, tables.audit.c.username, tables.audit.c.result)
    with stores.reading() as connection:
        return [tuple(row) for row in connection.execute(statement.order_by(tables.audit.c.seq))]


def test_the_cookie_is_strict_and_the_store_keeps_only_its_hash(served, served_stores):
    answer = served.try_sign_in("alice", "Correct-Horse-9", next="/leads?model=x")
    assert (answer.status, answer.headers["location"]) == (303, "/leads?model=x")
    (cookie,) = answer.cookies
    assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; ")[1:])
    token = cookie.split(";")[0].split("=", 1)[1]
    assert len(token) >= 43  # 256 bits
    everything = b"".join(
        path.read_bytes() for path in served.home.glob("casework.sqlite*") if path.is_file()
    )
    assert token.encode() not in everything
    assert hashlib.sha256(token.encode()).hexdigest().encode() in everything


def test_five_failures_lock_the_account_and_every_refusal_reads_the_same(hasty, hasty_stores):
    answers = [hasty.try_sign_in("carol", f"wrong-{n}") for n in range(5)]
    locked = hasty.try_sign_in("carol", PASSWORDS["carol"])
    unknown = hasty.try_sign_in("nobody-of-this-name", "Correct-Horse-9")
    assert {answer.status for answer in [*answers, locked, unknown]} == {401}
    assert len({answer.body for answer in [*answers, locked, unknown]}) == 1
    assert hasty.try_sign_in("bob", "Battery-Staple-7").status == 303
    found = audited(hasty_stores)
    assert ("account_locked", "carol", "ok") in found
    assert ("sign_in", "bob", "ok") in found
    assert not any("nobody-of-this-name" in str(line) for line in found)


def test_a_refusal_does_the_same_work_for_whatever_reason(stores, monkeypatch):
    """Unknown, known and locked names: one hash compared, the same rows written."""
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    for name in ("alice", "carol"):
        password_hash = passwords.new_hash(name, PASSWORDS[name])
        accounts.add_user(stores, name, password_hash, ["990100"], list(Line))
    compared, written = [], []
    verify = PasswordHasher.verify

    def counted(hasher, password_hash, password):
        compared.append(extract_parameters(password_hash))
        return verify(hasher, password_hash, password)

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for attempt in range(sessions.FAILURES_TO_LOCK):
        assert not is_right("carol", f"wrong-{attempt}", "127.0.0.1")
    sa.event.listen(serving.stores().writer, "before_cursor_execute", note)
    works = {}
    for name, password in (
        ("nobody", "Correct-Horse-9"),
        ("alice", "wrong"),
        ("carol", PASSWORDS["carol"]),
    ):
        compared.clear()
        written.clear()
        assert not is_right(name, password, "127.0.0.1")
        works[name] = (*compared, *written)
    assert len(works["alice"]) > 1
    assert works["nobody"] == works["alice"] == works["carol"]
    serving.close()


def test_an_address_that_fails_too_often_must_wait(hasty, hasty_stores):
    now = datetime.now(UTC)
    for attempt in range(sessions.FAILURES_OF_AN_ADDRESS):
        sessions.note_failure(hasty_stores, f"name-{attempt}", "127.0.0.1", now)
    assert hasty.try_sign_in("alice", PASSWORDS["alice"]).status == 429
    with hasty_stores.writing() as connection:
        connection.execute(tables.sign_in_failures.delete())
    assert hasty.try_sign_in("alice", PASSWORDS["alice"]).status == 303


def test_what_is_typed_comes_back_escaped_or_not_at_all(served):
    attack = '"><script>alert(1)</script>'
    for answer in (
        served.try_sign_in(attack, attack, next=attack, lang=attack),
        served.ask("/sign-in?next=%22%3E%3Cscript%3E&lang=%22%3E%3Cscript%3E&ended=%3Cscript"),
    ):
        assert b"<script" not in answer.body


def test_both_languages_have_the_page(served):
    assert 'lang="zh-CN"' in served.ask("/sign-in").text
    english = served.ask("/sign-in?lang=en").text
    assert 'lang="en"' in english
    assert "Password" in english


def test_a_form_larger_than_any_honest_one_is_refused(served):
    assert served.try_sign_in("alice", "x" * 10_000).status == 413


@pytest.mark.parametrize(
    ("given", "target"),
    [
        (None, "/"),
        ("/leads?line=civil", "/leads?line=civil"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("http://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_the_sign_in_only_pages_of_ours_are_opened(given, target):
    assert target_of(given) == target
