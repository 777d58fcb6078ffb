"""What the models lack, read from the pool, and the request written for an agency; audited."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from data_access import audit
from data_access.errors import Refused
from data_access.filled_columns import filled_columns
from data_access.library import library, model_of
from data_access.quality import today
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.contracts import contract
from supervision.data_request import (
    RequestedColumn,
    RequestFacts,
    asked_columns,
    in_order,
    lacking,
    request_sheets,
)
from supervision.model_format import Model
from supervision.review_list import ExportFormat, ReviewListWriter
from supervision.review_list_sheets import Spelling


def requested_columns(
    stores: Stores, scope: Scope, models: Sequence[str] = ()
) -> list[RequestedColumn]:
    """What the models lack within the scope's units; without names all of the viewer's lines.

    Raises UnknownName for an unknown model, NotAllowed for one of another line.
    """
    return _requested(stores, scope, _models(stores, scope, models))


def write_request(
    stores: Stores, scope: Scope, models: Sequence[str], path: Path, write: ReviewListWriter
) -> list[RequestedColumn]:
    """What the models lack, written to a new file in the writer's format; audited.

    Raises as `requested_columns` does, and Refused where the file exists or cannot be written.
    """
    asked = _models(stores, scope, models)
    snapshot = stores.pool.snapshot()
    found = _requested(stores, scope, asked)
    facts = RequestFacts(
        request_id=f"R{secrets.token_hex(5).upper()}",
        requested_by=scope.display_name or scope.viewer,
        made_on=today(),
        snapshot=snapshot,
        models=tuple(f"{model.title}（{model.id}）" for model in asked),
        units=tuple(sorted(scope.units)),
    )
    sheets = request_sheets(
        found, facts, Spelling(write.word), with_cover=write.format is ExportFormat.XLSX
    )
    with _audited(stores, scope, path, facts.request_id, asked):
        write.write(sheets, path)
    return found


@contextmanager
def _audited(
    stores: Stores, scope: Scope, path: Path, request_id: str, models: Sequence[Model]
) -> Iterator[None]:
    """A file that is written and audited; without the line of the audit it does not stay."""
    try:
        yield
        with stores.writing() as connection:
            audit.append(
                connection,
                scope,
                "data_request_written",
                object_kind="data_request",
                object_id=request_id,
                detail={"models": [model.id for model in models]},
            )
    except FileExistsError as error:
        raise Refused(f"{path} exists already.", hint="Name a new file.") from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Refused(
            f"The list cannot be written to {path}.", hint=error.strerror or ""
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _models(stores: Stores, scope: Scope, names: Sequence[str]) -> list[Model]:
    if not names:
        return [model for model in library(stores, scope).values() if scope.sees(model)]
    found = [model_of(stores, scope, name) for name in dict.fromkeys(names)]
    for model in found:
        scope.require_model(model)
    return found


def _requested(stores: Stores, scope: Scope, models: Sequence[Model]) -> list[RequestedColumn]:
    needs = [(model, need) for model in models for need in model.requires]
    asked: dict[str, set[str]] = {}
    for _, need in needs:
        asked.setdefault(need.dataset, set()).update(asked_columns(need))
    filled = filled_columns(stores, scope, asked)
    found: list[RequestedColumn] = []
    for model, need in needs:
        stands = filled[need.dataset]
        found += lacking(model, need, contract(need.dataset), stands.columns, stands.rows)
    return in_order(found)
