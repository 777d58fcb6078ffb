"""`/template/{dataset}`: the data template of a dataset, to be filled in by an agency and taken in.

A contract is no secret, but like every file it leaves to those who are signed in, and audited.
"""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.exports.data_template import MEDIA_TYPE, file_name, template_workbook
from dashboard.gate.entrance import SESSION_KEY
from data_access import accounts
from data_access.datasets import note_template
from data_access.errors import StoreFailure
from data_access.sessions import Session
from supervision.errors import UnknownName

PATH = "/template/{dataset:str}"


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _template, methods=["GET"])


async def _template(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    return await asyncio.to_thread(_answer, session, request.path_params["dataset"])


def _answer(session: Session, dataset: str) -> Response:
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    try:
        declared = note_template(stores, scope, dataset)
    except UnknownName:
        return PlainTextResponse("There is no such dataset.", status_code=404)
    except StoreFailure as error:
        return PlainTextResponse(str(error), status_code=503)
    named = quote(file_name(declared))
    return Response(
        template_workbook(declared),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{named}"},
    )
