"""Review lists: writing one, and telling whether a file is what was written."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands import options
from dashboard.commands.opening import opened
from dashboard.commands.progress import progress
from dashboard.exports.writers import writer
from data_access import review_lists, verification


def export_leads(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Ends in .xlsx or .csv.")],
    reason: Annotated[str, typer.Option(help="Why; stands on the list and in the audit.")],
    model: options.ModelFilter = None,
    line: options.LineFilter = None,
    state: options.StateFilter = None,
    unit: options.UnitFilter = None,
    subject: options.SubjectFilter = None,
    unmask: options.Unmask = False,
    home: options.Home = None,
    viewer: options.Viewer = None,
    as_json: options.AsJson = False,
) -> None:
    """Writes the leads of the filter, all of them, as a review list."""
    chosen = options.lead_filter(model, line, state, unit, subject)
    kind = options.export_format(out)
    with opened(home, viewer) as desk, progress("Review list") as report:
        found = review_lists.export(
            desk.stores,
            desk.scope,
            chosen,
            format=kind,
            reason=reason,
            write=writer(kind),
            out=out,
            unmask=unmask,
            progress=report,
        )
    answers.show(found, as_json_text=as_json)


def verify(
    file: Annotated[Path, typer.Argument(help="A review list, .xlsx, .csv or .zip.")],
    *,
    home: options.Home = None,
    viewer: options.Viewer = None,
    as_json: options.AsJson = False,
) -> None:
    """Is this what was exported?"""
    with opened(home, viewer) as desk:
        found = verification.verify(desk.stores, desk.scope, file)
    answers.show(found, as_json_text=as_json)
