import pytest

from dashboard import passwords
from data_access.errors import Refused


def test_a_hash_is_argon2id_with_the_parameters_of_the_design():
    made = passwords.new_hash("alice", "Correct-Horse-9")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=2$")
    assert passwords.matches(made, "Correct-Horse-9")
    assert not passwords.matches(made, "Correct-Horse-8")
    assert not passwords.needs_new_hash(made)


def test_nobody_has_a_password():
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("no hash at all", "x")


def test_a_hash_with_other_parameters_is_made_again():
    weaker = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
    assert passwords.needs_new_hash(weaker)


@pytest.mark.parametrize(
    "weak",
    [
        "Short-1a",
        "x" * 300,
        "alllowercaseletters",
        "ALLUPPER12345678",
        "Aa1Aa1Aa1Aa1",
        "Password-1234",
        "P@ssw0rd12345",
        "Alice-Horse-99",
        "Qwerty-123456",
    ],
)
def test_a_weak_password_is_refused(weak):
    with pytest.raises(Refused):
        passwords.new_hash("alice", weak)


@pytest.mark.parametrize("strong", ["Correct-Horse-9", "三块石头-Abc-九十九", "aB3$aB4$cD5$"])
def test_a_strong_one_is_taken(strong):
    passwords.check_strength("alice", strong)
