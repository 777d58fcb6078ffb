"""How far each model finds what is planted: worlds of seeds that no test uses.

Of every model three shares, in per cent, printed per model: planted positives it missed, planted
innocent subjects among those it flagged, and planted subjects that cannot be judged but were not
reported as such. SIJIAN_MODELS names models or families, SIJIAN_DEMO_SCALE another scale.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import Measured
from data_access.accounts import scope_of
from data_access.demo.city.draw import LAST_DAY
from data_access.demo.city_world import fill_city
from data_access.demo.plants.plant import Truth
from data_access.demo.truth import Label
from data_access.demo.whole import RECEIVED_ON
from data_access.layer_runs import make_layers, opened, rows
from data_access.maintenance import create_home
from data_access.questions import ask
from data_access.settings import Settings
from data_access.stores import Stores, open_stores
from supervision.declaration import load_models, models_named
from supervision.lead_sql import SUBJECT, lead_statement
from supervision.model_format import Model
from supervision.vocabulary import Kind, Outcome
from supervision.why_sql import checks_statement

SEEDS = (20_261, 20_262)
STRICT = frozenset({Kind.CLOCK, Kind.MATCH})
"""Kinds of which nothing may be missed and nobody wrongly flagged."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What a model said of the subjects planted for it, over all seeds.

    missed: positives not flagged. wrong: negatives flagged. untold: subjects that cannot be judged
    and were not reported so. strangers: flagged subjects that nobody planted.
    """

    positives: int
    missed: int
    wrong: int
    not_judgeable: int
    untold: int
    strangers: int

    def plus(self, other: "Score") -> "Score":
        """Both together."""
        return Score(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        )


def measure() -> Iterator[Measured]:
    """Three shares of each model, by `<kind of limit>.<what>`; the worst of each is what counts."""
    scale = float(os.environ.get("SIJIAN_DEMO_SCALE", "0.1"))
    named = os.environ.get("SIJIAN_MODELS", "").split()
    models = [one for name in named for one in models_named(name)] or list(load_models().values())
    scores: dict[str, Score] = {}
    for seed in SEEDS:
        for model_id, score in _of_world(models, scale, seed).items():
            scores[model_id] = scores[model_id].plus(score) if model_id in scores else score
    worst: dict[str, float] = {}
    for model in models:
        if model.id not in scores:
            continue
        _print(model, scores[model.id])
        kind = "strict" if STRICT & set(model.kinds) else "other"
        for what, share in _shares(scores[model.id]).items():
            worst[f"{kind}_{what}"] = max(worst.get(f"{kind}_{what}", 0.0), share)
    yield from (Measured(name=name, figure=share) for name, share in sorted(worst.items()))


def _of_world(models: list[Model], scale: float, seed: int) -> dict[str, Score]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        create_home(home, Settings(home=home), demo=True)
        stores = open_stores(home, Settings(home=home), writable=True)
        try:
            scope = scope_of(stores, "demo")
            made = fill_city(stores, scope, scale=scale, seed=seed, received_on=RECEIVED_ON)
            truth = _by_model(made.truth)
            return {
                model.id: score(stores, model, truth[model.id])
                for model in models
                if model.id in truth
            }
        finally:
            stores.close()


def score(stores: Stores, model: Model, truth: Mapping[str, Label]) -> Score:
    """What the model says of these subjects on the last day of which the city speaks."""
    question = ask(stores, scope_of(stores, "demo"), model.id, as_of=LAST_DAY)
    with opened(stores, question) as connection:
        compiled, _ = make_layers(connection, question)
        last = compiled[model.layers[-1].id]
        leads = rows(connection, lead_statement(model, last, question.values))
        unknown: set[str] = set()
        where = f"outcome = '{Outcome.CANNOT_JUDGE.value}'"
        for layer in model.lead_path:
            if compiled[layer.id].has_checks:
                statement = checks_statement(
                    model, compiled[layer.id], question.values, where=where
                )
                unknown |= set(rows(connection, statement)[SUBJECT])
    kind = model.lead.subject_kind.value
    flagged = {f"{kind}:{key}" for key in leads[SUBJECT]}
    untold = {f"{kind}:{key}" for key in unknown} - flagged
    by_label = {label: {one for one, is_ in truth.items() if is_ is label} for label in Label}
    return Score(
        positives=len(by_label[Label.POSITIVE]),
        missed=len(by_label[Label.POSITIVE] - flagged),
        wrong=len(by_label[Label.NEGATIVE] & flagged),
        not_judgeable=len(by_label[Label.NOT_JUDGEABLE]),
        untold=len(by_label[Label.NOT_JUDGEABLE] - untold),
        strangers=len(flagged - set(truth)),
    )


def _by_model(truth: tuple[Truth, ...]) -> dict[str, dict[str, Label]]:
    found: dict[str, dict[str, Label]] = {}
    for one in truth:
        planted = one.planted()
        found.setdefault(planted.model, {})[planted.subject] = planted.label
    return found


def _shares(score: Score) -> dict[str, float]:
    """Missed, wrong (those that nobody planted among them) and untold, in per cent."""
    wrong = score.wrong + score.strangers
    flagged = score.positives - score.missed + wrong
    parts = {
        "missed": (score.missed, score.positives),
        "wrong": (wrong, flagged),
        "untold": (score.untold, score.not_judgeable),
    }
    return {name: 100 * part / whole if whole else 0.0 for name, (part, whole) in parts.items()}


def _print(model: Model, score: Score) -> None:
    shares = {name: f"{share:.1f} %" for name, share in _shares(score).items()}
    kinds = ", ".join(kind.value for kind in model.kinds)
    print(f"{model.id} ({kinds}): {shares} {score}", file=sys.stderr)
