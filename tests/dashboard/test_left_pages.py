from types import SimpleNamespace

from streamlit.runtime.memory_session_storage import MemorySessionStorage

from dashboard.left_pages import drop_expired


def test_a_page_left_too_long_ago_is_given_up_and_another_stays():
    """It leans on Streamlit's inside: an upgrade that changes it fails here."""
    given_up = []

    class Left:
        def __init__(self, number):
            self.session = SimpleNamespace(id=number)

        def __del__(self):
            given_up.append(self.session.id)

    short, long = MemorySessionStorage(ttl_seconds=0), MemorySessionStorage(ttl_seconds=60)
    short.save(Left("left"))
    long.save(Left("may come back"))
    assert given_up == []
    drop_expired(short)
    drop_expired(long)
    assert given_up == ["left"]
    assert [page.session.id for page in long.list()] == ["may come back"]
