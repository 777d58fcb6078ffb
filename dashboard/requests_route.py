"""`/requests/{models}/{format}`: a data request, made anew at each fetch and not kept.

models: ids joined by commas, or `all`. What is in it follows from the viewer's scope; each fetch is
audited by `data_access`.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import serving
from dashboard.exports.writers import writer
from dashboard.gate.entrance import SESSION_KEY
from data_access import accounts, data_requests
from data_access.errors import Refused, ViewerLimit
from data_access.sessions import Session
from supervision.errors import UnknownName
from supervision.review_list import ExportFormat

PATH = "/requests/{models:str}/{format:str}"
ALL = "all"
MEDIA = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


def route() -> Route:
    """The route, to be mounted behind the gate."""
    return Route(PATH, _request, methods=["GET"])


async def _request(request: Request) -> Response:
    session: Session = request.scope[SESSION_KEY]
    asked = request.path_params
    return await asyncio.to_thread(_answer, session, asked["models"], asked["format"])


def _answer(session: Session, named: str, kind: str) -> Response:
    if kind not in set(ExportFormat):
        return PlainTextResponse("A data request is fetched as xlsx or csv.", status_code=404)
    stores = serving.stores()
    scope = accounts.scope_of(
        stores, session.username, session_id=session.session_id, address=session.address
    )
    models = [] if named == ALL else named.split(",")
    name = f"data-request.{kind}"
    try:
        with TemporaryDirectory(dir=stores.folder("exports"), prefix=".request-") as folder:
            path = Path(folder) / name
            data_requests.write_request(stores, scope, models, path, writer(kind))
            content = path.read_bytes()
    except (ViewerLimit, Refused, UnknownName) as error:
        return PlainTextResponse(str(error), status_code=404)
    return Response(
        content,
        media_type=MEDIA[ExportFormat(kind)],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
