"""The samples of a rule, begun from rows of the pool, completed by made-up ones, and run.

Rows leave this module with everything made up that could name anyone. Whether a sample shows what
it shall, the rule itself says, run on the samples alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from data_access import audit
from data_access.fixture_runs import FixtureAnswer, run_fixture
from data_access.rule_picks import picked_samples, source_fixtures
from data_access.rule_trials import asked
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.fixtures import ExpectedLayer, Fixture
from supervision.layer_format import Exclusion, Layer
from supervision.ledger import Plain
from supervision.model_format import Model
from supervision.rule_draft import RuleDraft
from supervision.rule_rows import RuleRows
from supervision.rule_samples import (
    Purpose,
    RuleSample,
    Shown,
    candidates,
    numbered,
    rows_text,
    wanted,
)
from supervision.rule_worlds import unchanged, varied, world_of, world_text
from supervision.verdicts import CheckAnswer, Course
from supervision.vocabulary import Outcome, Verdict

FIXTURE_ID = "samples"
_FLAGGED = Shown(purpose=Purpose.FLAGGED)
_MOST_FIXTURES = 3
_MOST_REACHES = 24
FIXTURE_SAYS = "从数据中选取并改编的样例，姓名、号码均为虚构"


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedSample:
    """A sample and what the rule says of its subject; answers: of each check, in order."""

    sample: RuleSample
    subject: str
    verdict: Verdict
    is_near: bool
    answers: tuple[CheckAnswer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleSet:
    """The samples of a rule with the model's answer.

    lacking: what no sample could be found or made for; a rule with such cannot be kept.
    fixture: the samples with the exact answer of the model.
    """

    model: Model
    samples: tuple[JudgedSample, ...]
    lacking: tuple[Shown, ...]
    fixture: Fixture


def rule_samples(
    stores: Stores, scope: Scope, draft: RuleDraft, rule_rows: RuleRows, model: Model
) -> SampleSet:
    """Samples of a finished draft: one for everything that fixtures must show.

    Those of a dataset are begun from rows of the pool where it has such, and audited; those of a
    layer from the fixtures of its model. model: what the draft declares.
    Raises NotAllowed (the line), Refused (longer or larger than a SELECT may be).
    """
    scope.require_model(model)
    if draft.source.model:
        return _of_layer(stores, scope, draft, model)
    question = asked(stores, scope, draft, rule_rows, model)
    live = picked_samples(stores, question, draft, rule_rows)
    base = next((one.rows[0] for one in live if one.shown == _FLAGGED), None)
    need = model.requires[0]

    def tables(samples: Sequence[RuleSample]) -> dict[str, str]:
        rows = [row for sample in samples for row in sample.rows]
        return {need.dataset: rows_text(rows, (*need.required, *need.optional))}

    stage = _Stage(model=model, draft=draft, as_of=question.as_of, tables=tables)
    tried = [*live, *candidates(draft, rule_rows, base, question.as_of)]
    found = _chosen(stage, _judged(stage, numbered(tried, draft)))
    _audit(stores, scope, draft, len(live))
    return _answered(stage, found)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stage:
    """Where samples are run: the rule, its day and parameters, and the tables that samples make."""

    model: Model
    draft: RuleDraft
    as_of: date
    tables: Callable[[Sequence[RuleSample]], dict[str, str]]
    parameters: Mapping[str, Decimal] = field(default_factory=dict)


def _of_layer(stores: Stores, scope: Scope, draft: RuleDraft, model: Model) -> SampleSet:
    """Samples begun from a fixture of the source's model: that which lacks least."""
    fixtures = source_fixtures(stores, scope, draft.source.model).fixtures[:_MOST_FIXTURES]
    sets = []
    for fixture in fixtures:
        world = world_of(fixture, model, draft.subject_column)
        names = {parameter.name for parameter in model.parameters}
        stage = _Stage(
            model=model,
            draft=draft,
            as_of=fixture.as_of,
            tables=partial(world_text, world, model),
            parameters={name: value for name, value in fixture.parameters.items() if name in names},
        )
        judged = _judged(stage, numbered([*unchanged(world)], draft))
        found = _chosen(stage, judged)
        if None in found.values():
            judged += _judged(stage, numbered([*varied(world, draft, _reaches(judged))], draft))
            found = _chosen(stage, judged)
        sets.append(_answered(stage, found))
        if not sets[-1].lacking:
            break
    return min(sets, key=lambda one: len(one.lacking))


def _chosen(stage: _Stage, judged: Sequence[JudgedSample]) -> dict[Shown, RuleSample | None]:
    """For everything that shall be shown, the first sample that shows it."""
    found: dict[Shown, RuleSample | None] = {}
    for shown in wanted(stage.draft):
        begun = (one for one in judged if one.sample.shown in {None, shown})
        showing = (one.sample for one in begun if _shows(one, shown, stage.model))
        first = next(showing, None)
        found[shown] = None if first is None else replace(first, shown=shown)
    return found


def _reaches(judged: Sequence[JudgedSample]) -> tuple[Decimal, ...]:
    """How far the values that were compared lie from their limits, and a little less and more."""
    found: list[Decimal] = []
    for one in judged:
        for answer in one.answers:
            apart = _apart(answer.actual, answer.limit)
            if apart is not None:
                found += [sign * (apart + by) for by in (-1, 0, 1) for sign in (1, -1)]
    return tuple(dict.fromkeys(found))[:_MOST_REACHES]


