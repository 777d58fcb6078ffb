"""Subjects: spelling, clusters and masking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import UnknownName
from supervision.subjects import (
    Subject,
    cluster,
    has_person,
    masked,
    masked_key,
    masked_text,
    parse_subject,
)
from supervision.vocabulary import SubjectKind

KINDS = [kind for kind in SubjectKind if kind is not SubjectKind.CLUSTER]


@given(st.sampled_from(KINDS), st.text(min_size=1))
def test_a_subject_reads_back_as_it_is_spelled(kind, key):
    assert parse_subject(f"{kind.value}:{key}") == Subject(kind, key)
    assert str(Subject(kind, key)) == f"{kind.value}:{key}"


@pytest.mark.parametrize(
    "text", ["", "E124", "firm", "firm:", ":E124", "company:E124", "cluster:", "cluster:firm:"]
)
def test_what_is_no_subject_is_refused(text):
    with pytest.raises(UnknownName):
        parse_subject(text)


def test_a_cluster_is_its_members_sorted_each_once_and_opened():
    firm, person = Subject(SubjectKind.FIRM, "B+2"), Subject(SubjectKind.PERSON, "甲")
    whole = cluster([person, firm, cluster([firm])])
    assert str(whole) == "cluster:firm:B+2+person:甲"
    assert whole.members == (firm, person)
    assert parse_subject(str(whole)) == whole


def test_a_cluster_without_members_or_with_an_ambiguous_key_is_refused():
    with pytest.raises(UnknownName):
        cluster([])
    with pytest.raises(UnknownName):
        cluster([Subject(SubjectKind.FIRM, "A+firm:B")])


def test_a_cluster_in_a_cluster_is_refused():
    with pytest.raises(UnknownName):
        parse_subject("cluster:cluster:firm:A")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("甲", "*"),
        ("张三", "张*"),
        ("欧阳娜娜", "欧***"),
        ("P000123", "P******"),
        ("110101199001011237", "11**************37"),
    ],
)
def test_a_persons_key_keeps_only_its_ends(key, expected):
    assert masked_key(key) == expected


def test_masking_touches_persons_only_and_persons_inside_a_cluster():
    assert str(masked(parse_subject("firm:E124"))) == "firm:E124"
    assert str(masked(parse_subject("person:张三"))) == "person:张*"
    hidden = masked(parse_subject("cluster:firm:E124+person:张三"))
    assert str(hidden) == "cluster:firm:E124+person:张*"
    assert masked(hidden) == hidden


@given(st.text(min_size=2))
def test_a_masked_key_never_is_the_key(key):
    if set(key[1:]) != {"*"}:
        assert masked_key(key) != key
    assert len(masked_key(key)) == len(key)


def test_a_title_does_not_give_away_what_the_subject_hides():
    subject = parse_subject("cluster:firm:E124+person:张三+person:张三丰")
    assert has_person(subject)
    assert masked_text("张三丰与张三同在 E124：待核查", subject) == "张**与张*同在 E124：待核查"
