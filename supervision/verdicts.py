"""What a run says of one subject: how far it came, where it stopped, on which check.

A subject may have several behaviour periods; its verdict is that of the period which came furthest
(at the same layer: flagged before cannot judge before excluded before dropped). A layer in which a
period of a subject has many rows or groups is passed if at least one of them is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from supervision.ledger import Plain
from supervision.vocabulary import Outcome, Verdict

PRECEDENCE = (Verdict.FLAGGED, Verdict.CANNOT_JUDGE, Verdict.EXCLUDED, Verdict.DROPPED)


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckAnswer:
    """One check as a subject met it; outcome None: it could not be judged.

    actual, limit: None where the check has none, or where many rows stand behind the answer.
    """

    layer: str
    says: str
    when: str
    outcome: bool | None
    actual: Plain
    limit: Plain
    near: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where one period of a subject stands in one layer.

    period, unit_code: None in layers that do not yet know them.
    """

    layer: str
    period: str | None
    unit_code: str | None
    outcome: Outcome
    answers: tuple[CheckAnswer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The course of one period of a subject through the layers.

    reached: the last layer it came to; stopped_at: that layer, None where it passed them all.
    """

    period: str | None
    unit_code: str | None
    verdict: Verdict
    reached: str | None
    stopped_at: str | None
    conditions: tuple[CheckAnswer, ...]


def courses(path: Sequence[str], standings: Mapping[str, Sequence[Standing]]) -> tuple[Course, ...]:
    """The courses of one subject, the one that came furthest first; none where it is absent.

    path: the layers' ids in order; standings: those of the subject in each of them.
    """
    keys = {(s.period, s.unit_code): None for layer in path for s in standings[layer]}
    known = [key for key in keys if key != (None, None)] or list(keys)
    found = [_course(path, standings, period, unit) for period, unit in known]
    return tuple(sorted(found, key=lambda course: _rank(path, course)))


def joined(ways: Sequence[Course], layers: Sequence[str]) -> tuple[Course, ...]:
    """The courses of one subject over several paths as one course a period, furthest first.

    ways: in any order; layers: all layers' ids in order. Of a period, the course that came furthest
    decides, and what was answered on the other ways stands before it. A way on which the subject's
    periods were not known yet speaks of each of them.
    """
    unnamed = [course for course in ways if (course.period, course.unit_code) == (None, None)]
    keys = {(course.period, course.unit_code): None for course in ways}
    known = [key for key in keys if key != (None, None)] or list(keys)
    found = []
    for key in known:
        own = [course for course in ways if (course.period, course.unit_code) == key]
        found.append(_merged(own, [one for one in unnamed if one not in own], layers))
    return tuple(sorted(found, key=lambda course: _rank(layers, course)))


def _merged(own: Sequence[Course], beside: Sequence[Course], layers: Sequence[str]) -> Course:
    """The course that came furthest, with the answers of all, each layer's once, in order."""
    best = min(own, key=lambda course: _rank(layers, course))
    answers: dict[str, list[CheckAnswer]] = {}
    for course in (best, *own, *beside):
        of_course: dict[str, list[CheckAnswer]] = {}
        for answer in course.conditions:
            of_course.setdefault(answer.layer, []).append(answer)
        answers = of_course | answers
    ordered = [answer for layer in layers for answer in answers.get(layer, ())]
    return replace(best, conditions=tuple(ordered))


def _rank(path: Sequence[str], course: Course) -> tuple[int, int, str, str]:
    reached = path.index(course.reached) if course.reached else -1
    order = PRECEDENCE.index(course.verdict)
    return (-reached, order, course.period or "", course.unit_code or "")


def _course(
    path: Sequence[str],
    standings: Mapping[str, Sequence[Standing]],
    period: str | None,
    unit_code: str | None,
) -> Course:
    answers: list[CheckAnswer] = []
    reached, verdict, stopped_at = None, Verdict.DROPPED, path[0]
    for layer in path:
        standing = _standing(standings[layer], period, unit_code)
        if standing is None:
            stopped_at = layer
            break
        reached = layer
        answers += standing.answers
        if standing.outcome is not Outcome.KEPT:
            verdict, stopped_at = Verdict(standing.outcome.value), layer
            break
    else:
        verdict, stopped_at = Verdict.FLAGGED, ""
    return Course(
        period=period,
        unit_code=unit_code,
        verdict=verdict,
        reached=reached,
        stopped_at=stopped_at or None,
        conditions=tuple(answers),
    )


def _standing(
    standings: Sequence[Standing], period: str | None, unit_code: str | None
) -> Standing | None:
    """The standing of this period in a layer; of a layer without periods, its only one."""
    for standing in standings:
        if standing.period is None and standing.unit_code in {None, unit_code}:
            return standing
        if (standing.period, standing.unit_code) == (period, unit_code):
            return standing
    return None
