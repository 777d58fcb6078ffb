"""The laboratory: a unit's own parameters, what a change would do, and which models are alike."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import (
    AsJson,
    Day,
    Home,
    Setting,
    Unmask,
    Viewer,
    settings_of,
    text_of,
)
from dashboard.commands.progress import progress
from data_access import backtest as backtests
from data_access import overlap as overlaps
from data_access import overlays, what_if
from data_access import precision as precisions
from data_access.fixture_checks import require_answers
from data_access.model_versions import changed_version, kept_version
from supervision.declaration import read_fixtures

PAIR_COLUMNS = ("first", "second", "subjects")


def overlay(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's id.")],
    *,
    setting: Setting = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="NAME", help="Back to the model's default."),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed with --set and --clear.")] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """A model's parameters as they stand for the viewer's own unit, and who changed them when."""
    changes: dict[str, str | None] = {**settings_of(setting)}
    for name in clear or ():
        if name in changes:
            raise typer.BadParameter(f"{name} is given twice.")
        changes[name] = None
    if bool(changes) != (reason is not None):
        raise typer.BadParameter("--set or --clear, and --reason, belong together.")
    with opened(home, viewer) as desk:
        if changes:
            found = overlays.set_overlay(desk.stores, desk.scope, model, changes, reason or "")
        else:
            found = overlays.overlay(desk.stores, desk.scope, model)
    answers.show(found, as_json_text=as_json)


def whatif(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's id.")],
    *,
    setting: Setting = None,
    as_of: Day = None,
    snapshot: Annotated[int | None, typer.Option(help="A past state of the pool.")] = None,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Which leads other parameters would bring and take away; nothing is saved."""
    settings = settings_of(setting)
    if not settings:
        raise typer.BadParameter("Say with --set which parameter would change.")
    with opened(home, viewer) as desk, progress(model) as report:
        found = what_if.what_if(
            desk.stores,
            desk.scope,
            model,
            settings,
            as_of=as_of,
            snapshot=snapshot,
            unmask=unmask,
            progress=report,
        )
    answers.show(found, as_json_text=as_json)


def backtest(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's id.")],
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="A changed version of the model's file.")
    ] = None,
    fixtures: Annotated[
        Path | None,
        typer.Option("--fixtures", help="Its fixtures, where they changed, too; they are run."),
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", help="A kept version, such as a draft.")
    ] = None,
    setting: Setting = None,
    unmask: Unmask = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Holds a changed version, or changed parameters, against the last run and the conclusions."""
    if fixtures is not None and file is None:
        raise typer.BadParameter("--fixtures belong to a --file.")
    if version is not None and file is not None:
        raise typer.BadParameter("Name a --file or a --version.")
    settings = settings_of(setting)
    text = None if file is None else text_of(file)
    beside = None if fixtures is None else text_of(fixtures)
    with opened(home, viewer) as desk, progress(model) as report:
        changed = None
        if text is not None:
            changed = changed_version(desk.stores, desk.scope, model, text, beside)
            if fixtures is not None and beside is not None:
                require_answers(changed, read_fixtures(beside, fixtures.name), fixtures.name)
        elif version is not None:
            changed = kept_version(desk.stores, desk.scope, model, version)
        found = backtests.backtest(
            desk.stores,
            desk.scope,
            model,
            changed=changed,
            settings=settings,
            unmask=unmask,
            progress=report,
        )
    answers.show(found, as_json_text=as_json)


def precision(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's id.")],
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """What persons concluded on the leads of each version of a model; other units as one band."""
    with opened(home, viewer) as desk:
        found = precisions.precision(desk.stores, desk.scope, model)
    answers.show(found, as_json_text=as_json)


def overlap(
    models: Annotated[
        list[str] | None,
        typer.Argument(metavar="MODEL...", help="One against all others; several against another."),
    ] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Models that flag the same subjects or set the same conditions, pair by pair."""
    with opened(home, viewer) as desk:
        found = overlaps.overlap(desk.stores, desk.scope, models or ())
    answers.show(found, as_json_text=as_json, columns=PAIR_COLUMNS)
