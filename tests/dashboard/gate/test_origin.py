import time

import pytest

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


def test_a_foreign_origin_costs_next_to_nothing(served):
    """Streamlit alone looked up the machine's address for it: 20 seconds on a closed network."""
    began = time.perf_counter()
    for _ in range(20):
        answer = served.ask("/_stcore/stream", Origin="http://evil.example", Upgrade="websocket")
        assert answer.status == 403
    assert time.perf_counter() - began < 1.0
