"""`/rejects/{batch_id}/{part}`: the rejected rows of a batch, to be corrected and taken in again.

Who may have them is decided by the scope of the batch, and each fetch is audited, by `data_access`.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.gate.entrance import SESSION_KEY
from data_access import accounts, rejected
from data_access.errors import NotFound, Refused
from data_access.sessions import Session

PATH = "/rejects/{batch_id:str}/{part:int}"


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _rejects, methods=["GET"])


async def _rejects(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    asked = request.path_params
    return await asyncio.to_thread(_answer, session, asked["batch_id"], asked["part"])


def _answer(session: Session, batch_id: str, part: int) -> Response:
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    try:
        path = rejected.reject_file(stores, scope, batch_id, part)
    except (NotFound, Refused) as error:
        return PlainTextResponse(str(error), status_code=404)
    return FileResponse(
        path,
        media_type="text/csv; charset=utf-8",
        filename=f"rejects-{path.name}",
        content_disposition_type="attachment",
    )
