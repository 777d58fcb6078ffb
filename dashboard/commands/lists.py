"""Review lists: writing one, and telling whether a file is what was written."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import (
    AsJson,
    Home,
    LineFilter,
    ModelFilter,
    StateFilter,
    SubjectFilter,
    UnitFilter,
    Unmask,
    Viewer,
    lead_filter,
)
from dashboard.commands.progress import progress
from data_access import review_lists


def export_leads(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Ends in .xlsx or .csv.")],
    reason: Annotated[str, typer.Option(help="Why; stands on the list and in the audit.")],
    model: ModelFilter = None,
    line: LineFilter = None,
    state: StateFilter = None,
    unit: UnitFilter = None,
    subject: SubjectFilter = None,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Writes the leads of the filter, all of them, as a review list."""
    chosen = lead_filter(model, line, state, unit, subject)
    kind = _format(out)
    with opened(home, viewer) as desk, _beside(out) as unfinished:
        with progress("Review list") as report:
            found = review_lists.export(
                desk.stores,
                desk.scope,
                chosen,
                format=kind,
                reason=reason,
                write=writer(kind),
                unmask=unmask,
                progress=report,
            )
        written = review_lists.export_file(desk.stores, desk.scope, found.export_id)
        shutil.copyfile(written.path, unfinished)
        unfinished.replace(out)
    answers.show({**answers.fields_of(found), "file": out}, as_json_text=as_json)


def verify(
    file: Annotated[Path, typer.Argument(help="A review list, .xlsx or .csv.")],
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Is this what was exported?"""
    with opened(home, viewer) as desk:
        found = review_lists.verify(desk.stores, desk.scope, file)
    answers.show(found, as_json_text=as_json)


def _format(out: Path) -> Literal["xlsx", "csv"]:
    suffix = out.suffix.lower().removeprefix(".")
    if suffix == "xlsx":
        return "xlsx"
    if suffix == "csv":
        return "csv"
    raise typer.BadParameter(f"{out} ends neither in .xlsx nor in .csv.")


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A file beside the wanted one, so that nothing is exported where nothing can be written."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".sijian-") as folder:
        yield Path(folder) / out.name
