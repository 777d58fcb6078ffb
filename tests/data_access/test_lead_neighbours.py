"""The leads before and after one in its queue, in the queue's order and within the scope."""

from dataclasses import replace
from datetime import date

from data_access import leads
from data_access.lead_filter import LeadFilter
from data_access.lead_neighbours import neighbours
from supervision.vocabulary import Line
from tests.data_access.lead_builder import add_leads, lead_values


def filled(stores):
    """A queue of four, its order 3, 4, 1, 2, and one lead that the viewer may not see."""
    add_leads(
        stores,
        lead_values(1, score=50),
        lead_values(2, score=50, line="civil"),
        lead_values(3, due_on=date(2026, 7, 1), score=10),
        lead_values(4, score=90, state="triaged"),
        lead_values(5, score=60, unit_code="110101"),
    )


def test_the_neighbours_follow_the_order_of_the_queue(stores, scope):
    filled(stores)
    ids = [row.lead_id for row in leads.page(stores, scope, LeadFilter(), 9)]
    assert ids == ["lead-3", "lead-4", "lead-1", "lead-2"]
    around = [neighbours(stores, scope, LeadFilter(), lead_id) for lead_id in ids]
    assert around == [
        (None, "lead-4"),
        ("lead-3", "lead-1"),
        ("lead-4", "lead-2"),
        ("lead-1", None),
    ]


def test_a_filter_leaves_out_the_leads_between(stores, scope):
    filled(stores)
    new = LeadFilter(states=("new",))
    assert neighbours(stores, scope, new, "lead-1") == ("lead-3", "lead-2")


def test_a_lead_outside_of_the_queue_has_no_neighbours(stores, scope):
    filled(stores)
    assert neighbours(stores, scope, LeadFilter(states=("new",)), "lead-4") == (None, None)
    assert neighbours(stores, scope, LeadFilter(), "lead-5") == (None, None)
    assert neighbours(stores, scope, LeadFilter(), "nonsense") == (None, None)


def test_leads_outside_of_the_scope_are_passed_over(stores, scope):
    filled(stores)
    criminal = replace(scope, lines=frozenset({Line.CRIMINAL}))
    assert neighbours(stores, criminal, LeadFilter(), "lead-1") == ("lead-4", None)
    assert neighbours(stores, criminal, LeadFilter(), "lead-2") == (None, None)


def test_a_lead_alone_in_its_queue_has_none_on_either_side(stores, scope):
    filled(stores)
    assert neighbours(stores, scope, LeadFilter(line="civil"), "lead-2") == (None, None)
