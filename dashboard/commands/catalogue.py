"""The catalogue of the pool: the quality of each dataset, and what the models still lack."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import AsJson, Day, Home, Viewer, export_format
from dashboard.exports.writers import writer
from data_access.data_requests import requested_columns, write_request
from data_access.quality import quality as dataset_quality

QUALITY_COLUMNS = (
    *("dataset", "title", "rows", "first_on", "last_on", "received_on"),
    *("overdue_days", "checks_passed", "checks_failed", "checks_not_applicable"),
)
REQUEST_COLUMNS = ("owner", "dataset", "column", "need", "rows", "filled", "least", "model")


def quality(
    dataset: Annotated[str | None, typer.Argument(metavar="DATASET", help="One dataset.")] = None,
    *,
    as_of: Day = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Rows, period, freshness, coverage, checks, rejects, batches and models of the datasets."""
    with opened(home, viewer) as desk:
        found = dataset_quality(desk.stores, desk.scope, dataset, as_of=as_of)
    answers.show(found[0] if dataset else found, as_json_text=as_json, columns=QUALITY_COLUMNS)


def requests(
    models: Annotated[
        list[str] | None, typer.Argument(metavar="[MODEL]...", help="Models; all without any.")
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the list; ends in .xlsx or .csv."),
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The datasets and columns that the models lack, by owner, to ask an agency for."""
    kind = None if output is None else export_format(output)
    with opened(home, viewer) as desk:
        if output is None or kind is None:
            found = requested_columns(desk.stores, desk.scope, models or [])
        else:
            found = write_request(desk.stores, desk.scope, models or [], output, writer(kind))
    answers.show(found, as_json_text=as_json, columns=REQUEST_COLUMNS)
