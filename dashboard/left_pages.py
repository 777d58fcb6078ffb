"""Pages whose browser has gone: what Streamlit still holds for them is given up in time.

Streamlit gives a left page up when another one leaves; at night nobody does, and an upload would
stay in memory until the morning. So the server asks it once a minute.
"""

from streamlit.runtime import exists, get_instance

EVERY_SECONDS = 60.0


async def give_up() -> None:
    """Makes Streamlit drop pages that were left longer ago than they may come back."""
    if not exists():
        return
    manager = get_instance()._session_mgr  # noqa: SLF001 - Streamlit offers no way to ask for it
    drop_expired(getattr(manager, "_session_storage", None))


def drop_expired(storage: object) -> None:
    """Drops what has outlived its time from Streamlit's memory of left pages."""
    kept = getattr(storage, "_cache", None)
    if kept is not None:
        kept.expire()
