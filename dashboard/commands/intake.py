"""What comes in and what stands in the pool: contracts, intake, batches, rejects, withdrawal."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import AsJson, Day, Home, Viewer, settings_of
from dashboard.commands.progress import progress
from data_access import batches as batch_store
from data_access.database_queries import database_query
from data_access.datasets import datasets as dataset_overviews
from data_access.intake import IntakeOptions
from data_access.intake import intake as take_in
from data_access.rejected import reject_files
from data_access.sources import Origin

DATASET_COLUMNS = ("id", "title", "owner", "rows", "snapshot")
BATCH_COLUMNS = (
    *("batch_id", "dataset", "unit", "supplier", "received_on", "loaded_by"),
    *("rows_loaded", "rows_updated", "rows_rejected", "withdrawn_at"),
)
REJECT_COLUMNS = ("file", "line", "column", "value", "reason")


def datasets(
    dataset: Annotated[str | None, typer.Argument(metavar="ID", help="One dataset.")] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The dataset contracts, with what stands in the pool."""
    with opened(home, viewer) as desk:
        found = dataset_overviews(desk.stores, desk.scope, dataset)
    answers.show(found[0] if dataset else found, as_json_text=as_json, columns=DATASET_COLUMNS)


def intake(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files or folders.")
    ] = None,
    *,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="VARIABLE",
            help="Another database: the environment variable that holds its URL, or the URL.",
        ),
    ] = None,
    query: Annotated[
        str | None, typer.Option(metavar="SQL", help="What to read there; one SELECT.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="The dataset, where not recognised.")] = None,
    header: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=COLUMN", help="A header that means a column."),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="A column that has one value."),
    ] = None,
    supplier: Annotated[str | None, typer.Option(help="Who sent the files.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit that owns the batch.")] = None,
    received_on: Day = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave unreadable files out.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, change nothing.")
    ] = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Takes files, folders or a query's answer into the pool, as one batch of one dataset."""
    origins = _origins(paths or [], source, query)
    options = IntakeOptions(
        dataset=dataset,
        mapping=settings_of(header),
        set_values=settings_of(value),
        supplier=supplier,
        unit=unit,
        received_on=received_on,
        skip_bad=skip_bad,
        dry_run=dry_run,
    )
    with opened(home, viewer, writable=True) as desk, progress("Intake") as report:
        found = take_in(desk.stores, desk.scope, origins, options, report)
    answers.show(found, as_json_text=as_json)


def _origins(paths: list[Path], source: str | None, query: str | None) -> list[Origin]:
    """The files and folders, or the query in their place."""
    if (source is None) != (query is None) or bool(paths) == bool(source):
        raise typer.BadParameter("name files or folders, or --from together with --query")
    if source is None or query is None:
        return [*paths]
    return [database_query(source, query)]


def batches(
    batch: Annotated[str | None, typer.Argument(metavar="BATCH", help="One batch.")] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """What came in, newest first."""
    with opened(home, viewer) as desk:
        found = batch_store.batches(desk.stores, desk.scope, batch)
    answers.show(found[0] if batch else found, as_json_text=as_json, columns=BATCH_COLUMNS)


def rejects(
    batch: Annotated[str, typer.Argument(help="The batch.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Write the rows themselves with their reasons, to be corrected and taken in.",
        ),
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """What did not come in, one entry a fault."""
    with opened(home, viewer) as desk:
        if output is not None:
            written = reject_files(desk.stores, desk.scope, batch, output)
            answers.show(written, as_json_text=as_json)
            return
        found = batch_store.rejects(desk.stores, desk.scope, batch)
    answers.show(found, as_json_text=as_json, columns=REJECT_COLUMNS)


def withdraw(
    batch: Annotated[str, typer.Argument(help="The batch.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; goes into the audit.")],
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Takes a batch out of the newest snapshot again and marks its leads."""
    with opened(home, viewer, writable=True) as desk:
        found = batch_store.withdraw(desk.stores, desk.scope, batch, reason)
    answers.show(found, as_json_text=as_json)
