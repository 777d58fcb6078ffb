"""Leads and the lists that leave the house: the queue, a move, an export, and what became of it."""

from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands import options
from dashboard.commands.opening import Desk, opened
from dashboard.commands.progress import say
from data_access import leads as lead_store
from data_access.errors import Refused
from data_access.lead_networks import lead_network
from supervision.networks import Network
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
    to: Annotated[LeadState | None, typer.Option(help="The state it moves to.")] = None,
    reason: Annotated[str | None, typer.Option(help="The move's reason, as its code.")] = None,
    note: Annotated[str | None, typer.Option(help="In your own words.")] = None,
    decline: Annotated[
        bool, typer.Option("--decline", help="Takes a decision that waits off the lead.")
    ] = False,
    unmask: options.Unmask = False,
    home: options.Home = None,
    viewer: options.Viewer = None,
    as_json: options.AsJson = False,
) -> None:
    """Moves a lead; without --to, shows it with the members of its group and what links them.

    A decision in the restricted space waits until a second person gives the same command.
    """
    if (to is not None) + decline > 1 or (to is None and (reason or note)):
        raise typer.BadParameter("--reason and --note go with --to; --decline stands alone.")
    with opened(home, viewer) as desk:
        if to is not None:
            found = lead_store.move(
                desk.stores, desk.scope, lead_id, to, reason, note, unmask=unmask
            )
            answers.show(found, as_json_text=as_json)
            return
        if decline:
            lead_store.decline(desk.stores, desk.scope, lead_id)
        shown = lead_store.lead(desk.stores, desk.scope, lead_id, unmask=unmask)
        group = _group(desk, shown.lead_id, unmask=unmask)
    whole = {
        **answers.fields_of(shown),
        "members": None if group is None else group.nodes,
        "links": None if group is None else group.links,
        "links_say": None if group is None else group.says,
    }
    answers.show(whole, as_json_text=as_json)


def _group(desk: Desk, lead_id: str, *, unmask: bool) -> Network | None:
    """The network of a lead; where its model has changed since, that is said and there is none."""
    try:
        return lead_network(desk.stores, desk.scope, lead_id, unmask=unmask)
    except Refused as refused:
        say(str(refused))
        return None
