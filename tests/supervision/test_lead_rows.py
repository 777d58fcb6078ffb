from datetime import date
from decimal import Decimal

import pytest

from supervision.declaration import read_model
from supervision.lead_rows import changed_facts, facts_sha256, filled, found_leads, lead_id, written
from tests.supervision.model_text import FIXTURES, MODEL

SMALL = read_model(MODEL, "small.toml", FIXTURES)
ROW = {
    "lead_subject": "L1",
    "lead_period": "2026-01-02",
    "lead_unit": "990101",
    "lead_amount": Decimal("200.00"),
    "lead_event_on": date(2026, 1, 2),
    "lead_due_on": None,
    "b_many": True,
    "a_many": 4,
    "l_many": 3,
    "b_started": True,
    "a_started": None,
    "l_started": None,
    "s_count": 40,
    "title_ordinal": 0,
    "unit_code": "990101",
    "lot_code": "L1",
    "bid_count": 4,
    "start_yuan": Decimal("200.00"),
    "last_on": date(2026, 1, 2),
}


def test_a_row_becomes_a_lead_with_its_reasons_and_facts():
    found = found_leads(SMALL, [ROW])[0]
    assert found.subject == "lot:L1"
    assert found.title == "L1：出价 4 次，待核查"
    assert (found.score, found.amount_yuan) == (40, Decimal("200.00"))
    assert [(reason.id, reason.actual, reason.limit) for reason in found.reasons] == [
        ("many", 4, 3),
        ("started", None, None),
    ]
    assert found.facts["last_on"] == "2026-01-02"


def test_only_checks_that_held_are_reasons():
    found = found_leads(SMALL, [ROW | {"b_started": None}])[0]
    assert [reason.id for reason in found.reasons] == ["many"]


def test_the_same_subject_and_period_are_the_same_lead_whatever_else_changes():
    found = [found_leads(SMALL, [row])[0] for row in (ROW, ROW | {"bid_count": 9, "s_count": 90})]
    assert found[0].lead_id == found[1].lead_id
    assert found[0].facts_sha256 != found[1].facts_sha256


@pytest.mark.parametrize(
    "other",
    [("990102", "lot:L1", "2026"), ("990101", "lot:L2", "2026"), ("990101", "lot:L1", "2027")],
)
def test_another_unit_subject_or_period_is_another_lead(other):
    assert lead_id(SMALL, *other) != lead_id(SMALL, "990101", "lot:L1", "2026")


def test_only_declared_facts_reopen_a_lead():
    before = {"bid_count": 4, "start_yuan": 200}
    assert facts_sha256(SMALL, before) == facts_sha256(SMALL, before | {"start_yuan": 300})
    assert changed_facts(SMALL, before, {"bid_count": 5, "start_yuan": 300}) == {
        "bid_count": (4, 5)
    }


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (None, "share", "不详"),
        (0.1234, "share", "12.3%"),
        (Decimal("1234567.5"), "yuan", "1,234,567.50"),
        (1234, "count", "1,234"),
        (2024, "year", "2024"),
        (12.345, "number", "12.3"),
        ("A", "count", "A"),
        (date(2026, 1, 2), "", "2026-01-02"),
    ],
)
def test_a_value_is_written_as_a_sentence_shows_it(value, form, expected):
    assert written(value, form) == expected


def test_a_template_keeps_its_own_words():
    assert filled("甲{a}乙{b:count}丙", {"a": "x", "b": 1000}) == "甲x乙1,000丙"
