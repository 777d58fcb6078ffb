"""What a lead is about: one string `kind:key`, and how a person in it is masked.

A cluster is `cluster:` and its members, each `kind:key`, sorted and joined by `+`. A key may hold
any character; a `+` parts two members only where a known kind and a colon follow it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from supervision.errors import UnknownName
from supervision.vocabulary import SubjectKind

MASK = "*"

_KINDS = {kind.value: kind for kind in SubjectKind}
_MEMBER_KINDS = tuple(kind.value for kind in SubjectKind if kind is not SubjectKind.CLUSTER)
_MEMBER_SEAM = re.compile(rf"\+(?=(?:{'|'.join(_MEMBER_KINDS)}):)")


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject; `str(subject)` is its spelling `kind:key`."""

    kind: SubjectKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.key}"

    @property
    def members(self) -> tuple["Subject", ...]:
        """The members of a cluster in their order; of any other subject, itself."""
        if self.kind is not SubjectKind.CLUSTER:
            return (self,)
        return tuple(parse_subject(part) for part in _MEMBER_SEAM.split(self.key))


def cluster(members: Iterable[Subject]) -> Subject:
    """The cluster of these members: sorted by spelling, each once; clusters in it are opened.

    Raises UnknownName where there is no member, or a key holds what would part two members.
    """
    spellings = sorted({str(part) for member in members for part in member.members})
    if not spellings:
        raise UnknownName("A cluster needs at least one member.")
    if any(_MEMBER_SEAM.search(spelling) for spelling in spellings):
        raise UnknownName("A member's key holds a plus sign followed by a kind.")
    return Subject(SubjectKind.CLUSTER, "+".join(spellings))


def parse_subject(text: str) -> Subject:
    """The subject of this spelling.

    Raises UnknownName where the kind is not known or the key is empty.
    """
    named, colon, key = text.partition(":")
    kind = _KINDS.get(named)
    if not colon or not key or kind is None:
        kinds = ", ".join(_KINDS)
        raise UnknownName(
            "A subject is spelled kind:key.", hint=f"The kinds are {kinds}; for example firm:E124."
        )
    found = Subject(kind, key)
    if found.kind is SubjectKind.CLUSTER:
        for part in _MEMBER_SEAM.split(key):
            if parse_subject(part).kind is SubjectKind.CLUSTER:
                raise UnknownName("A cluster cannot hold a cluster.")
    return found


def masked(subject: Subject) -> Subject:
    """The subject as seen without the right to unmask: persons masked, all else as is."""
    if subject.kind is SubjectKind.PERSON:
        return Subject(subject.kind, masked_key(subject.key))
    if subject.kind is SubjectKind.CLUSTER:
        members = "+".join(str(masked(member)) for member in subject.members)
        return Subject(subject.kind, members)
    return subject


def masked_key(key: str) -> str:
    """A person's name, number or code with all but its ends hidden.

    Up to four characters keep the first; up to seven the first; longer ones the first two and the
    last two. A key of one character is hidden whole.
    """
    if len(key) == 1:
        return MASK
    if len(key) < 8:
        return key[0] + MASK * (len(key) - 1)
    return key[:2] + MASK * (len(key) - 4) + key[-2:]


def has_person(subject: Subject) -> bool:
    """Whether masking changes this subject."""
    return any(member.kind is SubjectKind.PERSON for member in subject.members)


def masked_text(text: str, subject: Subject) -> str:
    """The text with each key of the subject's persons masked, for titles and sentences on it."""
    keys = {member.key for member in subject.members if member.kind is SubjectKind.PERSON}
    for key in sorted(keys, key=len, reverse=True):
        text = text.replace(key, masked_key(key))
    return text
