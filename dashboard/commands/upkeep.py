"""Making a home, carrying it into an archive and back, and looking after it.

These commands need no viewer: whoever can run them on the home's files can read them anyway. A
viewer that is named goes into the audit.
"""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import settled
from dashboard.commands.options import AsJson, Home, Viewer
from data_access import maintenance
from data_access.accounts import scope_of
from data_access.doctor import doctor as findings
from data_access.stores import open_stores


def init(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="A demo home with its built-in viewer, without rows.")
    ] = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Creates or upgrades both stores; safe to repeat."""
    settings = settled(home, viewer)
    answers.show(maintenance.create_home(settings.home, settings, demo=demo), as_json_text=as_json)


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; must not exist.")],
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Writes both stores together into one archive."""
    settings = settled(home, viewer)
    stores = open_stores(settings.home, settings)
    try:
        by = scope_of(stores, settings.viewer) if settings.viewer is not None else None
        made = maintenance.backup(stores, file, by=by)
    finally:
        stores.close()
    answers.show(made, as_json_text=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="An archive made by `sijian backup`.")],
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Puts the stores of an archive into a home that does not exist yet or is empty."""
    settings = settled(home, viewer)
    answers.show(maintenance.restore(settings.home, file, settings), as_json_text=as_json)


def doctor(*, home: Home = None, viewer: Viewer = None, as_json: AsJson = False) -> None:
    """Says whether everything is in order; repairs nothing."""
    settings = settled(home, viewer)
    answers.show(findings(settings.home, settings), as_json_text=as_json)
