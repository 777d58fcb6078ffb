"""The parts of a model in words, for its card on the screen and for the one on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import figures
from dashboard.messages import text
from data_access.precision import Effect
from supervision.contracts import contract
from supervision.layer_format import Layer
from supervision.model_format import UNVERIFIED, Basis, Model
from supervision.statistics import Proportion


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Columns of a dataset that a model needs alike: required or not, filled at least so far."""

    dataset: str
    need: str
    columns: tuple[str, ...]
    least: str


def point(model: Model) -> dict[str, str]:
    """The supervision point, where the model comes from and whose it is."""
    return {
        text("models.point"): model.supervision_point,
        text("models.summary"): model.summary,
        text("models.origin"): model.origin_case,
        text("models.owner"): model.owner,
        text("models.changed_on"): figures.day(model.changed_on),
    }


def needs(model: Model) -> list[Need]:
    """The data that the model needs, columns that must be filled alike together."""
    found: dict[tuple[str, str, float], list[str]] = {}
    for need in model.requires:
        declared = contract(need.dataset)
        for columns, key in ((need.required, "required"), (need.optional, "optional")):
            for name, least in columns.items():
                place = (declared.title, text(f"models.{key}"), float(least))
                found.setdefault(place, []).append(declared.column(name).title)
    return [
        Need(
            dataset=dataset,
            need=need,
            columns=tuple(columns),
            least=figures.percent(least) if least else figures.ABSENT,
        )
        for (dataset, need, least), columns in found.items()
    ]


def sentences(layer: Layer) -> list[tuple[str, Sequence[str]]]:
    """What a layer says, each sentence with those of which one suffices; empty where it gathers."""
    said: list[tuple[str, Sequence[str]]] = [
        (text("models.joins", says=join.says), ()) for join in layer.joins
    ]
    said += [(entry.says, [test.says for test in entry.any_of]) for entry in layer.conditions]
    said += [(text("models.excludes", says=entry.says), ()) for entry in layer.exclusions]
    return said


def in_force(entry: Basis) -> str:
    """Since when an article is in force."""
    if entry.in_force_from == UNVERIFIED:
        return text("models.not_vouched")
    return text("models.since", day=figures.value(entry.in_force_from))


def vouched(entry: Basis) -> str:
    """Whether somebody has checked an article."""
    return text("models.is_vouched" if entry.is_vouched else "models.not_vouched")


def effect(led_to: Effect) -> str:
    """Runs, leads and conclusions of the viewer's units."""
    if led_to.last_run_at is None:
        return text("effect.never_run")
    tally = led_to.concluded
    begun = text(
        "effect.ran",
        runs=figures.count(led_to.runs),
        last=figures.instant(led_to.last_run_at),
        leads=figures.count(led_to.leads),
    )
    if not tally.precision.denominator:
        return f"{begun}{text('effect.none_concluded')}"
    concluded = text(
        "effect.says",
        confirmed=figures.count(tally.confirmed),
        dismissed=figures.count(tally.dismissed),
        share=figures.share(tally.precision.numerator, tally.precision.denominator),
        limits=limits(tally.precision),
    )
    return f"{begun}{concluded}"


def limits(found: Proportion) -> str:
    """Where a share lies with 95 %; said where there are too few for one."""
    if found.low is None:
        return text("effect.too_few" if found.denominator else "effect.none_yet")
    return text("effect.limits", low=figures.percent(found.low), high=figures.percent(found.high))
