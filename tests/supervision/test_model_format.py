import importlib.util
import json
from pathlib import Path

from supervision.declaration import load_models, model
from supervision.vocabulary import Kind, Line

DOCS = Path(__file__).parents[2] / "docs"


def writer():
    spec = importlib.util.spec_from_file_location("write_models", DOCS / "write_models.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_page_of_models_is_current():
    """Run `make docs` when this fails."""
    text = (DOCS / "models.md").read_text(encoding="utf-8")
    assert writer().models_page(text) == text


def test_what_nobody_has_vouched_for_is_listed():
    """Run `make docs` when this fails."""
    text = (DOCS / "unverified.md").read_text(encoding="utf-8")
    assert writer().unverified_page() == text
    assert "中华人民共和国刑法 | 第205条" in text


def test_the_schema_is_current_and_names_the_keys_of_the_file():
    """Run `make docs` when this fails."""
    text = (DOCS / "model.schema.json").read_text(encoding="utf-8")
    assert writer().schema_text() == text
    schema = json.loads(text)
    assert "from" in schema["$defs"]["Layer"]["properties"]
    assert "as" in schema["$defs"]["Derived"]["properties"]
    assert schema["additionalProperties"] is False


def test_the_two_models_are_what_they_were_asked_to_be():
    voiding, bidding = model("invoice_voiding"), model("auction_bidding")
    assert (voiding.line, voiding.lead.subject_kind) == (Line.CRIMINAL, "firm")
    assert (bidding.line, bidding.lead.subject_kind) == (Line.CIVIL, "lot")
    assert voiding.kinds == bidding.kinds == (Kind.PATTERN,)


def test_a_default_of_ours_is_never_said_to_be_a_standard():
    for one in load_models().values():
        for parameter in one.parameters:
            assert (parameter.tag == "D") == ("默认" in parameter.source)


def test_the_family_of_a_rule_is_what_stands_before_its_number():
    assert model("auction_bidding").model_copy(update={"id": "M04-03"}).family == "M04"
