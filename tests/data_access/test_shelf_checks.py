"""What is wrong with a model that somebody brings is said in full, and nothing in it is obeyed."""

import pytest

from data_access.shelf_checks import MOST_CHARACTERS, proposed_model
from supervision.errors import ModelMistakes
from supervision.model_pack import ModelTexts
from tests.data_access.shelf_models import RULE, rule_text
from tests.supervision.model_text import FIXTURES


def mistakes_of(text, fixtures=FIXTURES):
    with pytest.raises(ModelMistakes) as caught:
        proposed_model(ModelTexts(model=text, fixtures=fixtures, shared=None))
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('title = "小模型"', 'title = "涉嫌诈骗"'), "not verified"),
        (('maturity = "experimental"', 'maturity = "retired"'), "when and why it was retired"),
        ((f'id = "{RULE}"', f'id = "{RULE + "0" * 60}"'), "more than 64 characters"),
        (('dataset = "auction_bid"', 'dataset = "nowhere"'), "auction_bid is no required dataset"),
        (("10 * bid_count", "(" * 900 + "bid_count" + ")" * 900), "too long to be read"),
        (("default = 3", f"default = {'9' * 5000}"), "too long to be read"),
        (("[triage]", "[triage]\na = " + "[" * 5000), "too long to be read"),
        (("[triage]", "#" * MOST_CHARACTERS), "more than 262144 characters"),
        ((f'id = "{RULE}"', "# nothing"), "id: Field required"),
    ],
)
def test_what_an_installed_model_may_not_be_is_refused(change, says):
    assert any(says in mistake for mistake in mistakes_of(rule_text(RULE, 1, change)))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("lot_code,", "lot_code) SELECT 1 --,", "there is no column"),
        ("200.00,4\nNEAR", "200.00,x\nNEAR", "is a number from 1 to 9999"),
        ("200.00,4\nNEAR", "200.00,9999\nMANY,A,1.00,2026-01-02,x,1.00,9999\nNEAR", "10000 rows"),
        ("2026-01-02 10:00:00+08:00", "someday", "cannot be run on the given rows"),
        ('"lot:NEAR" = "dropped"', '"lot:NEAR" = "excluded"', "no subject is dropped"),
        ('"lot:FREE" = "excluded"', '"lot:FREE" = "dropped"', "excluded, dropped is expected"),
        ("score = 40", "score = 41", "lead 1 is found otherwise"),
        ("kept = 1", "kept = 2", "rows_kept is 1, 2 is expected"),
        ("cheap = 1", "cheap = 2", "exclusions are {'cheap': 1}"),
    ],
)
def test_fixtures_are_run_and_are_no_way_into_a_statement(before, after, says):
    assert before in FIXTURES
    found = mistakes_of(rule_text(), FIXTURES.replace(before, after, 1))
    assert any(says in mistake for mistake in found), found


def test_a_dataset_that_nobody_declared_is_a_mistake():
    text, fixtures = (one.replace("auction_bid", "nowhere") for one in (rule_text(), FIXTURES))
    assert any("nowhere" in mistake for mistake in mistakes_of(text, fixtures))


def test_what_passes_is_the_same_whatever_its_line_ends():
    found = [
        proposed_model(ModelTexts(model=text, fixtures=FIXTURES, shared="unused"))
        for text in (rule_text(), rule_text().replace("\n", "\r\n"))
    ]
    assert found[0].sha256 == found[1].sha256
    assert (found[0].model.id, found[0].texts.shared) == (RULE, None)
