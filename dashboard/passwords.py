"""Passwords: how strong one must be, and its argon2id hash.

GB/T 22239 8.1.4.1 demands complexity, so complexity is asked for. A hash costs 64 MiB and a tenth
of a second; whoever hashes for many callers bounds how many run at once.
"""

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from data_access.errors import Refused

LEAST_LENGTH = 12
LONGEST = 256
KINDS = (str.islower, str.isupper, str.isdigit)
LEAST_KINDS = 3

_HASHER = PasswordHasher(
    time_cost=3, memory_cost=65_536, parallelism=2, hash_len=32, salt_len=16, type=Type.ID
)

COMMON = (
    *("password", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "qazwsx", "1qaz2wsx", "zaq12wsx"),
    *("iloveyou", "welcome", "letmein", "administrator", "admin123", "abc123", "abcd1234"),
    *("123456", "654321", "111111", "000000", "888888", "666666", "woaini", "asdfgh", "changeme"),
    *("jianchayuan", "sijian", "prosecut", "test1234", "root1234", "huawei", "q1w2e3r4"),
)
"""What people begin with; a password that is one of these and a few characters more is refused."""

_NOBODY: list[str] = []


def new_hash(username: str, password: str) -> str:
    """The hash of a new password; raises Refused where it is too weak, saying why."""
    check_strength(username, password)
    return _HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; takes equally long where there is no hash to compare with."""
    known = password_hash is not None
    try:
        _HASHER.verify(password_hash or _hash_of_nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return known


def needs_new_hash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def rehashed(password: str) -> str:
    """The hash of a password that has just been found right."""
    return _HASHER.hash(password)


def check_strength(username: str, password: str) -> None:
    """Raises Refused where the password is too short, too plain, common or made of the name."""
    hint = "Three unrelated words with a capital letter and a digit do."
    if not LEAST_LENGTH <= len(password) <= LONGEST:
        raise Refused(f"A password has at least {LEAST_LENGTH} characters.", hint=hint)
    kinds = sum(any(map(kind, password)) for kind in KINDS)
    kinds += any(not character.isalnum() for character in password)
    if kinds < LEAST_KINDS:
        raise Refused(
            "A password has at least three of: small letters, capital letters, digits, others.",
            hint=hint,
        )
    if len(set(password)) < LEAST_LENGTH // 2:
        raise Refused("A password has at least six different characters.", hint=hint)
    plain = password.lower()
    if len(username) > 2 and username.lower() in plain:
        raise Refused("A password does not contain the user name.", hint=hint)
    rest = plain
    for common in COMMON:
        rest = rest.replace(common, "")
    if len(rest) < min(len(plain), LEAST_LENGTH // 2):
        raise Refused("This password is among those that are tried first.", hint=hint)


def _hash_of_nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(_HASHER.hash("nobody has this password"))
    return _NOBODY[0]
