"""What an author says of each sample before seeing the machine's answer, and whether they agree.

A fixture that only repeats the machine proves nothing. So the author judges each sample first; one
he judges otherwise, or not at all, keeps the rule from being kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from supervision.vocabulary import Verdict


class Judgement(StrEnum):
    """What the author expects of a sample."""

    FLAGGED = "flagged"
    CLEAR = "clear"
    CANNOT_JUDGE = "cannot_judge"


_MEANT = {
    Verdict.FLAGGED: Judgement.FLAGGED,
    Verdict.CANNOT_JUDGE: Judgement.CANNOT_JUDGE,
    Verdict.DROPPED: Judgement.CLEAR,
    Verdict.EXCLUDED: Judgement.CLEAR,
    Verdict.ABSENT: Judgement.CLEAR,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """The author's judgements beside the verdicts: subjects not judged, and judged otherwise."""

    open: tuple[str, ...]
    disagreed: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether every sample was judged, and as the rule judges it."""
        return not self.open and not self.disagreed


def judgement_of(verdict: Verdict) -> Judgement:
    """What a verdict means to an author: excluded and dropped are both clear."""
    return _MEANT[verdict]


def review(verdicts: Mapping[str, Verdict], said: Mapping[str, Judgement]) -> Review:
    """The author's judgements, by subject, held against the rule's verdicts."""
    return Review(
        open=tuple(subject for subject in verdicts if subject not in said),
        disagreed=tuple(
            subject
            for subject, verdict in verdicts.items()
            if subject in said and said[subject] is not _MEANT[verdict]
        ),
    )
