"""Doctor: every fault that was put in is found, and nothing else."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from data_access.doctor import doctor
from data_access.errors import StoreMissing
from data_access.lake_tables import loaded_batches
from data_access.maintenance import data_files
from data_access.pool import pool_lock
from data_access.settings import Settings


def faults(home):
    return {found.check for found in doctor(home, Settings(home=home)) if not found.holds}


@pytest.fixture
def sound(stores):
    """A home in order, with one data file in its pool; closed, as doctor finds it."""
    stores.home.chmod(0o700)
    with pool_lock(stores.home), stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE seen AS SELECT * FROM range(1000)"))
    stores.close()
    return stores.home


def test_a_sound_home_has_no_fault(sound):
    assert faults(sound) == set()


def test_each_check_says_a_sentence(sound):
    for found in doctor(sound, Settings(home=sound)):
        assert found.says.endswith(".")


def test_a_missing_data_file_is_found(sound):
    next(path for path in data_files(sound).values() if path).unlink()
    assert faults(sound) == {"pool_files"}


def test_a_home_open_to_others_is_found(sound):
    sound.chmod(0o755)
    (sound / "casework.sqlite").chmod(0o644)
    assert faults(sound) == {"file_modes"}


def test_missing_extensions_are_found(sound):
    (sound / "extensions").unlink()
    assert "extensions" in faults(sound)


def test_a_batch_in_the_pool_only_is_found(stores):
    stores.home.chmod(0o700)
    with pool_lock(stores.home), stores.pool.writing() as connection:
        connection.execute(loaded_batches.insert().values(batch_id="b1", dataset="vat_invoice"))
    stores.close()
    assert faults(stores.home) == {"batches_agree"}


def test_a_missing_audit_trigger_is_found(sound):
    with closing(sqlite3.connect(sound / "casework.sqlite")) as connection:
        connection.execute("DROP TRIGGER audit_no_update")
    assert faults(sound) == {"audit_protected"}


def test_a_damaged_casework_store_is_found(sound):
    path = sound / "casework.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    assert "casework_sound" in faults(sound)


def test_a_store_of_a_newer_version_is_found(sound):
    with closing(sqlite3.connect(sound / "casework.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert faults(sound) == {"version"}


def test_a_pool_without_casework_is_found(sound):
    (sound / "casework.sqlite").unlink()
    assert faults(sound) >= {"casework_sound", "version"}


def test_a_home_without_stores_is_refused(tmp_path):
    with pytest.raises(StoreMissing, match="no store"):
        doctor(tmp_path, Settings(home=tmp_path))
