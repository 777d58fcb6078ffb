"""`/export/{export_id}`: the one way a review list leaves by the browser.

The owner's right, the audit line and the count of downloads are `data_access`'s; here the answer
gets its status and its file name.
"""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.gate.entrance import SESSION_KEY
from data_access import accounts, review_lists
from data_access.errors import DataAccessError, Expired, NotFound, StoreFailure, ViewerLimit
from data_access.sessions import Session

PATH = "/export/{export_id:str}"


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _export, methods=["GET"])


async def _export(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    return await asyncio.to_thread(_answer, session, request.path_params["export_id"])


def _answer(session: Session, export_id: str) -> Response:
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    try:
        found = review_lists.export_file(stores, scope, export_id)
    except (ViewerLimit, StoreFailure) as error:  # a refusal is in the audit already
        return PlainTextResponse(str(error), status_code=_status(error))
    return FileResponse(
        Path(found.path),
        media_type=found.media_type,
        filename=found.name,
        content_disposition_type="attachment",
    )


def _status(error: DataAccessError) -> int:
    """410 where it is offered no more, 404 where there is none for this viewer, 503 for a store."""
    if isinstance(error, StoreFailure):
        return 503
    if isinstance(error, Expired):
        return 410
    return 404 if isinstance(error, NotFound) else 403
