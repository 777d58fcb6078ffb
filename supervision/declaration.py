"""TOML -> Model: the models of this installation, read with their fixtures and checked as a whole.

All mistakes of a file are reported together. The sha256 of a model is over its file's text with
line ends made uniform, and what the statutory periods it names mean; `models.lock.json` holds that
of every released version.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from supervision.clock_meaning import named_meanings
from supervision.clocks import load_periods
from supervision.errors import Mistake, ModelMistakes, UnknownName
from supervision.fixtures import FixtureFile, fixture_mistakes
from supervision.model_checks import model_mistakes
from supervision.model_format import Model
from supervision.model_pack import ModelTexts
from supervision.sharing import SHARED, with_shared
from supervision.vocabulary import Maturity

FIXTURES = ".fixtures.toml"
STANDING = re.compile(r"^is_standing\s*=\s*true\b", re.MULTILINE)
LOCK = "models.lock.json"


def model(model_id: str) -> Model:
    """The model of this id; raises UnknownName where there is none."""
    models = load_models()
    if model_id not in models:
        raise unknown_model(model_id, models)
    return models[model_id]


def unknown_model(model_id: str, known: Iterable[str]) -> UnknownName:
    """The refusal of an id that none of the known models has; its hint names the nearest."""
    near = get_close_matches(model_id, tuple(known), cutoff=0.5)
    nearest = f"Perhaps {' or '.join(near)} is meant; `sijian" if near else "`sijian"
    return UnknownName(
        f"There is no supervision model {model_id}.", hint=f"{nearest} models` lists the models."
    )


def models_named(name: str) -> list[Model]:
    """The models a command means by this name: one by its id, or each of a family or part of one.

    `M11` means each of M11, `M11-A` each whose id begins so. Raises UnknownName where nothing is
    of this name.
    """
    return named_among(load_models(), name)


def named_among(models: Mapping[str, Model], name: str) -> list[Model]:
    """As `models_named`, among these models."""
    if name in models:
        return [models[name]]
    family = [found for found in models.values() if found.id.startswith(f"{name}-")]
    if not family:
        raise unknown_model(name, models)
    return family


@cache
def load_models() -> Mapping[str, Model]:
    """Every model of this installation by id, sorted by id.

    Raises ModelMistakes with the mistakes of all files together.
    """
    found: dict[str, Model] = {}
    mistakes: list[Mistake] = []
    for file in _model_files():
        try:
            text = file.read_text("utf-8")
            read = read_model(text, file.name, fixtures_text(file), shared_text(file, text))
        except ModelMistakes as error:
            mistakes += error.mistakes
            continue
        if read.id in found:
            mistakes.append(Mistake(file=file.name, where="id", says=f"{read.id} is taken"))
        found[read.id] = read
    if mistakes:
        raise ModelMistakes(mistakes)
    return dict(sorted(found.items()))


@cache
def load_fixtures() -> Mapping[str, FixtureFile]:
    """The fixtures of every model, by the model's id."""
    return {
        file.name.removesuffix(".toml"): read_fixtures(fixtures_text(file) or "", file.name)
        for file in _model_files()
    }


def subscribers(dataset: str) -> tuple[str, ...]:
    """The ids of the standing models that read this dataset, sorted; retired ones left out.

    Read from their files without their checks, because every batch asks.
    """
    return tuple(model_id for model_id, read in _subscriptions().items() if dataset in read)


@cache
def _subscriptions() -> Mapping[str, frozenset[object]]:
    """The datasets of every standing model in use, by its id, sorted."""
    found: dict[str, frozenset[object]] = {}
    for file in _model_files():
        text = file.read_text("utf-8")
        if not STANDING.search(text):
            continue
        declared: Mapping[str, Any] = _parsed(text, file.name)
        if (shared := shared_text(file, text)) is not None:
            declared = with_shared(declared, _parsed(shared, file.name))
        if declared.get("maturity") != Maturity.RETIRED.value:
            found[declared["id"]] = frozenset(need["dataset"] for need in declared["requires"])
    return dict(sorted(found.items()))


def read_model(text: str, file: str, fixtures: str | None, shared: str | None = None) -> Model:
    """The model declared in this text, its fixtures in that.

    shared: the text of the layers it shares with others, where it says that it does.
    Raises ModelMistakes with everything that is wrong; a model without fixtures does not load.
    """
    found = shaped_model(text, file, shared)
    mistakes = model_mistakes(found, file)
    beside = file.removesuffix(".toml") + FIXTURES
    if file.removesuffix(".toml") != found.id:
        mistakes.append(Mistake(file=file, where="id", says="the file is not named after the id"))
    if fixtures is None:
        mistakes.append(Mistake(file=beside, where="fixtures", says="the model has no fixtures"))
    else:
        try:
            mistakes += fixture_mistakes(found, read_fixtures(fixtures, beside), beside)
        except ModelMistakes as error:
            mistakes += error.mistakes
    if mistakes:
        raise ModelMistakes(mistakes)
    return found


