"""The shape of a supervision model's file; `declaration.py` reads it, `model_checks.py` judges it.

Values only: what a text means (an expression, a template) is checked elsewhere. The JSON schema in
`docs/model.schema.json` is made from these classes.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from supervision.declared import Declared, Name, Sentence, Share
from supervision.layer_format import Layer
from supervision.lead_format import LeadForm
from supervision.measure import Measure
from supervision.vocabulary import Business, Kind, Line, Maturity, ThresholdTag

UNVERIFIED = "待核对"
"""What stands where a fact is not vouched for; never a guess."""

AS_OF = "as_of"
"""The day on which clocks and windows stand: every expression may use it as `:as_of`."""

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


class Published(Declared):
    """What another office published of this kind of model: a figure or a threshold, as practice."""

    place: Sentence
    says: Sentence


class Triage(Declared):
    """How a person verifies a lead, what may clear it, and what may follow."""

    steps: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    benign_causes: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    disposals: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    document: Sentence


class Model(Declared):
    """A supervision model as declared.

    shares: the file of shared layers it takes from, see `sharing.py`.
    is_standing: it runs whenever a batch of one of its datasets arrives. is_restricted: its leads
    are seen only in a restricted space, and two persons decide on them.
    """

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
    shares: Name | None = None
    is_standing: bool = False
    is_restricted: bool = False
    published: tuple[Published, ...] = ()
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
        """The layers that every lead's row has come through, up to the last layer.

        From the dataset on, or from where rows of several layers are put together: of those a
        subject may have come through any.
        """
        by_id = {layer.id: layer for layer in self.layers}
        found = [self.layers[-1]]
        while len(found[0].drivers) == 1 and found[0].driving in by_id:
            found.insert(0, by_id[found[0].driving])
        return tuple(found)

    @property
    def lead_paths(self) -> tuple[tuple[Layer, ...], ...]:
        """Every way by which a row can become a lead, each from a dataset to the last layer.

        More than one where the rows of several layers are put together.
        """
        by_id = {layer.id: layer for layer in self.layers}

        def ways(layer: Layer) -> tuple[tuple[Layer, ...], ...]:
            above = [by_id[name] for name in layer.drivers if name in by_id]
            longer = tuple((*way, layer) for one in above for way in ways(one))
            begins_here = len(above) < len(layer.drivers)
            return (*longer, (layer,)) if begins_here else longer

        return ways(self.layers[-1])

    @property
    def lead_layers(self) -> tuple[Layer, ...]:
        """Every layer that the row of some lead has come through, in the order of the file."""
        by_id = {layer.id: layer for layer in self.layers}
        waiting, found = [self.layers[-1].id], set[str]()
        while waiting:
            name = waiting.pop()
            if name in by_id and name not in found:
                found.add(name)
                waiting += by_id[name].drivers
        return tuple(layer for layer in self.layers if layer.id in found)

    def grain(self, layer: Layer) -> Literal["rows", "groups", "pairs"]:
        """Whether the layer counts rows of a dataset, groups of them, or pairs."""
        by_id = {known.id: known for known in self.layers}
        while not layer.group_by:
            if layer.pairs is not None:
                return "pairs"
            if layer.select is not None:
                return layer.select.counts
            if layer.spread is not None or layer.clusters is not None:
                return "groups"
            if layer.driving not in by_id:
                return "rows"
            layer = by_id[layer.driving]
        return "groups"
