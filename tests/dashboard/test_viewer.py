from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import serving, viewer
from dashboard.messages import catalogue
from data_access import accounts
from supervision.vocabulary import Line

ENTRY = Path(__file__).resolve().parent / "small_app.py"


@pytest.fixture(autouse=True)
def served_home(stores, monkeypatch):
    monkeypatch.setenv("SIJIAN_HOME", str(stores.home))
    viewer.forget()
    yield
    viewer.forget()
    serving.close()


def looked_at_by(user):
    app = AppTest.from_file(str(ENTRY))
    app.user = user
    return app.run()


def test_a_page_sees_what_its_viewer_may_see(stores):
    accounts.add_user(stores, "alice", None, ["990102"], [Line.CIVIL])
    assert looked_at_by({"username": "alice"}).text[0].value == "viewer alice units 990102"
    assert looked_at_by({"username": "demo"}).text[0].value.startswith("viewer demo")


@pytest.mark.parametrize("user", [{}, {"username": None}, {"username": ""}, {"username": "nobody"}])
def test_whoever_is_not_signed_in_is_told_so_and_sees_nothing_else(user):
    page = looked_at_by(user)
    assert page.warning[0].value == catalogue("zh_CN")["failure.NotSignedIn"]
    assert not page.button
    assert not page.exception
    assert not any("viewer" in shown.value for shown in page.text)


def test_a_disabled_account_ends_at_the_next_look(stores):
    accounts.add_user(stores, "alice", None, ["990102"], [Line.CIVIL])
    app = looked_at_by({"username": "alice"})
    assert not app.warning
    accounts.disable_user(stores, "alice")
    viewer.forget()
    assert app.run().warning


def test_a_look_within_two_seconds_costs_no_question_to_the_store(stores):
    accounts.add_user(stores, "alice", None, ["990102"], [Line.CIVIL])
    app = looked_at_by({"username": "alice"})
    accounts.disable_user(stores, "alice")
    assert viewer.FRESH_SECONDS == 2.0
    assert app.run().text[0].value == "viewer alice units 990102"
