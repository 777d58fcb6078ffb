from dataclasses import replace
from datetime import timedelta

import pytest

from data_access import tables
from data_access.errors import NotAllowed
from data_access.run_history import run_history
from supervision.vocabulary import Line, RunStatus
from tests.data_access.lead_builder import FOUND_AT, run_values
from tests.data_access.pool_rows import BIDDING, VOIDING

WARNING = {"code": "flags_too_many", "layer": "rest", "count": 9, "share": 0.6, "limit": 0.5}


def test_the_runs_of_a_model_stand_newest_first_within_the_scope(stores, scope):
    made = [
        run_values("first", leads_found=3, leads_new=3),
        run_values("second", version=2, status="refused", started_at=FOUND_AT + timedelta(days=1)),
        run_values("third", warnings=[WARNING], started_at=FOUND_AT + timedelta(days=2)),
        run_values("elsewhere", started_at=FOUND_AT + timedelta(days=3)),
        run_values("other", model=BIDDING, line="civil"),
    ]
    with stores.writing() as connection:
        connection.execute(tables.runs.insert(), made)
        unit = {"run_id": "elsewhere", "unit_code": "990199"}
        connection.execute(tables.run_units.insert(), unit)
    found = run_history(stores, scope, VOIDING, limit=9)
    assert [(one.run_id, one.version, one.status) for one in found] == [
        ("third", 1, RunStatus.COMPLETED),
        ("second", 2, RunStatus.REFUSED),
        ("first", 1, RunStatus.COMPLETED),
    ]
    assert (found[0].warnings[0].share, found[2].leads_new) == (0.6, 3)
    assert run_history(stores, scope, VOIDING, limit=1) == found[:1]
    with pytest.raises(NotAllowed):
        run_history(stores, replace(scope, lines=frozenset({Line.CIVIL})), VOIDING, limit=9)
