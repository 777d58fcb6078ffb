import pytest

from dashboard.errors import CannotServe
from dashboard.gate.rules import is_loopback, rules_for
from data_access.sessions import ENDLESS, LIMITS

ANYWHERE = "0.0.0.0"  # noqa: S104 - what must be refused
OWN = ("127.0.0.1", "127.8.8.8", "::1", "localhost")
FOREIGN = ("192.0.2.1", None, "127.0.0.1.evil.example", "")


def test_on_its_own_machine_the_cookie_is_plain_and_names_its_port():
    rules = rules_for("127.0.0.1", 8501, None, is_demo=False)
    assert rules.origins == {
        "http://127.0.0.1:8501",
        "http://localhost:8501",
        "http://[::1]:8501",
    }
    assert (rules.cookie, rules.is_secure, rules.limits) == ("sijian_8501", False, LIMITS)


def test_behind_a_proxy_the_cookie_is_secure_and_bound_to_the_host():
    rules = rules_for("127.0.0.1", 8501, "https://Sijian.example/", is_demo=False)
    assert rules.origins == {"https://sijian.example"}
    assert "sijian.example" in rules.hosts
    assert (rules.cookie, rules.is_secure) == ("__Host-sijian", True)


def test_a_demo_never_ends_and_never_leaves_the_machine():
    assert rules_for("127.0.0.1", 8501, None, is_demo=True).limits is ENDLESS
    for address, origin in ((ANYWHERE, None), ("127.0.0.1", "https://sijian.example")):
        with pytest.raises(CannotServe):
            rules_for(address, 8501, origin, is_demo=True)


@pytest.mark.parametrize("address", [ANYWHERE, "192.0.2.7", "::", "intranet.example"])
def test_passwords_never_travel_in_the_clear(address):
    with pytest.raises(CannotServe):
        rules_for(address, 8501, None, is_demo=False)
    assert rules_for(address, 8501, "https://sijian.example", is_demo=False).is_secure


@pytest.mark.parametrize(
    "origin", ["http://sijian.example", "sijian.example", "https://", "https://a/b", "https://u@a"]
)
def test_an_origin_that_is_none_is_refused(origin):
    with pytest.raises(CannotServe):
        rules_for("127.0.0.1", 8501, origin, is_demo=False)


def test_loopback_is_told_from_everything_else():
    assert all(is_loopback(address) for address in OWN)
    assert not any(is_loopback(address) for address in FOREIGN)
