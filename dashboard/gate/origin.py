"""Host and Origin, checked before anything else and without asking anybody.

Streamlit would look up the machine's public address for a foreign Origin, which stops the whole
server for 20 seconds on a closed network; so a foreign Origin never reaches it.
"""

from collections.abc import Iterable

from dashboard.gate.rules import Rules

READS = frozenset({"GET", "HEAD"})

Headers = Iterable[tuple[bytes, bytes]]


def is_at_home(headers: Headers, rules: Rules, *, must_name_origin: bool) -> bool:
    """Whether the request names this server as its Host and comes from one of its pages.

    must_name_origin: a websocket and every change needs an Origin; a plain read need not have one.
    """
    hosts = values_of(headers, b"host")
    if len(hosts) != 1 or hosts[0].lower() not in rules.hosts:
        return False
    origins = values_of(headers, b"origin")
    if not origins:
        return not must_name_origin
    return len(origins) == 1 and origins[0].lower() in rules.origins


def values_of(headers: Headers, name: bytes) -> list[str]:
    """The values that the request gives for this header, in order."""
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]
