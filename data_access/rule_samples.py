"""The samples of a rule, begun from rows of the pool, completed by made-up ones, and run.

Rows leave this module with everything made up that could name anyone. Whether a sample shows what
it shall, the rule itself says, run on the samples alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data_access import audit
from data_access.fixture_runs import FixtureAnswer, run_fixture
from data_access.rule_picks import picked_samples
from data_access.rule_trials import asked
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.fixtures import ExpectedLayer, Fixture
from supervision.layer_format import Exclusion, Layer
from supervision.model_format import Model
from supervision.rule_draft import RuleDraft
from supervision.rule_rows import RuleRows
from supervision.rule_samples import (
    Purpose,
    RuleSample,
    Shown,
    candidates,
    given_text,
    numbered,
    wanted,
)
from supervision.verdicts import CheckAnswer, Course
from supervision.vocabulary import Outcome, Verdict

FIXTURE_ID = "samples"
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
    """Samples of a finished draft: one for everything that fixtures must show, live ones first.

    model: what the draft declares. Audited, as rows of the pool are read for it.
    Raises NotAllowed (the line), Refused (longer or larger than a SELECT may be).
    """
    scope.require_model(model)
    question = asked(stores, scope, draft, rule_rows, model)
    live = picked_samples(stores, question, draft, rule_rows)
    base = next((one.rows[0] for one in live if one.shown.purpose is Purpose.FLAGGED), None)
    tried = (*live, *candidates(draft, rule_rows, base, question.as_of))
    judged = _judged(model, draft, numbered(tried, draft), question.as_of)
    found = {shown: _first(judged, shown, model) for shown in wanted(draft)}
    chosen = [one for one in found.values() if one is not None]
    lacking = tuple(shown for shown, one in found.items() if one is None)
    samples = numbered([one.sample for one in chosen], draft)
    _audit(stores, scope, draft, len(live))
    return _answered(model, draft, samples, lacking, question.as_of)


def _judged(
    model: Model, draft: RuleDraft, samples: Sequence[RuleSample], as_of: date
) -> list[JudgedSample]:
    answer = run_fixture(model, _fixture(model, draft, samples, as_of))
    last = model.layers[-1]
    return [
        _of_course(sample, subject, answer.courses[subject], last)
        for sample in samples
        for subject in (_subject(draft, sample),)
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


def _first(judged: Sequence[JudgedSample], shown: Shown, model: Model) -> JudgedSample | None:
    """The first sample that was begun for this and shows it."""
    begun = (one for one in judged if one.sample.shown == shown)
    return next((one for one in begun if _shows(one, model)), None)


def _shows(one: JudgedSample, model: Model) -> bool:
    """Whether the sample shows what it was begun for; what is dropped for show is not near."""
    purpose, place = one.sample.shown.purpose, one.sample.shown.exclusion
    if purpose is Purpose.NEAR_MISS:
        return one.is_near
    if purpose is Purpose.DROPPED and one.is_near:
        return False
    if one.verdict.value != purpose.value:
        return False
    if place is None:
        return True
    meant = _own_exclusions(model)[place - 1].when
    return any(answer.when == meant and answer.outcome is True for answer in one.answers)


def _own_exclusions(model: Model) -> tuple[Exclusion, ...]:
    """The exclusions of the rule itself, after those of what it is built on."""
    return next((layer.exclusions for layer in reversed(model.layers) if layer.exclusions), ())


def _answered(
    model: Model,
    draft: RuleDraft,
    samples: Sequence[RuleSample],
    lacking: tuple[Shown, ...],
    as_of: date,
) -> SampleSet:
    """The chosen samples run together, with the exact answer as what is expected."""
    blank = _fixture(model, draft, samples, as_of)
    answer = run_fixture(model, blank)
    last = model.layers[-1]
    judged = tuple(
        _of_course(one, _subject(draft, one), answer.courses[_subject(draft, one)], last)
        for one in samples
    )
    verdicts = {one.subject: one.verdict for one in judged}
    fixture = Fixture.model_validate(
        {**blank.model_dump(), **_expected(answer), "verdicts": verdicts or blank.verdicts}
    )
    return SampleSet(model=model, samples=judged, lacking=lacking, fixture=fixture)


def _fixture(model: Model, draft: RuleDraft, samples: Sequence[RuleSample], as_of: date) -> Fixture:
    """The samples as a fixture whose answer is not known yet."""
    need = model.requires[0]
    nothing = ExpectedLayer(id=model.layers[0].id, rows_in=0, kept=0)
    subjects = dict.fromkeys((_subject(draft, one) for one in samples), Verdict.ABSENT)
    return Fixture(
        id=FIXTURE_ID,
        says=FIXTURE_SAYS,
        as_of=as_of,
        given={need.dataset: given_text(samples, (*need.required, *need.optional))},
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
