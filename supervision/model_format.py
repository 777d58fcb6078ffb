"""The shape of a supervision model's file; `declaration.py` reads it, `model_checks.py` judges it.

Values only: what a text means (an expression, a template) is checked elsewhere. The JSON schema in
`docs/model.schema.json` is made from these classes.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from supervision.layer_format import Declared, Layer, Measure, Name, Sentence, Share
from supervision.lead_format import LeadForm
from supervision.vocabulary import Business, Kind, Line, Maturity, ThresholdTag

UNVERIFIED = "待核对"
"""What stands where a fact is not vouched for; never a guess."""

ModelId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
Day = date | Literal["待核对"]


class Basis(Declared):
    """One article the model rests on; `is_vouched` false is shown as 待核对."""

    law: Sentence
    article: Sentence
    in_force_from: Day
    in_force_to: Day | None = None
    says: Sentence
    is_vouched: bool = False


class Requirement(Declared):
    """A dataset and its columns, each with the least share of filled rows for a verdict."""

    dataset: Name
    required: dict[Name, Share]
    optional: dict[Name, Share] = Field(default_factory=dict)


class Parameter(Declared):
    """A threshold an office may change within its range."""

    name: Name
    title: Sentence
    type: Literal["integer", "number"]
    unit: Measure
    default: Decimal
    least: Decimal
    most: Decimal
    tag: ThresholdTag
    source: Sentence


class Triage(Declared):
    """How a person verifies a lead, what may clear it, and what may follow."""

    steps: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    benign_causes: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    disposals: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    document: Sentence


class Model(Declared):
    """A supervision model as declared."""

    id: ModelId
    version: Annotated[int, Field(ge=1)]
    title: Sentence
    supervision_point: Sentence
    line: Line
    business: Business
    secondary_lines: tuple[Line, ...] = ()
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    maturity: Maturity
    origin_case: Sentence
    owner: Sentence
    created_on: date
    changed_on: date
    retired_on: date | None = None
    retired_because: Sentence | None = None
    summary: Sentence
    basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    requires: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    parameters: tuple[Parameter, ...] = ()
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    lead: LeadForm
    triage: Triage
    sha256: Annotated[str, Field(exclude=True)] = ""

    @property
    def family(self) -> str:
        """The family of the id where it carries one (`M04-03` is of `M04`), else the id."""
        return self.id.partition("-")[0]

    def layer(self, layer_id: str) -> Layer:
        """The layer of this id; raises KeyError where there is none."""
        return {layer.id: layer for layer in self.layers}[layer_id]

    @property
    def lead_path(self) -> tuple[Layer, ...]:
        """The layers that a lead's row has come through, from the dataset to the last layer."""
        by_id = {layer.id: layer for layer in self.layers}
        found = [self.layers[-1]]
        while found[0].source in by_id:
            found.insert(0, by_id[found[0].source])
        return tuple(found)

    def grain(self, layer: Layer) -> Literal["rows", "groups"]:
        """Whether the layer counts rows of a dataset or groups of them."""
        by_id = {known.id: known for known in self.layers}
        while not layer.group_by:
            if layer.source not in by_id:
                return "rows"
            layer = by_id[layer.source]
        return "groups"
