import asyncio

import pytest

from dashboard.gate.entrance import Gate
from dashboard.gate.origin import is_at_home
from dashboard.gate.rules import rules_for

RULES = rules_for("127.0.0.1", 8501, None, is_demo=False)
HOST = (b"host", b"127.0.0.1:8501")
OURS = (b"origin", b"http://127.0.0.1:8501")


@pytest.mark.parametrize(
    ("headers", "reads", "changes"),
    [
        ([HOST, OURS], True, True),
        ([HOST], True, False),
        ([HOST, (b"origin", b"http://localhost:8501")], True, True),
        ([(b"Host", b"LOCALHOST:8501"), (b"Origin", b"HTTP://127.0.0.1:8501")], True, True),
        ([HOST, (b"origin", b"null")], False, False),
        ([HOST, (b"origin", b"http://evil.example")], False, False),
        ([HOST, (b"origin", b"https://127.0.0.1:8501")], False, False),
        ([HOST, (b"origin", b"http://127.0.0.1:9999")], False, False),
        ([HOST, (b"origin", b"http://127.0.0.1:8501.evil.example")], False, False),
        ([HOST, OURS, OURS], False, False),
        ([HOST, HOST, OURS], False, False),
        ([OURS], False, False),
        ([(b"host", b"evil.example"), OURS], False, False),
    ],
)
def test_only_our_own_pages_are_at_home(headers, reads, changes):
    assert is_at_home(headers, RULES, must_name_origin=False) is reads
    assert is_at_home(headers, RULES, must_name_origin=True) is changes


def test_a_foreign_origin_never_reaches_streamlit():
    """Streamlit alone looked up the machine's address for it: 20 seconds on a closed network."""
    sent = []

    async def streamlit(_scope, _receive, _send):
        raise AssertionError("The request was passed on.")

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    foreign = [HOST, (b"origin", b"http://evil.example"), (b"upgrade", b"websocket")]
    for kind in ("websocket", "http"):
        scope = {
            "type": kind,
            "method": "GET",
            "path": "/_stcore/stream",
            "query_string": b"",
            "headers": foreign,
        }
        asyncio.run(Gate(streamlit, RULES)(scope, receive, send))
    assert sent[0] == {"type": "websocket.close", "code": 1008}
    assert sent[1]["status"] == 403
