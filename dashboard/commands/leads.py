"""Leads and the lists that leave the house: the queue, a move, an export, and what became of it."""

from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands import options
from dashboard.commands.opening import opened
from data_access import leads as lead_store
from supervision.vocabulary import LeadState

LEAD_COLUMNS = (
    *("lead_no", "model", "subject", "title", "score", "state", "line", "unit"),
    *("event_on", "due_on", "amount_yuan", "is_degraded", "is_withdrawn"),
)


def leads(
    lead_id: Annotated[str | None, typer.Argument(metavar="LEAD", help="Id or number.")] = None,
    *,
    model: options.ModelFilter = None,
    line: options.LineFilter = None,
    state: options.StateFilter = None,
    unit: options.UnitFilter = None,
    subject: options.SubjectFilter = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="Leave out the first so many.")] = 0,
    unmask: options.Unmask = False,
    home: options.Home = None,
    viewer: options.Viewer = None,
    as_json: options.AsJson = False,
) -> None:
    """The leads within the viewer's scope, in the order of the queue; or one of them."""
    chosen = options.lead_filter(model, line, state, unit, subject)
    with opened(home, viewer) as desk:
        if lead_id is not None:
            one = lead_store.lead(desk.stores, desk.scope, lead_id, unmask=unmask)
            answers.show(one, as_json_text=as_json)
            return
        found = lead_store.leads(
            desk.stores, desk.scope, chosen, limit=limit, offset=offset, unmask=unmask
        )
    answers.show(found, as_json_text=as_json, columns=LEAD_COLUMNS)


def lead(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD", help="Id or number.")],
    *,
    to: Annotated[LeadState, typer.Option(help="The state it moves to.")],
    reason: Annotated[str | None, typer.Option(help="The move's reason, as its code.")] = None,
    note: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    home: options.Home = None,
    viewer: options.Viewer = None,
    as_json: options.AsJson = False,
) -> None:
    """Moves a lead."""
    with opened(home, viewer) as desk:
        found = lead_store.move(desk.stores, desk.scope, lead_id, to, reason, note)
    answers.show(found, as_json_text=as_json)
