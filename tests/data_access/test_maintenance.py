"""Homes: made, saved and restored as a whole or not at all."""

import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from data_access import tables
from data_access.accounts import is_demo
from data_access.doctor import doctor
from data_access.errors import Refused, StoreUnusable
from data_access.maintenance import MANIFEST, backup, create_home, data_files, restore
from data_access.pool import pool_lock
from data_access.settings import Settings
from data_access.stores import open_stores


@pytest.fixture
def filled(stores):
    """Stores whose pool holds rows, deleted rows too, and whose casework has a session."""
    with pool_lock(stores.home), stores.pool.writing() as connection:
        connection.execute(sa.text("CREATE TABLE seen (number INTEGER)"))
        connection.execute(sa.text("INSERT INTO seen SELECT * FROM range(1000)"))
    with pool_lock(stores.home), stores.pool.writing() as connection:
        connection.execute(sa.text("DELETE FROM seen WHERE number < 10"))
    now = datetime(2026, 5, 26, tzinfo=UTC)
    with stores.writing() as connection:
        connection.execute(
            tables.sessions.insert().values(
                token_sha256="0" * 64,
                session_id="s1",
                username="demo",
                opened_at=now,
                seen_at=now,
            )
        )
    (stores.folder("exports") / "list.csv").write_text("exported", encoding="utf-8")
    (stores.folder("secrets") / "key").write_text("secret", encoding="utf-8")
    return stores


def settings(home):
    return Settings(home=home)


def seen(home):
    stores = open_stores(home, settings(home))
    try:
        with stores.pool.reading() as connection:
            return connection.execute(sa.text("SELECT count(*) FROM seen")).scalar_one()
    finally:
        stores.close()


