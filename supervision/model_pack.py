"""A model pack: models with their fixtures, as one office passes them to another.

The manifest says what is in it, what the models need, and what the statutory periods they name
meant where it was written; a reader holds that against his own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from supervision.clock_meaning import meanings
from supervision.clocks import Periods
from supervision.declared import Declared
from supervision.ledger import Plain, plain
from supervision.measure import Measure
from supervision.model_format import Model, ModelId

FORMAT = 1
"""The version of the models' format and of the pack; a later one is not read."""

MANIFEST = "manifest.json"
MODEL, FIXTURES, LAYERS, OVERLAY = "model.toml", "fixtures.toml", "layers.toml", "overlay.json"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PackVerdict(StrEnum):
    """Whether a model of a pack may be kept."""

    NEW = "new"
    ALREADY_HERE = "already_here"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelTexts:
    """A model as it is written; shared: the layers it shares with others, None where none."""

    model: str
    fixtures: str
    shared: str | None

    @property
    def files(self) -> dict[str, str]:
        """The texts by the name of their file in a pack."""
        found = {MODEL: self.model, FIXTURES: self.fixtures}
        return found if self.shared is None else {**found, LAYERS: self.shared}


class PackedParameter(Declared):
    """A parameter with its range, as the model declares it."""

    name: str
    title: str
    type: Literal["integer", "number"]
    unit: Measure
    default: Decimal
    least: Decimal
    most: Decimal


class PackedNeed(Declared):
    """A dataset the model reads, with the least share of filled rows of each column."""

    dataset: str
    required: dict[str, Decimal]
    optional: dict[str, Decimal]


class PackedModel(Declared):
    """One model of a pack; files: sha256 by name; clocks: what each period it names means."""

    id: ModelId
    version: int
    title: str
    sha256: Sha256
    files: dict[str, Sha256]
    needs: tuple[PackedNeed, ...]
    parameters: tuple[PackedParameter, ...]
    clocks: dict[str, str]


class Manifest(Declared):
    """What a pack holds; models sorted by id."""

    format: int
    models: Annotated[tuple[PackedModel, ...], Field(min_length=1)]


def packed_model(
    model: Model, texts: ModelTexts, files: Mapping[str, str], periods: Periods
) -> PackedModel:
    """What the manifest says of one model; files: the sha256 of each of its files."""
    return PackedModel(
        id=model.id,
        version=model.version,
        title=model.title,
        sha256=model.sha256,
        files=dict(files),
        needs=tuple(
            PackedNeed(
                dataset=need.dataset, required=dict(need.required), optional=dict(need.optional)
            )
            for need in model.requires
        ),
        parameters=tuple(
            PackedParameter(**{name: getattr(one, name) for name in PackedParameter.model_fields})
            for one in model.parameters
        ),
        clocks=meanings("\n".join(texts.files.values()), periods),
    )


def overlay_schema(model: Model) -> dict[str, object]:
    """The JSON schema of what an office may set for itself: the parameters in their ranges."""
    return {
        "$schema": SCHEMA,
        "title": f"{model.id} {model.title}",
        "type": "object",
        "additionalProperties": False,
        "properties": {one.name: _property(model, one.name) for one in model.parameters},
    }


def _property(model: Model, name: str) -> dict[str, Plain]:
    one = next(parameter for parameter in model.parameters if parameter.name == name)
    return {
        "title": one.title,
        "type": one.type,
        "minimum": plain(one.least),
        "maximum": plain(one.most),
        "default": plain(one.default),
        "description": one.source,
    }


def names_of(models: Sequence[PackedModel]) -> set[str]:
    """Every name that stands in a pack of these models."""
    return {MANIFEST} | {f"{one.id}/{name}" for one in models for name in one.files}
