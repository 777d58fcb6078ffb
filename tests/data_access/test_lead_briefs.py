from dataclasses import replace

import pytest

from data_access import tables
from data_access.errors import NotAllowed
from data_access.lead_briefs import seen_briefs
from data_access.run_changes import changes_since
from tests.data_access.lead_builder import FOUND_AT, add_leads, audit_lines, lead_values, run_values

PERSON = "110101199003070011"


@pytest.fixture
def sighted(stores):
    """Two runs over one unit, of which the later saw a person, another's lead, and a firm."""
    of_person = {"subject": f"person:{PERSON}", "title": f"{PERSON}：待核查"}
    add_leads(
        stores,
        lead_values(1, **of_person),
        lead_values(2, unit_code="990199"),
        lead_values(3),
    )
    later = run_values("run-2", started_at=FOUND_AT.replace(hour=2))
    seen = [("lead-1", "run-2", "a"), ("lead-2", "run-2", "a"), ("lead-3", "run-2", "b")]
    seen += [("lead-3", "run-1", None)]
    names = ("lead_id", "run_id", "facts_sha256")
    with stores.writing() as connection:
        connection.execute(tables.runs.insert().values(later))
        units = [{"run_id": run, "unit_code": "990101"} for run in ("run-1", "run-2")]
        connection.execute(tables.run_units.insert(), units)
        rows = [dict(zip(names, one, strict=True)) for one in seen]
        connection.execute(tables.lead_sightings.insert(), rows)
    return stores


def test_persons_are_masked_in_subject_and_title(sighted, scope):
    found = seen_briefs(sighted, scope, "run-2", unmask=False)
    assert set(found) == {"lead-1", "lead-3"}
    brief, fingerprint = found["lead-1"].brief, found["lead-1"].facts_sha256
    assert PERSON not in f"{brief.subject}{brief.title}"
    assert (brief.lead_no, fingerprint) == (1, "a")
    shown = seen_briefs(sighted, scope, "run-2", unmask=True)["lead-1"].brief
    assert shown.subject.endswith(PERSON)


def test_a_sighting_without_fingerprint_counts_as_unchanged(sighted, scope):
    found = changes_since(sighted, scope, "run-2")
    assert [one.lead_id for one in found.new] == ["lead-1"]
    assert (found.changed, found.unchanged) == ((), 1)


def test_showing_persons_is_a_right_and_audited(sighted, scope):
    assert audit_lines(sighted, "unmask") == []
    found = changes_since(sighted, scope, "run-2", unmask=True)
    assert found.new[0].subject == f"person:{PERSON}"
    assert [line.object_id for line in audit_lines(sighted, "unmask")] == ["run-2"]
    with pytest.raises(NotAllowed):
        changes_since(sighted, replace(scope, may_unmask=False), "run-2", unmask=True)
