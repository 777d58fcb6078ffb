"""What this office's gate allows; fixed when the server starts."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from dashboard.errors import CannotServe
from data_access.sessions import ENDLESS, LIMITS, Limits

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Caps:
    """How much one server takes on; beyond it a request is refused, never queued without end."""

    sockets: int = 400
    sockets_of_a_viewer: int = 10
    messages_in_a_row: int = 100
    messages_a_second: int = 20
    upload_bytes: int = 50 * MEGABYTE
    uploads_of_a_page: int = 20
    uploads_bytes: int = 300 * MEGABYTE
    sign_ins_waiting: int = 40
    hashes_at_once: int = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The gate's rules.

    origins: what a browser may send as Origin; hosts: what it may send as Host.
    is_demo: the built-in viewer is signed in without a password, on loopback only.
    is_secure: browsers reach the server by https, so the cookie is Secure and has the prefix.
    """

    origins: frozenset[str]
    hosts: frozenset[str]
    cookie: str
    is_demo: bool
    is_secure: bool
    limits: Limits = LIMITS
    caps: Caps = Caps()


def rules_for(address: str, port: int, public_origin: str | None, *, is_demo: bool) -> Rules:
    """The rules of a server at this address, reached by browsers at `public_origin` if given.

    Raises CannotServe where sign-in would travel in the clear or a demo could be reached.
    """
    loopback = is_loopback(address)
    if is_demo and (not loopback or public_origin):
        raise CannotServe("A demo is served on this machine only.", hint="Leave the address out.")
    own = frozenset(f"http://{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]"))
    if public_origin is None:
        if not loopback:
            raise CannotServe(
                f"{address} can be reached by others, and passwords would travel in the clear.",
                hint="Serve on 127.0.0.1 behind a TLS proxy and name it in SIJIAN_ORIGIN.",
            )
        origins = own
    else:
        origins = frozenset({_checked(public_origin)})
    is_secure = public_origin is not None
    return Rules(
        origins=origins,
        hosts=frozenset(urlsplit(origin).netloc for origin in origins | own),
        cookie="__Host-sijian" if is_secure else f"sijian_{port}",
        is_demo=is_demo,
        is_secure=is_secure,
        limits=ENDLESS if is_demo else LIMITS,
    )


def is_loopback(address: str | None) -> bool:
    """Whether the address is this machine's own."""
    if address == "localhost":
        return True
    try:
        return address is not None and ip_address(address).is_loopback
    except ValueError:
        return False


def _checked(origin: str) -> str:
    parts = urlsplit(origin.rstrip("/"))
    if parts.scheme != "https" or not parts.netloc or parts.path or parts.query or "@" in origin:
        raise CannotServe(
            "SIJIAN_ORIGIN must be the address browsers use, https and a host name only.",
            hint="For example SIJIAN_ORIGIN=https://sijian.example",
        )
    return f"https://{parts.netloc.lower()}"