def _apart(actual: Plain, limit: Plain) -> Decimal | None:
    """How much the limit is more than the value, in days for days; None where that has no sense."""
    if isinstance(actual, bool) or isinstance(limit, bool):
        return None
    if isinstance(actual, (int, float)) and isinstance(limit, (int, float)):
        return Decimal(str(limit)) - Decimal(str(actual))
    try:
        return Decimal((date.fromisoformat(str(limit)) - date.fromisoformat(str(actual))).days)
    except ValueError:
        return None


def _judged(stage: _Stage, samples: Sequence[RuleSample]) -> list[JudgedSample]:
    if not samples:
        return []
    answer = run_fixture(stage.model, _fixture(stage, samples))
    last = stage.model.layers[-1]
    subjects = [_subject(stage.draft, one) for one in samples]
    return [
        _of_course(one, subject, answer.courses[subject], last)
        for one, subject in zip(samples, subjects, strict=True)
    ]


def _of_course(
    sample: RuleSample, subject: str, courses: Sequence[Course], last: Layer
) -> JudgedSample:
    course = courses[0] if courses else None
    answers = () if course is None else course.conditions
    verdict = Verdict.ABSENT if course is None else course.verdict
    asked_last = {condition.when for condition in last.conditions}
    own = [one for one in answers if one.layer == last.id and one.when in asked_last]
    failed = [one for one in own if one.outcome is not True]
    is_near = (
        verdict is Verdict.DROPPED
        and len(failed) == 1
        and failed[0].outcome is False
        and failed[0].near
    )
    return JudgedSample(
        sample=sample, subject=subject, verdict=verdict, is_near=is_near, answers=answers
    )


def _shows(one: JudgedSample, shown: Shown, model: Model) -> bool:
    """Whether the sample shows this; what is dropped for show is not near."""
    if shown.purpose is Purpose.NEAR_MISS:
        return one.is_near
    if shown.purpose is Purpose.DROPPED and one.is_near:
        return False
    if one.verdict.value != shown.purpose.value:
        return False
    if shown.exclusion is None:
        return True
    meant = _own_exclusions(model)[shown.exclusion - 1].when
    return any(answer.when == meant and answer.outcome is True for answer in one.answers)


def _own_exclusions(model: Model) -> tuple[Exclusion, ...]:
    """The exclusions of the rule itself, after those of what it is built on."""
    return next((layer.exclusions for layer in reversed(model.layers) if layer.exclusions), ())


def _answered(stage: _Stage, found: Mapping[Shown, RuleSample | None]) -> SampleSet:
    """The chosen samples run together, with the exact answer as what is expected."""
    chosen = [one for one in found.values() if one is not None]
    samples = numbered(chosen, stage.draft)
    blank = _fixture(stage, samples)
    answer = run_fixture(stage.model, blank)
    last = stage.model.layers[-1]
    judged = tuple(
        _of_course(one, subject, answer.courses[subject], last)
        for one in samples
        for subject in (_subject(stage.draft, one),)
    )
    verdicts = {one.subject: one.verdict for one in judged}
    fixture = Fixture.model_validate(
        {**blank.model_dump(), **_expected(answer), "verdicts": verdicts or blank.verdicts}
    )
    lacking = tuple(shown for shown, one in found.items() if one is None)
    return SampleSet(model=stage.model, samples=judged, lacking=lacking, fixture=fixture)


def _fixture(stage: _Stage, samples: Sequence[RuleSample]) -> Fixture:
    """The samples as a fixture whose answer is not known yet."""
    nothing = ExpectedLayer(id=stage.model.layers[0].id, rows_in=0, kept=0)
    subjects = dict.fromkeys((_subject(stage.draft, one) for one in samples), Verdict.ABSENT)
    return Fixture(
        id=FIXTURE_ID,
        says=FIXTURE_SAYS,
        as_of=stage.as_of,
        parameters=dict(stage.parameters),
        given=stage.tables(samples),
        layers=(nothing,),
        verdicts=subjects or {"case:none": Verdict.ABSENT},
    )


def _expected(answer: FixtureAnswer) -> dict[str, object]:
    layers = [
        {
            "id": one.id,
            "rows_in": one.rows_in,
            **{outcome.value: getattr(one, f"rows_{outcome.value}") for outcome in Outcome},
            "near_miss": one.rows_near_miss,
            "exclusions": {
                each.id: each.excluded_count for each in one.exclusions if each.excluded_count
            },
        }
        for one in answer.layers
    ]
    leads = [
        {
            "subject": lead.subject,
            "period": lead.period,
            "title": lead.title,
            "score": lead.score,
            "reasons": [reason.id for reason in lead.reasons],
        }
        for lead in answer.leads
    ]
    return {"layers": layers, "leads": leads}


def _subject(draft: RuleDraft, sample: RuleSample) -> str:
    return f"{draft.subject_kind.value}:{sample.key}"


def _audit(stores: Stores, scope: Scope, draft: RuleDraft, rows_read: int) -> None:
    detail = {"model": draft.source.model or None, "samples_read": rows_read}
    with stores.writing() as connection:
        audit.append(
            connection,
            scope,
            "rule_sampled",
            object_kind="dataset",
            object_id=draft.source.dataset or None,
            detail=detail,
        )
