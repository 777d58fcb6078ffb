"""The queue, one lead and the counts: order, scope, masking, audit."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from data_access import leads
from data_access.errors import NotAllowed, NotFound, StoreUnusable
from data_access.leads import LeadFilter
from supervision.errors import UnknownName
from supervision.leads import queue_key
from supervision.vocabulary import LeadState, Line
from tests.data_access.lead_builder import add_leads, audit_lines, break_audit, lead_values

HOUSE_KEYS = (
    "lead_id, lead_no, model, version, run_id, snapshot, as_of, subject, title, score, state, line,"
    " unit, event_on, due_on, amount_yuan, confidence, is_degraded, is_withdrawn, reasons, history,"
    " proposal"
)


def test_a_lead_has_the_keys_of_the_command_line():
    assert [field.name for field in fields(leads.Lead)] == HOUSE_KEYS.split(", ")


def test_the_queue_is_in_the_order_of_the_workflow(stores, scope):
    add_leads(
        stores,
        lead_values(1, score=10),
        lead_values(2, score=90),
        lead_values(3, score=10, due_on=date(2026, 7, 1)),
        lead_values(4, score=10, due_on=date(2026, 6, 1)),
        lead_values(5, score=10),
    )
    rows = leads.page(stores, scope, LeadFilter(), 10)
    assert [row.lead_no for row in rows] == [4, 3, 2, 1, 5]
    in_python = sorted(
        rows, key=lambda row: queue_key(due_on=row.due_on, score=row.score, lead_no=row.lead_no)
    )
    assert rows == in_python


def test_pages_together_are_the_whole_list(stores, scope):
    add_leads(stores, *(lead_values(number, score=number % 7) for number in range(1, 24)))
    pages = [leads.page(stores, scope, LeadFilter(), 5, start) for start in range(0, 25, 5)]
    numbers = [row.lead_no for rows in pages for row in rows]
    assert len(numbers) == leads.count(stores, scope) == 23
    assert numbers == [lead.lead_no for lead in leads.leads(stores, scope)]


FILTERS = [
    (LeadFilter(), [1, 2, 3]),
    (LeadFilter(model="auction_bidding"), [2]),
    (LeadFilter(line="civil"), [2]),
    (LeadFilter(states=("triaged",)), [3]),
    (LeadFilter(states=("triaged", "new")), [1, 2, 3]),
    (LeadFilter(states=("closed", "triaged")), [3]),
    (LeadFilter(unit="990102"), [3]),
    (LeadFilter(subject="lot:L1"), [2]),
    (LeadFilter(subject="lot:L"), []),
    (LeadFilter(event_from=date(2018, 3, 1), event_to=date(2018, 4, 1)), [1, 2]),
    (LeadFilter(event_from=date(2018, 2, 1), event_to=date(2018, 3, 1)), []),
    (LeadFilter(received_from=date(2026, 5, 27)), [3]),
    (LeadFilter(received_to=date(2026, 5, 27)), [1, 2]),
    (LeadFilter(assignee="demo"), [3]),
    (LeadFilter(run_id="run-2"), []),
]


def test_a_filter_narrows_the_page_the_count_and_the_list_alike(stores, scope):
    add_leads(
        stores,
        lead_values(1),
        lead_values(2, model="auction_bidding", line="civil", subject="lot:L1"),
        lead_values(
            3,
            state="triaged",
            unit_code="990102",
            event_on=None,
            received_on=date(2026, 5, 27),
            assignee="demo",
        ),
    )
    for chosen, numbers in FILTERS:
        assert sorted(row.lead_no for row in leads.page(stores, scope, chosen, 9)) == numbers
        assert sorted(lead.lead_no for lead in leads.leads(stores, scope, chosen)) == numbers
        assert leads.count(stores, scope, chosen) == len(numbers)


@pytest.mark.parametrize(
    "wrong", [{"line": "penal"}, {"states": ("new", "raw")}, {"subject": "E124"}]
)
def test_a_filter_with_an_unknown_code_is_refused(wrong):
    with pytest.raises(UnknownName):
        LeadFilter(**wrong)


def test_a_filter_can_be_part_of_a_cache_key():
    assert hash(LeadFilter(line="civil")) == hash(LeadFilter(line=Line.CIVIL))
    one, other = LeadFilter(states=("triaged", "new", "new")), LeadFilter(states=["new", "triaged"])
    assert hash(one) == hash(other)


def test_the_states_of_a_filter_are_told_in_the_order_of_the_work():
    assert LeadFilter(states=("verifying", "new")).facts() == {"state": "new,verifying"}
    assert LeadFilter().facts() == {}


def test_a_viewer_sees_only_leads_of_his_units_and_lines(stores, scope):
    add_leads(
        stores,
        lead_values(1),
        lead_values(2, unit_code="110101"),
        lead_values(3, unit_code=None),
        lead_values(4, line="civil"),
    )
    narrow = replace(scope, lines=frozenset({Line.CRIMINAL}))
    assert [row.lead_no for row in leads.page(stores, narrow, LeadFilter(), 9)] == [1]
    assert leads.count(stores, narrow) == 1
    assert sum(leads.counts_by_state(stores, narrow).values()) == 1
    assert leads.counts_by(stores, narrow, "unit").rows() == [("990101", "new", 1)]
    for number in ("2", "3", "4"):
        with pytest.raises(NotFound):
            leads.lead(stores, narrow, number)


def test_a_lead_is_found_by_its_id_or_its_number(stores, scope):
    add_leads(stores, lead_values(17), lead_values(170))
    for spelling in ("lead-17", "17", "L17", "L000017", "l000017", " 17 "):
        assert leads.lead(stores, scope, spelling).lead_id == "lead-17"


def test_an_id_that_reads_like_a_number_goes_before_the_number(stores, scope):
    add_leads(stores, lead_values(17), lead_values(18, lead_id="17"))
    assert leads.lead(stores, scope, "17").lead_no == 18


def test_one_lead_carries_its_reasons_and_its_history(stores, scope):
    add_leads(stores, lead_values(1))
    lead = leads.lead(stores, scope, "1")
    assert lead.amount_yuan == Decimal("1234.50")
    assert (lead.reasons[0].actual, lead.reasons[0].limit) == (0.37, 0.12)
    assert [(entry.from_, entry.to, entry.reason) for entry in lead.history] == [
        (None, LeadState.NEW, "found")
    ]


def test_reading_a_lead_leaves_one_line_in_the_audit(stores, scope):
    add_leads(stores, lead_values(1))
    leads.lead(stores, scope, "1")
    with pytest.raises(NotFound):
        leads.lead(stores, scope, "2")
    lines = audit_lines(stores, "lead_read")
    assert [(line.username, line.object_id, line.result) for line in lines] == [
        ("demo", "lead-1", "ok"),
        ("demo", None, "not_found"),
    ]


def test_a_lead_is_not_shown_when_its_reading_cannot_be_audited(stores, scope):
    add_leads(stores, lead_values(1))
    break_audit(stores)
    with pytest.raises((StoreUnusable, sa.exc.IntegrityError)):
        leads.lead(stores, scope, "1")


def test_persons_are_masked_in_subject_title_reasons_and_notes(stores, scope):
    reason = {
        "layer": "x",
        "says": "张三丰出现 3 次",
        "when": "n > 2",
        "actual": "张三丰",
        "limit": 2,
    }
    add_leads(
        stores,
        lead_values(
            1,
            subject="cluster:firm:E1+person:张三丰",
            title="张三丰与 E1 往来异常（待核查）",
            reasons=[reason],
            facts={"name": "张三丰", "count": 3},
        ),
    )
    leads.move(stores, scope, "1", "triaged", note="问过张三丰")
    card = leads.card(stores, scope, "1")
    assert "张三丰" not in str(card)
    assert card.lead.subject == "cluster:firm:E1+person:张**"
    assert card.facts == {"name": "张**", "count": 3}
    assert "张三丰" not in str(leads.page(stores, scope, LeadFilter(), 9))
    assert "张三丰" not in str(leads.leads(stores, scope))


def test_unmasking_shows_persons_and_is_audited(stores, scope):
    add_leads(stores, lead_values(1, subject="person:张三丰"))
    assert leads.lead(stores, scope, "1", unmask=True).subject == "person:张三丰"
    assert leads.page(stores, scope, LeadFilter(), 9, unmask=True)[0].subject == "person:张三丰"
    wanted = LeadFilter(subject="person:张三丰")
    assert leads.leads(stores, scope, wanted, unmask=True)[0].subject == "person:张三丰"
    assert audit_lines(stores, "lead_read")[0].detail == {"unmask": True}
    assert [line.detail["rows"] for line in audit_lines(stores, "unmask")] == [1, 1]
    assert "张三丰" not in str([line.detail for line in audit_lines(stores, "unmask")])


def test_unmasking_without_the_right_is_refused_and_audited(stores, scope):
    add_leads(stores, lead_values(1, subject="person:张三丰"))
    narrow = replace(scope, may_unmask=False)
    for refused in (
        lambda: leads.lead(stores, narrow, "1", unmask=True),
        lambda: leads.page(stores, narrow, LeadFilter(), 9, unmask=True),
        lambda: leads.leads(stores, narrow, unmask=True),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert [line.result for line in audit_lines(stores, "unmask")] == ["denied"] * 3


def test_a_withdrawn_lead_stays_visible_and_is_marked(stores, scope):
    add_leads(stores, lead_values(1, is_withdrawn=True))
    assert leads.page(stores, scope, LeadFilter(), 9)[0].is_withdrawn
    assert leads.lead(stores, scope, "1").is_withdrawn


def test_counts_stand_in_code_order_and_never_by_the_figure(stores, scope):
    add_leads(
        stores,
        lead_values(1, line="public_interest", unit_code="990103", model="b_model"),
        lead_values(2, line="public_interest", unit_code="990103", model="b_model"),
        lead_values(3, line="criminal", unit_code="990101", model="a_model", state="closed"),
        lead_values(4, line="criminal", unit_code="990101", model="a_model"),
        lead_values(5, line="administrative", unit_code="990102", model="c_model"),
    )
    by_state = leads.counts_by_state(stores, scope)
    assert list(by_state) == list(LeadState)
    assert {state.value: number for state, number in by_state.items() if number} == {
        "new": 4,
        "closed": 1,
    }
    assert leads.counts_by(stores, scope, "line").rows() == [
        ("criminal", "new", 1),
        ("criminal", "closed", 1),
        ("administrative", "new", 1),
        ("public_interest", "new", 2),
    ]
    assert leads.counts_by(stores, scope, "unit")["code"].to_list() == [
        "990101",
        "990101",
        "990102",
        "990103",
    ]
    chosen = LeadFilter(states=("new",))
    assert leads.counts_by(stores, scope, "model", chosen).rows() == [
        ("a_model", "new", 1),
        ("b_model", "new", 2),
        ("c_model", "new", 1),
    ]


def test_counts_of_nothing_are_an_empty_frame_with_its_columns(stores, scope):
    empty = leads.counts_by(stores, scope, "line")
    assert empty.columns == ["code", "state", "count"]
    assert empty.is_empty()
