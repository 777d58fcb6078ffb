"""A viewer sees what lies within his scope, and a statement without one is refused."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from data_access import stores as stores_module
from data_access import tables
from data_access.errors import NotAllowed, ScopeMissing
from data_access.scope import Scope, scoped, system_scope
from data_access.stores import Stores
from supervision.vocabulary import Line
from tests.data_access.lead_builder import lead_values, run_values

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory):
    stores = stores_module.initialise(tmp_path_factory.mktemp("scope") / "home")
    with stores.writing() as connection:
        for unit in ("990101", "990102"):
            connection.execute(tables.batches.insert().values(**batch(unit)))
        for name, line, units in (
            ("own", "criminal", ["990101"]),
            ("both", "criminal", ["990101", "990102"]),
            ("civil", "civil", ["990101"]),
        ):
            connection.execute(tables.runs.insert().values(run_values(name, line=line)))
            connection.execute(
                tables.run_units.insert(), [{"run_id": name, "unit_code": unit} for unit in units]
            )
        connection.execute(
            tables.leads.insert(),
            [
                lead_values(number, lead_id=key, run_id="own", unit_code=unit, line=line)
                for number, key, unit, line in (
                    (1, "a", "990101", "criminal"),
                    (2, "b", "990102", "criminal"),
                    (3, "c", "990101", "civil"),
                    (4, "d", None, "criminal"),
                )
            ],
        )
        connection.execute(
            tables.lead_history.insert(),
            [
                {"lead_id": key, "at": NOW, "by": "system", "to_state": "new"}
                for key in ("a", "b", "c", "d")
            ],
        )
    yield stores
    stores.close()


def batch(unit: str) -> dict[str, object]:
    return {
        "batch_id": f"batch-{unit}",
        "dataset": "vat_invoice",
        "unit_code": unit,
        "received_on": date(2026, 5, 1),
        "state": "loaded",
        "claimed_at": NOW,
        "claimed_by": "demo",
    }


def viewer(units: set[str], lines: set[Line]) -> Scope:
    return Scope(viewer="v", units=frozenset(units), lines=frozenset(lines))


def seen(stores: Stores, column: sa.Column, scope: Scope) -> list[str]:
    with stores.reading() as connection:
        rows = connection.execute(scoped(sa.select(column).order_by(column), scope))
        return list(rows.scalars())


def test_a_lead_is_seen_only_within_unit_and_line(filled: Stores) -> None:
    criminal = viewer({"990101"}, {Line.CRIMINAL})
    assert seen(filled, tables.leads.c.lead_id, criminal) == ["a"]
    both = viewer({"990101", "990102"}, {Line.CRIMINAL, Line.CIVIL})
    assert seen(filled, tables.leads.c.lead_id, both) == ["a", "b", "c"]


def test_a_lead_without_a_unit_is_visible_to_nobody(filled: Stores) -> None:
    everything = viewer({"990101", "990102"}, set(Line))
    assert "d" not in seen(filled, tables.leads.c.lead_id, everything)


def test_an_empty_scope_sees_nothing(filled: Stores) -> None:
    nobody = viewer(set(), set())
    for column in (tables.leads.c.lead_id, tables.runs.c.run_id, tables.batches.c.batch_id):
        assert seen(filled, column, nobody) == []


def test_a_run_over_foreign_units_is_not_seen(filled: Stores) -> None:
    assert seen(filled, tables.runs.c.run_id, viewer({"990101"}, {Line.CRIMINAL})) == ["own"]
    wide = viewer({"990101", "990102"}, {Line.CRIMINAL})
    assert seen(filled, tables.runs.c.run_id, wide) == ["both", "own"]


def test_what_hangs_on_a_lead_follows_the_lead(filled: Stores) -> None:
    scope = viewer({"990102"}, {Line.CRIMINAL})
    assert seen(filled, tables.lead_history.c.lead_id, scope) == ["b"]


def test_both_tables_of_a_join_are_narrowed(filled: Stores) -> None:
    scope = viewer({"990102"}, {Line.CRIMINAL})
    joined = sa.select(tables.leads.c.lead_id).select_from(
        tables.leads.join(tables.runs, tables.runs.c.run_id == tables.leads.c.run_id)
    )
    with filled.reading() as connection:
        assert connection.execute(scoped(joined, scope)).all() == []


def test_an_unscoped_read_is_refused(filled: Stores) -> None:
    with filled.reading() as connection, pytest.raises(ScopeMissing, match="leads"):
        connection.execute(sa.select(tables.leads.c.lead_id))


def test_an_unscoped_read_in_a_sub_query_is_refused(filled: Stores) -> None:
    inner = sa.select(tables.leads.c.run_id)
    outer = sa.select(tables.facts.c.key).where(tables.facts.c.key.in_(inner))
    with filled.reading() as connection, pytest.raises(ScopeMissing):
        connection.execute(outer)


def test_an_unscoped_update_is_refused(filled: Stores) -> None:
    with filled.writing() as connection, pytest.raises(ScopeMissing):
        connection.execute(sa.update(tables.leads).values(score=1))


def test_a_missing_scope_is_refused() -> None:
    with pytest.raises(ScopeMissing):
        scoped(sa.select(tables.leads.c.lead_id), None)  # type: ignore[arg-type]


def test_an_update_reaches_only_rows_within_the_scope(filled: Stores) -> None:
    scope = viewer({"990102"}, {Line.CRIMINAL})
    with filled.writing() as connection:
        changed = connection.execute(scoped(sa.update(tables.leads).values(score=7), scope))
    assert changed.rowcount == 1


def test_the_system_scope_sees_every_row(filled: Stores) -> None:
    assert seen(filled, tables.leads.c.lead_id, system_scope("test")) == ["a", "b", "c", "d"]


def test_a_line_or_unit_outside_the_scope_is_not_allowed() -> None:
    scope = viewer({"990101"}, {Line.CIVIL})
    with pytest.raises(NotAllowed, match="criminal"):
        scope.require_line(Line.CRIMINAL)
    with pytest.raises(NotAllowed, match="990102"):
        scope.require_unit("990102")
    scope.require_line(Line.CIVIL)
    scope.require_unit("990101")