def rewritten(archive, target, change):
    """A copy of the archive whose entries went through `change(name, content)`."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            found = change(name, source.read(name))
            if found is not None:
                changed.writestr(*found)
    return target


def test_what_was_saved_is_what_is_restored(filled, tmp_path):
    made = backup(filled, tmp_path / "saved.zip")
    target = tmp_path / "restored"
    restore(target, made.file, settings(target))
    assert seen(target) == 990
    assert (target / "exports" / "list.csv").read_text(encoding="utf-8") == "exported"
    assert all(path is not None for path in data_files(target).values())
    assert [found.says for found in doctor(target, settings(target)) if not found.holds] == []


def test_a_past_snapshot_survives_a_backup(filled, tmp_path):
    before = filled.pool.snapshot() - 1
    target = tmp_path / "restored"
    restore(target, backup(filled, tmp_path / "saved.zip").file, settings(target))
    stores = open_stores(target, settings(target))
    statement = sa.text(f"SELECT count(*) FROM seen AT (VERSION => {before})")
    with stores.pool.reading() as connection:
        assert connection.execute(statement).scalar_one() == 1000
    stores.close()


def test_a_backup_holds_no_secrets_and_is_closed_to_others(filled, tmp_path):
    made = backup(filled, tmp_path / "saved.zip")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    names = zipfile.ZipFile(made.file).namelist()
    assert not [name for name in names if name.startswith(("secrets", "extensions", "uploads"))]


def test_a_restored_session_is_ended(filled, tmp_path):
    target = tmp_path / "restored"
    restore(target, backup(filled, tmp_path / "saved.zip").file, settings(target))
    stores = open_stores(target, settings(target))
    with stores.reading() as connection:
        ended = connection.execute(sa.select(tables.sessions.c.ended_at)).scalar_one()
    stores.close()
    assert ended is not None


def test_a_backup_and_a_restore_stand_in_the_audit(filled, tmp_path):
    target = tmp_path / "restored"
    restore(target, backup(filled, tmp_path / "saved.zip").file, settings(target))
    for home, event in ((filled.home, "backup_made"), (target, "backup_restored")):
        stores = open_stores(home, settings(home))
        statement = sa.select(tables.audit.c.username).where(tables.audit.c.event == event)
        with stores.reading() as connection:
            assert connection.execute(statement).scalar_one().startswith("system:")
        stores.close()


def test_a_backup_replaces_no_file(filled, tmp_path):
    target = tmp_path / "saved.zip"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(Refused, match="exists already"):
        backup(filled, target)
    assert target.read_text(encoding="utf-8") == "precious"


def test_a_backup_of_a_pool_that_lacks_a_file_is_refused(filled, tmp_path):
    next(path for path in data_files(filled.home).values() if path).unlink()
    with pytest.raises(StoreUnusable, match="lacks 1"):
        backup(filled, tmp_path / "saved.zip")
    assert list(tmp_path.glob("saved*")) == []


def test_a_backup_into_a_missing_folder_is_refused(filled, tmp_path):
    with pytest.raises(Refused, match="cannot be written"):
        backup(filled, tmp_path / "nowhere" / "saved.zip")


def test_a_home_that_holds_anything_is_not_restored_into(filled, tmp_path):
    made = backup(filled, tmp_path / "saved.zip")
    target = tmp_path / "restored"
    target.mkdir()
    (target / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        restore(target, made.file, settings(target))
    assert [path.name for path in target.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("damage", ["a byte", "an entry less", "an entry more", "no manifest"])
def test_a_damaged_archive_restores_nothing(filled, tmp_path, damage):
    made = backup(filled, tmp_path / "saved.zip")

    def change(name, content):
        if name.endswith(".parquet"):
            if damage == "a byte":
                return name, content[:-1] + bytes([content[-1] ^ 1])
            if damage == "an entry less":
                return None
        if name == MANIFEST and damage == "no manifest":
            return None
        return name, content

    broken = rewritten(made.file, tmp_path / "broken.zip", change)
    if damage == "an entry more":
        with zipfile.ZipFile(broken, "a") as archive:
            archive.writestr("extra.txt", "x")
    target = tmp_path / "restored"
    with pytest.raises(Refused):
        restore(target, broken, settings(target))
    assert not target.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("tmp")]


@pytest.mark.parametrize("name", ["../outside.txt", "secrets/key", "/etc/outside", "pool/../../x"])
def test_an_archive_cannot_write_outside_of_the_home(filled, tmp_path, name):
    made = backup(filled, tmp_path / "saved.zip")

    def change(entry, content):
        if entry != MANIFEST:
            return entry, content
        manifest = json.loads(content)
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        manifest["files"][name] = empty
        return entry, json.dumps(manifest)

    crafted = rewritten(made.file, tmp_path / "crafted.zip", change)
    with zipfile.ZipFile(crafted, "a") as archive:
        archive.writestr(name, "")
    target = tmp_path / "deep" / "restored"
    with pytest.raises(Refused, match="none of ours"):
        restore(target, crafted, settings(target))
    assert not target.exists()
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "file.zip"
    path.write_bytes(content)
    target = tmp_path / "restored"
    with pytest.raises(Refused, match="no backup"):
        restore(target, path, settings(target))
    assert not target.exists()


def test_a_home_can_be_moved(filled, tmp_path):
    filled.close()
    moved = tmp_path / "moved"
    shutil.move(filled.home, moved)
    assert seen(moved) == 990


def test_making_a_home_twice_changes_nothing(tmp_path):
    home = tmp_path / "new"
    first = create_home(home, settings(home))
    before = open_stores(home, settings(home))
    snapshot = before.pool.snapshot()
    before.close()
    assert create_home(home, settings(home)) == first
    after = open_stores(home, settings(home))
    assert after.pool.snapshot() == snapshot
    after.close()


def test_a_home_never_becomes_a_demo_home_afterwards(tmp_path):
    home = tmp_path / "new"
    create_home(home, settings(home))
    with pytest.raises(Refused, match="cannot become one"):
        create_home(home, settings(home), demo=True)
    stores = open_stores(home, settings(home))
    assert not is_demo(stores)
    stores.close()


def test_a_home_whose_place_is_a_file_is_refused(tmp_path):
    place = tmp_path / "file"
    place.write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="exists"):
        create_home(place, settings(place))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
