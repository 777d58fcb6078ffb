"""`/pack/{model}`: a model of the viewer's library as a pack for another office; audited."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.gate.entrance import SESSION_KEY
from data_access import accounts, packs
from data_access.errors import Refused, StoreFailure, ViewerLimit
from data_access.sessions import Session
from supervision.errors import UnknownName

PATH = "/pack/{model:str}"


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _pack, methods=["GET"])


async def _pack(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    return await asyncio.to_thread(_answer, session, request.path_params["model"])


def _answer(session: Session, model_id: str) -> Response:
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    try:
        made = packs.made_pack(stores, scope, [model_id])
    except (ViewerLimit, Refused, UnknownName):
        return PlainTextResponse("There is no such model to pass on.", status_code=404)
    except StoreFailure as error:
        return PlainTextResponse(str(error), status_code=503)
    one = made.models[0]
    named = quote(f"{one.id}-{one.version}.zip")
    return Response(
        made.content,
        media_type="application/zip",
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{named}"},
    )
