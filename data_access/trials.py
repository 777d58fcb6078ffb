"""What a trial leaves: a line in the audit, and nothing else."""

from collections.abc import Mapping

from data_access import audit
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.expressions import Value
from supervision.ledger import plain
from supervision.vocabulary import RunStatus


def note_trial(  # noqa: PLR0913, PLR0917 - one argument a part of the line
    stores: Stores,
    scope: Scope,
    event: str,
    model_id: str,
    status: RunStatus,
    parameters: Mapping[str, Value],
    **detail: object,
) -> None:
    """Writes down that a viewer tried a model with these parameters; detail: counts and codes."""
    tried = {name: plain(value) for name, value in parameters.items()}
    with stores.writing() as connection:
        audit.append(
            connection,
            scope,
            event,
            object_kind="model",
            object_id=model_id,
            result=status.value,
            detail={"parameters": tried, **detail},
        )
