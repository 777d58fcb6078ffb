"""Neutral wording, over single texts; test_models and the locale test run it over whole files."""

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
