"""The shelf and the packs: models an office keeps itself, and those passed between offices."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from dashboard import answers
from dashboard.commands.opening import opened
from dashboard.commands.options import AsJson, Home, Viewer, text_of
from dashboard.errors import CannotRun
from data_access import model_shelf, packs
from data_access.packs import PackedVersion
from supervision.vocabulary import ModelOrigin

SHELF_COLUMNS = ("model", "version", "unit", "origin", "title", "line", "state", "written_by")

ModelName = Annotated[str, typer.Argument(metavar="MODEL", help="The id of a kept model.")]
Version = Annotated[int | None, typer.Option("--version", help="Not the newest, but this one.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackFile:
    """A pack as it was written."""

    file: Path
    sha256: str
    models: tuple[PackedVersion, ...]


def pack_out(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The pack to write; a new file.")],
    models: Annotated[list[str], typer.Argument(metavar="MODEL...", help="The models in it.")],
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Writes models with their fixtures into a pack for another office."""
    with opened(home, viewer) as desk:
        made = packs.made_pack(desk.stores, desk.scope, models)
    try:
        with file.open("xb") as target:
            target.write(made.content)
    except FileExistsError as error:
        raise CannotRun(f"{file} exists already.", hint="Name a new file.") from error
    answer = PackFile(file=file, sha256=made.sha256, models=made.models)
    answers.show(answer, as_json_text=as_json)


def pack_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A pack of another office.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only says how it fits; keeps nothing.")
    ] = False,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Takes a pack in: its models become drafts of the viewer's unit; says how they fit."""
    content = packs.pack_content(file)
    with opened(home, viewer) as desk:
        found = packs.take_in_pack(desk.stores, desk.scope, content, file.name, dry_run=dry_run)
    answers.show(found, as_json_text=as_json)


def listed(
    model: Annotated[str | None, typer.Argument(metavar="[MODEL]", help="One model.")] = None,
    *,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """The models kept beside the packaged ones, each version with what became of it."""
    with opened(home, viewer) as desk:
        found = model_shelf.kept_models(desk.stores, desk.scope, model)
    answers.show(found, as_json_text=as_json, columns=SHELF_COLUMNS)


def keep(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The model's file.")],
    fixtures: Annotated[Path, typer.Argument(metavar="FIXTURES", help="Its fixtures.")],
    *,
    layers: Annotated[
        Path | None, typer.Option("--layers", help="The file of the layers it shares.")
    ] = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Keeps a rule of the viewer's own unit as a draft."""
    shared = None if layers is None else text_of(layers)
    with opened(home, viewer) as desk:
        found = model_shelf.shelve(
            desk.stores,
            desk.scope,
            text_of(file),
            text_of(fixtures),
            origin=ModelOrigin.RULE,
            shared=shared,
        )
    answers.show(found, as_json_text=as_json)


def publish(
    model: ModelName,
    *,
    version: Version = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Brings a draft that somebody else wrote into use."""
    with opened(home, viewer) as desk:
        found = model_shelf.publish(desk.stores, desk.scope, model, version)
    answers.show(found, as_json_text=as_json)


def send_back(
    model: ModelName,
    *,
    reason: Reason,
    version: Version = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Returns a draft to who wrote it."""
    with opened(home, viewer) as desk:
        found = model_shelf.send_back(desk.stores, desk.scope, model, reason, version)
    answers.show(found, as_json_text=as_json)


def retire(
    model: ModelName,
    *,
    reason: Reason,
    version: Version = None,
    home: Home = None,
    viewer: Viewer = None,
    as_json: AsJson = False,
) -> None:
    """Takes a kept model out of use; it stays to be read."""
    with opened(home, viewer) as desk:
        found = model_shelf.retire(desk.stores, desk.scope, model, reason, version)
    answers.show(found, as_json_text=as_json)
