from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from supervision.declaration import model, read_model
from supervision.ledger import (
    Caution,
    ConditionCount,
    Coverage,
    LayerLedger,
    flags_too_many,
    plain,
    warnings_of,
)
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)


def layer(layer_id: str, rows_in: int, kept: int, **others) -> LayerLedger:
    values = dict.fromkeys(("dropped", "excluded", "cannot_judge", "near_miss"), 0)
    return LayerLedger(
        id=layer_id,
        title="层",
        counts="groups",
        rows_in=rows_in,
        rows_kept=kept,
        **{f"rows_{name}": value for name, value in values.items()},
        seconds=0.1,
        sql="SELECT 1",
        **others,
    )


def test_a_layer_that_keeps_more_than_its_stated_share_is_warned_of():
    found = warnings_of(SMALL, [layer("lots", 100, 100), layer("busy", 100, 95)])
    assert found == (Caution(code="keeps_too_many", layer="busy", share=0.95, limit=0.9),)


@pytest.mark.parametrize(("rows_in", "kept"), [(100, 90), (0, 0)])
def test_a_layer_within_its_share_or_without_rows_is_not_warned_of(rows_in, kept):
    assert warnings_of(SMALL, [layer("busy", rows_in, kept)]) == ()


def test_a_run_that_flags_more_than_its_stated_share_of_the_subjects_is_warned_of():
    lead = SMALL.lead.model_copy(update={"warn_above": Decimal("0.2")})
    strict = SMALL.model_copy(update={"lead": lead})
    found = flags_too_many(strict, "lots", flagged=21, subjects=100)
    expected = Caution(code="flags_too_many", layer="lots", count=100, share=0.21, limit=0.2)
    assert found == (expected,)
    assert flags_too_many(strict, "lots", flagged=20, subjects=100) == ()
    assert flags_too_many(strict, "lots", flagged=0, subjects=0) == ()
    assert flags_too_many(SMALL, "lots", flagged=100, subjects=100) == ()


def test_a_degenerate_statistic_is_warned_of_with_its_count():
    count = ConditionCount(
        id="quartiles_differ", says="", when="", false_count=0, null_count=8, null_columns={}
    )
    found = warnings_of(model("invoice_voiding"), [layer("comparable", 8, 0, conditions=(count,))])
    assert found == (
        Caution(
            code="degenerate_statistic", layer="comparable", condition="quartiles_differ", count=8
        ),
    )


@pytest.mark.parametrize(
    ("rows", "filled", "least", "is_enough"),
    [(100, 95, 0.95, True), (100, 94, 0.95, False), (0, 0, 0.0, False), (5, 0, 0.0, True)],
)
def test_coverage_is_judged_against_what_is_needed(rows, filled, least, is_enough):
    found = Coverage(
        dataset="d", column="c", rows=rows, filled=filled, least=least, is_required=True
    )
    assert found.is_enough is is_enough


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        ("甲", "甲"),
        (Decimal("3.00"), 3),
        (Decimal("3.10"), 3.1),
        (0.1 + 0.2, 0.3),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 8, tzinfo=UTC), "2024-02-29T08:00:00Z"),
    ],
)
def test_a_value_is_written_as_json_writes_it(value, expected):
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)
