"""Moves against the store: one effect each, history and audit in step, one winner of a race."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from data_access import leads, tables
from data_access.errors import Conflict, NotAllowed, NotFound
from data_access.scope import scoped
from supervision.errors import MoveRefused, UnknownName
from supervision.leads import DISMISSALS, MOVES
from supervision.vocabulary import LeadState, Line, MoveReason
from tests.data_access.lead_builder import add_leads, audit_lines, lead_values


def test_a_move_changes_the_state_and_leaves_history_and_audit(stores, scope):
    add_leads(stores, lead_values(1))
    lead = leads.move(stores, scope, "1", "triaged", "doubtful", "金额需要再看")
    assert lead.state is LeadState.TRIAGED
    last = lead.history[-1]
    assert (last.by, last.from_, last.to, last.reason, last.note) == (
        "demo",
        LeadState.NEW,
        LeadState.TRIAGED,
        "doubtful",
        "金额需要再看",
    )
    (line,) = audit_lines(stores, "lead_moved")
    assert (line.object_id, line.reason, line.detail) == (
        "lead-1",
        "doubtful",
        {"from": "new", "to": "triaged"},
    )


def test_every_move_of_the_table_works_with_each_of_its_reasons(stores, scope):
    moves = [
        (start, to, str(reason))
        for start, targets in MOVES.items()
        for to, reasons in targets.items()
        for reason in reasons
        if start is not LeadState.SNOOZED
    ]
    rows = [lead_values(number, state=start.value) for number, (start, _, _) in enumerate(moves)]
    add_leads(stores, *rows)
    for number, (_, to, reason) in enumerate(moves):
        lead = leads.move(stores, scope, f"lead-{number}", to, reason)
        assert (lead.state, lead.history[-1].reason) == (to, reason)


def test_a_snoozed_lead_returns_to_where_it_stood_and_nowhere_else(stores, scope):
    add_leads(stores, lead_values(1))
    leads.move(stores, scope, "1", "triaged")
    leads.move(stores, scope, "1", "snoozed", "awaiting_data")
    with pytest.raises(MoveRefused, match="allowed: triaged, dismissed"):
        leads.move(stores, scope, "1", "new")
    assert leads.move(stores, scope, "1", "triaged").history[-1].reason == "resumed"


def test_a_refused_move_changes_nothing(stores, scope):
    add_leads(stores, lead_values(1))
    before = leads.card(stores, scope, "1")
    for to, reason in (("closed", "completed"), ("dismissed", None), ("triaged", "lawful")):
        with pytest.raises(MoveRefused):
            leads.move(stores, scope, "1", to, reason)
    with pytest.raises(UnknownName):
        leads.move(stores, scope, "1", "raw")
    assert leads.card(stores, scope, "1") == before
    assert audit_lines(stores, "lead_moved") == []


def test_a_move_outside_the_scope_finds_no_lead(stores, scope):
    add_leads(stores, lead_values(1))
    with pytest.raises(NotFound):
        leads.move(stores, replace(scope, lines=frozenset({Line.CIVIL})), "1", "triaged")
    assert leads.lead(stores, scope, "1").state is LeadState.NEW


def test_whoever_takes_a_lead_holds_it_until_it_is_returned(stores, scope):
    add_leads(stores, lead_values(1, state="accepted"))
    leads.move(stores, scope, "1", "assigned")
    assert leads.card(stores, scope, "1").assignee == "demo"
    leads.move(stores, scope, "1", "accepted")
    assert leads.card(stores, scope, "1").assignee is None


def test_who_saw_an_older_state_hears_who_moved_it(stores, scope):
    add_leads(stores, lead_values(1))
    seen = leads.page(stores, scope, leads.LeadFilter(), 1)[0].moves
    leads.move(stores, replace(scope, viewer="li"), "1", "triaged", seen=seen)
    with pytest.raises(Conflict, match="li has moved this lead to triaged"):
        leads.move(stores, scope, "1", "triaged", seen=seen)


def test_a_replayed_move_has_one_effect(stores, scope):
    add_leads(stores, lead_values(1))
    leads.move(stores, scope, "1", "triaged", seen=0)
    for _ in range(20):
        with pytest.raises(Conflict):
            leads.move(stores, scope, "1", "triaged", seen=0)
    assert len(audit_lines(stores, "lead_moved")) == 1


def test_of_many_who_take_the_same_lead_at_once_exactly_one_gets_it(stores, scope):
    numbers = range(1, 13)
    add_leads(stores, *(lead_values(number, state="accepted") for number in numbers))
    outcomes: list[tuple[int, str]] = []
    start = threading.Barrier(6)

    def take(name):
        viewer = replace(scope, viewer=name)
        start.wait()
        for number in numbers:
            try:
                leads.move(stores, viewer, str(number), "assigned", seen=0)
            except Conflict:
                continue
            outcomes.append((number, name))

    threads = [threading.Thread(target=take, args=(f"viewer{index}",)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in outcomes) == list(numbers)
    for number, name in outcomes:
        card = leads.card(stores, scope, str(number))
        assert (card.assignee, card.moves, card.lead.history[-1].by) == (name, 1, name)


def test_the_store_itself_refuses_an_unknown_state(stores, scope):
    add_leads(stores, lead_values(1))
    statement = sa.update(tables.leads).values(state="raw")
    with pytest.raises(sa.exc.IntegrityError), stores.writing() as connection:
        connection.execute(scoped(statement, scope))


def test_a_moved_lead_is_shown_unmasked_only_to_who_may(stores, scope):
    add_leads(stores, lead_values(1, subject="person:张三丰"))
    with pytest.raises(NotAllowed):
        leads.move(stores, replace(scope, may_unmask=False), "1", "triaged", unmask=True)
    assert leads.move(stores, scope, "1", "triaged").subject == "person:张**"


class Workflow(RuleBasedStateMachine):
    """Random attempts on one lead; a plain model of the table says what must come of them."""

    stores = scope = None
    number = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).number += 1
        self.lead_id = f"lead-{self.number}"
        add_leads(self.stores, lead_values(self.number))
        self.trail = [LeadState.NEW]

    def allowed(self):
        state = self.trail[-1]
        if state is LeadState.SNOOZED:
            return {self.trail[-2], LeadState.DISMISSED}
        return set(MOVES[state])

    @rule(
        to=st.sampled_from(list(LeadState)),
        reason=st.sampled_from([*DISMISSALS, *(reason.value for reason in MoveReason), None]),
    )
    def attempt(self, to, reason):
        state = self.trail[-1]
        codes = MOVES[state].get(to, ())
        fits = reason in codes or (reason is None and to is not LeadState.DISMISSED)
        if to in self.allowed() and fits:
            assert leads.move(self.stores, self.scope, self.lead_id, to, reason).state is to
            self.trail.append(to)
        else:
            with pytest.raises(MoveRefused):
                leads.move(self.stores, self.scope, self.lead_id, to, reason)

    @rule(data=st.data())
    def move_on(self, data):
        to = data.draw(st.sampled_from(sorted(self.allowed())))
        reason = data.draw(st.sampled_from(MOVES[self.trail[-1]][to]))
        leads.move(self.stores, self.scope, self.lead_id, to, str(reason))
        self.trail.append(to)

    @invariant()
    def history_tells_the_trail(self):
        card = leads.card(self.stores, self.scope, self.lead_id)
        assert [entry.to for entry in card.lead.history] == self.trail
        assert card.moves == len(self.trail) - 1
        assert {move.to for move in card.allowed} == self.allowed()


def test_random_sequences_of_moves_keep_history_and_state_in_step(stores, scope):
    Workflow.stores, Workflow.scope, Workflow.number = stores, scope, 0
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
