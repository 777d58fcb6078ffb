"""How a pack fits an office: what it lacks, what collides, and what a first run would amount to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from data_access.errors import NotAllowed, Refused
from data_access.filled_columns import Filled, filled_columns
from data_access.kept_models import kept_models
from data_access.pack_files import Pack
from data_access.questions import judge
from data_access.scope import Scope
from data_access.shelf_checks import (
    ProposedModel,
    content_sha256,
    own_texts,
    proposed_model,
    shape_of,
)
from data_access.shelf_laws import WHOLE, own_unit, require_new, require_own_id
from data_access.stores import Stores
from data_access.units import with_units_below
from supervision.clock_meaning import meanings
from supervision.clocks import load_periods
from supervision.contracts import contract, load_contracts
from supervision.coverage_sql import ALL_ROWS, coverage
from supervision.declaration import load_models
from supervision.errors import ModelMistakes
from supervision.ledger import Coverage
from supervision.measure import Measure
from supervision.model_format import Model
from supervision.model_pack import ModelTexts, PackedModel, PackVerdict
from supervision.vocabulary import Line, ModelOrigin, RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedFit:
    """One column a model reads, as it stands in the viewer's units.

    is_known: whether this installation has a contract with this column; where not, rows, filled and
    share are None. share: None too where there are no rows. is_enough: an optional column of which
    nothing is asked (least 0) suffices as it is.
    """

    dataset: str
    column: str
    is_required: bool
    is_known: bool
    rows: int | None
    filled: int | None
    share: float | None
    least: Decimal
    is_enough: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterFit:
    """A parameter that the office may set for itself, within its range."""

    name: str
    title: str
    unit: Measure
    default: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockFit:
    """A statutory period the model names: what it means there and here; None where unknown."""

    name: str
    there: str | None
    here: str | None
    is_same: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFit:
    """How one model of a pack fits.

    why: the sentence of a refusal, else None. mistakes: what is wrong with its texts, or with its
    answers to its own fixtures. line: None where the text cannot be read. run, run_why: what a run
    today would amount to; None where it cannot be said.
    """

    id: str
    version: int
    title: str
    line: Line | None
    verdict: PackVerdict
    why: str | None
    mistakes: tuple[str, ...]
    needs: tuple[NeedFit, ...]
    parameters: tuple[ParameterFit, ...]
    clocks: tuple[ClockFit, ...]
    run: RunStatus | None
    run_why: str | None


def fits(
    stores: Stores, scope: Scope, pack: Pack
) -> tuple[tuple[ModelFit, ...], tuple[ProposedModel, ...]]:
    """How each model of the pack fits the viewer's own unit, and those that may be kept.

    Raises Refused for a viewer without a unit.
    """
    unit = own_unit(scope)
    with stores.reading() as connection:
        below = frozenset(with_units_below(connection, {unit}))
    narrow = replace(scope, units=scope.units & below)
    found = [
        _fit(stores, narrow, one, pack.texts[one.id], unit=unit) for one in pack.manifest.models
    ]
    return tuple(fit for fit, _ in found), tuple(one for _, one in found if one is not None)


def _fit(
    stores: Stores, scope: Scope, packed: PackedModel, texts: ModelTexts, *, unit: str
) -> tuple[ModelFit, ProposedModel | None]:
    try:
        shape = shape_of(texts)
    except ModelMistakes as error:
        said = tuple(map(str, error.mistakes))
        return _unreadable(packed, said), None
    filled = _filled(stores, scope, shape)
    needs = _needs(shape, filled)
    proposed, mistakes = _checked(packed, shape, texts, needs)
    verdict, why = _verdict(stores, scope, shape, texts, unit=unit)
    if mistakes:
        verdict, why = PackVerdict.REFUSED, f"{packed.id} does not pass the checks."
    run, run_why = (None, None) if mistakes else judge(_coverage(shape, filled))
    fit = ModelFit(
        id=shape.id,
        version=shape.version,
        title=shape.title,
        line=shape.line,
        verdict=verdict,
        why=why,
        mistakes=mistakes,
        needs=needs,
        parameters=_parameters(shape),
        clocks=_clocks(packed, texts),
        run=run,
        run_why=run_why,
    )
    return fit, proposed if verdict is PackVerdict.NEW else None


def _unreadable(packed: PackedModel, mistakes: tuple[str, ...]) -> ModelFit:
    return ModelFit(
        id=packed.id,
        version=packed.version,
        title=packed.title,
        line=None,
        verdict=PackVerdict.REFUSED,
        why=f"{packed.id} does not pass the checks.",
        mistakes=mistakes,
        needs=(),
        parameters=(),
        clocks=(),
        run=None,
        run_why=None,
    )


def _checked(
    packed: PackedModel, shape: Model, texts: ModelTexts, needs: tuple[NeedFit, ...]
) -> tuple[ProposedModel | None, tuple[str, ...]]:
    """The model that passed everything; else what is wrong with it."""
    if (shape.id, shape.version) != (packed.id, packed.version):
        return None, (f"The text is of {shape.id} {shape.version}, not of what the manifest says.",)
    unknown = [f"{one.dataset}.{one.column}" for one in needs if not one.is_known]
    if unknown:
        return None, tuple(f"There is no column {name} in the datasets here." for name in unknown)
    try:
        return proposed_model(texts), ()
    except ModelMistakes as error:
        return None, tuple(map(str, error.mistakes))


def _verdict(
    stores: Stores, scope: Scope, shape: Model, texts: ModelTexts, *, unit: str
) -> tuple[PackVerdict, str | None]:
    packaged = load_models().get(shape.id)
    if packaged is not None and packaged.sha256 == shape.sha256:
        return PackVerdict.ALREADY_HERE, None
    sha256 = content_sha256(own_texts(shape, texts))
    known = kept_models(stores, WHOLE, shape.id)
    if any((one.unit, one.version, one.sha256) == (unit, shape.version, sha256) for one in known):
        return PackVerdict.ALREADY_HERE, None
    try:
        scope.require_model(shape)
        require_own_id(shape, unit, ModelOrigin.PACK)
        require_new(shape, unit, sha256, known)
    except (Refused, NotAllowed) as refused:
        return PackVerdict.REFUSED, str(refused)
    return PackVerdict.NEW, None


def _filled(stores: Stores, scope: Scope, shape: Model) -> Mapping[str, Filled]:
    """What stands of the columns that this installation knows, by dataset."""
    asked = {
        need.dataset: {*need.required, *need.optional} & _columns(need.dataset)
        for need in shape.requires
        if need.dataset in load_contracts()
    }
    return filled_columns(stores, scope, asked)


def _columns(dataset: str) -> set[str]:
    return {column.name for column in contract(dataset).columns}


def _needs(shape: Model, filled: Mapping[str, Filled]) -> tuple[NeedFit, ...]:
    return tuple(
        _need(dataset, column, least, filled.get(dataset), is_required=is_required)
        for need in shape.requires
        for dataset, columns, is_required in (
            (need.dataset, need.required, True),
            (need.dataset, need.optional, False),
        )
        for column, least in columns.items()
    )


def _need(
    dataset: str, column: str, least: Decimal, stands: Filled | None, *, is_required: bool
) -> NeedFit:
    is_known = stands is not None and column in _columns(dataset)
    rows = stands.rows if stands is not None and is_known else None
    filled = stands.columns.get(column, 0) if stands is not None and is_known else None
    share = filled / rows if rows and filled is not None else None
    return NeedFit(
        dataset=dataset,
        column=column,
        is_required=is_required,
        is_known=is_known,
        rows=rows,
        filled=filled,
        share=None if share is None else round(share, 4),
        least=least,
        is_enough=is_known and (share is not None or not is_required) and (share or 0) >= least,
    )


def _coverage(shape: Model, filled: Mapping[str, Filled]) -> tuple[Coverage, ...]:
    found: list[Coverage] = []
    for need in shape.requires:
        stands = filled[need.dataset]
        counted = {ALL_ROWS: stands.rows, **stands.columns}
        found += coverage(shape, contract(need.dataset), counted)
    return tuple(found)


def _parameters(shape: Model) -> tuple[ParameterFit, ...]:
    names = ParameterFit.__dataclass_fields__
    return tuple(
        ParameterFit(**{name: getattr(one, name) for name in names}) for one in shape.parameters
    )


def _clocks(packed: PackedModel, texts: ModelTexts) -> tuple[ClockFit, ...]:
    here = meanings("\n".join(texts.files.values()), load_periods())
    return tuple(
        ClockFit(
            name=name,
            there=packed.clocks.get(name),
            here=here.get(name),
            is_same=packed.clocks.get(name) == here.get(name),
        )
        for name in sorted({*here, *packed.clocks})
    )
