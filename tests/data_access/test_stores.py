"""Both stores open together, upgrade, and refuse what they cannot read."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access import stores as stores_module
from data_access import tables
from data_access.errors import StoreMissing, StoreTooNew, StoreUnusable


def test_initialising_twice_changes_nothing(home: Path) -> None:
    first = stores_module.initialise(home)
    with first.reading() as connection:
        created = connection.execute(sa.select(tables.facts.c.value)).scalars().all()
    first.close()
    second = stores_module.initialise(home)
    with second.reading() as connection:
        assert connection.execute(sa.select(tables.facts.c.value)).scalars().all() == created
    assert stores_module.casework_version(second.reader) == stores_module.newest_version()
    second.close()


def test_a_home_without_a_store_is_named(home: Path) -> None:
    with pytest.raises(StoreMissing, match="no casework store"):
        stores_module.open_stores(home)


def versioned(home: Path, statement: str) -> None:
    """A home whose casework store says another version of itself than it has."""
    stores_module.initialise(home).close()
    with closing(sqlite3.connect(home / "casework.sqlite")) as connection, connection:
        connection.execute(statement)


def test_a_store_of_a_newer_version_is_refused(home: Path) -> None:
    versioned(home, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="newer version"):
        stores_module.open_stores(home)
    with pytest.raises(StoreTooNew, match="newer version"):
        stores_module.initialise(home)


def test_a_store_without_tables_must_be_upgraded_first(home: Path) -> None:
    versioned(home, "DELETE FROM alembic_version")
    with pytest.raises(StoreUnusable, match="older version"):
        stores_module.open_stores(home)


def test_a_damaged_store_is_one_sentence(home: Path) -> None:
    stores_module.initialise(home).close()
    (home / "casework.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreUnusable, match="casework store"):
        stores_module.open_stores(home)


def test_the_migrations_make_exactly_the_declared_tables(home: Path) -> None:
    stores = stores_module.initialise(home)
    found = set(sa.inspect(stores.reader).get_table_names()) - {"alembic_version"}
    assert found == set(tables.metadata.tables) | {"sqlite_sequence"} & found
    for table in tables.metadata.tables.values():
        columns = {column["name"] for column in sa.inspect(stores.reader).get_columns(table.name)}
        assert columns == set(table.columns.keys()), table.name
    stores.close()


def test_the_casework_store_is_durable_and_guarded(home: Path) -> None:
    stores = stores_module.initialise(home)
    with stores.writing() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }
    stores.close()


def test_a_reading_connection_cannot_write(home: Path) -> None:
    stores = stores_module.initialise(home)
    with pytest.raises(StoreUnusable), stores.reading() as connection:
        connection.execute(tables.facts.insert().values(key="a", value="b"))
    stores.close()


def test_a_write_that_fails_leaves_nothing(home: Path) -> None:
    stores = stores_module.initialise(home)
    with pytest.raises(RuntimeError), stores.writing() as connection:
        connection.execute(tables.facts.insert().values(key="half", value="done"))
        raise RuntimeError
    with stores.reading() as connection:
        keys = connection.execute(sa.select(tables.facts.c.key)).scalars().all()
    assert "half" not in keys
    stores.close()


def test_the_audit_can_neither_be_changed_nor_deleted(home: Path) -> None:
    stores = stores_module.initialise(home)
    with stores.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit (at, username, event, result, detail, app_version)"
            " VALUES ('2026-05-01', 'v', 'read', 'ok', '{}', '0')"
        )
    for statement in ("UPDATE audit SET username = 'w'", "DELETE FROM audit"):
        with (
            pytest.raises(sa.exc.IntegrityError, match="append-only"),
            stores.writing() as connection,
        ):
            connection.exec_driver_sql(statement)
    stores.close()
