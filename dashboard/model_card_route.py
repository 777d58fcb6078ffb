"""`/model-card/{model}`: the card of a model as a page to be printed for a committee.

A page of its own and no print view of the screen: what is printed has neither menu nor filters, and
breaks where a card may break. It leaves to those who see the model, and audited.
"""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.exports.model_card import card_page
from dashboard.gate.entrance import SESSION_KEY
from dashboard.messages import LANGUAGE_KEY, spoken
from data_access import accounts
from data_access.errors import NotAllowed, StoreFailure
from data_access.model_catalogue import note_card
from data_access.overlays import overlay
from data_access.precision import effect
from data_access.sessions import Session
from supervision.errors import UnknownName

PATH = "/model-card/{model:str}"


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _card, methods=["GET"])


async def _card(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    language = request.query_params.get(LANGUAGE_KEY, "")
    return await asyncio.to_thread(_answer, session, request.path_params["model"], language)


def _answer(session: Session, model_id: str, language: str) -> Response:
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    try:
        model = note_card(stores, scope, model_id)
        standing = overlay(stores, scope, model_id)
        led_to = effect(stores, scope, model_id)
    except (UnknownName, NotAllowed):
        return PlainTextResponse("There is no such model.", status_code=404)
    except StoreFailure as error:
        return PlainTextResponse(str(error), status_code=503)
    with spoken(language):
        page = card_page(model, standing, led_to, scope, datetime.now(UTC))
    return HTMLResponse(page)
