"""How a lead moves: states, allowed moves with their reason codes, and the order of the queue.

A move carries one coded reason; where the viewer names none, the first of the move's codes stands,
except for a dismissal, which always needs its own. A snoozed lead returns only to where it stood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from supervision.errors import MoveRefused
from supervision.vocabulary import DismissalReason, LeadState, MoveReason

DISMISSALS = tuple(reason.value for reason in DismissalReason)

_SNOOZE = (
    MoveReason.AWAITING_DATA,
    MoveReason.AWAITING_PROCEDURE,
    MoveReason.AWAITING_REPLY,
    MoveReason.LATER,
)
_REPLIES = (
    MoveReason.REPLY_ADOPTED,
    MoveReason.REPLY_PARTLY_ADOPTED,
    MoveReason.REPLY_DECLINED,
    MoveReason.NO_REPLY,
)

MOVES: Mapping[LeadState, Mapping[LeadState, tuple[str, ...]]] = {
    LeadState.NEW: {
        LeadState.TRIAGED: (MoveReason.WORTH_CHECKING, MoveReason.DOUBTFUL),
        LeadState.DISMISSED: DISMISSALS,
        LeadState.SNOOZED: _SNOOZE,
    },
    LeadState.TRIAGED: {
        LeadState.ACCEPTED: (MoveReason.WITHIN_JURISDICTION, MoveReason.TRANSFERRED_IN),
        LeadState.DISMISSED: DISMISSALS,
        LeadState.SNOOZED: _SNOOZE,
    },
    LeadState.ACCEPTED: {
        LeadState.ASSIGNED: (MoveReason.BY_DUTY, MoveReason.HANDED_OVER),
        LeadState.DISMISSED: DISMISSALS,
        LeadState.SNOOZED: _SNOOZE,
    },
    LeadState.ASSIGNED: {
        LeadState.VERIFYING: (MoveReason.VERIFICATION_STARTED,),
        LeadState.ACCEPTED: (MoveReason.RETURNED,),
        LeadState.DISMISSED: DISMISSALS,
        LeadState.SNOOZED: _SNOOZE,
    },
    LeadState.VERIFYING: {
        LeadState.DECIDED: (
            MoveReason.CASE_OPENED,
            MoveReason.JOINED_CASE,
            MoveReason.TRANSFERRED_OUT,
            MoveReason.KEPT_ON_FILE,
            MoveReason.ENDED,
        ),
        LeadState.ASSIGNED: (MoveReason.HANDED_OVER,),
        LeadState.DISMISSED: DISMISSALS,
        LeadState.SNOOZED: _SNOOZE,
    },
    LeadState.DECIDED: {
        LeadState.SUPERVISED: (MoveReason.OPINION_ISSUED, MoveReason.SUGGESTION_ISSUED),
        LeadState.VERIFYING: (MoveReason.MORE_VERIFICATION,),
        LeadState.CLOSED: (MoveReason.COMPLETED,),
    },
    LeadState.SUPERVISED: {
        LeadState.FOLLOWED_UP: _REPLIES,
        LeadState.CLOSED: (MoveReason.COMPLETED,),
    },
    LeadState.FOLLOWED_UP: {
        LeadState.SUPERVISED: (MoveReason.SUPERVISED_FURTHER,),
        LeadState.CLOSED: (MoveReason.COMPLETED,),
    },
    LeadState.CLOSED: {LeadState.FOLLOWED_UP: (MoveReason.LOOKED_BACK,)},
    LeadState.DISMISSED: {LeadState.NEW: (MoveReason.RECONSIDERED,)},
    LeadState.SNOOZED: {
        LeadState.NEW: (MoveReason.RESUMED,),
        LeadState.TRIAGED: (MoveReason.RESUMED,),
        LeadState.ACCEPTED: (MoveReason.RESUMED,),
        LeadState.ASSIGNED: (MoveReason.RESUMED,),
        LeadState.VERIFYING: (MoveReason.RESUMED,),
        LeadState.DISMISSED: DISMISSALS,
    },
}
"""The table of the workflow: from a state to a state, with the codes a person may give for it.

A run alone makes a lead `new` (found), and `new` again once a dismissed lead's facts changed.
"""


CONFIRMING = frozenset({MoveReason.CASE_OPENED, MoveReason.JOINED_CASE, MoveReason.TRANSFERRED_OUT})
"""Decisions by which a person took up what the model had pointed out."""

TWO_PERSONS = frozenset({LeadState.DECIDED, LeadState.DISMISSED})
"""Decisions that in the restricted space a second person confirms."""

_AFTER_DECISION = frozenset(
    {LeadState.DECIDED, LeadState.SUPERVISED, LeadState.FOLLOWED_UP, LeadState.CLOSED}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One allowed move: where to, and the reason codes it takes, the usual one first."""

    to: LeadState
    reasons: tuple[str, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether the reason must be named: a dismissal's must, since nobody can guess it."""
        return self.to is LeadState.DISMISSED


def allowed_moves(state: LeadState, snoozed_from: LeadState | None = None) -> tuple[Move, ...]:
    """The moves a lead may make, in the order of the workflow.

    snoozed_from: where a snoozed lead stood before; None for a lead in any other state.
    """
    return tuple(
        Move(to=to, reasons=tuple(str(reason) for reason in reasons))
        for to, reasons in MOVES[state].items()
        if state is not LeadState.SNOOZED or to in (snoozed_from, LeadState.DISMISSED)
    )


def settle_move(
    state: LeadState,
    to: LeadState,
    reason: str | None,
    snoozed_from: LeadState | None = None,
) -> str:
    """The reason code under which this move is recorded: the given one, or the move's usual one.

    Raises MoveRefused, naming what is allowed, where the state does not allow the move, the code is
    not of this move, or a dismissal gives none.
    """
    moves = {move.to: move for move in allowed_moves(state, snoozed_from)}
    if to not in moves:
        targets = ", ".join(target.value for target in moves)
        raise MoveRefused(
            f"A lead in state {state.value} cannot move to {to.value}; allowed: {targets}."
        )
    move = moves[to]
    codes = ", ".join(move.reasons)
    if reason is None and move.needs_reason:
        raise MoveRefused(f"A move to {to.value} needs a reason; allowed: {codes}.")
    if reason is not None and reason not in move.reasons:
        raise MoveRefused(
            f"{reason} is no reason for a move from {state.value} to {to.value}; allowed: {codes}."
        )
    return move.reasons[0] if reason is None else reason


def is_confirmed(state: LeadState, decided_as: str | None) -> bool | None:
    """What a person concluded about a lead: true where it was taken up, false where dismissed.

    decided_as: the reason of its last decision. None while there is no conclusion, and for a lead
    that was only kept on file or ended.
    """
    if state is LeadState.DISMISSED:
        return False
    if state in _AFTER_DECISION and decided_as in CONFIRMING:
        return True
    return None


def queue_key(*, due_on: date | None, score: int, lead_no: int) -> tuple[date, int, int]:
    """The place of a lead in the queue: its legal clock first where one runs, then what stands out
    more (the higher score), then the older number.
    """
    return (due_on or date.max, -score, lead_no)
