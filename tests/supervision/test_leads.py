"""The workflow of a lead, as a table and over random sequences of moves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import MoveRefused
from supervision.leads import DISMISSALS, MOVES, allowed_moves, queue_key, settle_move
from supervision.vocabulary import DismissalReason, LeadState, MoveReason

STATES = list(LeadState)
OPEN = [state for state in STATES if LeadState.SNOOZED in MOVES[state]]
SYSTEM = {MoveReason.FOUND, MoveReason.FACTS_CHANGED}


def reachable_from(start):
    seen, waiting = {start}, [start]
    while waiting:
        for to in MOVES[waiting.pop()]:
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return seen


def test_every_state_has_moves_and_is_reached_from_new():
    assert set(MOVES) == set(STATES)
    assert reachable_from(LeadState.NEW) == set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_no_state_is_a_dead_end_and_none_moves_to_itself(state):
    assert MOVES[state]
    assert state not in MOVES[state]


def test_every_reason_code_belongs_to_a_move_except_those_of_a_run():
    used = {reason for moves in MOVES.values() for codes in moves.values() for reason in codes}
    assert used == {*DISMISSALS, *(set(MoveReason) - SYSTEM)}
    assert not set(DISMISSALS) & {reason.value for reason in MoveReason}


@pytest.mark.parametrize(
    "state", [state for state in STATES if LeadState.DISMISSED in MOVES[state]]
)
def test_a_dismissal_takes_each_coded_reason_and_needs_one(state):
    for reason in DismissalReason:
        assert settle_move(state, LeadState.DISMISSED, reason.value) == reason.value
    with pytest.raises(MoveRefused, match="needs a reason; allowed: data_missing, data_wrong"):
        settle_move(state, LeadState.DISMISSED, None)


def test_a_move_without_a_reason_takes_its_usual_one():
    assert settle_move(LeadState.NEW, LeadState.TRIAGED, None) == "worth_checking"
    assert settle_move(LeadState.NEW, LeadState.TRIAGED, "doubtful") == "doubtful"


def test_a_refused_move_names_the_allowed_ones_in_one_sentence():
    with pytest.raises(MoveRefused) as refused:
        settle_move(LeadState.NEW, LeadState.CLOSED, "completed")
    assert str(refused.value) == (
        "A lead in state new cannot move to closed; allowed: triaged, dismissed, snoozed."
    )


def test_a_reason_of_another_move_is_refused_naming_the_allowed_ones():
    with pytest.raises(MoveRefused, match="allowed: worth_checking, doubtful"):
        settle_move(LeadState.NEW, LeadState.TRIAGED, "lawful")


@pytest.mark.parametrize("origin", OPEN)
def test_a_snoozed_lead_returns_only_to_where_it_stood(origin):
    targets = {move.to for move in allowed_moves(LeadState.SNOOZED, origin)}
    assert targets == {origin, LeadState.DISMISSED}


@given(
    st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from([*DISMISSALS, *MoveReason, None])))
)
def test_any_sequence_of_attempts_follows_the_table(attempts):
    state, origin = LeadState.NEW, None
    for to, reason in attempts:
        try:
            code = settle_move(state, to, reason, origin)
        except MoveRefused:
            continue
        assert code in MOVES[state][to]
        assert state is not LeadState.SNOOZED or to in (origin, LeadState.DISMISSED)
        origin = state if to is LeadState.SNOOZED else None
        state = to


def test_the_queue_puts_running_clocks_first_then_the_higher_score_then_the_older_number():
    late = queue_key(due_on=date(2026, 6, 1), score=10, lead_no=9)
    soon = queue_key(due_on=date(2026, 5, 1), score=0, lead_no=8)
    high = queue_key(due_on=None, score=90, lead_no=7)
    older = queue_key(due_on=None, score=50, lead_no=1)
    newer = queue_key(due_on=None, score=50, lead_no=2)
    assert sorted([newer, older, high, late, soon]) == [soon, late, high, older, newer]
