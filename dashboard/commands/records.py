"""What became of one record, what is remembered of suppliers' headers, and data templates."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import AsJson, Home, Unmask, Viewer, settings_of
from dashboard.exports.data_template import file_name, template_workbook
from data_access.datasets import note_template
from data_access.errors import Refused
from data_access.remembered import forget as forget_mapping
from data_access.remembered import remembered_mappings
from data_access.row_history import row_history

VERSION_COLUMNS = (
    *("snapshot", "recorded_at", "change", "changed"),
    *("unit", "batch_id", "file", "line"),
)
MAPPING_COLUMNS = (
    *("mapping_id", "unit", "supplier", "dataset"),
    *("mapping", "remembered_at", "remembered_by"),
)


def rows(
    dataset: Annotated[str, typer.Argument(help="The dataset.")],
    *,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="COLUMN=VALUE", help="A column that names the record."),
    ] = None,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The versions of the records of one key, by snapshot, with batch, file and line."""
    with opened(home, viewer) as desk:
        found = row_history(desk.stores, desk.scope, dataset, settings_of(key), unmask=unmask)
    answers.show(found, as_json_text=as_json, columns=VERSION_COLUMNS)


def mappings(
    *,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="ID", help="Forget this mapping.")
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """What is remembered of suppliers' headers, newest first; used at the next intake."""
    with opened(home, viewer) as desk:
        if forget is not None:
            answers.show(forget_mapping(desk.stores, desk.scope, forget), as_json_text=as_json)
            return
        found = remembered_mappings(desk.stores, desk.scope)
    answers.show(found, as_json_text=as_json, columns=MAPPING_COLUMNS)


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenTemplate:
    """A data template that was written."""

    dataset: str
    file: str
    columns: int


def template(
    dataset: Annotated[str, typer.Argument(help="The dataset.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where to write it; a new .xlsx file."),
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The data template of a dataset: a workbook to be filled in from row 3 and taken in."""
    if output is not None and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{output} does not end in .xlsx.")
    with opened(home, viewer) as desk:
        declared = note_template(desk.stores, desk.scope, dataset)
    file = output or Path(file_name(declared))
    try:
        with file.open("xb") as written:
            written.write(template_workbook(declared))
    except FileExistsError as error:
        raise Refused(f"{file} stands already.", hint="Name another file with --output.") from error
    made = WrittenTemplate(dataset=dataset, file=str(file), columns=len(declared.columns))
    answers.show(made, as_json_text=as_json)
