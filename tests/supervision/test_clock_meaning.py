"""What a period means is part of the sha256 of every model that names it."""

import hashlib

import pytest

from supervision.clock_meaning import named_meanings
from supervision.clocks import load_periods, read_periods
from supervision.declaration import read_model
from tests.supervision.model_text import FIXTURES, MODEL
from tests.supervision.test_clocks import SMALL

NAMING = "is_too_late('reply', a, b)"


def meant(text: str) -> list[str]:
    return named_meanings(NAMING, read_periods({"small.toml": text}))


def test_a_model_that_names_no_period_means_what_its_file_says():
    assert named_meanings(MODEL, load_periods()) == []


def test_a_period_is_meant_once_however_often_it_is_named():
    text = "legal_deadline('bail_max', a) IS_TOO_LATE( 'bail_max', b) legal_limit('fine_least', c)"
    found = named_meanings(text, load_periods())
    assert [one.split("'")[1] for one in found] == ["bail_max", "fine_least"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("days = 10", "days = 9"),
        ("days = 10", "months = 10"),
        ("2020-01-01", "2020-01-02"),
        ('"moves"', '"stays"'),
        (
            "days = 10",
            'days = 10, extensions = [{ id = "x", title = "甲", article = "乙", days = 1 }]',
        ),
    ],
)
def test_a_changed_number_is_another_meaning(before, after):
    assert meant(SMALL.replace(before, after)) != meant(SMALL)


def test_a_title_is_no_meaning():
    assert meant(SMALL.replace("回复期限", "答复期限").replace("第1条", "第2条")) == meant(SMALL)


def test_what_a_period_means_is_in_the_sha_of_the_model():
    text = MODEL.replace("start_yuan > 100", "legal_limit('fine_least', last_on) > 1")
    file_alone = hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()
    assert read_model(text, "small.toml", FIXTURES).sha256 != file_alone
