import pytest

from supervision.declaration import read_model
from supervision.errors import ModelMistakes
from tests.supervision.model_text import FIXTURES, MODEL


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('as = "COUNT(*)"', 'as = "read_csv(1)"', "not on the portable list"),
        ('as = "COUNT(*)"', 'as = "COUNT("', "cannot be read as an expression"),
        ('as = "MAX(start_yuan)"', 'as = "MAX(status)"', "there is no column status"),
        ('when = "bid_count >= :least_bids"', 'when = "bids >= 1"', "no column bids"),
        ('when = "bid_count >= :least_bids"', 'when = "COUNT(*) > 1"', "derive what aggregates"),
        ('limit = ":least_bids"', 'limit = ":fewest"', "the parameter fewest is not declared"),
        ('actual = "bid_count"\nlimit = ":least_bids"\n', "", "a margin needs actual and limit"),
        (':least_bids"', '3"', "no expression uses it"),
        ("default = 3", "default = 30", "the default lies outside the range"),
        ("default = 3", "default = 2.5", "an integer parameter has a fraction"),
        ('id = "started"', 'id = "many"', "another condition has this id"),
        ('id = "busy"', 'id = "lots"', "the name lots is taken"),
        ("most = 100", "most = 99", "add up to 99, not to 100"),
        ("，待核查", "", "a title says that it awaits verification"),
        ("{bid_count:count}", "{bids:count}", "there is no column bids"),
        ("{bid_count:count}", "{bid_count:apples}", "apples is no form"),
        ('facts = ["bid_count"]', 'facts = ["bids"]', "there is no column bids"),
        ('title = "出价多的标的"', 'title = "涉嫌串通的标的"', "涉嫌"),
        ('says = "起拍价高于一百"', 'says = "违法出价"', "违法"),
        ("changed_on = 2026-01-01", "changed_on = 2025-01-01", "lies before created_on"),
        ('maturity = "experimental"', 'maturity = "retired"', "when and why it was retired"),
        ('columns = ["bidder_code", "bid_yuan"]\n', "", "either columns or group_by"),
        ('columns = ["bidder_code"', 'columns = ["bidder"', "no column bidder"),
        ('where = "unit_code = lead.unit_code', 'where = "unit_code = lead.unit', "no column unit"),
        ('subject = "lot_code"', 'subject = "x.lot_code"', "may only be qualified with lead"),
        ('group_by = ["unit_code", "lot_code"]\n', "", "measures need group_by"),
    ],
)
def test_a_mistake_of_meaning_is_said(was, becomes, says):
    assert was in MODEL
    with pytest.raises(ModelMistakes) as caught:
        read_model(MODEL.replace(was, becomes), "small.toml", FIXTURES)
    assert any(says in mistake.says for mistake in caught.value.mistakes), caught.value


def join(**changes: str) -> str:
    values = {
        "layer": '"lots"',
        "kind": '"left"',
        "on": '["unit_code", "lot_code"]',
        "columns": '["start_yuan"]',
        "confidence": '"C1"',
        "says": '"该标的"',
    } | changes
    keys = "\n".join(f"{key} = {value}" for key, value in values.items())
    layer = '[[layers]]\nid = "again"\ntitle = "再看"\nfrom = "auction_bid"\n\n[[layers.joins]]\n'
    return MODEL.replace('[[layers]]\nid = "busy"', f'{layer}{keys}\n\n[[layers]]\nid = "busy"')


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"on": '["lot_code"]'}, "would multiply rows"),
        ({"confidence": '"C5"'}, "never raises a lead"),
        ({"kind": '"semi"'}, "a semi join adds no columns"),
        ({"columns": '["price"]'}, "has no column price"),
        ({"layer": '"later"'}, "later is no required dataset and no earlier layer"),
        ({}, "start_yuan is on both sides"),
    ],
)
def test_a_join_that_would_mislead_is_refused(changes, says):
    with pytest.raises(ModelMistakes) as caught:
        read_model(join(**changes), "small.toml", FIXTURES)
    assert any(says in mistake.says for mistake in caught.value.mistakes), caught.value


def test_a_lead_on_a_person_has_a_title_without_the_person():
    personal = MODEL.replace('subject_kind = "lot"', 'subject_kind = "person"')
    with pytest.raises(ModelMistakes, match="a title names no person"):
        read_model(personal, "small.toml", FIXTURES)
