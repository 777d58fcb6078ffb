"""Neutral wording: over single texts, and over every model, contract and locale file."""

import tomllib
from pathlib import Path

import pytest

from supervision.errors import WordingRefused
from supervision.wording import accusing_words, refuse_accusing_words


@pytest.mark.parametrize(
    "text",
    [
        "作废占比异常（疑点，待核查）",
        "经济犯罪检察",
        "职务犯罪检察、重大犯罪检察",
        "纠正违法通知书",
        "Voided share stands out; to be verified",
        "criminal line",
        "",
    ],
)
def test_a_neutral_text_passes_as_it_is(text):
    assert refuse_accusing_words(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("该企业涉嫌虚开", ("涉嫌", "虚开")),
        ("经济犯罪嫌疑", ("嫌疑",)),
        ("违 法", ("违法",)),
        ("违\u200b法", ("违法",)),
        ("各院排名与得分", ("排名", "得分")),
        ("Illegal and FRAUDULENT", ("illegal", "fraudulent")),
        ("League table of offices", ("league table",)),
    ],
)
def test_an_accusing_or_ranking_text_is_refused_with_its_words(text, words):
    assert accusing_words(text) == words
    with pytest.raises(WordingRefused, match=words[0]):
        refuse_accusing_words(text)


def test_a_term_does_not_hide_the_accusation_that_stands_beside_it():
    assert accusing_words("经济犯罪检察：本案犯罪") == ("犯罪",)


def test_removing_a_term_does_not_join_its_neighbours_into_a_word():
    assert accusing_words("违经济犯罪法") == ()


ROOT = Path(__file__).parents[2]
DECLARED = sorted(
    [
        *ROOT.glob("supervision/models/**/*.toml"),
        *ROOT.glob("dashboard/locales/*.toml"),
    ]
)
"""What we word ourselves. A contract is none of it: it calls the columns of official records what
the agencies call them (罪犯姓名, 涉嫌罪名), which says nothing of anybody."""

QUOTED = {"basis", "headers", "codes", "split", "given"}
"""What quotes others: the law, a source's headers and words, rows of fixtures."""


def own_texts(value, where=""):
    """The texts that are ours, each with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from own_texts(item, f"{where}[{number}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in QUOTED:
                yield from own_texts(item, f"{where}.{name}")


def test_there_are_declarations_to_read():
    assert len(DECLARED) >= 7


@pytest.mark.parametrize("file", DECLARED, ids=lambda file: file.name)
def test_every_text_we_declare_is_neutral(file):
    texts = list(own_texts(tomllib.loads(file.read_text("utf-8"))))
    assert texts
    assert [(where, text) for where, text in texts if accusing_words(text)] == []
