"""Every model answers its own fixtures exactly: counts of each layer, leads with reasons, verdicts."""

from functools import cache

import pytest
import sqlalchemy as sa

from data_access import fixture_runs
from data_access.fixture_checks import differences, require_answers
from data_access.fixture_runs import UNIT, run_fixture
from data_access.layer_runs import Question
from supervision.declaration import load_fixtures, model
from supervision.errors import ModelMistakes
from supervision.vocabulary import Verdict

CASES = [
    pytest.param(name, fixture, id=f"{name}-{fixture.id}")
    for name, file in load_fixtures().items()
    for fixture in file.fixtures
]


@cache
def answered(name, fixture_id):
    """The answer to one fixture, asked once for all tests."""
    fixture = next(one for one in load_fixtures()[name].fixtures if one.id == fixture_id)
    return run_fixture(model(name), fixture)


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_layers_leads_and_verdicts_are_exactly_those_of_the_fixture(name, fixture):
    answer = answered(name, fixture.id)
    assert [layer.id for layer in answer.layers] == [layer.id for layer in fixture.layers]
    assert list(differences(fixture, answer)) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (("layers", 0, {"rows_in": 999, "kept": 999}), "999 is expected"),
        (("leads", 0, {"score": 1}), "lead 1 is found otherwise than expected"),
        (("leads", 0, {"title": "另一个标题"}), "lead 1 is found otherwise than expected"),
        (("layers", 1, {"exclusions": {"nobody": 3}}), "exclusions are"),
    ],
)
def test_every_difference_is_named(changes, says):
    field, place, values = changes
    fixture = load_fixtures()["invoice_voiding"].fixtures[0]
    entries = list(getattr(fixture, field))
    entries[place] = entries[place].model_copy(update=values)
    wrong = fixture.model_copy(update={field: tuple(entries)})
    found = list(differences(wrong, answered("invoice_voiding", fixture.id)))
    assert found
    assert all(where.partition(".")[0] == field for where, _ in found)
    assert any(says in one for _, one in found)


def test_a_verdict_that_differs_is_named_and_refuses_the_file():
    file = load_fixtures()["invoice_voiding"]
    fixture = file.fixtures[0]
    subject, verdict = next(iter(fixture.verdicts.items()))
    other = Verdict.ABSENT if verdict is not Verdict.ABSENT else Verdict.FLAGGED
    wrong = fixture.model_copy(update={"verdicts": {**fixture.verdicts, subject: other}})
    changed = file.model_copy(update={"fixtures": (wrong,)})
    with pytest.raises(ModelMistakes, match=f"subject 1 is {verdict}, {other} is expected"):
        require_answers(model("invoice_voiding"), changed, "changed.toml")


@pytest.mark.parametrize(("name", "fixture"), CASES)
def test_the_same_fixture_again_is_the_same_answer_to_the_byte(name, fixture):
    first, again = answered(name, fixture.id), run_fixture(model(name), fixture)
    assert first.leads == again.leads
    assert first.courses == again.courses


def test_a_cluster_is_followed_from_the_first_layer_that_knows_all_its_members():
    declared = model("M01-A")
    answer = answered("M01-A", load_fixtures()["M01-A"].fixtures[0].id)
    (course,) = answer.courses["cluster:firm:S2+office:评一+person:律乙"]
    assert declared.lead_path[0].id == "agents"
    assert [one.layer for one in course.conditions][:1] == ["insurer_suits"]
    assert (course.verdict, course.stopped_at) == (Verdict.DROPPED, "clusters")


def test_the_run_of_a_fixture_opens_no_file_and_stays_so(tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    declared = model("auction_bidding")
    fixture = load_fixtures()["auction_bidding"].fixtures[0]
    question = Question(
        model=declared, parameters={}, snapshot=0, as_of=fixture.as_of, units=frozenset({UNIT})
    )
    with fixture_runs._given(question, fixture) as connection:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
            "SET enable_external_access = true",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        ):
            with pytest.raises(sa.exc.DBAPIError, match=r"disabled|locked|Permission"):
                connection.exec_driver_sql(statement)
            connection.rollback()
