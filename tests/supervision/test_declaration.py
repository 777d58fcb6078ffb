import json

import pytest

from supervision.declaration import (
    load_fixtures,
    load_models,
    locked_models,
    model,
    models_named,
    read_fixtures,
    read_model,
)
from supervision.errors import ModelMistakes, UnknownName
from supervision.model_format import UNVERIFIED
from tests.supervision.model_text import FIXTURES, MODEL


def mistakes_of(text: str, fixtures: str | None = FIXTURES) -> list[str]:
    with pytest.raises(ModelMistakes) as caught:
        read_model(text, "small.toml", fixtures)
    return [f"{mistake.where}: {mistake.says}" for mistake in caught.value.mistakes]


def test_a_correct_model_is_read():
    found = read_model(MODEL, "small.toml", FIXTURES)
    assert found.id == "small"
    assert [layer.id for layer in found.layers] == ["lots", "busy"]
    assert len(found.sha256) == 64


def test_line_ends_do_not_change_what_a_model_is():
    windows = read_model(MODEL.replace("\n", "\r\n"), "small.toml", FIXTURES)
    assert windows.sha256 == read_model(MODEL, "small.toml", FIXTURES).sha256


def test_all_mistakes_of_a_file_are_reported_together_with_file_and_place():
    text = (
        MODEL.replace('line = "civil"', 'line = "maritime"')
        .replace("version = 1", "version = 0")
        .replace('tag = "D"', 'tag = "X"')
        .replace('summary = "只用于测试"', 'summery = "只用于测试"')
    )
    with pytest.raises(ModelMistakes) as caught:
        read_model(text, "small.toml", FIXTURES)
    places = {mistake.where for mistake in caught.value.mistakes}
    assert {"line", "version", "parameters.0.tag", "summary", "summery"} <= places
    assert {mistake.file for mistake in caught.value.mistakes} == {"small.toml"}


def test_mistakes_of_meaning_and_of_fixtures_are_reported_together():
    text = MODEL.replace('from = "lots"', 'from = "lost"').replace("most = 100", "most = 90")
    found = mistakes_of(text, FIXTURES.replace("near_miss = 1\n", ""))
    assert any("lost is no required dataset and no earlier layer" in says for says in found)
    assert any("add up to 90" in says for says in found)
    assert any("near miss" in says for says in found)


def test_a_model_without_fixtures_does_not_load():
    assert mistakes_of(MODEL, None) == ["fixtures: the model has no fixtures"]


def test_a_text_that_is_no_toml_is_one_mistake():
    assert len(mistakes_of("id = ")) == 1


def test_a_file_must_be_named_after_its_model():
    with pytest.raises(ModelMistakes, match="not named after the id"):
        read_model(MODEL, "other.toml", FIXTURES)


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [
        (FIXTURES.replace('"lot:MANY" = "flagged"', ""), "no subject is flagged"),
        (FIXTURES.replace('"lot:NEAR" = "dropped"', ""), "no subject is dropped"),
        (FIXTURES.replace('"lot:UNKNOWN" = "cannot_judge"', ""), "no subject is cannot_judge"),
        (FIXTURES.replace("{ cheap = 1 }", "{}"), "no row is removed by the exclusion cheap"),
        (FIXTURES.replace('id = "lots"', 'id = "lot"'), "must name each layer in order"),
        (FIXTURES.replace("auction_bid =", "auction ="), "must give each required dataset"),
    ],
)
def test_fixtures_must_show_every_kind_of_answer(spoiled, says):
    assert any(says in found for found in mistakes_of(MODEL, spoiled))


def test_fixtures_that_are_misspelled_are_refused():
    with pytest.raises(ModelMistakes):
        read_fixtures(FIXTURES.replace("rows_in", "rows"), "small.fixtures.toml")


def test_every_model_of_the_library_loads_with_its_fixtures():
    assert set(load_models()) == set(load_fixtures()) >= {"auction_bidding", "invoice_voiding"}
    assert list(load_models()) == sorted(load_models())


def test_every_released_version_is_locked_as_it_is():
    locked = locked_models()
    assert json.dumps(locked) == json.dumps({name: locked[name] for name in sorted(locked)})
    for found in load_models().values():
        assert locked[found.id].get(str(found.version)) == found.sha256, (
            f"{found.id} changed: raise its version, or, before its release, renew models.lock.json"
        )


def test_a_day_that_is_not_known_is_written_as_such():
    days = {basis.in_force_from for one in load_models().values() for basis in one.basis}
    assert UNVERIFIED in days


def test_an_unknown_model_is_named_with_the_nearest_there_are():
    with pytest.raises(UnknownName, match="no supervision model auction_biding") as caught:
        model("auction_biding")
    assert "auction_bidding" in caught.value.hint
    assert "sijian models" in caught.value.hint
    assert "M05-A" not in caught.value.hint
    with pytest.raises(UnknownName) as caught:
        models_named("Q7")
    assert caught.value.hint == "`sijian models` lists the models."


def test_a_name_means_one_model_or_each_of_its_family():
    assert [found.id for found in models_named("auction_bidding")] == ["auction_bidding"]
    assert next(found.id for found in models_named("M11-A")) == "M11-A-NL-1"
    assert {found.family for found in models_named("M11")} == {"M11"}
    with pytest.raises(UnknownName):
        models_named("M1")