def sound_model(text: str, file: str, shared: str | None = None) -> Model:
    """The model declared in this text without its fixtures, which were run when it was kept.

    Raises ModelMistakes with everything that is wrong.
    """
    found = shaped_model(text, file, shared)
    if mistakes := model_mistakes(found, file):
        raise ModelMistakes(mistakes)
    return found


def shaped_model(text: str, file: str, shared: str | None = None) -> Model:
    """The model declared in this text, of which only the shape was checked.

    Raises ModelMistakes where the shape is wrong; what the texts in it mean is not looked at.
    """
    declared = _parsed(text, file)
    if "shares" in declared:
        beside = f"{declared['shares']}{SHARED}"
        if shared is None:
            raise ModelMistakes([Mistake(file=file, where="shares", says=f"there is no {beside}")])
        declared = with_shared(declared, _parsed(shared, beside))
        text += "\n" + shared
    meaning = [*text.splitlines(), *named_meanings(text, load_periods())]
    sha256 = hashlib.sha256("\n".join(meaning).encode()).hexdigest()
    try:
        return Model.model_validate({**declared, "sha256": sha256})
    except ValidationError as error:
        raise ModelMistakes(_mistakes(error, file)) from error


def read_version(model_id: str, text: str, fixtures: str | None = None) -> Model:
    """Another version of an installed model, from the text of its file.

    It may take from the installed layers it shares; fixtures None: those of the installed model.
    Raises UnknownName where no such model is installed, ModelMistakes with everything wrong.
    """
    model(model_id)
    installed = next(file for file in _model_files() if file.name == f"{model_id}.toml")
    beside = fixtures_text(installed) if fixtures is None else fixtures
    return read_model(text, installed.name, beside, shared_text(installed, text))


def read_fixtures(text: str, file: str) -> FixtureFile:
    """The fixtures declared in this text; raises ModelMistakes with everything that is wrong."""
    try:
        return FixtureFile.model_validate(_parsed(text, file))
    except ValidationError as error:
        raise ModelMistakes(_mistakes(error, file)) from error


def packaged_texts(model_id: str) -> ModelTexts:
    """The texts of a model of this installation; raises UnknownName where there is none."""
    model(model_id)
    file = next(file for file in _model_files() if file.name == f"{model_id}.toml")
    text = file.read_text("utf-8")
    return ModelTexts(
        model=text, fixtures=fixtures_text(file) or "", shared=shared_text(file, text)
    )


def locked_models() -> dict[str, dict[str, str]]:
    """The sha256 of every released version: by model id, by version."""
    text = (files("supervision") / "models" / LOCK).read_text("utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


def fixtures_text(model_file: Traversable) -> str | None:
    """The text of the fixtures beside a model's file; None where there are none."""
    stem = model_file.name.removesuffix(".toml")
    for family in (files("supervision") / "models").iterdir():
        beside = family / f"{stem}{FIXTURES}"
        if family.is_dir() and (family / model_file.name).is_file() and beside.is_file():
            return beside.read_text("utf-8")
    return None


def shared_text(model_file: Traversable, text: str) -> str | None:
    """The text of the shared layers that a model's text names; None where there are none."""
    named = re.search(r'^shares = "([a-z0-9_]+)"$', text, re.MULTILINE)
    if named is None:
        return None
    for family in (files("supervision") / "models").iterdir():
        beside = family / f"{named[1]}{SHARED}"
        if family.is_dir() and (family / model_file.name).is_file() and beside.is_file():
            return beside.read_text("utf-8")
    return None


def packaged_layers(name: str) -> str | None:
    """The text of the packaged shared layers of this name; None where there are none."""
    for family in (files("supervision") / "models").iterdir():
        beside = family / f"{name}{SHARED}"
        if family.is_dir() and beside.is_file():
            return beside.read_text("utf-8")
    return None


def _model_files() -> list[Traversable]:
    families = [folder for folder in (files("supervision") / "models").iterdir() if folder.is_dir()]
    found = [file for family in families for file in family.iterdir()]
    models = [file for file in found if file.name.endswith(".toml")]
    return sorted(
        (file for file in models if not file.name.endswith((FIXTURES, SHARED))),
        key=lambda file: file.name,
    )


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ModelMistakes([Mistake(file=file, where="file", says=str(error))]) from error


def _mistakes(error: ValidationError, file: str) -> list[Mistake]:
    return [
        Mistake(
            file=file,
            where=".".join(str(part) for part in found["loc"]) or "file",
            says=found["msg"],
        )
        for found in error.errors()
    ]
