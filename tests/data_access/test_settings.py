"""Settings come from the environment, once."""

from pathlib import Path

import pytest

from data_access.settings import Settings, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()


def test_every_setting_is_read() -> None:
    environment = {
        "SIJIAN_HOME": "office",
        "SIJIAN_VIEWER": "li",
        "SIJIAN_POOL_MEMORY": "1GB",
        "SIJIAN_POOL_SPILL": "2GB",
        "SIJIAN_POOL_THREADS": "1",
        "SIJIAN_SELECT_SECONDS": "1.5",
    }
    expected = Settings(
        home=Path("office"),
        viewer="li",
        pool_memory="1GB",
        pool_spill="2GB",
        pool_threads=1,
        select_seconds=1.5,
    )
    assert read_settings(environment) == expected


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        read_settings({"SIJIAN_POOL_THREADS": "two"})
