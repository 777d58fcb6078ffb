from dataclasses import replace

import pytest
import sqlalchemy as sa

from data_access import tables
from data_access.errors import NotAllowed
from data_access.precision import FEWEST_UNITS, effect, precision
from supervision.errors import UnknownName
from supervision.vocabulary import Line
from tests.data_access.lead_builder import (
    FOUND_AT,
    add_leads,
    audit_lines,
    break_audit,
    lead_values,
    run_values,
)
from tests.data_access.pool_rows import BIDDING, VOIDING

CONFIRMED = {"state": "closed"}
DISMISSED = {"state": "dismissed"}
CODES = {"closed": ("decided", "case_opened"), "dismissed": ("dismissed", "lawful")}


def concluded(stores, first, unit, confirmed, dismissed, **changes):
    """So many leads of a unit on which persons concluded, numbered from `first`."""
    states = [CONFIRMED] * confirmed + [DISMISSED] * dismissed
    leads = [
        lead_values(number, unit_code=unit, **state, **changes)
        for number, state in enumerate(states, first)
    ]
    add_leads(stores, *leads)
    entries = [
        {
            "lead_id": lead["lead_id"],
            "at": FOUND_AT,
            "by": "demo",
            "from_state": "new",
            "to_state": CODES[lead["state"]][0],
            "reason": CODES[lead["state"]][1],
        }
        for lead in leads
    ]
    with stores.writing() as connection:
        connection.execute(tables.lead_history.insert(), entries)


@pytest.fixture
def concluded_here(stores):
    """Thirty concluded leads of two units, one open, one only kept on file."""
    concluded(stores, 1, "990101", 12, 8)
    concluded(stores, 21, "990102", 6, 4)
    kept = lead_values(32, state="closed")
    add_leads(stores, lead_values(31), kept)
    entry = {"lead_id": kept["lead_id"], "at": FOUND_AT, "by": "demo", "to_state": "decided"}
    with stores.writing() as connection:
        connection.execute(tables.lead_history.insert(), {**entry, "reason": "kept_on_file"})
    return stores


def test_what_a_model_led_to_counts_each_lead_once(concluded_here, scope):
    found = effect(concluded_here, scope, VOIDING)
    assert (found.runs, found.last_run_at, found.leads) == (1, FOUND_AT, 32)
    assert (found.concluded.confirmed, found.concluded.dismissed) == (18, 12)
    assert found.concluded.precision.share == 0.6
    narrow = effect(concluded_here, replace(scope, units=frozenset({"990102"})), VOIDING)
    assert (narrow.leads, narrow.concluded.confirmed) == (10, 6)
    assert narrow.concluded.precision.share is None
    assert effect(concluded_here, scope, BIDDING).last_run_at is None


def test_a_lead_counts_for_every_version_that_flagged_it(concluded_here, scope):
    with concluded_here.writing() as connection:
        connection.execute(tables.runs.insert(), run_values("run-2", version=2))
        seen = [{"lead_id": f"lead-{number}", "run_id": "run-2"} for number in (1, 2, 20, 31)]
        connection.execute(tables.lead_sightings.insert(), seen)
    found = precision(concluded_here, scope, VOIDING)
    assert [(one.version, one.leads) for one in found.versions] == [(2, 4), (1, 32)]
    newest = found.versions[0].concluded
    assert (newest.confirmed, newest.dismissed, newest.precision.low) == (2, 1, None)
    assert found.versions[1].concluded.precision.low < 0.6


def test_other_units_are_one_band_and_only_where_they_are_many(concluded_here, scope):
    """Of units with 20 concluded leads each: one that has fewer adds nothing and makes none."""
    narrow = replace(scope, units=frozenset({"990101"}))
    others = [f"9901{number}" for number in range(10, 10 + FEWEST_UNITS)]
    for place, unit in enumerate(others[:-1]):
        concluded(concluded_here, 100 + 100 * place, unit, 10 + 2 * place, 10 - 2 * place)
    assert precision(concluded_here, narrow, VOIDING).versions[0].others is None
    concluded(concluded_here, 900, others[-1], 19, 1)
    (found,) = precision(concluded_here, narrow, VOIDING).versions
    assert (found.others.low, found.others.high) == (0.6, 0.8)
    assert (found.leads, found.concluded.confirmed) == (22, 12)
    whole = replace(scope, units=scope.units | set(others))
    assert precision(concluded_here, whole, VOIDING).versions[0].others is None


def test_asking_beyond_the_scope_is_audited_or_not_answered(concluded_here, scope):
    precision(concluded_here, scope, VOIDING)
    assert [line.object_id for line in audit_lines(concluded_here, "precision")] == [VOIDING]
    break_audit(concluded_here)
    with pytest.raises(sa.exc.IntegrityError):
        precision(concluded_here, scope, VOIDING)


def test_what_is_not_the_viewer_s_is_refused(stores, scope):
    for asked in (effect, precision):
        with pytest.raises(UnknownName):
            asked(stores, scope, "none")
        with pytest.raises(NotAllowed):
            asked(stores, replace(scope, lines=frozenset({Line.CIVIL})), VOIDING)
